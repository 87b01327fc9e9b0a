/** Date literals such as `LAST_N_DAYS:30` as local days `[from, to)`. */
import type { Day } from '../../../contract.ts'
import { addDays, addMonths } from '../../../values/time.ts'
import { type FiscalRule, fiscalFloor } from '../fiscal.ts'
import { malformed } from '../refusal.ts'

export interface DayRange {
  readonly from: Day
  readonly to: Day
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR' | 'FISCAL_QUARTER' | 'FISCAL_YEAR'
const MONTHS = { MONTH: 1, QUARTER: 3, YEAR: 12, FISCAL_QUARTER: 3, FISCAL_YEAR: 12 } as const
const UNIT = '(DAY|WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)'
const CALENDAR: FiscalRule = { startMonth: 1, namedByStart: true }

export function dayRange(literal: string, today: Day, rule: FiscalRule): DayRange {
  const [name = '', count] = literal.toUpperCase().split(':')
  const n = count === undefined ? null : Number(count)
  const plain: Readonly<Record<string, number>> = { YESTERDAY: -1, TODAY: 0, TOMORROW: 1 }
  const offset = plain[name]
  if (offset !== undefined) return span('DAY', offset, 1)
  if (name === 'LAST_90_DAYS') return { from: addDays(today, -90), to: addDays(today, 1) }
  if (name === 'NEXT_90_DAYS') return span('DAY', 1, 90)

  const single = new RegExp(`^(LAST|THIS|NEXT)_${UNIT}$`).exec(name)
  if (single !== null) {
    const shift = { LAST: -1, THIS: 0, NEXT: 1 }[single[1] ?? ''] ?? 0
    return span(single[2] as Unit, shift, 1)
  }
  const many = new RegExp(`^(LAST|NEXT)_N_${UNIT}S$`).exec(name)
  if (many !== null && n !== null) {
    const unit = many[2] as Unit
    if (many[1] === 'NEXT') return span(unit, 1, n)
    // Days up to now include today; longer units end before the running one.
    return unit === 'DAY' ? { from: addDays(today, -n), to: addDays(today, 1) } : span(unit, -n, n)
  }
  const ago = new RegExp(`^N_${UNIT}S_AGO$`).exec(name)
  if (ago !== null && n !== null) return span(ago[1] as Unit, -n, 1)
  throw malformed(`unexpected token: '${literal}'`)

  /** `length` units from the one that is `shift` units from the running one. */
  function span(unit: Unit, shift: number, length: number): DayRange {
    const from = add(floor(unit), unit, shift)
    return { from, to: add(from, unit, length) }
  }

  function floor(unit: Unit): Day {
    if (unit === 'DAY') return today
    // Weeks begin on Monday, as in the org's locale.
    if (unit === 'WEEK') return addDays(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7))
    return fiscalFloor(today, MONTHS[unit], unit.startsWith('FISCAL') ? rule : CALENDAR)
  }

  function add(day: Day, unit: Unit, count: number): Day {
    if (unit === 'DAY') return addDays(day, count)
    return unit === 'WEEK' ? addDays(day, count * 7) : addMonths(day, count * MONTHS[unit])
  }
}
