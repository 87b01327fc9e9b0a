/** Date functions of SOQL: a part of a date, of the calendar or of the fiscal year. */
import type { FunctionExp } from '@jetstreamapp/soql-parser-js'
import { daysBetween, localDay } from '../../../values/time.ts'
import { fiscalDate } from '../fiscal.ts'
import { fiscalRule } from '../org.ts'
import { malformed } from '../refusal.ts'
import type { FieldType, Value } from '../table.ts'
import { columnOf, type Scope } from './column.ts'

export interface Computed {
  readonly type: FieldType
  /** Equal for the same function of the same field, however it was written. */
  readonly key: string
  read(row: object): Value
}

const parts = {
  CALENDAR_YEAR: (day) => Number(day.slice(0, 4)),
  CALENDAR_QUARTER: (day) => Math.ceil(Number(day.slice(5, 7)) / 3),
  CALENDAR_MONTH: (day) => Number(day.slice(5, 7)),
  DAY_IN_MONTH: (day) => Number(day.slice(8, 10)),
  DAY_IN_WEEK: (day) => new Date(`${day}T00:00:00Z`).getUTCDay() + 1,
  DAY_IN_YEAR: (day) => daysBetween(`${day.slice(0, 4)}-01-01`, day) + 1,
  WEEK_IN_YEAR: (day) => Math.floor(daysBetween(`${day.slice(0, 4)}-01-01`, day) / 7) + 1,
} as const satisfies Record<string, (day: string) => number>

export function isDateFunction(name: string | undefined): boolean {
  const upper = name?.toUpperCase() ?? ''
  return upper in parts || /^FISCAL_(YEAR|QUARTER|MONTH)$/.test(upper) || upper === 'DAY_ONLY'
}

/** A datetime is cut in UTC unless it goes through `convertTimezone`. */
export function dateFunction(scope: Scope, fn: FunctionExp): Computed {
  const name = fn.functionName?.toUpperCase() ?? ''
  if (!isDateFunction(name)) throw malformed(`unexpected token: '${fn.rawValue ?? name}'`)
  const argument = fn.parameters?.[0]
  const converted = typeof argument === 'object' && argument.functionName?.toUpperCase() === 'CONVERTTIMEZONE'
  const inner = converted ? argument.parameters?.[0] : argument
  if (typeof inner !== 'string') throw malformed(`unexpected token: '${fn.rawValue ?? name}'`)
  const column = columnOf(scope, inner)
  const { type } = column.field
  const { org } = scope.schema
  if (type !== 'datetime' && (type !== 'date' || converted || name === 'DAY_ONLY'))
    throw malformed(`field '${column.field.name}' does not support the function ${fn.rawValue ?? name}`)

  const zone = converted ? org.crm.timeZone : 'UTC'
  const day = (value: string) => (type === 'date' ? value : localDay(value, zone))
  return {
    type: name === 'DAY_ONLY' ? 'date' : 'int',
    key: `${name}(${[...column.path.map((step) => step.relationship), column.field.name, converted].join('.')})`,
    read(row) {
      const value = column.read(row)
      return typeof value === 'string' ? part(day(value)) : null
    },
  }

  function part(value: string): Value {
    if (name === 'DAY_ONLY') return value
    if (name in parts) return parts[name as keyof typeof parts](value)
    const fiscal = fiscalDate(value, fiscalRule(org))
    if (name === 'FISCAL_YEAR') return fiscal.year
    return name === 'FISCAL_QUARTER' ? fiscal.quarter : fiscal.month
  }
}
