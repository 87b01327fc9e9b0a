/** Setting a value by hand over a measured one, and withdrawing it. */
import { Hono } from 'hono'
import { Refusal } from '../api/problem.ts'
import type { AppEnv } from '../app-env.ts'
import { allow } from '../auth/session.ts'
import { setOverride, withdrawOverride } from '../closing/override.ts'
import type { Issue } from '../okr/types.ts'
import type { WebDeps } from './ctx.ts'
import { typedNumber } from './typed-number.ts'

const form = {
  number: 'override',
  fields: ['value', 'reason', 'expiresOn'],
  again: (text: (name: string) => string, wrong: Readonly<Record<string, string>>) => ({
    override: { value: text('override'), reason: text('why'), expiresOn: text('until'), wrong },
  }),
}

export function overrideRoutes(deps: WebDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.post('/key-results/:id/overrides', allow('value.override'), async (c) => {
    const { ctx, workspace, keyResultId, text, refuse, read, by } = await typedNumber(c, deps, form)
    const missing = (['override', 'why'] as const).filter((name) => text(name) === '')
    if (missing.length > 0)
      return refuse(
        missing.map((name) => ({ field: name === 'why' ? 'reason' : 'value', code: 'required' as const })),
      )
    const typed = read()
    if ('issue' in typed) return refuse([typed.issue])
    const reason = text('why').slice(0, 500)
    const input = { keyResultId, value: typed.value, reason, expiresOn: text('until') }
    const set = await setOverride(workspace.db, input, by)
    if (set.ok) return c.redirect(`/key-results/${keyResultId}`, 303)
    // The day as people of this language write it.
    const said = ({ code, subject, ...issue }: Issue) =>
      code === 'after_freezing' && subject !== undefined
        ? { ...issue, code, subject: ctx.f.day(subject) }
        : { ...issue, code, ...(subject === undefined ? {} : { subject }) }
    return refuse(set.issues.map(said))
  })
  app.post('/key-results/:id/overrides/end', allow('value.override'), async (c) => {
    const id = c.req.param('id')
    const by = { actor: c.get('session').userId, now: deps.now() }
    if ((await withdrawOverride(c.get('workspace').db, id, by)) === null) throw new Refusal('not_found')
    return c.redirect(`/key-results/${encodeURIComponent(id)}`, 303)
  })
  return app
}
