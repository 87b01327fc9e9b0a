/** An object of the org as a table: what SOQL, describe and replication need to know of it. */
import type { Instant } from '../../contract.ts'
import { recordId } from './id.ts'

/** Instants stand in our own form inside and are written in the vendor's form at the very end. */
export type Value = string | number | boolean | null

export const fieldTypes = [
  'id',
  'reference',
  'string',
  'textarea',
  'picklist',
  'email',
  'boolean',
  'currency',
  'percent',
  'double',
  'int',
  'date',
  'datetime',
] as const
export type FieldType = (typeof fieldTypes)[number]

export interface Field<Row extends object = object> {
  readonly name: string
  readonly type: FieldType
  readonly filterable: boolean
  readonly groupable: boolean
  readonly sortable: boolean
  readonly nillable: boolean
  readonly custom: boolean
  /** A formula: its value changes without a change of the record. */
  readonly calculated: boolean
  /** Where a reference leads, and the name of the way. */
  readonly parent: { readonly object: string; readonly relationship: string } | null
  read(row: Row): Value
}

export interface Child {
  readonly relationship: string
  readonly object: string
  readonly field: string
}

/** Such a walk needs no sorting and stops at its limit. */
export interface RowOrder<Row extends object = object> {
  /** `rows` ascend by these, one after the other. */
  readonly fields: readonly string[]
  /** The rows whose first of these fields is beyond an id, perhaps with some before; null: all. */
  after(id: string | null): Iterable<Row>
}

export interface Table<Row extends object = object> {
  readonly name: string
  readonly prefix: string
  readonly fields: readonly Field<Row>[]
  readonly children: readonly Child[]
  /** Deleted rows included as long as the recycle bin has them. */
  rows(): readonly Row[]
  /** null: rows stand in no order that a statement may ask for. */
  readonly order: RowOrder<Row> | null
  /** By 18-character id. */
  find(id: string): Row | undefined
  deleted(row: Row): boolean
  /** Currency of the row's money, and the day its rate is taken of; null where money has no currency. */
  money(row: Row): { readonly currency: string; readonly day: string | null } | null
}

type Options<Row extends object> = Partial<Omit<Field<Row>, 'name' | 'type' | 'read'>>

/** `flags`: F filterable, G groupable, S sortable, as the fact sheet writes them. */
export function field<Row extends object>(
  name: string,
  type: FieldType,
  flags: string,
  read: (row: Row) => Value,
  options: Options<Row> = {},
): Field<Row> {
  return {
    name,
    type,
    filterable: flags.includes('F'),
    groupable: flags.includes('G'),
    sortable: flags.includes('S'),
    nillable: true,
    custom: false,
    calculated: false,
    parent: null,
    read,
    ...options,
  }
}

export function reference<Row extends object>(
  name: string,
  flags: string,
  object: string,
  read: (row: Row) => Value,
): Field<Row> {
  return field(name, 'reference', flags, read, { parent: { object, relationship: name.replace(/Id$/, '') } })
}

export interface Stamps {
  readonly created: Instant
  readonly modified: Instant
}

/** The user our API client and the vendor's own jobs write as. */
export const integrationUserId = recordId('User', '0')

/** Id and the times every record of business carries. */
export function systemFields<Row extends object>(
  id: (row: Row) => string,
  stamps: (row: Row) => Stamps,
  deleted: (row: Row) => boolean,
): Field<Row>[] {
  const set = { nillable: false }
  return [
    field('Id', 'id', 'FGS', id, set),
    field('IsDeleted', 'boolean', 'FGS', deleted, set),
    ...timeFields(stamps),
  ]
}

export function timeFields<Row extends object>(stamps: (row: Row) => Stamps): Field<Row>[] {
  const set = { nillable: false }
  return [
    field('CreatedDate', 'datetime', 'FS', (row) => stamps(row).created, set),
    reference('CreatedById', 'FGS', 'User', () => integrationUserId),
    field('LastModifiedDate', 'datetime', 'FS', (row) => stamps(row).modified, set),
    reference('LastModifiedById', 'FGS', 'User', () => integrationUserId),
    field('SystemModstamp', 'datetime', 'FS', (row) => stamps(row).modified, set),
  ]
}

/** A table whose rows are made for one request. */
export function smallTable<Row extends object>(
  name: string,
  prefix: string,
  rows: readonly Row[],
  id: (row: Row) => string,
  fields: readonly Field<Row>[],
): Table<Row> {
  let byId: ReadonlyMap<string, Row> | null = null
  return {
    name,
    prefix,
    fields,
    children: [],
    rows: () => rows,
    order: null,
    find(wanted) {
      byId ??= new Map(rows.map((row) => [id(row), row]))
      return byId.get(wanted)
    },
    deleted: () => false,
    money: () => null,
  }
}
