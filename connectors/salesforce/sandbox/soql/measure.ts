/** The aggregate functions. Money is added in corporate currency, without binary dust. */
import type { FunctionExp } from '@jetstreamapp/soql-parser-js'
import { malformed } from '../refusal.ts'
import type { FieldType, Value } from '../table.ts'
import { type Column, columnOf, type Scope } from './column.ts'
import { comparable, compareValues } from './compare.ts'
import { isNumeric } from './literal.ts'
import { corporate } from './select.ts'

export interface Measure {
  readonly type: FieldType
  of(rows: readonly object[]): Value
}

export function measureOf(scope: Scope, fn: FunctionExp): Measure {
  const name = fn.functionName?.toUpperCase() ?? ''
  const argument = fn.parameters?.[0]
  if (typeof argument !== 'string') {
    if (name === 'COUNT' && argument === undefined) throw malformed('COUNT() must be the only field selected')
    throw malformed(`unexpected token: '${fn.rawValue ?? name}'`)
  }
  const column = columnOf(scope, argument)
  const { type } = column.field
  const read = reader(scope, column)
  const refuse = () => malformed(`field ${column.field.name} does not support aggregate operator ${name}`)
  switch (name) {
    case 'COUNT':
      if (!column.field.filterable) throw refuse()
      return { type: 'int', of: (rows) => values(rows, read).length }
    case 'COUNT_DISTINCT':
      if (!column.field.filterable) throw refuse()
      return { type: 'int', of: (rows) => new Set(values(rows, read).map((v) => comparable(type, v))).size }
    case 'SUM':
      if (!isNumeric(type)) throw refuse()
      return { type, of: (rows) => sum(numbers(rows, read)) }
    case 'AVG':
      if (!isNumeric(type)) throw refuse()
      return { type: 'double', of: (rows) => average(numbers(rows, read)) }
    case 'MIN':
    case 'MAX':
      if (type === 'boolean' || type === 'textarea') throw refuse()
      return { type, of: (rows) => extreme(values(rows, read), name === 'MIN' ? -1 : 1) }
    default:
      throw malformed(`unexpected token: '${name}'`)
  }
}

function reader(scope: Scope, column: Column): (row: object) => Value {
  const { org } = scope.schema
  if (column.field.type !== 'currency' || !org.multiCurrency) return column.read
  const dated = org.datedRates && org.switches.aggregateRates === 'dated'
  return (row) => corporate(scope, column, row, dated)
}

function values(rows: readonly object[], read: (row: object) => Value): (string | number | boolean)[] {
  return rows.map(read).filter((value) => value !== null)
}

function numbers(rows: readonly object[], read: (row: object) => Value): number[] {
  return rows.map(read).filter((value) => typeof value === 'number')
}

/** Exact for up to six digits after the point: amounts are added as whole numbers. */
function sum(list: readonly number[]): number | null {
  if (list.length === 0) return null
  return Number(list.reduce((total, value) => total + BigInt(Math.round(value * 1e6)), 0n)) / 1e6
}

function average(list: readonly number[]): number | null {
  const total = sum(list)
  return total === null ? null : total / list.length
}

function extreme(list: readonly (string | number | boolean)[], sign: 1 | -1): Value {
  return list.reduce<string | number | boolean | null>(
    (best, value) => (best === null || compareValues(value, best) * sign > 0 ? value : best),
    null,
  )
}
