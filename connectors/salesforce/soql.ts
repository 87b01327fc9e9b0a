/**
 * SOQL as text, pure. Identifiers are checked, values are written as literals of their kind, so that nothing a person or
 * a CRM typed can become part of a statement.
 */
import type { Instant } from '../contract.ts'
import { ID } from './id.ts'

const IDENTIFIER = /^[A-Za-z][A-Za-z0-9_]{0,79}$/

/** A page of a query: the vendor sends at most as many. */
export const PAGE_LIMIT = 2000

export interface Select {
  readonly object: string
  readonly fields: readonly string[]
  readonly where?: readonly string[]
}

/** Rows in the order of their ids, so that the last id says where to go on. */
export function statement({ object, fields, where = [] }: Select, order: 'by id' | 'none' = 'none'): string {
  const conditions = where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`
  const end = order === 'by id' ? ` ORDER BY Id LIMIT ${PAGE_LIMIT}` : ''
  return `SELECT ${fields.map(identifier).join(', ')} FROM ${identifier(object)}${conditions}${end}`
}

export function count(object: string, where: readonly string[]): string {
  const conditions = where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`
  return `SELECT COUNT() FROM ${identifier(object)}${conditions}`
}

/** Both ends belong to it. */
export function changedWithin(since: Instant, until: Instant): string[] {
  return [`SystemModstamp >= ${instant(since)}`, `SystemModstamp <= ${instant(until)}`]
}

export function beyond(after: string | null): string[] {
  return after === null ? [] : [`Id > ${text(id(after))}`]
}

export function equals(field: string, value: string | boolean): string {
  return `${identifier(field)} = ${typeof value === 'boolean' ? value : text(value)}`
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

function id(value: string): string {
  if (!ID.test(value)) throw new RangeError(`no record id: ${value.slice(0, 40)}`)
  return value
}
