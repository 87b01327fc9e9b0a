/** A literal in a condition as a value of the field's type, or the vendor's refusal. */
import { isDay, localDay, parseInstant, startOfDay } from '../../../values/time.ts'
import { fullId } from '../id.ts'
import { fiscalRule } from '../org.ts'
import { invalidField, invalidFilter } from '../refusal.ts'
import type { FieldType, Value } from '../table.ts'
import type { Scope } from './column.ts'
import { dayRange } from './date-literal.ts'
import { unquote } from './parse.ts'

export interface Literal {
  readonly text: string
  readonly type: string
}

/** What a field is compared with: one value, or the half-open range of a date literal. */
export type Operand =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'range'; readonly from: string; readonly to: string }

const NUMBERS: readonly FieldType[] = ['currency', 'percent', 'double', 'int']

export function operandOf(scope: Scope, name: string, type: FieldType, literal: Literal): Operand {
  if (literal.type === 'NULL') return { kind: 'value', value: null }
  const { org } = scope.schema
  if (literal.type === 'DATE_LITERAL' || literal.type === 'DATE_N_LITERAL') {
    if (type !== 'date' && type !== 'datetime') throw wrongType(name, type)
    const range = dayRange(literal.text, localDay(org.now, org.crm.timeZone), fiscalRule(org))
    if (type === 'date') return { kind: 'range', ...range }
    const at = (day: string) => startOfDay(day, org.crm.timeZone)
    return { kind: 'range', from: at(range.from), to: at(range.to) }
  }
  return { kind: 'value', value: plainValue(scope, name, type, literal) }
}

function plainValue(scope: Scope, name: string, type: FieldType, literal: Literal): Value {
  const { text } = literal
  switch (type) {
    case 'id':
    case 'reference': {
      if (literal.type !== 'STRING') throw wrongType(name, type)
      const id = fullId(unquote(text))
      if (id === null) throw invalidFilter(`invalid ID field: ${unquote(text)}`)
      return id
    }
    case 'string':
    case 'textarea':
    case 'picklist':
    case 'email':
      if (literal.type !== 'STRING') throw wrongType(name, 'string')
      return unquote(text)
    case 'boolean':
      if (literal.type !== 'BOOLEAN') throw wrongType(name, type)
      return text.toUpperCase() === 'TRUE'
    case 'date':
      if (literal.type !== 'DATE' || !isDay(text)) throw wrongType(name, type)
      return text
    case 'datetime': {
      const instant = literal.type === 'DATETIME' ? parseInstant(text) : null
      if (instant === null) throw wrongType(name, 'dateTime')
      return instant
    }
    case 'currency':
    case 'percent':
    case 'double':
    case 'int':
      return numberValue(scope, name, type, literal)
    default:
      return type satisfies never
  }
}

/** Money is compared in the user's currency, which here is the corporate one. */
function numberValue(scope: Scope, name: string, type: FieldType, literal: Literal): number {
  if (literal.type === 'INTEGER' || literal.type === 'DECIMAL') return Number(literal.text)
  const prefixed = /^([A-Z]{3})(-?[\d.]+)$/i.exec(literal.text)
  const factor =
    prefixed === null || type !== 'currency' || !scope.schema.org.multiCurrency
      ? null
      : scope.schema.org.factor((prefixed[1] ?? '').toUpperCase(), null)
  if (factor === null) throw wrongType(name, type)
  return Number(prefixed?.[2]) * factor
}

export function isNumeric(type: FieldType): boolean {
  return NUMBERS.includes(type)
}

function wrongType(name: string, type: string): Error {
  return invalidField(
    `value of filter criterion for field '${name}' must be of type ${type} and should not be enclosed in quotes`,
  )
}
