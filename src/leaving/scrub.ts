/**
 * Overwrites the texts of rows before they are deleted. A file is written anew afterwards; a libSQL server lets nobody ask for
 * that, and the bytes of its deleted rows would stay where they are until something else needs the room.
 */
import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import * as tables from '../../db/directory/schema.ts'

/** What others point to, or find the row by. */
const KEPT = /(^|_)id$|^(role|status|version|bucket|holder)$/

const every: Readonly<Record<string, unknown>> = tables
const directory = Object.values(every).filter((table) => is(table, SQLiteTable))

/** Names of the tables that have a column of that name. */
export function tablesWith(column: string): string[] {
  return directory
    .filter((table) => Object.values(getTableColumns(table)).some(({ name }) => name === column))
    .map((table) => getTableName(table))
}

/** As many bytes of noise as there were, so that each row stays where it is. */
export function scrub(table: string, where: string): string[] {
  const found = directory.find((one) => getTableName(one) === table)
  if (found === undefined) return []
  const texts = Object.values(getTableColumns(found))
    .filter(({ columnType, primary, name }) => columnType === 'SQLiteText' && !primary && !KEPT.test(name))
    .map(({ name }) => `"${name}" = ${noise(`"${name}"`)}`)
  return texts.length === 0 ? [] : [`UPDATE "${table}" SET ${texts.join(', ')} WHERE ${where}`]
}

function noise(column: string): string {
  const bytes = `length(CAST(${column} AS BLOB))`
  return `CASE WHEN ${column} IS NULL THEN NULL ELSE substr(hex(randomblob(${bytes} / 2 + 1)), 1, ${bytes}) END`
}
