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

export interface Atom {
  /** On the columns of `state.ts`. */
  readonly holds: Sql
  /** What the condition reads and a held deal may lack. */
  readonly reads: readonly Lack[]
}

export function atom(holds: Sql, ...reads: readonly Lack[]): Atom {
  return { holds, reads }
}

/** True for deals that pass all conditions. */
export function certainly(atoms: readonly Atom[]): Sql {
  return all(atoms.map(({ holds }) => sql`(${holds})`))
}

/** True for held deals that could pass: each condition holds, or reads a field the deal is held for. */
export function possibly(atoms: readonly Atom[]): Sql {
  return all(
    atoms.map(({ holds, reads }) => {
      const lacking = reads.map((field) => raw(`instr(held, ',${field},')`))
      return sql`(${join([sql`(${holds})`, ...lacking], ' OR ')})`
    }),
  )
}
