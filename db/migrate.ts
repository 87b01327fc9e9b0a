/** Brings a database to the program's schema, or says in one line why it cannot. */
import type { Client } from './client.ts'
import { SchemaTooNew } from './errors.ts'
import type { Migration } from './migrations/index.ts'

export { SchemaTooNew } from './errors.ts'

/**
 * Applies what is missing, each migration with its mark in one batch, so that a killed start leaves whole steps.
 * The mark is the lease: of two starts at once the loser's batch fails on it as a whole, and its next look finds the
 * step done. Returns the tags it applied itself.
 */
export async function migrate(
  client: Client,
  migrations: readonly Migration[],
  now: string,
): Promise<string[]> {
  const applied: string[] = []
  for (const migration of await missing(client, migrations)) {
    const mark = { sql: 'INSERT INTO migration (tag, applied_at) VALUES (?, ?)', args: [migration.tag, now] }
    try {
      await client.batch([...migration.statements, mark], 'write')
      applied.push(migration.tag)
    } catch (error) {
      const still = await missing(client, migrations)
      if (still.some((other) => other.tag === migration.tag)) throw error
    }
  }
  return applied
}

async function missing(client: Client, migrations: readonly Migration[]): Promise<Migration[]> {
  const done = new Set(await marks(client))
  const known = new Set(migrations.map((migration) => migration.tag))
  for (const tag of done) if (!known.has(tag)) throw new SchemaTooNew(tag)
  return migrations.filter((migration) => !done.has(migration.tag))
}

/** One round trip when there are marks; a new database has no table for them yet. */
async function marks(client: Client): Promise<string[]> {
  const read = async () => {
    const { rows } = await client.execute('SELECT tag FROM migration ORDER BY tag')
    return rows.map((row) => String(row.tag))
  }
  return read().catch(async () => {
    const table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'"
    // Read again where it exists: another start may have made it in between, else the error is the answer.
    return (await client.execute(table)).rows.length > 0 ? read() : []
  })
}
