/** The SELECT list of a query for rows, as a writer of records in the vendor's form. */
import type { FieldFunctionExpression, Query, FieldType as Selected } from '@jetstreamapp/soql-parser-js'
import { invalidField, malformed } from '../refusal.ts'
import type { Field, Table, Value } from '../table.ts'
import { type Column, columnOf, type Scope } from './column.ts'
import { isDateFunction } from './date-function.ts'

export type Json = Value | readonly Json[] | { readonly [key: string]: Json }
export type Write = (row: object) => Json
/** Answers the nested result of one row. */
export type ChildWriter = (subquery: Extract<Selected, { type: 'FieldSubquery' }>) => {
  readonly name: string
  readonly write: Write
}

interface Node {
  readonly table: Table
  readonly parts: Map<string, { readonly write: Write } | Node>
  readonly hop: Column['path'][number] | null
}

/** `2011-07-07T00:37:00.000+0000`. */
export function wireValue(field: Pick<Field, 'type'>, value: Value): Value {
  return field.type === 'datetime' && typeof value === 'string' ? value.replace(/Z$/, '+0000') : value
}

const FIELDS_LIMIT = 200

/** The parser also gives one to a parent's field, where its types have none. */
export function aliasOf(selected: Selected): string | null {
  return 'alias' in selected && typeof selected.alias === 'string' ? selected.alias : null
}

export function recordWriter(scope: Scope, query: Query, version: string, child: ChildWriter): Write {
  const root: Node = { table: scope.table, parts: new Map(), hop: null }

  function put(column: Column, write: Write, name = column.field.name): void {
    let node = root
    for (const hop of column.path) {
      const known = node.parts.get(hop.relationship)
      const next: Node =
        known !== undefined && 'parts' in known ? known : { table: hop.table, parts: new Map(), hop }
      node.parts.set(hop.relationship, next)
      node = next
    }
    if (node.parts.has(name)) throw malformed(`duplicate field selected: ${name}`)
    node.parts.set(name, { write })
  }

  function plain(name: string): void {
    const column = columnOf(scope, name)
    put(column, (row) => wireValue(column.field, column.read(row)))
  }

  function fn(selected: FieldFunctionExpression): void {
    const name = selected.functionName.toUpperCase()
    const argument = selected.parameters[0]
    if (name === 'FIELDS') allFields(argument)
    else single(selected, name, argument)
  }

  function single(selected: FieldFunctionExpression, name: string, argument: unknown): void {
    if (isDateFunction(name))
      throw malformed(`field must be grouped or aggregated: ${selected.rawValue ?? name}`)
    const inner = name === 'FORMAT' ? innerCall(argument) : null
    const dotted = inner?.parameters[0] ?? argument
    if (typeof dotted !== 'string') throw malformed(`unexpected token: '${selected.rawValue ?? name}'`)
    const column = columnOf(scope, dotted)
    const value: Write = inner === null ? (row) => column.read(row) : converted(scope, column)
    const writers: Readonly<Record<string, () => Write>> = {
      CONVERTCURRENCY: () => converted(scope, column),
      TOLABEL: () => label(scope, column),
      FORMAT: () => (row) => formatted(value(row)),
    }
    const writer = writers[name]
    if (writer === undefined) throw malformed(`unexpected token: '${selected.rawValue ?? name}'`)
    put(column, writer(), aliasOf(selected) ?? column.field.name)
  }

  function allFields(which: unknown): void {
    const kind = typeof which === 'string' ? which.toUpperCase() : ''
    if (kind !== 'STANDARD' && (query.limit === undefined || query.limit > FIELDS_LIMIT))
      throw malformed(`The SOQL FIELDS function must have a LIMIT of at most ${FIELDS_LIMIT}`)
    for (const field of scope.table.fields)
      if (kind === 'ALL' || field.custom === (kind === 'CUSTOM')) plain(field.name)
  }

  for (const selected of query.fields ?? []) {
    if (aliasOf(selected) !== null && selected.type !== 'FieldFunctionExpression')
      throw malformed('only aggregate expressions use field aliasing')
    switch (selected.type) {
      case 'Field':
        plain('rawValue' in selected ? selected.rawValue : selected.field)
        break
      case 'FieldRelationship':
        plain(selected.rawValue ?? [...selected.relationships, selected.field].join('.'))
        break
      case 'FieldFunctionExpression':
        fn(selected)
        break
      case 'FieldSubquery': {
        const { name, write } = child(selected)
        root.parts.set(name, { write })
        break
      }
      case 'FieldTypeof':
        throw invalidField(`'${selected.field}' is not a polymorphic field`)
      default:
        selected satisfies never
    }
  }
  return (row) => writeNode(root, row, row)

  /** Readers start from the row of the statement, whatever depth they write at. */
  function writeNode(node: Node, row: object, holder: object): Json {
    const id = idOf(node.table, holder)
    const record: Record<string, Json> = {
      attributes: {
        type: node.table.name,
        url: `/services/data/v${version}/sobjects/${node.table.name}/${id}`,
      },
    }
    for (const [key, part] of node.parts)
      record[key] = 'parts' in part ? writeParent(part, row, holder) : part.write(row)
    return record
  }

  function writeParent(node: Node, row: object, holder: object): Json {
    const parentKey = scopeKey(node, holder)
    const parent = parentKey === null ? undefined : node.table.find(parentKey)
    return parent === undefined ? null : writeNode(node, row, parent)
  }

  function scopeKey(node: Node, holder: object): string | null {
    const id = node.hop?.keyOf(holder)
    return typeof id === 'string' ? id : null
  }
}

export function idOf(table: Table, row: object): string {
  return String(table.fields.find((field) => field.name === 'Id')?.read(row) ?? '')
}

/** Into the user's currency: dated by the close date where the org has dated rates. Rounded to cents. */
function converted(scope: Scope, column: Column): Write {
  const { org } = scope.schema
  if (!org.multiCurrency || column.field.type !== 'currency')
    throw invalidField(`convertCurrency is not supported on ${column.field.name}`)
  return (row) => corporate(scope, column, row, org.datedRates)
}

export function corporate(scope: Scope, column: Column, row: object, dated: boolean): number | null {
  const { org } = scope.schema
  const value = column.read(row)
  const owner = column.owner(row)
  const money = owner === null ? null : column.table.money(owner)
  const factor = money === null ? 1 : org.factor(money.currency, dated ? money.day : null)
  return typeof value === 'number' && factor !== null ? Number((value * factor).toFixed(2)) : null
}

function label(scope: Scope, column: Column): Write {
  if (column.field.type !== 'picklist') throw invalidField(`toLabel is not supported on ${column.field.name}`)
  return (row) => {
    const value = column.read(row)
    const stage =
      column.field.name === 'StageName' ? scope.schema.org.stages.find(value as string | null) : null
    return stage?.label ?? value
  }
}

/** `FORMAT(convertCurrency(Amount))`: the one nesting there is. */
function innerCall(argument: unknown): FieldFunctionExpression | null {
  const call =
    typeof argument === 'object' && argument !== null ? (argument as FieldFunctionExpression) : null
  return call?.functionName.toUpperCase() === 'CONVERTCURRENCY' ? call : null
}

/** Localized text: made for screens, never to be read back. */
function formatted(value: Json): Json {
  return typeof value === 'number' ? value.toLocaleString('de-DE', { minimumFractionDigits: 2 }) : value
}
