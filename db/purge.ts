/** What was deleted leaves the file as well: SQLite keeps the bytes of deleted rows until their pages are written over. */
import type { Client } from './client.ts'

const ATTEMPTS = 20

/**
 * Writes the file anew and empties its log. False: somebody reads without a pause, or it is a server, which does this by
 * itself.
 */
export async function purge(client: Client, sleep: (ms: number) => Promise<void>): Promise<boolean> {
  if (client.protocol !== 'file') return false
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await purged(client)) return true
    await sleep(250)
  }
  return false
}

async function purged(client: Client): Promise<boolean> {
  try {
    await client.execute('VACUUM')
    const { rows } = await client.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    return Number(rows[0]?.busy ?? 1) === 0
  } catch (error) {
    if (error instanceof Error && /SQLITE_(BUSY|LOCKED)|locked/.test(error.message)) return false
    throw error
  }
}

/** Where the database is an operator's and stays: every table goes. */
export async function emptyAll(client: Client): Promise<void> {
  const { rows } = await client.execute(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_%' ESCAPE '\\'",
  )
  const drops = rows.map(({ name }) => `DROP TABLE IF EXISTS "${String(name)}"`)
  await client.batch(['PRAGMA defer_foreign_keys = ON', ...drops], 'write')
}
