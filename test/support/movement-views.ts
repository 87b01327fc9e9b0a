/** Movements as a page gets them: of a sum, of a ratio, of a median, and one that may not be shown. */
import type { MetricValue } from '../../src/metrics/types.ts'
import type { Change, Line, Moved, Movement } from '../../src/movement/types.ts'
import { dealKey, type MovementView } from '../../src/web/movement-view.ts'

const days = ['2026-11-23', '2026-11-22', '2026-11-21', '2026-11-20', '2026-11-19', '2026-10-01']

function value(over: Partial<MetricValue>): MetricValue {
  return {
    ...{ metric: 'won_revenue', unit: 'money', value: 0, currency: 'EUR', numerator: 0, denominator: null },
    ...{ sampleSize: 87, complete: true, skipped: 0, asOf: '2026-11-23', run: 'r1', definitionVersion: 1 },
    ...{ dataThrough: '2026-11-24T03:58:00.000Z', seq: 900 },
    ...over,
  }
}

let number = 41_250
function moved(name: string | null, numerator: number, more: Partial<Moved> = {}): Moved {
  number += 7
  const externalId = String(number)
  return {
    source: 'hubspot',
    externalId,
    name,
    numerator,
    denominator: 0,
    coming: null,
    changes: [],
    ...more,
  }
}

function line(step: Line['step'], deals: readonly Moved[], more: Partial<Line> = {}): Line {
  const sum = (side: 'numerator' | 'denominator') => deals.reduce((total, deal) => total + deal[side], 0)
  const [numerator, denominator] = [sum('numerator'), sum('denominator')]
  return {
    step,
    numerator,
    denominator,
    effect: numerator,
    total: deals.length,
    deals,
    withoutDeal: null,
    ...more,
  }
}

function view(movement: Movement): MovementView {
  const deals = movement.lines.flatMap(({ deals: all }) => all)
  const urls = Object.fromEntries(
    deals.map((deal) => [dealKey(deal), `https://app.hubspot.com/contacts/1/record/0-3/${deal.externalId}`]),
  )
  return { kind: 'movement', movement, days, urls }
}

const published = (day: string, of: MetricValue) => ({ day, value: of, publishedAt: `${day}T04:10:00.000Z` })
const change = (field: Change['field'], before: Change['before'], after: Change['after']): Change => ({
  ...{ field, before, after },
  ...(field === 'amountMinor' ? { currencyBefore: 'EUR', currencyAfter: 'EUR' } : {}),
})

/** Won revenue over some busy days, with nearly every step. */
export function movementOfSum(): MovementView {
  const lines: Line[] = [
    line('learned_later', [
      moved('Nordwind Logistik: Flottenportal', 480_000, { changes: [change('status', 'open', 'won')] }),
    ]),
    line('filter', [
      moved('Brandt & Söhne', -1_250_000, { changes: [change('pipelineId', 'Neugeschäft', 'Bestand')] }),
    ]),
    line('existence', [
      moved(null, -640_000, { coming: 'merged' }),
      moved('Alpina Medical: Labor-Software', 320_000, { coming: 'created' }),
    ]),
    line('date', [
      moved('Hafenwerk', -900_000, { changes: [change('closeDate', '2026-11-18', '2027-01-15')] }),
    ]),
    line('status', [
      moved('Stadtwerke Lindental: Zählerauslesung und Kundenportal, Ausbaustufe 2', 4_800_000, {
        changes: [change('status', 'open', 'won'), change('stageId', 'Angebot', 'Gewonnen')],
      }),
      moved('Kranich Optik', 1_999_900, { changes: [change('status', 'open', 'won')] }),
      moved('Rheinische Papierwerke', -700_000, { changes: [change('status', 'won', 'open')] }),
    ]),
    line('amount', [
      moved('Kranich Optik', 350_050, { changes: [change('amountMinor', 1_999_900, 2_349_950)] }),
    ]),
    line('rate', [moved('Blue Harbor Ltd.', -21_340, { changes: [change('rate', '1.1634', '1.1512')] })]),
    line('time', [moved('Almtal Käserei', -115_000)], { total: 31 }),
  ]
  const opening = 124_350_000
  const closing = lines.reduce((total, each) => total + each.numerator, opening)
  return view({
    opening: published('2026-11-19', value({ value: opening, numerator: opening, seq: 700 })),
    closing: published('2026-11-23', value({ value: closing, numerator: closing })),
    lines,
    median: null,
  })
}

/** A win rate, narrowed to a team whose line is too small to name its deals, with another target in between. */
/** The company reported in dollars before. */
export function movementOfCurrency(): MovementView {
  const view = movementOfSum()
  if (view.kind !== 'movement') return view
  const { opening, ...rest } = view.movement
  const { value: euros } = opening.value
  const dollars = Math.round((euros ?? 0) * 1.08)
  const before = {
    ...opening,
    value: { ...opening.value, value: dollars, numerator: dollars, currency: 'USD' },
  }
  const exchanged = { from: 'USD', into: 'EUR', numerator: euros ?? 0, denominator: 0, value: euros }
  return { ...view, movement: { ...rest, opening: before, exchanged } }
}

export function movementOfRatio(): MovementView {
  const of = (numerator: number, denominator: number, more: Partial<MetricValue> = {}) =>
    value({
      ...{ metric: 'win_rate', unit: 'ratio', value: numerator / denominator, numerator, denominator },
      ...more,
    })
  const won = moved('Kranich Optik', 1, { denominator: 1, changes: [change('status', 'open', 'won')] })
  const lost = moved('Hafenwerk', 0, { denominator: 1, changes: [change('status', 'open', 'lost')] })
  return view({
    opening: published('2026-11-22', of(31, 78, { seq: 800 })),
    closing: published('2026-11-23', of(31, 79)),
    lines: [
      line('filter', [], { numerator: -1, denominator: -1, effect: 30 / 77 - 31 / 78, total: null }),
      line('status', [won, lost], { effect: 31 / 79 - 30 / 77 }),
    ],
    median: null,
  })
}

/** A median of days, which does not add up. */
export function movementOfMedian(): MovementView {
  const of = (days: number, numerator: number, denominator: number) =>
    value({ metric: 'sales_cycle_days', unit: 'days', value: days, numerator, denominator })
  const entered = moved('Stadtwerke Lindental', 143, {
    denominator: 1,
    changes: [change('status', 'open', 'won')],
  })
  const named = ({ source, externalId, name }: Moved) => ({ source, externalId, name })
  return view({
    opening: published('2026-11-22', of(61, 2_013, 31)),
    closing: published('2026-11-23', of(62.5, 2_156, 32)),
    lines: [line('status', [entered], { effect: null })],
    median: { entered: [{ ...named(entered), before: null, after: 143 }], left: [], changed: [] },
  })
}
