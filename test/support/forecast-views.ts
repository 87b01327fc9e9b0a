/** Forecasts as the key result's page is given them. */
import { addDays } from '../../connectors/values/time.ts'
import type { ForecastView, TakeDeal } from '../../src/forecast/read.ts'
import { linearPace } from '../../src/okr/pace.ts'
import { paceBand, paceLine } from '../../src/okr/view.ts'
import type { KeyResultPageView } from '../../src/web/key-result-view.ts'
import { cycle, detail, keyResult, keyResultView } from './views.ts'

const score = (error: number, inside: number | null) => ({ trials: 30, error, inside, bias: error / 5 })
const both = (model: number, line: number) => ({ model: score(model, 0.77), line: score(line, 0.7) })

const deal = (n: number, name: string | null, rate: number, adds: number): TakeDeal => ({
  ...{ source: 'hubspot', externalId: `90${n}`, name, rate, adds },
  ...{ stage: n % 2 === 0 ? 'Verhandlung' : 'Angebot', closeDate: n === 3 ? null : `2026-12-${10 + n}` },
})

export function forecastView(part: Partial<ForecastView> = {}): ForecastView {
  const stage = { source: 'hubspot', pipelineId: 'default' }
  return {
    ...{ keyResultId: 'kr-1', unit: 'money', currency: 'EUR', day: '2026-11-23' },
    ...{ from: '2026-10-01', to: '2027-01-01', target: 2_000_000_00, reason: null },
    outlook: {
      ...{
        daysLeft: 38,
        passed: 54 / 92,
        wonSoFar: 1_243_500_00,
        history: 12,
        first: 'model',
        openDeals: 132,
      },
      line: { point: 2_118_555_56, low: 1_804_000_00, high: 2_433_000_00 },
      model: {
        ...{ point: 1_893_400_00, low: 1_701_200_00, high: 2_140_900_00 },
        fromOpen: 588_400_00,
        fromLater: 61_500_00,
      },
      tested: {
        cycles: 10,
        all: both(120_300_00, 310_900_00),
        near: both(98_400_00, 241_700_00),
        points: [76, 61, 46, 31, 15].map((daysLeft, i) => ({
          ...{ passed: (i + 1) / 6, daysLeft },
          ...both(170_000_00 - i * 22_000_00, 520_000_00 - i * 70_000_00),
        })),
      },
      stages: [
        {
          ...stage,
          stageId: '1105',
          label: 'Verhandlung',
          open: 14,
          amount: 512_000_00,
          expected: 251_300_00,
          past: 96,
          pastWon: 47,
        },
        {
          ...stage,
          stageId: '1104',
          label: 'Angebot',
          open: 41,
          amount: 903_000_00,
          expected: 262_900_00,
          past: 214,
          pastWon: 61,
        },
        {
          ...stage,
          stageId: '1101',
          label: null,
          open: 77,
          amount: 1_240_500_00,
          expected: 74_200_00,
          past: 0,
          pastWon: 0,
        },
      ],
    },
    take: {
      ...{ gap: 756_500_00, adds: 761_200_00, enough: true, deals: 27 },
      rows: [
        deal(2, 'Rollenförderer Halle 3, Ebeling Holzwerke', 0.63, 146_500_00),
        deal(3, null, 0.51, 98_000_00),
        deal(
          4,
          'Bereitschaftsdienstvereinbarung Standort Süd, Fehling Maschinenbaugesellschaft',
          0.44,
          25_400_00,
        ),
      ],
    },
    ...part,
  }
}

/** Straight on was closer in the past: it comes first. */
export function lineView(): ForecastView {
  const view = forecastView()
  if (view.outlook === null || view.outlook.tested === null) throw new Error('no outlook')
  const tested = { ...view.outlook.tested, near: both(241_700_00, 98_400_00) }
  return { ...view, outlook: { ...view.outlook, tested, first: 'line' } }
}

/** The history reaches over two cycles only. */
export function youngView(): ForecastView {
  const view = forecastView()
  if (view.outlook === null) throw new Error('no outlook')
  const line = { ...view.outlook.line, low: null, high: null }
  return {
    ...{ ...view, take: null },
    outlook: { ...view.outlook, line, model: null, tested: null, history: 2, first: 'line', stages: [] },
  }
}

/** A key result that follows earlier cycles, with its forecast. */
export function seasonalView(forecast: ForecastView = forecastView()): KeyResultPageView {
  const days = Array.from({ length: 92 }, (_, i) => addDays(cycle.startsOn, i))
  const mean = days.map((day) => linearPace(day, cycle) ** 1.6)
  const season = {
    ...{ kind: 'curve' as const, startsOn: cycle.startsOn, endsOn: cycle.endsOn, cycles: 8, mean },
    low: mean.map((share) => share ** 1.35),
    high: mean.map((share) => share ** 0.75),
  }
  const view = keyResult({ pace: { kind: 'seasonal' }, season })
  const shown = detail({
    keyResult: view,
    pace: paceLine(view, days, cycle),
    paceBand: paceBand(view, cycle),
  })
  return keyResultView({ detail: shown, forecast })
}
