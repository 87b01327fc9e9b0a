/** Keeps who stands behind selections, and by how many deals. */
import type { InStatement } from '@libsql/client/web'
import type { Day, Instant } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import { FORGET_MS } from './carried.ts'
import { basisText } from './fingerprint.ts'

export interface Selection {
  readonly index: number
  readonly key: string
  readonly print: string
}

/** Index of a selection, connection, hash, deals more or fewer. */
export type OwnerRow = readonly [number, string, string, number]

export interface Step {
  /** Where the moving ones stood. */
  readonly from: number
  readonly before: Day
  readonly seq: number
  readonly today: Day
  readonly now: Instant
}

export interface Work {
  readonly selections: readonly Selection[]
  readonly moving: readonly Selection[]
  readonly anew: readonly Selection[]
  readonly deltas: readonly OwnerRow[]
  readonly whole: readonly OwnerRow[]
}

/**
 * What is added is added once: where the selection still stands where it was looked at from, and it stands elsewhere in the
 * same batch. The last answers how many people there are, or nothing where the basis is another one.
 */
export function keepPeople(
  { selections, moving, anew, deltas, whole }: Work,
  basis: string,
  { from, before, seq, today, now }: Step,
): InStatement[] {
  const prints = new Map(selections.map(({ index, print }) => [index, print]))
  const json = (rows: readonly OwnerRow[]) =>
    JSON.stringify(rows.map(([i, ...rest]) => [prints.get(i), ...rest]))
  const list = (some: readonly Selection[]) => JSON.stringify(some.map(({ print }) => print))
  const held = `${basisText} = :basis`
  const insert = `INSERT INTO carried_people (selection, source, owner_hash, deals)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(:rows) WHERE ${held}`
  const head = `INSERT INTO carried_selection (fingerprint, through_seq, today, written_at)
    SELECT value, :seq, :today, :now FROM json_each(:prints) WHERE ${held}`
  return [
    {
      sql: `${insert} AND value ->> 0 IN (SELECT fingerprint FROM carried_selection WHERE through_seq = :from AND today = :before)
        ON CONFLICT DO UPDATE SET deals = deals + excluded.deals`,
      args: { rows: json(deltas), from, before, basis },
    },
    {
      sql: `UPDATE carried_selection SET through_seq = :seq, today = :today, written_at = :now
        WHERE through_seq = :from AND today = :before AND fingerprint IN (SELECT value FROM json_each(:prints)) AND ${held}`,
      args: { seq, today, now, from, before, basis, prints: list(moving) },
    },
    {
      sql: `DELETE FROM carried_people WHERE selection IN (SELECT value FROM json_each(:prints)) AND ${held}`,
      args: { prints: list(anew), basis },
    },
    { sql: insert, args: { rows: json(whole), basis } },
    {
      sql: `${head} ON CONFLICT (fingerprint) DO UPDATE SET through_seq = excluded.through_seq, today = excluded.today,
        written_at = excluded.written_at`,
      args: { prints: list(anew), seq, today, now, basis },
    },
    { sql: 'DELETE FROM carried_selection WHERE written_at < ?', args: [addMs(now, -FORGET_MS)] },
    'DELETE FROM carried_people WHERE deals = 0 OR selection NOT IN (SELECT fingerprint FROM carried_selection)',
    {
      sql: `SELECT h.fingerprint AS selection, p.source, COUNT(p.owner_hash) AS people
        FROM json_each(:prints) j CROSS JOIN carried_selection h ON h.fingerprint = j.value
        LEFT JOIN carried_people p ON p.selection = h.fingerprint WHERE ${held} GROUP BY h.fingerprint, p.source`,
      args: { prints: list(selections), basis },
    },
  ]
}
