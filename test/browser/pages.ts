/** The pages that browser tests look at, by name, language and appearance. */
import { locales } from '../../src/app-env.ts'
import type { Definition, Filter } from '../../src/metrics/types.ts'
import { boardPage } from '../../src/web/board-page.ts'
import { type Html, type PageContext, themes } from '../../src/web/ctx.ts'
import { cycleForm } from '../../src/web/cycle-form.ts'
import { enteredKeyResult } from '../../src/web/entered-key-result.ts'
import { errorPage } from '../../src/web/error-page.ts'
import { refusedForm, untouched } from '../../src/web/form-state.ts'
import { keyResultForm } from '../../src/web/key-result-form.ts'
import { fieldOfKeyResult } from '../../src/web/key-result-input.ts'
import { startOf } from '../../src/web/key-result-options.ts'
import { keyResultPage } from '../../src/web/key-result-page.ts'
import { objectiveForm } from '../../src/web/objective-form.ts'
import { signInPage } from '../../src/web/sign-in-page.ts'
import { pageContext } from '../support/page-context.ts'
import * as views from '../support/views.ts'

const made: Readonly<Record<string, (ctx: PageContext) => Html>> = {
  board: (ctx) => boardPage(views.board(), views.cycles, ctx),
  'board-empty': (ctx) => boardPage(null, [], ctx),
  'board-first-import': (ctx) =>
    boardPage(
      views.board({
        objectives: [],
        sources: views.sources.slice(0, 1).map((s) => ({ ...s, dataThrough: null })),
      }),
      views.cycles,
      ctx,
    ),
  'key-result': (ctx) => keyResultPage(views.keyResultView(), ctx),
  'key-result-hold': (ctx) => keyResultPage(views.holdView(), ctx),
  'key-result-manual': (ctx) => keyResultPage(views.manualView(), ctx),
  'new-cycle': (ctx) => cycleForm(untouched(), 'Q1 2027', ctx),
  'new-objective': (ctx) => objectiveForm(untouched({ cycleId: ['q4'] }), views.cycles, ctx),
  'new-key-result': (ctx) => keyResultForm(untouched(startOf('growth')), views.keyResultOptions, null, ctx),
  'new-key-result-refused': (ctx) => {
    const entered = { ...startOf('growth'), target: ['0'], baseline: ['1.2.5'], weight: ['-1'] }
    const issues = [
      { field: 'title', code: 'required' },
      { field: 'baseline', code: 'invalid_number', example: '1250000,00' },
      { field: 'weight', code: 'weight_negative' },
      { field: 'definition.filter', code: 'group_too_small', subject: '3' },
    ] as const
    const state = refusedForm(entered, issues, fieldOfKeyResult, ctx.t)
    const preview = { value: '1.243.500,00 €', note: '87 Deals' }
    return keyResultForm(state, views.keyResultOptions, preview, ctx)
  },
  'edit-cycle': (ctx) => {
    const entered = { name: ['Q4 2026'], startsOn: ['2026-10-01'], lastDay: ['2026-12-31'] }
    return cycleForm(untouched(entered), 'Q4 2026', ctx, 'q4')
  },
  'edit-objective': (ctx) => {
    const { title, team, description } = views.objective()
    const entered = { cycleId: ['q4'], title: [title], team: [team], description: [description ?? ''] }
    return objectiveForm(untouched(entered), [], ctx, 'growth')
  },
  'edit-key-result': (ctx) => {
    const filter = {
      ...{ stages: ['offer', 'lost-in-crm'], dealTypes: ['newbusiness'] },
      properties: [{ name: 'branche', op: 'in', values: ['Holz', 'Glas, Keramik'] }],
    } satisfies Filter
    const definition: Definition = {
      ...{ metric: 'pipeline_coverage', window: { from: '2026-10-01', to: '2027-01-01' }, filter },
      params: { target: { keyResult: 'won' } },
    }
    const changed = views.keyResult({ definition, unit: 'ratio', currency: null, baseline: 1.5, target: 3 })
    const entered = enteredKeyResult(changed, 'EUR', ctx.locale)
    return keyResultForm(untouched(entered), views.keyResultOptions, null, ctx, 'won')
  },
  'sign-in': (ctx) => signInPage('ask', { ...ctx, session: null, workspaceName: null }),
  'not-found': (ctx) => errorPage(404, ctx),
}
export const pageNames = Object.keys(made)

export async function pages(url: URL): Promise<string | null> {
  const name = url.pathname.startsWith('/key-results/') ? 'key-result' : url.pathname.slice(1)
  const render = made[name]
  const locale = locales.find((l) => l === url.searchParams.get('locale')) ?? 'de'
  const theme = themes.find((t) => t === url.searchParams.get('theme')) ?? 'auto'
  if (render === undefined) return null
  return String(await render(pageContext({ locale, theme, path: url.pathname + url.search })))
}
