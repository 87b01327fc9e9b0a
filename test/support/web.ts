/** The dashboard's routes around a hand-filled company, for a person whom the door has let in. */
import { Hono } from 'hono'
import { problems, Refusal } from '../../src/api/problem.ts'
import type { AppEnv, Locale, Role } from '../../src/app-env.ts'
import type { Workspace } from '../../src/platform.ts'
import { webRoutes } from '../../src/web/index.ts'

export interface Visitor {
  readonly role?: Role
  readonly locale?: Locale
  readonly now?: string
}

export interface Answer {
  readonly status: number
  readonly location: string | null
  readonly html: string
  /** Without markup. */
  readonly words: string
}

const plain = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim()

/** The only member there is. */
const authors = async (_: string, ids: readonly string[]) =>
  new Map(ids.filter((id) => id === 'u1').map((id) => [id, 'Mara Lindner']))

export function visit(workspace: Workspace, visitor: Visitor = {}) {
  const { role = 'administrator', locale = 'de', now = '2026-11-24T07:12:00.000Z' } = visitor
  const app = new Hono<AppEnv>()
  app.use(async (c, next) => {
    c.set('session', { userId: 'u1', name: 'Mara Lindner', email: 'mara@example.com', role })
    c.set('workspace', workspace)
    c.set('locale', locale)
    await next()
  })
  app.route('/', webRoutes({ now: () => now, publicUrl: 'http://localhost:8787', authors }))
  app.onError((error, c) => {
    if (!(error instanceof Refusal)) throw error
    return c.text(error.code, problems[error.code])
  })
  const headers = { cookie: `pegel_locale=${locale}` }

  async function answer(response: Response): Promise<Answer> {
    const html = await response.text()
    return { status: response.status, location: response.headers.get('location'), html, words: plain(html) }
  }
  return {
    app,
    get: async (path: string) => answer(await app.request(path, { headers })),
    post: async (path: string, entered: Readonly<Record<string, string | readonly string[]>>) => {
      const body = new URLSearchParams()
      for (const [name, value] of Object.entries(entered))
        for (const one of typeof value === 'string' ? [value] : value) body.append(name, one)
      return answer(await app.request(path, { method: 'POST', body, headers }))
    },
  }
}
