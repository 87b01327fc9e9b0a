/** What is kept of a key result's outlook until its next value. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { type Days, windowDays } from '../metrics/window.ts'
import type { Cycle, KeyResult } from '../okr/types.ts'
import type { Outlook } from './outlook.ts'
import type { Curve } from './seasonal.ts'
import { isAdditive } from './series.ts'

/** Why there is no forecast. Closed: each has a sentence in both languages. */
export const noForecast = ['metric', 'window', 'not_begun', 'over', 'too_many'] as const
export type NoForecast = (typeof noForecast)[number]

/** Why the pace is a straight line although the seasonal one was chosen. */
export const noSeason = ['metric', 'window', 'few_cycles', 'too_many', 'not_ready'] as const
export type NoSeason = (typeof noSeason)[number]

export type SeasonalPace =
  | ({ readonly kind: 'curve'; readonly startsOn: Day; readonly endsOn: Day } & Curve)
  | { readonly kind: 'none'; readonly reason: NoSeason; readonly cycles?: number }

export interface Stored {
  readonly day: Day
  /** The days it forecasts the end of. */
  readonly from: Day
  readonly to: Day
  readonly outlook: Outlook | null
  readonly reason: NoForecast | null
}

/** Raised with every change of the arithmetic: what was stored by another is worked out again. */
const VERSION = 1

type Asked = Pick<KeyResult, 'definition' | 'definitionVersion'>

export interface Basis {
  /** A night without a change in the CRM is another day all the same. */
  readonly day: Day
  readonly days: Days | null
  readonly seq: number
  readonly seasonal: boolean
  /** Connections whose history is read: with another one, more cycles are known. */
  readonly histories: readonly string[]
}

export function basisOf(
  { definitionVersion }: Asked,
  { day, days, seq, seasonal, histories }: Basis,
): string {
  return JSON.stringify([VERSION, day, seq, definitionVersion, days, seasonal, histories.toSorted()])
}

/** Days of the window the forecast is about; null for one that moves with every day. */
export function forecastDays(
  { definition }: Asked,
  { startsOn, endsOn }: Pick<Cycle, 'startsOn' | 'endsOn'>,
  context: { readonly day: Day; readonly fiscalYearStartMonth: number },
): Days | null {
  if (definition === null) return null
  const { window } = definition
  if (window !== 'cycle' && 'trailingDays' in window) return null
  return windowDays(window, { ...context, cycle: { from: startsOn, to: endsOn } })
}

/** Of won money and won deals: they add up, and an open deal can become one. */
export function isForecast({ definition }: Asked): boolean {
  const metric = definition?.metric
  return metric === 'won_revenue' || metric === 'won_deals'
}

/** A share of the whole needs a whole: a sum over exactly the cycle. */
export function seasonalHindrance({ definition }: Pick<KeyResult, 'definition'>): 'metric' | 'window' | null {
  if (definition === null || !isAdditive(definition.metric)) return 'metric'
  return definition.window === 'cycle' ? null : 'window'
}
