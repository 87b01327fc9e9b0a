/** What deals went through before the moment asked about, as intervals. Pure: SQL out. */
import { type StateAt, timeline } from '../../db/workspace/state.ts'
import { type Atom, atom } from './atom.ts'
import { raw, type Sql, sql } from './sql.ts'

/** What a path says of a deal. */
export const outcome = { no: 0, yes: 1, unknown: 2 } as const

/**
 * SELECTs that each read the one before, in a row instead of one in the other: SQLite's parser has a depth. The last
 * has a row per deal concerned: `path_deal, outcome, entered_at, date_before`.
 */
export type Path = readonly [() => Sql, ...((before: Sql) => Sql)[]]

/** A path as common tables; the last one is called `name`. */
export function pathTables(path: Path, name: string): Sql[] {
  const nameOf = (index: number) => raw(index === path.length - 1 ? name : `${name}_${index}`)
  return path.map((select, index) => {
    return sql`${nameOf(index)} AS (${select(nameOf(index - 1))})`
  })
}

/** Instants `[start, end)`. */
export interface Span {
  readonly start: string
  readonly end: string
}

/**
 * The states the deals were in, without those in which they were deleted: `n` from 1, `valid_from` to `valid_to`, and
 * `born`: nothing is missing between creation and first state. Up to a day is no gap: a CRM writes the first state a
 * little after the record, and by the night it may have been edited once more. `deals` is a SELECT of the only ones wanted.
 */
export function steps(at: StateAt, deals?: Sql): readonly [() => Sql, (before: Sql) => Sql] {
  const fragment = timeline(at, deals === undefined ? undefined : { sql: deals.text, args: deals.args })
  return [
    () => raw(fragment.sql, fragment.args),
    (all) => sql`SELECT *, ROW_NUMBER() OVER (PARTITION BY deal_id ORDER BY valid_from) AS n,
      MIN(valid_from) OVER (PARTITION BY deal_id) <= strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '+1 day') AS born
      FROM ${all} WHERE deleted = 0`,
  ]
}

/** Of the moment asked about and before: what is dated later has not happened yet. */
export function overlaps({ start, end }: Span, at: StateAt): Sql {
  if (at.kind === 'asOf' && at.instant < start) return sql`0`
  return sql`valid_from < ${end} AND (valid_to IS NULL OR valid_to > ${start})`
}

/** The time between its creation and its first state, in which it may have been in any. */
export function unknownBefore({ start, end }: Span): Sql {
  return sql`n = 1 AND NOT born AND created_at < ${end} AND valid_from > ${start}`
}

/** In brackets: true when a reconstructed state does not know the column. */
export function notTold(column: string): Sql {
  return raw(`(unknown IS NOT NULL AND instr(unknown, '"${column}"') > 0)`)
}

/** Deals whose path says something. One without any state could have gone anywhere once it was created. */
export function went(before: string): Atom {
  return atom(
    sql`CASE WHEN outcome IS NOT NULL THEN 1 WHEN created_day < ${before} THEN NULL ELSE 0 END`,
    'path',
  )
}
