/** WHERE as a predicate over rows. */
import type { Condition, ConditionWithValueQuery, WhereClause } from '@jetstreamapp/soql-parser-js'
import { invalidField, invalidFilter, malformed } from '../refusal.ts'
import type { Field, FieldType, Value } from '../table.ts'
import { columnOf, type Scope } from './column.ts'
import { comparable, comparison, isText, likePattern } from './compare.ts'
import { dateFunction } from './date-function.ts'
import { type Literal, operandOf } from './literal.ts'
import { fold, unquote, whereTree } from './parse.ts'

type Predicate = (row: object) => boolean
/** Answers the ids a sub-select finds. */
export type SubSelect = (
  condition: Extract<ConditionWithValueQuery, { valueQuery: unknown }>,
) => ReadonlySet<Value>

export function wherePredicate(
  scope: Scope,
  where: WhereClause | undefined,
  subSelect: SubSelect,
): Predicate {
  if (where === undefined) return () => true
  return fold(whereTree(where), (leaf) => leafPredicate(scope, leaf, subSelect))
}

function leafPredicate(scope: Scope, leaf: ConditionWithValueQuery, subSelect: SubSelect): Predicate {
  if ('valueQuery' in leaf) {
    const column = filterable(scope, leaf.field)
    if (column.field.type !== 'id' && column.field.type !== 'reference')
      throw malformed(
        `The selected field in the subquery and the left operand must both be ids: ${leaf.field}`,
      )
    if (leaf.operator !== 'IN' && leaf.operator !== 'NOT IN')
      throw invalidFilter(`invalid operator ${leaf.operator} before a subquery`)
    const ids = subSelect(leaf)
    const wanted = leaf.operator === 'IN'
    return (row) => ids.has(column.read(row)) === wanted
  }
  if ('fn' in leaf) {
    const computed = dateFunction(scope, leaf.fn)
    return valueTest(scope, computed.key, computed.type, leaf, computed.read)
  }
  if (!('field' in leaf)) throw malformed('unexpected token')
  const column = filterable(scope, leaf.field)
  return valueTest(scope, column.field.name, column.field.type, leaf, moneyAware(scope, column, leaf))
}

function filterable(scope: Scope, name: string) {
  const column = columnOf(scope, name)
  if (!column.field.filterable) throw notFilterable(column.field)
  return column
}

function notFilterable(field: Field): Error {
  return invalidField(`field '${field.name}' can not be filtered in a query call`)
}

/** Money of a row meets a literal in corporate currency; without a rate it meets nothing. */
function moneyAware(
  scope: Scope,
  column: ReturnType<typeof columnOf>,
  leaf: Condition,
): (row: object) => Value {
  const { org } = scope.schema
  const isNull = 'literalType' in leaf && leaf.literalType === 'NULL'
  if (column.field.type !== 'currency' || !org.multiCurrency || isNull) return column.read
  return (row) => {
    const value = column.read(row)
    const owner = column.owner(row)
    const money = owner === null ? null : column.table.money(owner)
    const factor = money === null ? 1 : org.factor(money.currency, null)
    return typeof value === 'number' && factor !== null ? value * factor : null
  }
}

export function literalsOf(leaf: Condition): Literal[] {
  if (!('value' in leaf)) throw malformed('unexpected token')
  const texts = Array.isArray(leaf.value) ? leaf.value : [leaf.value]
  const types = leaf.literalType ?? 'STRING'
  return texts.map((text, index) => ({
    text,
    type: Array.isArray(types) ? (types[index] ?? 'STRING') : types,
  }))
}

/** One comparison of something readable with the literals of a condition; WHERE and HAVING share it. */
export function valueTest<Row>(
  scope: Scope,
  name: string,
  type: FieldType,
  leaf: Condition,
  read: (row: Row) => Value,
): (row: Row) => boolean {
  if (!('operator' in leaf)) throw malformed('unexpected token')
  const literals = literalsOf(leaf)
  const { operator } = leaf
  if (operator === 'IN' || operator === 'NOT IN') {
    if (!Array.isArray(leaf.value)) throw malformed(`unexpected token: '${leaf.value}'`)
    return membership(scope, name, type, operator, literals, read)
  }
  const [literal] = literals
  if (literal === undefined || Array.isArray(leaf.value)) throw malformed(`unexpected token: '('`)
  if (operator === 'LIKE') {
    if (!isText(type) || literal.type !== 'STRING')
      throw invalidFilter(`invalid operator LIKE on field '${name}' of type ${type}`)
    const pattern = likePattern(unquote(literal.text, true))
    return (row) => {
      const value = read(row)
      return typeof value === 'string' && pattern.test(value)
    }
  }
  const test = comparison(name, type, operator, operandOf(scope, name, type, literal))
  return (row) => test(read(row))
}

function membership<Row>(
  scope: Scope,
  name: string,
  type: FieldType,
  operator: 'IN' | 'NOT IN',
  literals: readonly Literal[],
  read: (row: Row) => Value,
): (row: Row) => boolean {
  const values = new Set<Value>()
  for (const literal of literals) {
    const operand = operandOf(scope, name, type, literal)
    if (operand.kind === 'range') throw malformed(`a date literal is no member of a list: ${literal.text}`)
    values.add(comparable(type, operand.value))
  }
  const wanted = operator === 'IN'
  return (row) => values.has(comparable(type, read(row))) === wanted
}
