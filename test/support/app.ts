/** The whole program at its HTTP seam: a directory with one company, and people who signed in by a link. */
import { expect } from 'vitest'
import type { z } from 'zod'
import { workspace as workspaceTable } from '../../db/directory/schema.ts'
import { problemSchema } from '../../src/api/problem-answer.ts'
import { createApp } from '../../src/app.ts'
import type { AppDeps, Role } from '../../src/app-env.ts'
import { issueSignInLink } from '../../src/auth/link.ts'
import type { Workspace } from '../../src/platform.ts'
import { WorkspaceMissing } from '../../src/platform.ts'
import { company } from './company.ts'
import { emptyDirectory } from './databases.ts'

export const now = '2026-11-24T09:00:00.000Z'
export const publicUrl = 'http://localhost:8787'

export interface Logged {
  readonly event: string
  readonly fields: Readonly<Record<string, unknown>>
}

export interface Running {
  readonly app: ReturnType<typeof createApp>
  readonly deps: AppDeps
  readonly workspace: Workspace
  readonly logged: readonly Logged[]
  /** Cookies of a person with this role. */
  signIn(role: Role): Promise<string>
  request(path: string, init?: RequestInit & { cookie?: string; json?: unknown }): Promise<Response>
}

export async function running(over: Partial<AppDeps> = {}): Promise<Running> {
  const workspace = await company()
  const directory = await emptyDirectory()
  await directory.insert(workspaceTable).values({
    ...{ id: 'acme', name: 'Acme', databaseUrl: 'file:acme.db', timeZone: workspace.timeZone },
    ...{ currency: 'EUR', createdAt: now },
  })
  const logged: Logged[] = []
  const deps: AppDeps = {
    directory,
    publicUrl,
    sessionSecret: 'a secret of the tests, long enough to seal a cookie',
    pushSecrets: {},
    now: () => now,
    async open(id) {
      if (id !== workspace.id) throw new WorkspaceMissing(id)
      return workspace
    },
    sleep: async () => {},
    queue: { send: async () => {} },
    sealer: {
      seal: async (plain) => plain,
      open: async (sealed) => sealed,
      hash: async (text) => text,
    },
    fetch: () => Promise.reject(new Error('No request leaves a test.')),
    allowHosts: [],
    log: (event, fields) => logged.push({ event, fields }),
    ...over,
  }
  const app = createApp(deps)
  const request: Running['request'] = async (path, { cookie, json, ...init } = {}) => {
    const headers = new Headers(init.headers)
    if (cookie !== undefined) headers.set('cookie', cookie)
    if (json !== undefined) headers.set('content-type', 'application/json')
    const body = json === undefined ? init.body : JSON.stringify(json)
    return app.request(`${publicUrl}${path}`, { ...init, headers, ...(body == null ? {} : { body }) })
  }
  return {
    ...{ app, deps, workspace, logged, request },
    async signIn(role) {
      const email = `${role}@acme.example`
      const link = await issueSignInLink(deps, { email, name: role, workspaceId: 'acme', role })
      return cookiesOf(await app.request(link))
    },
  }
}

export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

/** The answer's JSON, when it has the shape it should have. */
export async function jsonOf<Schema extends z.ZodType>(
  response: Response,
  schema: Schema,
): Promise<z.infer<Schema>> {
  return schema.parse(await response.json())
}

export async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  return jsonOf(response, problemSchema)
}
