/** How far a source's deals have been looked at again after what gives them their meaning has changed. */
import type { InStatement } from '@libsql/client/web'
import type { WorkspaceDb } from '../../db/client.ts'

export interface Pass {
  /** Of the set-up that states were derived with. */
  readonly fingerprint: string
  /** The last deal that was looked at; null: all of them were. */
  readonly after: number | null
  /** Whose days the mirror's are. */
  readonly timeZone: string
  /** While they become those of another zone: which, and how far. */
  readonly dating?: { readonly timeZone: string; readonly after: number }
}

export async function lastPass(db: WorkspaceDb, source: string): Promise<Pass | null> {
  const { rows } = await db.$client.execute({
    sql: 'SELECT value FROM setting WHERE key = ?',
    args: [keyOf(source)],
  })
  return rows.length === 0 ? null : (JSON.parse(String(rows[0]?.value)) as Pass)
}

export function keepPass(source: string, pass: Pass): InStatement {
  return {
    sql: `INSERT INTO setting (key, value) VALUES (:key, :value)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    args: { key: keyOf(source), value: JSON.stringify(pass) },
  }
}

function keyOf(source: string): string {
  return `derived:${source}`
}
