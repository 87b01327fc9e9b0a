/**
 * SOQL as text, pure. Identifiers are checked, values are written as literals of their kind, so that nothing a person or
 * a CRM typed can become part of a statement.
 */
import type { Instant } from '../contract.ts'
import { ID } from './id.ts'

const IDENTIFIER = /^[A-Za-z][A-Za-z0-9_]{0,79}$/

/** Rows of a page: the vendor sends at most as many. */
export const PAGE_LIMIT = 2000
/** One row more than a page holds is asked for, so that an answer tells whether there is one more. */
export const ASKED_ROWS = PAGE_LIMIT + 1

export interface Select {
  readonly object: string
  readonly fields: readonly string[]
  readonly where?: readonly string[]
}

/** By id, the last one says where to go on; the steps of an opportunity come one after the other. */
const orders = {
  none: '',
  /** To show what is there. */
  few: ' ORDER BY Id LIMIT 5',
  'by id': ` ORDER BY Id LIMIT ${ASKED_ROWS}`,
  'by opportunity': ` ORDER BY OpportunityId, CreatedDate, Id LIMIT ${ASKED_ROWS}`,
} as const

export function statement(
  { object, fields, where = [] }: Select,
  order: keyof typeof orders = 'none',
): string {
  const conditions = where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`
  const end = orders[order]
  return `SELECT ${fields.map(identifier).join(', ')} FROM ${identifier(object)}${conditions}${end}`
}

export function count(object: string, where: readonly string[]): string {
  const conditions = where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`
  return `SELECT COUNT() FROM ${identifier(object)}${conditions}`
}

/** Groups come at once, 2,000 at most: there is no cursor for them. `by` and `measures` are SOQL by the name of a column. */
export function grouped(
  object: string,
  by: Readonly<Record<string, string>>,
  measures: readonly string[],
  where: readonly string[] = [],
): string {
  const columns = Object.entries(by).map(([alias, path]) => `${dotted(path)} ${identifier(alias)}`)
  const conditions = where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`
  const groups = Object.values(by).map(dotted).join(', ')
  return `SELECT ${[...columns, ...measures].join(', ')} FROM ${identifier(object)}${conditions} GROUP BY ${groups}`
}

export function countAs(alias: string): string {
  return `COUNT(Id) ${identifier(alias)}`
}

export function sumAs(field: string, alias: string): string {
  return `SUM(${identifier(field)}) ${identifier(alias)}`
}

/** Without an upper end: a row changed again while we read would be in no window until it rests. */
export function changedSince(since: Instant): string[] {
  return [`SystemModstamp >= ${instant(since)}`]
}

export function beyond(after: string | null, field = 'Id'): string[] {
  return after === null ? [] : [`${identifier(field)} > ${text(id(after))}`]
}

export function equals(field: string, value: string | boolean | null): string {
  return `${identifier(field)} = ${typeof value === 'string' ? text(value) : value}`
}

export function filled(field: string): string {
  return `${identifier(field)} != null`
}

export function either(one: string, other: string): string {
  return `(${one} OR ${other})`
}

export function amongIds(values: readonly string[]): string {
  return oneOf('Id', values.map(id))
}

export function oneOf(field: string, values: readonly string[]): string {
  return `${identifier(field)} IN (${values.map(text).join(', ')})`
}

/** Backslash first, then the quote: the other order would escape its own escapes. */
export function text(value: string): string {
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
  return `'${escaped}'`
}

function instant(value: Instant): string {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value))
    throw new RangeError(`no instant: ${value}`)
  return value
}

function identifier(name: string): string {
  if (!IDENTIFIER.test(name)) throw new RangeError(`no field or object name: ${name.slice(0, 80)}`)
  return name
}

/** A field of the object or of one it refers to. */
function dotted(path: string): string {
  return path.split('.').map(identifier).join('.')
}

function id(value: string): string {
  if (!ID.test(value)) throw new RangeError(`no record id: ${value.slice(0, 40)}`)
  return value
}
