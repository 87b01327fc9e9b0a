/** Deciding on a change of the CRM's set-up, from the health page. */
import { Hono } from 'hono'
import { Refusal } from '../api/problem.ts'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { allow } from '../auth/session.ts'
import type { Translate } from '../i18n/index.ts'
import { decideFinding, findingInput } from '../mapping/decide.ts'
import { enteredFrom, first } from './form-state.ts'

export function setUpRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.post('/health/set-up', allow('key_result.write'), async (c) => {
    const entered = enteredFrom(await c.req.formData())
    const input = findingInput.safeParse({ decision: first(entered, 'decision') })
    const id = Number(first(entered, 'finding'))
    if (!input.success || !Number.isSafeInteger(id)) throw new Refusal('not_found')
    const workspace = c.get('workspace')
    const context = { actor: c.get('session').userId, now: deps.now(), workspace }
    const decided = await decideFinding(workspace.db, id, input.data, context)
    if (decided.kind !== 'decided') throw new Refusal('not_found')
    const { followed, refused } = decided
    const query = new URLSearchParams({ followed: String(followed.length), refused: String(refused.length) })
    return c.redirect(`/health?${query}#set-up`, 303)
  })
  return app
}

/** What the page was sent back with, told once. */
export function setUpNews({ followed, refused }: Record<string, string>, t: Translate): string[] {
  const count = (text: string | undefined) => (/^\d{1,3}$/.test(text ?? '') ? Number(text) : null)
  const [done, not] = [count(followed), count(refused)]
  if (done === null) return []
  return [
    ...(done === 0 && not !== 0 ? [] : [t('setUp.decided', { n: done })]),
    ...(not === null || not === 0 ? [] : [t('setUp.refused', { n: not })]),
  ]
}
