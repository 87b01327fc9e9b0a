/** Entering the value of a manual key result. */
import { Hono } from 'hono'
import type { AppEnv } from '../app-env.ts'
import { allow } from '../auth/session.ts'
import { pushValue } from '../okr/write.ts'
import type { WebDeps } from './ctx.ts'
import { typedNumber } from './typed-number.ts'

const form = {
  number: 'value',
  fields: ['value', 'day', 'reason'],
  again: (text: (name: string) => string, wrong: Readonly<Record<string, string>>) => ({
    value: { day: text('day'), value: text('value'), reason: text('reason'), wrong },
  }),
}

export function valueRoutes(deps: WebDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.post('/key-results/:id/values', allow('value.write'), async (c) => {
    const { workspace, keyResultId, text, refuse, read, by } = await typedNumber(c, deps, form)
    if (text('value') === '') return refuse([{ field: 'value', code: 'required' }])
    const typed = read()
    if ('issue' in typed) return refuse([typed.issue])
    const reason = text('reason')
    const input = { keyResultId, day: text('day'), value: typed.value, reason: reason === '' ? null : reason }
    const pushed = await pushValue(workspace.db, input, by)
    return pushed.ok ? c.redirect(`/key-results/${keyResultId}`, 303) : refuse(pushed.issues)
  })
  return app
}
