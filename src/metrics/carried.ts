/** The sums that were kept of each question, and the keeping of new ones. */
import type { InStatement, Row } from '@libsql/client/web'
import type { Day, Instant } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { basisText } from './fingerprint.ts'
import { type Standing, sumColumns } from './move-on.ts'
import { drawOf } from './sample.ts'

export interface Carried {
  readonly seq: number
  readonly day: Day
  readonly standing: Standing
  /** It is as it was written; null: by a program that wrote no seal. */
  readonly isSound: boolean | null
  /** Revisions told since, up to the moment asked about; counted no further than `most`. */
  readonly told: number
  /** Beyond it, counting anew is thought to be as fast. */
  readonly most: number
}

/** By fingerprint. */
export async function readCarried(
  db: WorkspaceDb,
  fingerprints: readonly string[],
  seq: number,
): Promise<ReadonlyMap<string, Carried>> {
  const rows = await keptMoments(db, 'carried', fingerprints, seq)
  return new Map(
    rows.map((row) => [
      String(row.fingerprint),
      {
        ...{
          seq: Number(row.through_seq),
          day: String(row.day),
          told: Number(row.told),
          most: Number(row.most),
        },
        ...readSums(row),
      },
    ]),
  )
}

/** Rows of one of the two tables that stand no later than `seq`, with how much was told since. */
export async function keptMoments(
  { $client }: WorkspaceDb,
  table: 'carried' | 'carried_selection',
  fingerprints: readonly string[],
  seq: number,
): Promise<readonly Row[]> {
  const { rows } = await $client.execute({
    sql: `WITH kept AS MATERIALIZED (SELECT c.* FROM json_each(:prints) p CROSS JOIN ${table} c ON c.fingerprint = p.value
        WHERE c.through_seq <= :seq),
      bound AS MATERIALIZED (SELECT MAX(${FEWEST}, COALESCE(MAX(id), 0) / ${SHARE}) AS most FROM deal),
      moment AS MATERIALIZED (SELECT through_seq, (SELECT COUNT(*) FROM (SELECT 1 FROM revision
          WHERE seq > m.through_seq AND seq <= :seq LIMIT (SELECT most + 1 FROM bound))) AS told
        FROM (SELECT DISTINCT through_seq FROM kept) m)
      SELECT k.*, m.told, most FROM kept k JOIN moment m USING (through_seq), bound`,
    args: { prints: JSON.stringify([...new Set(fingerprints)]), seq },
  })
  return rows
}

/**
 * Deals told anew in one night, as a share of all, from which on counting anew is as fast; and a number that is never too
 * many. `npm run bench -- metrics` shows both sides.
 */
const SHARE = 20
const FEWEST = 500

function readSums({ fingerprint, through_seq, day, sums }: Row): Pick<Carried, 'standing' | 'isSound'> {
  const values = JSON.parse(String(sums)) as number[]
  const seal = values[sumColumns.length]
  const own = values.slice(0, sumColumns.length)
  const isSound =
    seal === undefined
      ? null
      : seal === drawOf(sealed(String(fingerprint), Number(through_seq), String(day), own))
  return { standing: standingFrom(own), isSound }
}

/** What a row says, in one text: sums of another moment or question are wrong sums. */
function sealed(fingerprint: string, seq: number, day: Day, sums: readonly number[]): string {
  return JSON.stringify([fingerprint, seq, day, sums])
}

function standingFrom(values: readonly number[]): Standing {
  return Object.fromEntries(sumColumns.map((column, n) => [column, values[n] ?? 0]))
}

export interface Kept {
  readonly fingerprint: string
  readonly sums: Row
}

/** What nobody has asked for in so long is of no key result any more. */
export const FORGET_MS = 40 * 86_400_000

/** An older moment never replaces a newer one. `basis`: as it was when they were asked for. The last answers whether it still is. */
export function keepStatements(
  kept: readonly Kept[],
  basis: string,
  { seq, day, now }: { readonly seq: number; readonly day: Day; readonly now: Instant },
): InStatement[] {
  const rows = kept.map(({ fingerprint, sums }) => {
    const own = sumColumns.map((column) => Number(sums[column] ?? 0))
    return [fingerprint, JSON.stringify([...own, drawOf(sealed(fingerprint, seq, day, own))])]
  })
  return [
    {
      sql: `INSERT INTO carried (fingerprint, through_seq, day, sums, written_at)
        SELECT value ->> 0, :seq, :day, value ->> 1, :now FROM json_each(:rows) WHERE ${basisText} = :basis
        ON CONFLICT (fingerprint) DO UPDATE SET through_seq = excluded.through_seq, day = excluded.day,
          sums = excluded.sums, written_at = excluded.written_at WHERE excluded.through_seq >= carried.through_seq`,
      args: { rows: JSON.stringify(rows), basis, seq, day, now },
    },
    { sql: 'DELETE FROM carried WHERE written_at < ?', args: [addMs(now, -FORGET_MS)] },
    { sql: `SELECT ${basisText} = ? AS held`, args: [basis] },
  ]
}
