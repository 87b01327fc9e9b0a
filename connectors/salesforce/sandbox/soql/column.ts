/** A dotted name as something that can be read from a row, along parent relationships. */
import type { Query } from '@jetstreamapp/soql-parser-js'
import { invalidField, pointAt } from '../refusal.ts'
import type { Schema } from '../schema.ts'
import type { Field, Table, Value } from '../table.ts'

export interface Hop {
  readonly relationship: string
  readonly table: Table
  /** The id of the parent, read from its child. */
  keyOf(row: object): Value
}

export interface Column {
  readonly field: Field
  readonly table: Table
  /** Proper relationship names, outermost first; empty for a field of the row itself. */
  readonly path: readonly Hop[]
  read(row: object): Value
  /** The row the field stands on; null where a parent is missing. */
  owner(row: object): object | null
}

/** What a statement is about. */
export interface Scope {
  readonly schema: Schema
  readonly table: Table
  readonly soql: string
  readonly alias: string | null
}

export function scopeOf(
  schema: Schema,
  table: Table,
  query: Pick<Query, 'sObjectAlias'>,
  soql: string,
): Scope {
  return { schema, table, soql, alias: query.sObjectAlias ?? null }
}

const MAX_HOPS = 5

export function columnOf(scope: Scope, dotted: string): Column {
  const words = dotted.split('.')
  const first = words[0] ?? ''
  const own = [scope.alias, scope.table.name].some((name) => name?.toLowerCase() === first.toLowerCase())
  const steps = own && words.length > 1 ? words.slice(1) : words
  const name = steps.at(-1) ?? ''
  if (steps.length - 1 > MAX_HOPS)
    throw invalidField(`${dotted} has more than ${MAX_HOPS} parent relationships`)

  const path: Hop[] = []
  let table = scope.table
  for (const step of steps.slice(0, -1)) {
    const key = table.fields.find((f) => f.parent?.relationship.toLowerCase() === step.toLowerCase())
    const parent = key?.parent === null || key === undefined ? null : scope.schema.table(key.parent.object)
    if (key?.parent == null || parent === null) {
      const message = `Didn't understand relationship '${step}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name.`
      throw invalidField(pointAt(scope.soql, dotted, message))
    }
    path.push({ relationship: key.parent.relationship, table: parent, keyOf: key.read })
    table = parent
  }
  const field = scope.schema.field(table, name)
  if (field === null) {
    const message = `No such column '${name}' on entity '${table.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.`
    throw invalidField(pointAt(scope.soql, dotted, message))
  }

  function owner(row: object): object | null {
    let current: object | null = row
    for (const { keyOf, table: parent } of path) {
      if (current === null) return null
      const id = keyOf(current)
      current = typeof id === 'string' ? (parent.find(id) ?? null) : null
    }
    return current
  }

  if (path.length === 0) return { field, table, path, read: (row) => field.read(row), owner: (row) => row }
  return {
    field,
    table,
    path,
    read(row) {
      const holder = owner(row)
      // A missing parent has no flags: false, as the vendor answers for booleans.
      return holder === null ? (field.type === 'boolean' ? false : null) : field.read(holder)
    },
    owner,
  }
}
