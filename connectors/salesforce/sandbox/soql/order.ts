/** ORDER BY. What it leaves equal has no order anybody may lean on. */
import type { OrderByClause, Query } from '@jetstreamapp/soql-parser-js'
import { malformed } from '../refusal.ts'
import type { FieldType, Value } from '../table.ts'
import { columnOf, type Scope } from './column.ts'
import { comparable, compareValues } from './compare.ts'

export interface SortKey<Row> {
  readonly type: FieldType
  /** Stands on the row itself and not on a parent. */
  readonly own: boolean
  readonly descending: boolean
  readonly nullsLast: boolean
  read(row: Row): Value
}

export function listOf<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

/** By default nulls come first, in either direction. */
export function sortKey<Row>(
  clause: OrderByClause,
  type: FieldType,
  read: (row: Row) => Value,
  own = true,
): SortKey<Row> {
  return { type, own, descending: clause.order === 'DESC', nullsLast: clause.nulls === 'LAST', read }
}

export function sortKeys(scope: Scope, query: Pick<Query, 'orderBy'>): SortKey<object>[] {
  return listOf(query.orderBy).map((clause) => {
    if (!('field' in clause)) throw malformed(`unexpected token: '${clause.fn.rawValue ?? '('}'`)
    const column = columnOf(scope, clause.field)
    if (!column.field.sortable)
      throw malformed(`field '${column.field.name}' can not be sorted in a query call`)
    return sortKey(clause, column.field.type, column.read, column.path.length === 0)
  })
}

export function sortRows<Row>(rows: readonly Row[], keys: readonly SortKey<Row>[]): Row[] {
  if (keys.length === 0) return [...rows]
  const decorated = rows.map((row) => ({
    row,
    values: keys.map((key) => comparable(key.type, key.read(row))),
  }))
  decorated.sort((a, b) => {
    for (const [index, key] of keys.entries()) {
      const sign = compareKey(a.values[index] ?? null, b.values[index] ?? null, key)
      if (sign !== 0) return sign
    }
    return 0
  })
  return decorated.map((entry) => entry.row)
}

function compareKey(a: Value, b: Value, key: Pick<SortKey<unknown>, 'descending' | 'nullsLast'>): number {
  if (a === null || b === null) {
    if (a === b) return 0
    return (a === null) === key.nullsLast ? 1 : -1
  }
  const sign = compareValues(a, b)
  return key.descending ? -sign : sign
}

/** Rows in an order that depends on `salt` and nothing else. */
export function scramble<Row>(rows: readonly Row[], id: (row: Row) => string, salt: number): Row[] {
  return rows
    .map((row) => ({ row, rank: hash(id(row), salt) }))
    .sort((a, b) => a.rank - b.rank)
    .map((entry) => entry.row)
}

function hash(text: string, salt: number): number {
  let h = 2166136261 ^ salt
  for (let at = 0; at < text.length; at += 1) h = Math.imul(h ^ text.charCodeAt(at), 16777619)
  return h >>> 0
}
