/** Hand-made views that show every state a page can be in. All of it is invented. */
import { addDays, daysBetween } from '../../connectors/values/time.ts'
import type { Evidence, MetricValue } from '../../src/metrics/types.ts'
import type {
  BoardView,
  Cycle,
  KeyResultDetail,
  KeyResultView,
  ObjectiveView,
  Point,
  ProvisionalView,
  SourceView,
} from '../../src/okr/types.ts'
import type { KeyResultOptions } from '../../src/web/key-result-options.ts'
import type { EvidenceRow, KeyResultPageView, WrittenRow } from '../../src/web/key-result-view.ts'

export const now = '2026-11-24T07:12:00.000Z'
export const today = '2026-11-24'
export const cycle: Cycle = { id: 'q4', name: 'Q4 2026', startsOn: '2026-10-01', endsOn: '2027-01-01' }
export const cycles: readonly Cycle[] = [
  { id: 'q1', name: 'Q1 2027', startsOn: '2027-01-01', endsOn: '2027-04-01' },
  cycle,
  { id: 'q3', name: 'Q3 2026', startsOn: '2026-07-01', endsOn: '2026-10-01' },
]

export function metricValue(over: Partial<MetricValue> = {}): MetricValue {
  return {
    metric: 'won_revenue',
    unit: 'money',
    value: 124_350_000,
    currency: 'EUR',
    numerator: 124_350_000,
    denominator: null,
    sampleSize: 87,
    complete: true,
    skipped: 0,
    asOf: '2026-11-23',
    dataThrough: '2026-11-24T03:12:00.000Z',
    seq: 4211,
    run: 'run-1',
    definitionVersion: 1,
    ...over,
  }
}

export function keyResult(over: Partial<KeyResultView> = {}): KeyResultView {
  return {
    id: 'won',
    objectiveId: 'growth',
    title: 'Umsatz aus gewonnenen Deals im Neugeschäft',
    kind: 'reach',
    origin: 'metric',
    definition: { metric: 'won_revenue', window: 'cycle', filter: { pipelines: ['default'] } },
    definitionVersion: 1,
    unit: 'money',
    currency: 'EUR',
    baseline: 0,
    target: 200_000_000,
    lower: null,
    upper: null,
    requiredShare: 0.9,
    weight: 1,
    cadenceDays: null,
    broken: null,
    latest: metricValue(),
    progress: 0.62,
    expected: 0.587,
    status: 'on_track',
    change: 4_280_000,
    changeSince: '2026-11-22',
    daysWithin: null,
    daysMeasured: null,
    provisional: null,
    ...over,
  }
}

/** Moved by a push since its official value. */
export function provisional(over: Partial<ProvisionalView> = {}): ProvisionalView {
  return {
    value: metricValue({ value: 129_350_000, asOf: today, seq: 4300 }),
    at: '2026-11-24T06:58:00.000Z',
    progress: 0.647,
    within: null,
    change: 5_000_000,
    ...over,
  }
}

const ratio = { unit: 'ratio', currency: null } as const
const count = { unit: 'count', currency: null } as const
const valueIn = (unit: MetricValue['unit'], value: number | null, over: Partial<MetricValue> = {}) => {
  const { currency: _, ...rest } = metricValue({ unit, value, ...over })
  return unit === 'money' ? { ...rest, currency: 'EUR' } : rest
}

/** One key result for each status, and the edges of drawing: below start, beyond target. */
export const everyState: readonly KeyResultView[] = [
  keyResult(),
  keyResult({
    id: 'beyond',
    title: 'Neue Kunden in der Schweiz',
    ...count,
    target: 25,
    latest: valueIn('count', 28),
    progress: 1.12,
    status: 'achieved',
    change: 1,
    weight: 2,
  }),
  keyResult({
    id: 'behind',
    title: 'Wert der neu geschaffenen Pipeline',
    target: 480_000_000,
    latest: metricValue({ value: 196_800_000 }),
    progress: 0.41,
    status: 'behind',
    change: 0,
  }),
  keyResult({
    id: 'negative',
    title:
      'Durchschnittliche Verkaufsdauer von der ersten Anfrage bis zum unterschriebenen Vertrag verkürzen',
    unit: 'days',
    currency: null,
    baseline: 64,
    target: 52,
    latest: valueIn('days', 65),
    progress: -0.08,
    status: 'at_risk',
    change: 1.5,
  }),
  keyResult({
    id: 'hold',
    title: 'Abschlussquote halten',
    kind: 'hold',
    ...ratio,
    baseline: null,
    target: null,
    lower: 0.25,
    upper: 0.4,
    latest: valueIn('ratio', 0.3125, { numerator: 20, denominator: 64, sampleSize: 64 }),
    progress: 0.56,
    expected: null,
    status: 'on_track',
    change: -0.004,
    daysWithin: 52,
    daysMeasured: 54,
  }),
  keyResult({
    id: 'missed',
    title: 'Umsatz aus Vertragserweiterungen',
    latest: metricValue({ value: 91_000_000 }),
    progress: 0.455,
    expected: 1,
    status: 'missed',
  }),
  keyResult({
    id: 'stale',
    title: 'Offene Pipeline zum Quartalsende',
    latest: metricValue({ asOf: '2026-11-19', dataThrough: '2026-11-20T03:10:00.000Z' }),
    status: 'stale',
    changeSince: '2026-11-18',
  }),
  keyResult({
    id: 'incomplete',
    title: 'Gewichtete Pipeline',
    latest: metricValue({ complete: false, skipped: 7, reason: 'rate_missing' }),
    status: 'incomplete',
  }),
  keyResult({
    id: 'broken',
    title: 'Deals in der Phase „Angebot verschickt“',
    ...count,
    target: 60,
    latest: valueIn('count', 31, { asOf: '2026-11-20' }),
    progress: 0.51,
    status: 'broken',
    broken: { code: 'stage_gone', subject: 'Angebot verschickt' },
    change: null,
    changeSince: null,
  }),
  keyResult({
    id: 'nodata',
    title: 'Kundenzufriedenheit nach der Einführung',
    origin: 'manual',
    ...ratio,
    definition: null,
    cadenceDays: 14,
    baseline: 0.7,
    target: 0.85,
    latest: null,
    progress: null,
    status: 'no_data',
    change: null,
    changeSince: null,
  }),
]

const pick = (...ids: readonly string[]) => everyState.filter((k) => ids.includes(k.id))

export function objective(over: Partial<ObjectiveView> = {}): ObjectiveView {
  return {
    id: 'growth',
    title: 'Im Mittelstand zur ersten Wahl werden',
    description: null,
    team: 'Neugeschäft',
    keyResults: pick('won', 'beyond', 'behind'),
    progress: 0.67,
    status: 'behind',
    rated: 3,
    ...over,
  }
}

export const sources: readonly SourceView[] = [
  {
    id: 'hubspot',
    crm: 'hubspot',
    status: 'active',
    reason: null,
    dataThrough: '2026-11-24T03:12:00.000Z',
    skipped: 0,
  },
  {
    id: 'salesforce',
    crm: 'salesforce',
    status: 'reconnect',
    reason: 'unauthorized',
    dataThrough: '2026-11-20T03:10:00.000Z',
    skipped: 3,
  },
]

export function board(over: Partial<BoardView> = {}): BoardView {
  return {
    cycle,
    today,
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    objectives: [
      objective(),
      objective({
        id: 'speed',
        title:
          'Angebote so schnell und verlässlich machen, dass Kundinnen und Kunden nicht mehr woanders anfragen',
        team: 'Vertriebsinnendienst Süd',
        keyResults: pick('negative', 'hold', 'missed'),
        progress: 0.34,
        status: 'at_risk',
      }),
      objective({
        id: 'trust',
        description:
          'Wer verspricht, was er hält, plant besser. Dafür müssen die Zahlen jeden Morgen stimmen.',
        title: 'Vorhersagen, auf die man bauen kann',
        team: 'Vertriebssteuerung',
        keyResults: pick('stale', 'incomplete', 'broken', 'nodata'),
        progress: 0.58,
        status: 'incomplete',
        rated: 0,
      }),
    ],
    sources,
    ...over,
  }
}

/** Fifty-four measured days with a gap and an incomplete one. */
export function history(end: number): readonly Point[] {
  const days = daysBetween(cycle.startsOn, today)
  return Array.from({ length: days }, (_, i) => {
    const rise = i / (days - 1)
    const value = Math.round(end * (rise * 0.8 + 0.2 * rise * rise + 0.03 * Math.sin(i / 3) * rise))
    const gap = i === 30 || i === 31
    return {
      day: addDays(cycle.startsOn, i),
      value: gap ? null : i === days - 1 ? end : value,
      progress: gap ? null : (i === days - 1 ? end : value) / 200_000_000,
      complete: i !== 40,
    }
  })
}

export function detail(over: Partial<KeyResultDetail> = {}): KeyResultDetail {
  const days = daysBetween(cycle.startsOn, cycle.endsOn)
  return {
    keyResult: keyResult(),
    objective: { id: 'growth', title: 'Im Mittelstand zur ersten Wahl werden', team: 'Neugeschäft' },
    cycle,
    today,
    history: history(124_350_000),
    pace: Array.from({ length: days }, (_, i) => ({
      day: addDays(cycle.startsOn, i),
      value: ((i + 1) / days) * 200_000_000,
    })),
    differences: [],
    ...over,
  }
}

const deals: readonly (readonly [string | null, string, number | null, string, string | null])[] = [
  ['Getriebe Linie 4 · Hallstadt Werkzeugbau', 'Gewonnen', 18_450_000, 'EUR', '2026-11-23'],
  ['Antriebsstrang Förderband, Werk Nord', 'Gewonnen', 9_720_050, 'EUR', '2026-11-18'],
  ['Nachrüstung Steuerung (Zürich)', 'Gewonnen', 24_000_000, 'CHF', '2026-11-12'],
  [null, 'Gewonnen', 1_290_000, 'EUR', '2026-11-05'],
  [
    'Wartungsvertrag drei Jahre, 24 Monate Mindestlaufzeit, alle Standorte in Süddeutschland',
    'Gewonnen',
    5_310_000,
    'EUR',
    '2026-10-30',
  ],
  ['Pilot Chicago', 'Gewonnen', 3_000_000, 'USD', '2026-10-22'],
]

export const evidenceRows: readonly EvidenceRow[] = deals.map(
  ([name, stage, amountMinor, currency, closeDate], i) => {
    const rate = currency === 'CHF' ? '1.0615' : currency === 'EUR' ? '1' : null
    const homeMinor = amountMinor === null || rate === null ? null : Math.round(amountMinor * Number(rate))
    const row: Evidence = {
      source: 'hubspot',
      externalId: `9021${i}`,
      name,
      status: 'won',
      pipelineId: 'default',
      stageId: 'closedwon',
      closeDate,
      createdDay: '2026-08-03',
      amountMinor,
      currency,
      homeMinor,
      rate,
      numerator: homeMinor,
      denominator: null,
      skipped: rate === null ? 'rate_missing' : null,
    }
    return {
      ...row,
      crm: 'hubspot',
      stage,
      url: i === 1 ? null : `https://app.hubspot.com/contacts/1/record/0-3/${row.externalId}`,
    }
  },
)

export function keyResultView(over: Partial<KeyResultPageView> = {}): KeyResultPageView {
  return {
    detail: detail(),
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    sentence:
      'Summe der Beträge aller gewonnenen Deals der Pipeline „Neugeschäft“, deren Abschlussdatum im Zyklus liegt, in Euro zum Kurs des CRM.',
    question: 'Wie viel Umsatz wurde gewonnen?',
    evidence: { rows: evidenceRows, total: 87, page: 2, pageSize: 25 },
    written: null,
    entry: null,
    ...over,
  }
}

const named = (id: string) => everyState.find((k) => k.id === id) ?? keyResult()

/** A value to hold that was outside for two days; half of its deals could not be read once. */
export function holdView(): KeyResultPageView {
  const values = history(1).map((p, i) => ({
    ...p,
    value: p.value === null ? null : 0.31 + 0.07 * Math.sin(i / 4) - (i === 20 || i === 21 ? 0.12 : 0),
    progress: null,
  }))
  return keyResultView({
    detail: detail({ keyResult: named('hold'), history: values, pace: [] }),
    sentence:
      'Gewonnene Deals geteilt durch alle gewonnenen und verlorenen, nach Abschlussdatum der letzten 90 Tage.',
    question: 'Welcher Anteil der abgeschlossenen Deals wurde gewonnen?',
    evidence: {
      rows: evidenceRows.map((row, i) => ({ ...row, numerator: i % 2, denominator: 1, skipped: null })),
      total: 6,
      page: 1,
      pageSize: 25,
    },
  })
}

const writtenAt = { origin: 'manual', createdAt: '2026-11-21T09:05:00.000Z' } as const
/** A correction, the value it replaced, and one whose author is gone. */
export const writtenRows: readonly WrittenRow[] = [
  {
    ...{ ...writtenAt, day: '2026-11-20', value: 0.82, author: 'Mara Lindner', replaced: false },
    reason: 'Zwei Fragebögen kamen nach dem Stichtag und zählen noch zur Woche.',
  },
  { ...writtenAt, day: '2026-11-20', value: 0.79, author: 'Mara Lindner', replaced: true, reason: null },
  { ...writtenAt, day: '2026-11-06', value: 0.76, author: null, replaced: false, reason: null },
]

/** Typed by hand, nothing typed yet, and a first try that was refused. */
export function manualView(): KeyResultPageView {
  return keyResultView({
    detail: detail({ keyResult: named('nodata'), history: [], pace: [] }),
    sentence: null,
    question: null,
    evidence: null,
    written: writtenRows,
    entry: {
      day: '2026-11-24',
      value: 'achtzig',
      reason: '',
      wrong: { value: 'Das ist keine Zahl. Beispiel: 82,5' },
    },
  })
}

export const keyResultOptions: KeyResultOptions = {
  objectives: [
    { label: 'Q4 2026', options: [{ value: 'growth', label: 'Im Mittelstand zur ersten Wahl werden' }] },
  ],
  metrics: [
    { value: 'won_revenue', label: 'Gewonnener Umsatz', unit: 'money' },
    { value: 'win_rate', label: 'Abschlussquote', unit: 'ratio' },
    { value: 'pipeline_coverage', label: 'Pipeline-Abdeckung', unit: 'ratio' },
    { value: 'stalled_deals', label: 'Stillstehende Deals', unit: 'count' },
  ],
  connections: [
    { value: 'hubspot', label: 'HubSpot' },
    { value: 'salesforce', label: 'Salesforce' },
  ],
  natives: [{ value: 'salesforce', label: 'Salesforce' }],
  pipelines: [
    { value: 'default', label: 'Neugeschäft', note: 'HubSpot' },
    { value: 'renewal', label: 'Verlängerung', note: 'HubSpot' },
  ],
  teams: [
    { value: 't1', label: 'Vertrieb Nord', note: 'HubSpot' },
    { value: 't2', label: 'Vertrieb Süd', note: 'HubSpot' },
  ],
  stages: [
    {
      label: 'Neugeschäft · HubSpot',
      checks: [
        { value: 'qualified', label: 'Qualifiziert' },
        { value: 'offer', label: 'Angebot verschickt' },
      ],
    },
    { label: 'Verlängerung · HubSpot', checks: [{ value: 'talk', label: 'Gespräch geführt' }] },
  ],
  dealTypes: [
    { value: 'newbusiness', label: 'newbusiness' },
    { value: 'existingbusiness', label: 'existingbusiness' },
  ],
  properties: [
    { value: 'branche', label: 'branche · HubSpot' },
    { value: 'product_line', label: 'product_line · HubSpot, Salesforce' },
  ],
  amounts: [{ value: 'won', label: 'Umsatz aus gewonnenen Deals (Q4 2026)' }],
  currency: 'EUR',
}

/** A morning in which pushes have come: a value to reach, one beyond its target, one to hold, one without a number. */
export function movedBoard(): BoardView {
  const reach = keyResult({ provisional: provisional() })
  const hold = { ...named('hold'), provisional: heldToday }
  const beyond = {
    ...named('beyond'),
    provisional: provisional({ value: valueIn('count', 30), progress: 1.2, change: 2 }),
  }
  const none = {
    ...named('behind'),
    provisional: provisional({
      value: metricValue({ value: null, complete: false, reason: 'nothing_closed' }),
      progress: null,
      change: null,
    }),
  }
  return board({
    objectives: [
      objective({ keyResults: [reach, beyond, none] }),
      objective({ id: 'speed', title: 'Angebote schneller machen', keyResults: [hold], rated: 1 }),
    ],
  })
}

const heldToday = provisional({
  value: valueIn('ratio', 0.244, { complete: false, reason: 'held_deals', skipped: 1 }),
  ...{ progress: null, within: false, change: -0.0685 },
})

export function movedView(): KeyResultPageView {
  return keyResultView({ detail: detail({ keyResult: keyResult({ provisional: provisional() }) }) })
}
