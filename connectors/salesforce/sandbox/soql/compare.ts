/** Comparison of a row's value with an operand, by SOQL's rules for null, case and ranges. */
import { invalidFilter } from '../refusal.ts'
import type { FieldType, Value } from '../table.ts'
import type { Operand } from './literal.ts'

const TEXT: readonly FieldType[] = ['string', 'textarea', 'picklist', 'email']

export function isText(type: FieldType): boolean {
  return TEXT.includes(type)
}

/** Ids keep their case, other text does not. */
export function comparable(type: FieldType, value: Value): Value {
  return typeof value === 'string' && isText(type) ? value.toLowerCase() : value
}

export function compareValues(a: string | number | boolean, b: string | number | boolean): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const left = String(a)
  const right = String(b)
  return left < right ? -1 : left > right ? 1 : 0
}

const ORDERING = ['<', '<=', '>', '>=']

/** null equals null and nothing else; `!=` finds rows without a value, ordering never does. */
export function comparison(name: string, type: FieldType, operator: string, operand: Operand) {
  if (operand.kind === 'range') return rangeComparison(operator, operand.from, operand.to)
  const wanted = comparable(type, operand.value)
  if (operator === '=') return (value: Value) => comparable(type, value) === wanted
  if (operator === '!=' || operator === '<>') return (value: Value) => comparable(type, value) !== wanted
  if (!ORDERING.includes(operator) || wanted === null || type === 'boolean')
    throw invalidFilter(`invalid operator ${operator} on field '${name}'`)
  const test = ordering(operator)
  return (value: Value) => {
    const own = comparable(type, value)
    return own !== null && typeof own === typeof wanted && test(compareValues(own, wanted))
  }
}

function ordering(operator: string): (sign: number) => boolean {
  if (operator === '<') return (sign) => sign < 0
  if (operator === '<=') return (sign) => sign <= 0
  return operator === '>' ? (sign) => sign > 0 : (sign) => sign >= 0
}

function rangeComparison(operator: string, from: string, to: string): (value: Value) => boolean {
  const inside = (value: Value) => typeof value === 'string' && value >= from && value < to
  switch (operator) {
    case '=':
      return inside
    case '!=':
    case '<>':
      return (value) => !inside(value)
    case '<':
      return (value) => typeof value === 'string' && value < from
    case '<=':
      return (value) => typeof value === 'string' && value < to
    case '>':
      return (value) => typeof value === 'string' && value >= to
    case '>=':
      return (value) => typeof value === 'string' && value >= from
    default:
      throw invalidFilter(`invalid operator ${operator} on a date literal`)
  }
}

/** `%` any run, `_` one character, both escapable; case-blind. `pattern` still has its LIKE escapes. */
export function likePattern(pattern: string): RegExp {
  const source = pattern.replace(
    /\\([\\_%])|([%_])|([^\w\s])/g,
    (_whole, escaped?: string, wild?: string, other?: string) => {
      if (escaped !== undefined) return `\\u${escaped.charCodeAt(0).toString(16).padStart(4, '0')}`
      if (wild !== undefined) return wild === '%' ? '.*' : '.'
      return `\\u${(other ?? '').charCodeAt(0).toString(16).padStart(4, '0')}`
    },
  )
  return new RegExp(`^${source}$`, 'is')
}
