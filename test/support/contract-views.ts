/** Key results of contracts as pages get them: retention with customers at both ends, and recurring revenue by contract. */
import type { CohortsView, CohortView } from '../../src/cohorts/read.ts'
import type { ContractRole } from '../../src/metrics/retention/ids.ts'
import type { MetricValue, RecurringEvidence } from '../../src/metrics/types.ts'
import type { Line, Moved } from '../../src/movement/types.ts'
import type { EvidenceRow, KeyResultPageView } from '../../src/web/key-result-view.ts'
import type { MovementView } from '../../src/web/movement-view.ts'
import { detail, history, keyResult, keyResultView, metricValue } from './views.ts'

type Listed = RecurringEvidence['contracts'][number]
const one = (
  product: string | null,
  startsOn: string,
  endsOn: string | null,
  before: number | null,
  after: number | null,
): Listed => ({
  ...{
    externalId: String(44_100 + startsOn.length + (after ?? 0)).slice(0, 6),
    kind: 'deal',
    product,
    startsOn,
    endsOn,
    before,
    after,
  },
})

function customer(
  name: string | null,
  role: ContractRole,
  contracts: readonly Listed[],
  more: Partial<EvidenceRow> = {},
): EvidenceRow {
  const sum = (end: 'before' | 'after') =>
    contracts.every((each) => each[end] === null)
      ? null
      : contracts.reduce((total, each) => total + (each[end] ?? 0), 0)
  const [before, after] = [sum('before'), sum('after')]
  return {
    ...{
      source: 'hubspot',
      externalId: `70${name?.length ?? 0}1`,
      name,
      status: null,
      pipelineId: null,
      stageId: null,
    },
    ...{
      closeDate: null,
      createdDay: '2025-03-01',
      amountMinor: null,
      currency: null,
      homeMinor: null,
      rate: null,
    },
    ...{ numerator: after ?? 0, denominator: before, skipped: null, crm: 'hubspot', stage: null, url: null },
    ...{ customer: { contracts: contracts.length }, recurring: { role, before, after, contracts } },
    ...more,
  }
}

const customers: readonly EvidenceRow[] = [
  customer('Hallstadt Werkzeugbau GmbH & Co. KG', 'expansion', [
    one('Wartung', '2025-01-01', '2027-01-01', 4_800_000, 4_800_000),
    one('Fernüberwachung aller Anlagen im Werk Nord', '2026-10-15', null, null, 1_250_050),
  ]),
  customer('Lindner Fördertechnik', 'kept', [
    one('Wartung', '2026-01-01', '2027-01-01', 3_600_000, 3_600_000),
  ]),
  customer(
    'Bergmann Antriebe',
    'contraction',
    [one('Wartung', '2025-06-01', '2026-12-01', 2_400_000, 1_800_000)],
    { pending: true },
  ),
  customer('Pilot Chicago', 'kept', [one(null, '2026-02-01', null, 0, 0)], { skipped: 'rate_missing' }),
  customer('Zürcher Seilbahnen', 'churned', [one('Wartung', '2025-10-01', '2026-10-01', 1_200_000, null)]),
  {
    ...customer(null, 'running', []),
    ...({
      externalId: '90277',
      customer: undefined,
      recurring: undefined,
      numerator: null,
      denominator: null,
    } as object),
    ...{
      skipped: 'held_contracts',
      contract: { kind: 'deal', customer: null, product: null, startsOn: '2026-03-01', endsOn: '2026-02-01' },
    },
    url: 'https://app.hubspot.com/contacts/1/record/0-3/90277',
  } as EvidenceRow,
]

const definition = { metric: 'net_revenue_retention', window: 'cycle' } as const
const value = metricValue({
  ...{
    metric: 'net_revenue_retention',
    unit: 'ratio',
    value: 0.954,
    numerator: 11_450_050,
    denominator: 12_000_000,
  },
  ...{ sampleSize: 5, complete: false, skipped: 1, reason: 'held_contracts' },
})

/** Net revenue retention of the cycle. */
export function retentionView(over: Partial<KeyResultPageView> = {}): KeyResultPageView {
  const measured = keyResult({
    ...{
      id: 'nrr',
      title: 'Bestandskunden wachsen',
      kind: 'hold',
      definition,
      unit: 'ratio',
      currency: null,
    },
    ...{
      baseline: null,
      target: null,
      lower: 1,
      upper: null,
      latest: value,
      status: 'at_risk',
      change: -0.012,
    },
    ...{ daysWithin: 31, daysMeasured: 54 },
  })
  const values = history(1).map((p, i) => ({
    ...p,
    value: p.value === null ? null : 1.02 - i * 0.0012,
    progress: null,
  }))
  return keyResultView({
    detail: detail({ keyResult: measured, history: values, pace: [] }),
    sentence:
      'Wiederkehrender Umsatz der Kunden vom Anfang des Zyklus an seinem Ende, geteilt durch den vom Anfang.',
    question: 'Wie viel bringen die Kunden vom Anfang am Ende, Ausbau eingerechnet?',
    evidence: { rows: customers, total: 6, page: 1, pageSize: 25 },
    movement: movementOfRetention(),
    cohorts: cohortsView(),
    ...over,
  })
}

const gone = (
  name: string,
  before: number | null,
  after: number | null,
  part: readonly [number, number],
  kind = 'customer',
): Moved => ({
  ...{
    source: 'hubspot',
    externalId: `81${name.length}`,
    name,
    kind,
    numerator: part[0],
    denominator: part[1],
    coming: null,
  },
  changes: [{ field: 'recurring', before, after, name: 'Wartung', currencyAfter: 'EUR' }],
})

/** What moved net revenue retention since yesterday: a customer grew, one left, one changed its term, a rate changed. */
export function movementOfRetention(): MovementView {
  const of = (numerator: number): MetricValue =>
    metricValue({ ...value, value: numerator / 12_000_000, numerator })
  let at = 12_050_000
  const line = (step: Line['step'], deals: readonly Moved[]): Line => {
    const numerator = deals.reduce((sum, deal) => sum + deal.numerator, 0)
    at += numerator
    return {
      ...{ step, deals, numerator, denominator: 0, effect: numerator / 12_000_000 },
      total: deals.length,
      withoutDeal: null,
    }
  }
  const moved = (changes: Moved['changes'], name: string, numerator: number): Moved => ({
    ...gone(name, 0, 0, [numerator, 0]),
    changes,
  })
  const lines = [
    line('term', [
      moved(
        [{ field: 'endsOn', before: '2027-01-01', after: '2026-12-01', name: 'Wartung' }],
        'Bergmann Antriebe',
        -600_000,
      ),
    ]),
    line('expansion', [gone('Hallstadt Werkzeugbau GmbH & Co. KG', null, 1_250_050, [1_250_050, 0])]),
    line('churned', [gone('Zürcher Seilbahnen', 1_200_000, null, [-1_200_000, 0])]),
    line('rate', [
      moved([{ field: 'rate', before: '0.94', after: '0.91', name: 'Lizenz' }], 'Pilot Chicago', -50_000),
    ]),
  ]
  const published = (day: string, one: MetricValue) => ({
    day,
    value: one,
    publishedAt: `${day}T04:10:00.000Z`,
  })
  const movement = {
    opening: published('2026-11-22', of(12_050_000)),
    closing: published('2026-11-23', of(at)),
    lines,
    median: null,
  }
  return { kind: 'movement', movement, days: ['2026-11-23', '2026-11-22', '2026-11-21'], urls: {} }
}

/** Seven quarters of customers, one with too few to be told, and a quarter that still runs. */
export function cohortsView(): CohortsView {
  const starts = [
    '2025-04-01',
    '2025-07-01',
    '2025-10-01',
    '2026-01-01',
    '2026-04-01',
    '2026-07-01',
    '2026-10-01',
    '2027-01-01',
  ]
  const quarters = starts.slice(0, -1)
  const cohorts = quarters.map((from, n): CohortView => {
    const to = starts[n + 1] ?? ''
    if (n === 2) return { from, to, customers: null, minor: null, ends: [] }
    const [customers, minor] = [14 + n * 3, 16_800_000 + n * 2_350_000]
    const ends = quarters.slice(n).map((_, k) => {
      const [left, share] = [customers - Math.floor(k * 0.8), 1 + 0.034 * k - 0.006 * k * k]
      const isRunning = n + k === quarters.length - 1
      const money = Math.round(minor * share)
      return {
        day: starts[n + k + 1] ?? '',
        isRunning,
        customers: left,
        minor: money,
        logo: left / customers,
        revenue: share,
      }
    })
    return { from, to, customers, minor, ends }
  })
  return {
    day: '2026-11-24',
    perMonths: 12,
    currency: 'EUR',
    minimum: 5,
    chosen: true,
    held: 1,
    unrated: 1,
    cohorts,
  }
}
