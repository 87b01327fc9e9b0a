/** One condition on a deal's state, and which fields of it can be unreadable. Pure. */
import { all, join, raw, type Sql, sql } from './sql.ts'

/** What a deal can lack: the `field` of its `problem`, or what a reconstructed state does not know. */
export type Lack =
  | 'amount'
  | 'currency'
  | 'rate'
  | 'closeDate'
  | 'stage'
  | 'pipeline_id'
  | 'stage_id'
  | 'team_id'
  | 'type'
  | 'forecast_category'
  | 'properties'
  | 'weighted_minor'
  /** Which states it went through before. */
  | 'path'

export interface Atom {
  /** On the columns of `state.ts`: null where it turns on a column that is null. */
  readonly holds: Sql
  /** What the condition reads and a held deal may lack. */
  readonly reads: readonly Lack[]
}

export function atom(holds: Sql, ...reads: readonly Lack[]): Atom {
  return { holds, reads }
}

/** Of a held deal; of a readable one null. */
export function lacks(...fields: readonly Lack[]): Sql {
  return join(
    fields.map((field) => raw(`instr(held, ',${field},')`)),
    ' OR ',
  )
}

/** A condition that could seem to hold, or to fail, where what it reads is lacking. */
export function guarded(holds: Sql, ...reads: readonly Lack[]): Atom {
  return atom(sql`CASE WHEN ${lacks(...reads)} THEN NULL ELSE (${holds}) END`, ...reads)
}

/** True for deals that pass all conditions. */
export function certainly(atoms: readonly Atom[]): Sql {
  return all(atoms.map(({ holds }) => sql`(${holds})`))
}

/**
 * 1: passes all conditions. 0: fails one. Null, for held deals only: could pass, for each condition holds or turns on
 * a field that the deal lacks.
 */
export function passes(atoms: readonly Atom[]): Sql {
  return all(
    atoms.map(({ holds, reads }) =>
      reads.length === 0
        ? sql`COALESCE((${holds}), 0)`
        : sql`COALESCE((${holds}), CASE WHEN ${lacks(...reads)} THEN NULL ELSE 0 END)`,
    ),
  )
}
