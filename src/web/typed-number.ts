/** A number that somebody typed for a key result: how sending it begins, and the page again where it is refused. */
import type { Context } from 'hono'
import { Refusal } from '../api/problem.ts'
import type { AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { parseValue, typedValue } from '../i18n/decimal.ts'
import { readKeyResult } from '../okr/read.ts'
import type { Issue } from '../okr/types.ts'
import type { WebDeps } from './ctx.ts'
import { enteredFrom, type FormState, first, refusedForm, type TypedIssue } from './form-state.ts'
import { keyResultPage } from './key-result-page.ts'
import { type Entered, keyResultPageView } from './key-result-routes.ts'

interface Form {
  /** The input that holds the number. */
  readonly number: string
  /** Fields of the form; what is wrong elsewhere is said at the number, where the form begins. */
  readonly fields: readonly string[]
  /** What the form shows when it comes back. */
  again(text: (name: string) => string, wrong: FormState['wrong']): Entered
}

export async function typedNumber(c: Context<AppEnv>, deps: WebDeps, { number, fields, again }: Form) {
  const ctx = pageContext(c, deps)
  const workspace = c.get('workspace')
  const keyResultId = c.req.param('id') ?? ''
  const entered = enteredFrom(await c.req.formData())
  const detail = await readKeyResult(workspace, keyResultId, deps.now())
  if (detail === null) throw new Refusal('not_found')
  const { unit, currency, target } = detail.keyResult
  const money = currency ?? workspace.currency
  const text = (name: string) => first(entered, name).trim()

  async function refuse(issues: readonly (Issue | TypedIssue)[]) {
    const fieldOf = (field: string) => (fields.includes(field) ? field : 'value')
    const { wrong } = refusedForm(entered, issues, fieldOf, ctx.t)
    const view = await keyResultPageView(c, deps, keyResultId, again(text, wrong))
    return c.html(keyResultPage(view, ctx), 422)
  }
  /** As the language writes it; what could mean two things is refused with an example. */
  function read(): { readonly value: number } | { readonly issue: TypedIssue } {
    const value = parseValue(text(number), unit, money, ctx.locale)
    if (value !== null) return { value }
    const example = typedValue(target ?? 1, unit, money, ctx.locale)
    return { issue: { field: 'value', code: 'invalid_number', example } }
  }
  const by = { actor: c.get('session').userId, now: deps.now(), workspace }
  return { ctx, workspace, keyResultId, text, refuse, read, by }
}
