/** Entering the value of a manual key result. */
import { Hono } from 'hono'
import { Refusal } from '../api/problem.ts'
import type { AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { parseValue, typedValue } from '../i18n/decimal.ts'
import { readKeyResult } from '../okr/read.ts'
import type { Issue } from '../okr/types.ts'
import { pushValue } from '../okr/write.ts'
import type { WebDeps } from './ctx.ts'
import { enteredFrom, first, refusedForm, type TypedIssue } from './form-state.ts'
import { keyResultPage } from './key-result-page.ts'
import { keyResultPageView } from './key-result-routes.ts'

const fields = ['value', 'day', 'reason']
const fieldOf = (field: string) => (fields.includes(field) ? field : 'value')

export function valueRoutes(deps: WebDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.post('/key-results/:id/values', allow('value.write'), async (c) => {
    const ctx = pageContext(c, deps)
    const workspace = c.get('workspace')
    const keyResultId = c.req.param('id')
    const entered = enteredFrom(await c.req.formData())
    const detail = await readKeyResult(workspace, keyResultId, deps.now())
    if (detail === null) throw new Refusal('not_found')
    const { unit, currency, target } = detail.keyResult
    const text = (name: string) => first(entered, name).trim()

    const refuse = async (issues: readonly (Issue | TypedIssue)[]) => {
      const { wrong } = refusedForm(entered, issues, fieldOf, ctx.t)
      const entry = { day: text('day'), value: text('value'), reason: text('reason'), wrong }
      const view = await keyResultPageView(c, deps, keyResultId, entry)
      return c.html(keyResultPage(view, ctx), 422)
    }

    const money = currency ?? workspace.currency
    if (text('value') === '') return refuse([{ field: 'value', code: 'required' }])
    const value = parseValue(text('value'), unit, money, ctx.locale)
    if (value === null) {
      const example = typedValue(target ?? 1, unit, money, ctx.locale)
      return refuse([{ field: 'value', code: 'invalid_number', example }])
    }
    const reason = text('reason')
    const pushed = await pushValue(
      workspace.db,
      { keyResultId, day: text('day'), value, reason: reason === '' ? null : reason },
      { actor: c.get('session').userId, now: deps.now(), workspace },
    )
    return pushed.ok ? c.redirect(`/key-results/${keyResultId}`, 303) : refuse(pushed.issues)
  })
  return app
}
