/** How far a source's contracts have been derived, and by which choice. */
import type { InStatement } from '@libsql/client/web'
import type { WorkspaceDb } from '../../db/client.ts'
import { LEADING } from '../metrics/twins.ts'

export interface ContractsPlace {
  /** Of the choice, and of what else a state follows from. */
  readonly fingerprint: string
  /** `seq` of the last state of a deal that was looked at. */
  readonly after: number
  /** Up to here everything is told anew, because the choice changed: also what the newest state says already. */
  readonly until: number
  /** False where a step has left something. */
  readonly done: boolean
}

export async function loadPlace(
  db: WorkspaceDb,
  source: string,
): Promise<{
  readonly place: ContractsPlace | null
  readonly newest: number
  /** Whose contracts count where both CRMs hold a deal; null: nobody has decided, or that side tells of none. */
  readonly leading: string | null
}> {
  const [kept, newest, leading] = await db.$client.batch(
    [
      { sql: 'SELECT value FROM setting WHERE key = ?', args: [placeKey(source)] },
      'SELECT COALESCE(MAX(seq), 0) AS seq FROM revision',
      {
        sql: `SELECT value FROM setting WHERE key = ? AND EXISTS (SELECT 1 FROM setting c
          WHERE c.key = 'contracts:' || json_extract(setting.value, '$') AND json_extract(c.value, '$.source') <> 'none')`,
        args: [LEADING],
      },
    ],
    'read',
  )
  const value = kept?.rows[0]?.value
  return {
    place: value === undefined ? null : (JSON.parse(String(value)) as ContractsPlace),
    newest: Number(newest?.rows[0]?.seq),
    leading: JSON.parse(String(leading?.rows[0]?.value ?? 'null')) as string | null,
  }
}

export function keepPlace(source: string, place: ContractsPlace): InStatement {
  return {
    sql: `INSERT INTO setting (key, value) VALUES (:key, :value)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    args: { key: placeKey(source), value: JSON.stringify(place) },
  }
}

export function placeKey(source: string): string {
  return `contracts_derived:${source}`
}
