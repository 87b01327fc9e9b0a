/** One statement from text to records. */
import type { Query, WhereClause } from '@jetstreamapp/soql-parser-js'
import { malformed, Refusal } from '../refusal.ts'
import { type Schema, tableOrRefuse } from '../schema.ts'
import type { Table, Value } from '../table.ts'
import { aggregateRecords, isAggregateQuery, isBareCount } from './aggregate.ts'
import { candidates, isOrdered } from './bound.ts'
import { columnOf, type Scope, scopeOf } from './column.ts'
import { type SubSelect, wherePredicate } from './condition.ts'
import { listOf, scramble, sortKeys, sortRows } from './order.ts'
import { parseSoql } from './parse.ts'
import { aliasOf, type ChildWriter, idOf, type Json, recordWriter, type Write } from './select.ts'

/** A result that is written page by page: rows are read when their page is. */
export interface Found {
  readonly totalSize: number
  readonly rows: readonly object[]
  readonly write: Write
  deleted(row: object): boolean
  /** Groups come in one answer, whatever the size of a page: there is no cursor for them. */
  readonly atOnce?: true
}

export interface Run {
  readonly schema: Schema
  readonly version: string
  /** Deleted rows too: queryAll. */
  readonly all: boolean
  /** Changes from query to query. */
  readonly salt: number
  /** The nested result of a child query. */
  nest(found: Found): Json
}

const MAX_OFFSET = 2000
const MAX_CHILD_QUERIES = 20

export function runSoql(soql: string, run: Run): Found {
  const query = parseSoql(soql)
  const scope = scopeOf(run.schema, tableOrRefuse(run.schema, query.sObject ?? '', soql), query, soql)
  if ((query.offset ?? 0) > MAX_OFFSET)
    throw new Refusal(400, 'NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MAX_OFFSET}`)

  if (isBareCount(query)) {
    if (query.orderBy !== undefined) throw malformed('ORDER BY is not allowed with COUNT()')
    if (query.groupBy !== undefined || query.fields?.some((field) => aliasOf(field) !== null))
      throw malformed('COUNT() stands alone')
    const count = matching(scope, query, run).length
    return {
      totalSize: Math.min(count, query.limit ?? count),
      rows: [],
      write: () => null,
      deleted: () => false,
    }
  }
  if (isAggregateQuery(query)) {
    if (namesCurrency(query.where))
      throw malformed('a currency literal is not allowed with an aggregate function')
    const records = aggregateRecords(scope, query, matching(scope, query, run)).map((record) => ({ record }))
    const write: Write = (row) => ('record' in row ? (row.record as Json) : null)
    return { totalSize: records.length, rows: records, write, deleted: () => false, atOnce: true }
  }
  const write = recordWriter(scope, query, run.version, childWriter(scope, query, run))
  const rows = cut(sorted(scope, query, run), query)
  return { totalSize: rows.length, rows, write, deleted: (row) => !run.all && scope.table.deleted(row) }
}

function namesCurrency(where: WhereClause | undefined): boolean {
  for (let link = where; link !== undefined; link = 'right' in link ? link.right : undefined) {
    const types = link.left !== null && 'literalType' in link.left ? listOf(link.left.literalType) : []
    if (types.some((type) => type.endsWith('_WITH_CURRENCY_PREFIX'))) return true
  }
  return false
}

function matching(scope: Scope, query: Query, run: Run, most = Number.POSITIVE_INFINITY): object[] {
  const { table } = scope
  const subSelect: SubSelect = (condition) => {
    const inner = condition.valueQuery
    const target = tableOrRefuse(run.schema, inner.sObject ?? '', scope.soql)
    const innerScope = scopeOf(run.schema, target, inner, scope.soql)
    const [selected, ...more] = inner.fields ?? []
    if (selected?.type !== 'Field' || more.length > 0)
      throw malformed('a semi-join selects exactly one id field')
    const column = columnOf(innerScope, selected.field)
    if (column.field.type !== 'id' && column.field.type !== 'reference')
      throw malformed('a semi-join selects exactly one id field')
    return new Set<Value>(matching(innerScope, inner, run).map(column.read))
  }
  const test = wherePredicate(scope, query.where, subSelect)
  const found: object[] = []
  for (const row of candidates(scope, query.where)) {
    if (found.length >= most) break
    if ((run.all || !table.deleted(row)) && test(row)) found.push(row)
  }
  return found
}

/** All that match, in order; a walk by id stops where its limit does. */
function sorted(scope: Scope, query: Query, run: Run): object[] {
  const keys = sortKeys(scope, query)
  if (isOrdered(scope, query))
    return matching(scope, query, run, (query.offset ?? 0) + (query.limit ?? Number.POSITIVE_INFINITY))
  const rows = matching(scope, query, run)
  const settled = keys.some((key) => key.type === 'id' && key.own)
  const mix = run.schema.org.switches.scrambleTies && !settled
  return sortRows(mix ? scramble(rows, (row) => idOf(scope.table, row), run.salt) : rows, keys)
}

function cut(rows: readonly object[], query: Pick<Query, 'limit' | 'offset'>): object[] {
  const from = query.offset ?? 0
  return rows.slice(from, query.limit === undefined ? undefined : from + query.limit)
}

function childWriter(scope: Scope, query: Query, run: Run): ChildWriter {
  const count = (query.fields ?? []).filter((field) => field.type === 'FieldSubquery').length
  if (count > MAX_CHILD_QUERIES) throw malformed(`more than ${MAX_CHILD_QUERIES} child queries`)
  return ({ subquery }) => {
    const name = subquery.relationshipName
    const child = scope.table.children.find((c) => c.relationship.toLowerCase() === name.toLowerCase())
    if (child === undefined)
      throw new Refusal(
        400,
        'INVALID_TYPE',
        `Didn't understand relationship '${name}' in FROM part of query call.`,
      )
    const table = tableOrRefuse(run.schema, child.object, scope.soql)
    const { limit, offset, ...unlimited } = subquery
    const inner: Query = { ...unlimited, sObject: child.object }
    const window = { ...(limit === undefined ? {} : { limit }), ...(offset === undefined ? {} : { offset }) }
    if (isAggregateQuery(inner)) throw malformed('aggregates are not allowed in a child query')
    const innerScope = scopeOf(run.schema, table, inner, scope.soql)
    const write = recordWriter(innerScope, inner, run.version, () => {
      throw malformed('a child query has no child queries')
    })
    const key = columnOf(innerScope, child.field)
    let byParent: Map<Value, object[]> | null = null
    return {
      name: child.relationship,
      write(row) {
        byParent ??= Map.groupBy(sorted(innerScope, inner, run), key.read)
        const rows = cut(byParent.get(idOf(scope.table, row)) ?? [], window)
        if (rows.length === 0) return null
        return run.nest({ totalSize: rows.length, rows, write, deleted: deletedIn(table, run) })
      },
    }
  }
}

function deletedIn(table: Table, run: Run): Found['deleted'] {
  return (row) => !run.all && table.deleted(row)
}
