/** Standard fiscal years: which one a day is in, and the periods Salesforce lists for them. */
import type { Day } from '../../contract.ts'
import { addDays, addMonths } from '../../values/time.ts'

export interface FiscalRule {
  /** 1 to 12. */
  readonly startMonth: number
  /** Named after the year it starts in, else after the year it ends in. */
  readonly namedByStart: boolean
}

export interface FiscalDate {
  readonly year: number
  readonly quarter: number
  readonly month: number
}

export function fiscalDate(day: Day, rule: FiscalRule): FiscalDate {
  const month = Number(day.slice(5, 7))
  const passed = (month - rule.startMonth + 12) % 12
  const startYear = Number(day.slice(0, 4)) - (month < rule.startMonth ? 1 : 0)
  return { year: yearName(startYear, rule), quarter: Math.floor(passed / 3) + 1, month: passed + 1 }
}

/** First day of the fiscal year that starts in calendar year `startYear`. */
export function fiscalStart(startYear: number, rule: FiscalRule): Day {
  return `${String(startYear).padStart(4, '0')}-${String(rule.startMonth).padStart(2, '0')}-01`
}

/** First day of the fiscal year, quarter or month that `day` is in. */
export function fiscalFloor(day: Day, months: 12 | 3 | 1, rule: FiscalRule): Day {
  const { month } = fiscalDate(day, rule)
  return addMonths(`${day.slice(0, 7)}-01`, -((month - 1) % months))
}

function yearName(startYear: number, rule: FiscalRule): number {
  return rule.namedByStart || rule.startMonth === 1 ? startYear : startYear + 1
}

export interface PeriodRow {
  readonly number: string
  readonly type: 'Year' | 'Quarter' | 'Month'
  readonly yearNumber: string
  readonly fiscalYear: number
  readonly position: number
  readonly start: Day
  /** Inclusive. */
  readonly end: Day
}

/** All periods of the fiscal years that start in `[from, to]`. `number` is a decimal id, `yearNumber` its year's. */
export function fiscalPeriods(from: number, to: number, rule: FiscalRule): PeriodRow[] {
  const rows: PeriodRow[] = []
  for (let startYear = from; startYear <= to; startYear += 1) {
    const start = fiscalStart(startYear, rule)
    const base = startYear * 100
    const fiscalYear = yearName(startYear, rule)
    const kinds = [
      { type: 'Year', months: 12, offset: 0 },
      { type: 'Quarter', months: 3, offset: 20 },
      { type: 'Month', months: 1, offset: 40 },
    ] as const
    for (const { type, months, offset } of kinds)
      for (let index = 0; index < 12 / months; index += 1)
        rows.push({
          number: String(base + offset + index),
          type,
          yearNumber: String(base),
          fiscalYear,
          position: index + 1,
          start: addMonths(start, index * months),
          end: addDays(addMonths(start, (index + 1) * months), -1),
        })
  }
  return rows
}
