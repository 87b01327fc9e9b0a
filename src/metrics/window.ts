/** Which local days a window means. Half-open `[from, to)`. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { addDays, addMonths } from '../../connectors/values/time.ts'
import type { Window } from './types.ts'

export interface Days {
  readonly from: Day
  readonly to: Day
}

export interface WindowContext {
  /** The local day the value is of. */
  readonly day: Day
  /** 1 to 12. */
  readonly fiscalYearStartMonth: number
  /** The key result's cycle. */
  readonly cycle?: Days | undefined
}

export class CycleMissing extends Error {
  override readonly name = 'CycleMissing'
  constructor() {
    super('The window "cycle" needs a cycle, and none was given.')
  }
}

/** Throws `CycleMissing` for `cycle` without one. `trailingDays` ends with `day`, inclusive. */
export function windowDays(window: Window, context: WindowContext): Days {
  if (window === 'cycle') {
    if (context.cycle === undefined) throw new CycleMissing()
    return { from: context.cycle.from, to: context.cycle.to }
  }
  if ('trailingDays' in window) {
    return { from: addDays(context.day, 1 - window.trailingDays), to: addDays(context.day, 1) }
  }
  if ('fiscal' in window) return fiscalDays(window.fiscal, context)
  return window
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const

/** The fiscal period that contains `day`; fiscal months are calendar months. */
function fiscalDays(period: keyof typeof MONTHS, { day, fiscalYearStartMonth }: WindowContext): Days {
  const month = Number(day.slice(5, 7))
  const since = (month - fiscalYearStartMonth + 12) % MONTHS[period]
  const from = addMonths(`${day.slice(0, 7)}-01`, -since)
  return { from, to: addMonths(from, MONTHS[period]) }
}
