/** `/settings/privacy`: read by everybody in the company; the minimum is proposed and decided here. */
import { type Context, Hono } from 'hono'
import { Refusal } from '../api/problem.ts'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { parseInput } from '../okr/input.ts'
import type { Issue } from '../okr/types.ts'
import {
  type Entered,
  enteredFrom,
  type FormState,
  first,
  refusedForm,
  untouched,
} from '../web/form-state.ts'
import { applyMinimum } from './apply.ts'
import { chooseLifetimes, lifetimesInput } from './lifetimes.ts'
import { type Decision, decideMinimum, decisions, proposalInput, proposeMinimum } from './minimum.ts'
import { privacyPage } from './privacy-page.ts'
import { readPrivacy } from './read-privacy.ts'

const PATH = '/settings/privacy'
const FIELDS = new Set(['minimum', 'reason', 'textDays', 'sessionDays'])

export function privacyRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const context = (c: Context<AppEnv>) => {
    const { userId: actor, role } = c.get('session')
    return { actor, role, now: deps.now() }
  }

  async function show(c: Context<AppEnv>, state: FormState = untouched(), status: 200 | 422 = 200) {
    const ctx = pageContext(c, deps)
    const view = await readPrivacy(c.get('workspace'), deps.directory, deps.now(), ctx)
    const { textDays, sessionDays } = view.lifetimes
    const entered = { textDays: [String(textDays)], sessionDays: [String(sessionDays)], ...state.entered }
    return c.html(privacyPage(view, { ...state, entered }, ctx), status)
  }

  function refuse(c: Context<AppEnv>, entered: Entered, issues: readonly Issue[]) {
    const fieldOf = (field: string) => (FIELDS.has(field) ? field : null)
    return show(c, refusedForm(entered, issues, fieldOf, pageContext(c, deps).t), 422)
  }

  app.get(PATH, allow('self.read'), (c) => show(c))

  app.post(`${PATH}/minimum`, allow('minimum.propose'), async (c) => {
    const entered = enteredFrom(await c.req.formData())
    const asked = { minimum: wholeNumber(entered, 'minimum'), reason: first(entered, 'reason') }
    const parsed = parseInput(proposalInput, asked)
    if (!parsed.ok) return refuse(c, entered, parsed.issues)
    const proposed = await proposeMinimum(c.get('workspace').db, parsed.value, context(c))
    return proposed.ok ? c.redirect(`${PATH}#minimum`, 303) : refuse(c, entered, proposed.issues)
  })

  for (const decision of decisions)
    app.post(`${PATH}/minimum/:id/${decision}`, allow(rightFor(decision)), async (c) => {
      const workspace = c.get('workspace')
      const decided = await decideMinimum(workspace.db, c.req.param('id') ?? '', decision, context(c))
      if (decided === null) throw new Refusal('not_found')
      if (!decided.ok) return refuse(c, {}, decided.issues)
      if (decision === 'agree') await applyMinimum(deps, workspace, deps.now())
      return c.redirect(`${PATH}#minimum`, 303)
    })

  app.post(`${PATH}/lifetimes`, allow('settings.write'), async (c) => {
    const entered = enteredFrom(await c.req.formData())
    const asked = {
      ...{ textDays: wholeNumber(entered, 'textDays'), sessionDays: wholeNumber(entered, 'sessionDays') },
    }
    const parsed = parseInput(lifetimesInput, asked)
    if (!parsed.ok) return refuse(c, entered, parsed.issues)
    await chooseLifetimes(c.get('workspace').db, parsed.value, context(c))
    return c.redirect(`${PATH}#keeping`, 303)
  })

  return app
}

export function rightFor(decision: Decision) {
  return decision === 'withdraw' ? 'minimum.propose' : 'minimum.decide'
}

/** Undefined for an empty field, and text for what is no whole number: both are refused in words. */
function wholeNumber(entered: Entered, name: string): number | string | undefined {
  const text = first(entered, name).trim()
  if (text === '') return undefined
  return /^-?\d{1,6}$/.test(text) ? Number(text) : text
}
