/** Where a walk in the order of its rows may begin, so that a page costs what it holds and not what lies before it. */
import type { Query, WhereClause } from '@jetstreamapp/soql-parser-js'
import { fullId } from '../id.ts'
import type { Table } from '../table.ts'
import type { Scope } from './column.ts'
import { listOf } from './order.ts'
import { unquote, whereTree } from './parse.ts'

/** Rows that may match: all that do are among them, in the table's own order where it has one. */
export function candidates({ table }: Scope, where: WhereClause | undefined): Iterable<object> {
  const { order } = table
  const [first] = order?.fields ?? []
  return order === null || first === undefined ? table.rows() : order.after(lowerBound(where, first))
}

/** The statement asks for the order in which the rows stand, so that it may stop at its limit. */
export function isOrdered({ table }: { readonly table: Table }, query: Pick<Query, 'orderBy'>): boolean {
  const fields = table.order?.fields ?? []
  const wanted = listOf(query.orderBy)
  return (
    fields.length > 0 &&
    wanted.length === fields.length &&
    wanted.every(
      (clause, index) =>
        'field' in clause &&
        clause.order !== 'DESC' &&
        clause.field.toLowerCase() === fields[index]?.toLowerCase(),
    )
  )
}

/** Of `field > 'id'` where all conditions must hold; null where there is none. */
function lowerBound(where: WhereClause | undefined, field: string): string | null {
  if (where === undefined) return null
  const tree = whereTree(where)
  const parts = tree.kind === 'and' ? tree.of : [tree]
  for (const part of parts) {
    if (part.kind !== 'leaf' || !('field' in part.leaf) || !('value' in part.leaf)) continue
    const { field: name, operator, value } = part.leaf
    if (operator === '>' && typeof value === 'string' && name.toLowerCase() === field.toLowerCase())
      return fullId(unquote(value))
  }
  return null
}
