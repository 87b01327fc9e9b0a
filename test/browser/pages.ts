/** The pages that browser tests look at, by name, language and appearance. */
import { locales } from '../../src/app-env.ts'
import { cardPage } from '../../src/card/embed/page.ts'
import { refusal } from '../../src/card/words.ts'
import { connectPage, onTheWayPage } from '../../src/install/connect-page.ts'
import { connectionsPage, cutPage, secretPage } from '../../src/install/connections-page.ts'
import { failedPage } from '../../src/install/failed-page.ts'
import { importPage } from '../../src/install/import-page.ts'
import { mappingPage } from '../../src/install/mapping-page.ts'
import { templatePage } from '../../src/install/template-page.ts'
import { dataPage } from '../../src/leaving/page.ts'
import type { Definition, Filter } from '../../src/metrics/types.ts'
import { can } from '../../src/okr/roles.ts'
import { boardPage } from '../../src/web/board-page.ts'
import { type Html, type PageContext, themes } from '../../src/web/ctx.ts'
import { currencyPage } from '../../src/web/currency-page.ts'
import { cycleForm } from '../../src/web/cycle-form.ts'
import { embeddingPage } from '../../src/web/embedding-page.ts'
import { enteredKeyResult } from '../../src/web/entered-key-result.ts'
import { errorPage } from '../../src/web/error-page.ts'
import { refusedForm, untouched } from '../../src/web/form-state.ts'
import { healthPage } from '../../src/web/health-page.ts'
import { keyResultForm } from '../../src/web/key-result-form.ts'
import { fieldOfKeyResult } from '../../src/web/key-result-input.ts'
import { startOf } from '../../src/web/key-result-options.ts'
import { keyResultPage } from '../../src/web/key-result-page.ts'
import { objectiveForm } from '../../src/web/objective-form.ts'
import { signInPage } from '../../src/web/sign-in-page.ts'
import { agreementBlocks } from '../../src/works-council/agreement.ts'
import { agreementPage } from '../../src/works-council/agreement-page.ts'
import { privacyPage } from '../../src/works-council/privacy-page.ts'
import { viewsPage } from '../../src/works-council/views-page.ts'
import { companyCard, dealCard, emptyCard, staleCard, unchosenCard } from '../support/card-views.ts'
import { closedBoard, currencyView, frozenView, overriddenView } from '../support/closing-views.ts'
import { compositeEntries, compositeView } from '../support/composite-views.ts'
import { retentionView } from '../support/contract-views.ts'
import { privacyView, viewsView } from '../support/council-views.ts'
import { lineView, seasonalView, youngView } from '../support/forecast-views.ts'
import { healthView, healthyView } from '../support/health-views.ts'
import { importView, mappingView, templateView } from '../support/install-views.ts'
import {
  movementOfCurrency,
  movementOfMedian,
  movementOfRatio,
  movementOfSum,
} from '../support/movement-views.ts'
import { lostReportView, nativeEntries, soqlView } from '../support/native-views.ts'
import { pageContext } from '../support/page-context.ts'
import { pastView } from '../support/past-views.ts'
import { setUpFindings } from '../support/set-up-views.ts'
import * as views from '../support/views.ts'

const place = { workspaceId: 'brueckner', publicUrl: 'https://pegel.example' }
const auditor = (ctx: PageContext): PageContext => ({
  ...ctx,
  session: { userId: 'u3', name: 'Aylin Demir', email: 'aylin@example.com', role: 'auditor' },
  may: (action) => can('auditor', action),
})

const restingClock = { days: 30, startedAt: null, dueAt: null, keptAt: null }

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
  'board-moved': (ctx) => boardPage(views.movedBoard(), views.cycles, ctx, 'seen'),
  'key-result-moved': (ctx) => keyResultPage(views.movedView(), ctx, 'seen'),
  'key-result': (ctx) => keyResultPage(views.keyResultView(), ctx),
  'key-result-movement': (ctx) => keyResultPage(views.keyResultView({ movement: movementOfSum() }), ctx),
  'key-result-movement-ratio': (ctx) =>
    keyResultPage(views.keyResultView({ movement: movementOfRatio() }), ctx),
  'key-result-movement-currency': (ctx) =>
    keyResultPage(views.keyResultView({ movement: movementOfCurrency() }), ctx),
  'key-result-movement-median': (ctx) =>
    keyResultPage(views.keyResultView({ movement: movementOfMedian() }), ctx),
  'key-result-movement-hidden': (ctx) =>
    keyResultPage(views.keyResultView({ movement: { kind: 'hidden', days: [] } }), ctx),
  'key-result-forecast': (ctx) => keyResultPage(seasonalView(), ctx),
  'key-result-line': (ctx) => keyResultPage(seasonalView(lineView()), ctx),
  'key-result-young': (ctx) => keyResultPage(views.keyResultView({ forecast: youngView() }), ctx),
  'key-result-past': (ctx) => keyResultPage(views.keyResultView({ past: pastView() }), ctx),
  'key-result-past-waits': (ctx) => keyResultPage(views.keyResultView({ past: 'ask' }), ctx),
  'new-key-result-offer': (ctx) =>
    keyResultForm(
      untouched({ ...startOf('growth'), title: ['Umsatz'], metric: ['won_revenue'] }),
      views.keyResultOptions,
      { value: '1.243.500,00 €', note: '87 Deals', past: pastView() },
      ctx,
    ),
  'key-result-hold': (ctx) => keyResultPage(views.holdView(), ctx),
  'key-result-retention': (ctx) => keyResultPage(retentionView(), ctx),
  'key-result-composite': (ctx) => keyResultPage(compositeView(), ctx),
  'new-key-result-composite': (ctx) => {
    const issues = [
      { field: 'term-2-weight', code: 'invalid_number', example: '0,5' },
      { field: 'composite.terms', code: 'apart_too_small', subject: '2' },
    ] as const
    const state = refusedForm(compositeEntries, issues, fieldOfKeyResult, ctx.t)
    return keyResultForm(state, views.keyResultOptions, null, ctx)
  },
  'key-result-soql': (ctx) => keyResultPage(soqlView(), ctx),
  'key-result-lost-report': (ctx) => keyResultPage(lostReportView(), ctx),
  'new-key-result-native': (ctx) => {
    const issues = [{ field: 'native.question', code: 'native_rows', subject: '3' }] as const
    const state = refusedForm(nativeEntries, issues, fieldOfKeyResult, ctx.t)
    return keyResultForm(state, views.keyResultOptions, null, ctx)
  },
  'key-result-manual': (ctx) => keyResultPage(views.manualView(), ctx),
  'board-closed': (ctx) => boardPage(closedBoard(), views.cycles, ctx),
  'key-result-final': (ctx) => keyResultPage(frozenView(), ctx),
  'key-result-by-hand': (ctx) => keyResultPage(overriddenView(), ctx),
  currency: (ctx) => {
    const wrong = { of: 'USS', factor: '0', from: '2026-11-24' }
    const entered = { of: [wrong.of], factor: [wrong.factor], from: [wrong.from] }
    const names = { currency: 'of', factor: 'factor' } as const
    const issues = [
      { field: 'currency', code: 'invalid' },
      { field: 'factor', code: 'rate' },
    ] as const
    const fieldOf = (field: string) => names[field as keyof typeof names] ?? null
    return currencyPage(currencyView(), refusedForm(entered, issues, fieldOf, ctx.t), ctx)
  },
  embedding: (ctx) =>
    embeddingPage(
      {
        ...place,
        embedding: { origins: ['https://intranet.example'], since: '2026-11-20T08:00:00.000Z' },
        key: 'q1'.repeat(21),
      },
      refusedForm(
        { origins: ['intranet.example'] },
        [{ field: 'origins', code: 'origin' }],
        () => 'origins',
        ctx.t,
      ),
      ctx,
    ),
  'embedding-off': (ctx) => embeddingPage({ ...place, embedding: null, key: null }, untouched({}), ctx),
  'card-deal': (ctx) => cardPage(dealCard(ctx.locale), ctx),
  'card-deal-stale': (ctx) => cardPage(staleCard(ctx.locale), ctx),
  'card-deal-empty': (ctx) => cardPage(emptyCard(ctx.locale), ctx),
  'card-company': (ctx) => cardPage(companyCard(ctx.locale), ctx),
  'card-company-empty': (ctx) => cardPage(unchosenCard(ctx.locale), ctx),
  'card-no-member': (ctx) =>
    cardPage(
      refusal('no_member', ctx.locale, { email: 'ursula.bachmeier@brueckner-antriebstechnik.example' }),
      ctx,
    ),
  'card-expired': (ctx) => cardPage(refusal('old_link', ctx.locale), ctx),
  data: (ctx) =>
    dataPage(
      { clock: restingClock, name: 'Brückner Antriebstechnik', timeZone: 'Europe/Berlin' },
      untouched({ days: ['30'] }),
      ctx,
    ),
  'data-clock-runs': (ctx) => {
    const clock = {
      ...restingClock,
      startedAt: '2026-11-20T08:00:00.000Z',
      dueAt: '2026-12-20T08:00:00.000Z',
    }
    const state = refusedForm(
      { name: ['Brückner'], days: ['30'] },
      [{ field: 'name', code: 'required' }],
      (f) => f,
      ctx.t,
    )
    return dataPage({ clock, name: 'Brückner Antriebstechnik', timeZone: 'Europe/Berlin' }, state, ctx)
  },
  privacy: (ctx) => {
    const entered = { minimum: ['2'], reason: [''], textDays: ['365'], sessionDays: ['90'] }
    const issues = [
      { field: 'minimum', code: 'minimum_floor', subject: '3' },
      { field: 'reason', code: 'required' },
    ] as const
    const view = privacyView({ proposals: privacyView().proposals.slice(1) })
    return privacyPage(
      view,
      refusedForm(entered, issues, (field) => field, ctx.t),
      ctx,
    )
  },
  'privacy-auditor': (ctx) => privacyPage(privacyView(), untouched(), auditor(ctx)),
  'privacy-new': (ctx) =>
    privacyPage(
      privacyView({ proposals: [], connections: [], changes: [], viewsRead: null }),
      untouched({ textDays: ['365'], sessionDays: ['90'] }),
      ctx,
    ),
  'view-log': (ctx) => viewsPage(viewsView(), auditor(ctx)),
  agreement: (ctx) => agreementPage(agreementBlocks(privacyView(), ctx), '2026-11-24', ctx),
  'connect-hubspot': (ctx) =>
    connectPage('hubspot', untouched(), { ...ctx, session: null, workspaceName: null }),
  'connect-salesforce': (ctx) => {
    const entered = { where: ['domain'], domain: ['http://10.0.0.1'] }
    const state = refusedForm(entered, [{ field: 'domain', code: 'invalid' }], (f) => f, ctx.t)
    return connectPage('salesforce', state, ctx)
  },
  'connect-on-the-way': (ctx) => onTheWayPage('salesforce', 'https://login.salesforce.com/', ctx),
  'connect-failed': (ctx) => failedPage('salesforce', 'refused', 'unauthorized', ctx),
  'connect-ask': (ctx) =>
    failedPage('hubspot', 'ask_administrator', null, { ...ctx, session: null, workspaceName: null }),
  'install-mapping': (ctx) => mappingPage(mappingView(), ctx),
  'install-mapping-bare': (ctx) =>
    mappingPage(mappingView({ proposal: { pipelines: [], teams: 0, whole: true }, contracts: null }), ctx),
  'install-import': (ctx) => importPage(importView(), ctx),
  'install-import-failed': (ctx) => importPage(importView({ status: 'failed', failure: 'unavailable' }), ctx),
  'install-import-done': (ctx) => importPage(importView({ status: 'complete', skipped: 0 }), ctx),
  'install-templates': (ctx) => templatePage(templateView(), ctx),
  'install-templates-wait': (ctx) =>
    templatePage(templateView({ templates: null, waitsFor: 'hubspot', undecided: false, refused: [] }), ctx),
  connections: (ctx) =>
    connectionsPage(
      {
        connections: [
          { source: 'hubspot', crm: 'hubspot', account: '48110220', status: 'active', signs: false },
          {
            source: 'salesforce',
            crm: 'salesforce',
            account: '00D5g00000XyZabEAF',
            status: 'reconnect',
            signs: true,
          },
          { source: 'hubspot-2', crm: 'hubspot', account: '7', status: 'disconnected', signs: false },
        ],
        crms: ['hubspot', 'salesforce'],
        cut: { crm: 'hubspot', told: false },
      },
      ctx,
    ),
  'connections-none': (ctx) => connectionsPage({ connections: [], crms: [], cut: null }, ctx),
  'connection-secret': (ctx) =>
    secretPage({ crm: 'salesforce' }, 'pKq3r0mX9w5bT2cV7yN1hJ8uF4sL6dG0aZeQiWoRtYx', ctx),
  'connection-cut': (ctx) =>
    cutPage(
      { source: 'hubspot', crm: 'hubspot', account: '48110220', status: 'active', signs: false },
      { days: 30 },
      ctx,
    ),
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
  'sync-health': (ctx) =>
    healthPage(
      { ...healthView(), news: { source: 'salesforce', texts: [ctx.t('health.tried.started')] } },
      ctx,
    ),
  'sync-health-set-up': (ctx) =>
    healthPage(
      {
        ...{ ...healthyView(), news: null },
        setUp: { findings: setUpFindings, news: [ctx.t('setUp.decided', { n: 2 })] },
      },
      ctx,
    ),
  'key-result-set-up': (ctx) => keyResultPage(views.keyResultView({ findings: setUpFindings }), ctx),
  'sync-health-well': (ctx) => healthPage({ ...healthyView(), news: null }, ctx),
  'sync-health-empty': (ctx) => healthPage({ ...healthView([]), news: null, nextNight: null }, ctx),
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
