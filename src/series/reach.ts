/** On which days a deal with a given date lies in the window: always one stretch of days. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { catalogue } from '../metrics/index.ts'
import type { Definition } from '../metrics/types.ts'
import { type Days, windowDays } from '../metrics/window.ts'
import type { DayGrid } from './days.ts'

/** Indices of days, half-open; they may lie outside of the series. */
export type Stretch = readonly [from: number, to: number]

export interface Reach {
  /** The column that decides; null: the window is the same on all days, and the statement has checked it. */
  readonly column: 'close_date' | 'created_day' | null
  of(date: Day): Stretch
}

const always: Stretch = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
const never: Stretch = [0, 0]

/** `periods`: the windows that follow each other, where the day decides which one is asked about. */
export function reachOf(
  { metric, window }: Definition,
  periods: readonly Days[] | undefined,
  grid: DayGrid,
  fiscalYearStartMonth: number,
): Reach {
  // Overdue from the day after; its window plays no part.
  if (metric === 'overdue_deals')
    return { column: 'close_date', of: (date) => [grid.ofDay(date) + 1, Number.POSITIVE_INFINITY] }
  const column = catalogue[metric].timeBasis === 'created' ? 'created_day' : 'close_date'
  const within = ({ from, to }: Days): Stretch => [grid.ofDay(from), grid.ofDay(to)]
  if (periods !== undefined) {
    return {
      column,
      of(date) {
        const period = periods.find(({ from, to }) => date >= from && date < to)
        return period === undefined ? never : within(period)
      },
    }
  }
  if (window === 'cycle' || 'from' in window) return { column: null, of: () => always }
  if ('trailingDays' in window) {
    return { column, of: (date) => [grid.ofDay(date), grid.ofDay(date) + window.trailingDays] }
  }
  return { column, of: (date) => within(windowDays(window, { day: date, fiscalYearStartMonth })) }
}
