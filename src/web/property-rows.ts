/** Conditions on extra deal properties as rows of the form: name, comparison, values as one line of text. Pure. */
import type { Filter } from '../metrics/types.ts'
import { all, type Entered } from './form-state.ts'

/** What the form offers; with a single value `eq` is `in` and `neq` is `not_in`. */
export const propertyOps = ['in', 'not_in', 'known', 'unknown'] as const
export type PropertyOp = (typeof propertyOps)[number]
type Condition = NonNullable<Filter['properties']>[number]

export interface PropertyRow {
  readonly name: string
  readonly op: PropertyOp
  /** `Nord, Süd, "Wien, Graz"` */
  readonly values: string
}

/** A value with a comma of its own stands in quotes. */
export function splitValues(text: string): readonly string[] {
  const found = text.match(/"[^"]*"|[^,"]+/g) ?? []
  return [...new Set(found.map((one) => one.replaceAll('"', '').trim()).filter((one) => one !== ''))]
}

export function joinValues(values: readonly string[]): string {
  return values.map((one) => (one.includes(',') ? `"${one}"` : one)).join(', ')
}

/** One row for each property that can be chosen, the entered ones as they were left. */
export function propertyRows(entered: Entered, offered: readonly string[]): readonly PropertyRow[] {
  const [ops, values] = [all(entered, 'propertyOp'), all(entered, 'propertyValues')]
  const rows = all(entered, 'propertyName').map((name, i) => ({
    name,
    op: propertyOps.find((op) => op === ops[i]) ?? 'in',
    values: values[i] ?? '',
  }))
  const there = new Set(rows.map(({ name }) => name))
  const untouched = offered.filter((name) => !there.has(name))
  return [...rows, ...untouched.map((name) => ({ name, op: 'in' as const, values: '' }))]
}

/** A row without values asks for nothing, unless it asks whether there is one at all. */
export function conditionsFrom(rows: readonly PropertyRow[]): readonly Condition[] {
  return rows.flatMap(({ name, op, values }): Condition[] => {
    if (op === 'known' || op === 'unknown') return [{ name, op, values: [] }]
    const list = splitValues(values)
    return list.length === 0 ? [] : [{ name, op, values: [...list] }]
  })
}

const offeredAs: Readonly<Record<Condition['op'], PropertyOp>> = {
  eq: 'in',
  in: 'in',
  neq: 'not_in',
  not_in: 'not_in',
  known: 'known',
  unknown: 'unknown',
}

export function enteredProperties(conditions: readonly Condition[]): Entered {
  return {
    propertyName: conditions.map(({ name }) => name),
    propertyOp: conditions.map(({ op }) => offeredAs[op]),
    propertyValues: conditions.map(({ values }) => joinValues(values)),
  }
}
