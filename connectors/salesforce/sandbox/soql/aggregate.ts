/** Aggregate queries: groups, their sums, and the rows the vendor makes of them. */
import type { FunctionExp, OrderByClause, Query, FieldType as Selected } from '@jetstreamapp/soql-parser-js'
import { malformed, Refusal } from '../refusal.ts'
import type { FieldType, Value } from '../table.ts'
import { columnOf, type Scope } from './column.ts'
import { valueTest } from './condition.ts'
import { type Computed, dateFunction, isDateFunction } from './date-function.ts'
import { type Measure, measureOf } from './measure.ts'
import { listOf, sortKey, sortRows } from './order.ts'
import { fold, havingTree } from './parse.ts'
import { aliasOf, type Json, wireValue } from './select.ts'

const MAX_GROUPS = 2000
const AGGREGATES = ['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']

export function isAggregateQuery(query: Query): boolean {
  const aggregates = (query.fields ?? []).some(
    (field) =>
      field.type === 'FieldFunctionExpression' && AGGREGATES.includes(field.functionName.toUpperCase()),
  )
  return aggregates || query.groupBy !== undefined
}

/** `SELECT COUNT()`: a number and no rows. */
export function isBareCount(query: Query): boolean {
  const [only, ...others] = query.fields ?? []
  return (
    others.length === 0 &&
    only?.type === 'FieldFunctionExpression' &&
    only.functionName.toUpperCase() === 'COUNT' &&
    only.parameters.length === 0
  )
}

interface Group {
  readonly rows: readonly object[]
  readonly key: ReadonlyMap<string, Value>
  /** Grouping keys that a subtotal row has summed over. */
  readonly rolled: ReadonlySet<string>
}

interface Output {
  readonly type: FieldType
  readonly name: string | null
  read(group: Group): Value
}

export function aggregateRecords(scope: Scope, query: Query, rows: readonly object[]): Json[] {
  if (query.limit !== undefined && query.groupBy === undefined)
    throw malformed('LIMIT is not allowed with an aggregate function and without GROUP BY')
  const { keys, sets } = groupingOf(scope, query)
  const asksGrouping = (query.fields ?? []).some(
    (field) => field.type === 'FieldFunctionExpression' && field.functionName.toUpperCase() === 'GROUPING',
  )
  if (asksGrouping && sets.length === 1) throw malformed('GROUPING needs ROLLUP or CUBE')
  const outputs = (query.fields ?? []).map((selected) => outputOf(scope, selected, keys))
  const groups = sets.flatMap((set) => groupRows(rows, keys, set, query.groupBy === undefined))
  const { having } = query
  const kept =
    having === undefined
      ? groups
      : groups.filter(
          fold(havingTree(having), (leaf) => {
            if (!('fn' in leaf) && !('field' in leaf)) throw malformed('unexpected token')
            const output =
              'fn' in leaf ? expression(scope, leaf.fn, keys) : groupedField(scope, leaf.field, keys)
            return valueTest<Group>(scope, output.name ?? 'expr', output.type, leaf, output.read)
          }),
        )
  const order = listOf(query.orderBy).map((clause) => orderKey(scope, clause, keys))
  const sorted = sortRows(kept, order)
  const window = sorted.slice(query.offset ?? 0, (query.offset ?? 0) + (query.limit ?? sorted.length))
  if (window.length > MAX_GROUPS)
    throw new Refusal(
      400,
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    )
  return window.map((group) => writeGroup(group, outputs))
}

function writeGroup(group: Group, outputs: readonly Output[]): Json {
  const record: Record<string, Json> = { attributes: { type: 'AggregateResult' } }
  let unnamed = 0
  for (const output of outputs)
    record[output.name ?? `expr${unnamed++}`] = wireValue(output, output.read(group))
  return record
}

function groupingOf(scope: Scope, query: Query): { keys: Computed[]; sets: ReadonlySet<string>[] } {
  const clauses = listOf(query.groupBy)
  const [first] = clauses
  const fnName = first !== undefined && 'fn' in first ? first.fn.functionName?.toUpperCase() : undefined
  if (first !== undefined && 'fn' in first && (fnName === 'ROLLUP' || fnName === 'CUBE')) {
    const names = (first.fn.parameters ?? []).filter((name) => typeof name === 'string')
    if (clauses.length > 1 || names.length === 0 || names.length > 3)
      throw malformed(`unexpected token: '${fnName}'`)
    const keys = names.map((name) => groupKey(scope, name))
    return { keys, sets: fnName === 'ROLLUP' ? rollup(keys) : cube(keys) }
  }
  const keys = clauses.map((clause) =>
    'fn' in clause ? dateFunction(scope, clause.fn) : groupKey(scope, clause.field),
  )
  return { keys, sets: [new Set(keys.map((key) => key.key))] }
}

function rollup(keys: readonly Computed[]): ReadonlySet<string>[] {
  return [...keys, null].map(
    (_key, index) => new Set(keys.slice(0, keys.length - index).map((key) => key.key)),
  )
}

function cube(keys: readonly Computed[]): ReadonlySet<string>[] {
  const masks = Array.from({ length: 2 ** keys.length }, (_, mask) => mask)
  return masks.map(
    (mask) => new Set(keys.filter((_key, bit) => (mask & (1 << bit)) === 0).map((key) => key.key)),
  )
}

function groupKey(scope: Scope, name: string): Computed {
  const column = columnOf(scope, name)
  const [way] = column.path
  const refused = way?.relationship === 'RecordType' && !scope.schema.org.switches.groupsRecordTypes
  if (!column.field.groupable || refused)
    throw malformed(`field '${column.field.name}' can not be grouped in a query call`)
  const key = [...column.path.map((hop) => hop.relationship), column.field.name].join('.')
  return { type: column.field.type, key, read: column.read }
}

/** Without GROUP BY all rows are one group, an empty one included. */
function groupRows(
  rows: readonly object[],
  keys: readonly Computed[],
  set: ReadonlySet<string>,
  single: boolean,
): Group[] {
  const used = keys.filter((key) => set.has(key.key))
  const rolled = new Set(keys.filter((key) => !set.has(key.key)).map((key) => key.key))
  if (used.length === 0) return single || rows.length > 0 ? [{ rows, key: new Map(), rolled }] : []
  const buckets = new Map<string, { rows: object[]; key: Map<string, Value> }>()
  for (const row of rows) {
    const values = used.map((key) => key.read(row))
    const text = JSON.stringify(values)
    const bucket = buckets.get(text)
    if (bucket !== undefined) bucket.rows.push(row)
    else
      buckets.set(text, {
        rows: [row],
        key: new Map(used.map((key, index) => [key.key, values[index] ?? null])),
      })
  }
  return [...buckets.values()].map((bucket) => ({ ...bucket, rolled }))
}

function outputOf(scope: Scope, selected: Selected, keys: readonly Computed[]): Output {
  if (selected.type === 'FieldFunctionExpression') {
    const output = expression(scope, selected, keys)
    return { ...output, name: selected.alias ?? null }
  }
  if (selected.type === 'FieldSubquery') throw malformed('a child subquery is not allowed with GROUP BY')
  if (selected.type === 'FieldTypeof') throw malformed("unexpected token: 'TYPEOF'")
  const dotted =
    'rawValue' in selected && selected.rawValue !== undefined ? selected.rawValue : selected.field
  const output = groupedField(scope, dotted, keys)
  return { ...output, name: aliasOf(selected) ?? output.name }
}

function groupedField(scope: Scope, dotted: string, keys: readonly Computed[]): Output {
  const column = columnOf(scope, dotted)
  const name = [...column.path.map((hop) => hop.relationship), column.field.name].join('.')
  if (!keys.some((key) => key.key === name))
    throw malformed(`Field must be grouped or aggregated: ${column.field.name}`)
  return { type: column.field.type, name: column.field.name, read: (group) => group.key.get(name) ?? null }
}

function expression(scope: Scope, fn: FunctionExp, keys: readonly Computed[]): Output {
  const name = fn.functionName?.toUpperCase() ?? ''
  if (name === 'GROUPING') {
    const of = groupedField(scope, String(fn.parameters?.[0] ?? ''), keys)
    const key = keys.find((k) => k.key === of.name)?.key ?? ''
    return { type: 'int', name: null, read: (group) => (group.rolled.has(key) ? 1 : 0) }
  }
  if (isDateFunction(name)) {
    const computed = dateFunction(scope, fn)
    if (!keys.some((key) => key.key === computed.key))
      throw malformed(`Field must be grouped or aggregated: ${fn.rawValue ?? name}`)
    return { type: computed.type, name: null, read: (group) => group.key.get(computed.key) ?? null }
  }
  if (!AGGREGATES.includes(name)) throw malformed(`unexpected token: '${fn.rawValue ?? name}'`)
  const measure: Measure = measureOf(scope, fn)
  return { type: measure.type, name: null, read: (group) => measure.of(group.rows) }
}

function orderKey(scope: Scope, clause: OrderByClause, keys: readonly Computed[]) {
  const output = 'fn' in clause ? expression(scope, clause.fn, keys) : groupedField(scope, clause.field, keys)
  return sortKey<Group>(clause, output.type, output.read)
}
