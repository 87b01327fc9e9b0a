/** Brings a database to the program's schema, or says in one line why it cannot. */
import type { Client } from './client.ts'
import type { Migration } from './migrations/index.ts'

export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew'
  readonly tag: string
  constructor(tag: string) {
    super(
      `The database has migration ${tag}, which this program does not know. Update Pegel and start again.`,
    )
    this.tag = tag
  }
}

/**
 * Applies what is missing, each migration with its mark in one batch, so that a killed start leaves whole steps.
 * Two starts at once: the loser's batch fails on the mark and its next look finds the step done.
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
  const table = await client.execute(
    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'",
  )
  if (table.rows.length === 0) return [...migrations]
  const { rows } = await client.execute('SELECT tag FROM migration ORDER BY tag')
  const done = new Set(rows.map((row) => String(row.tag)))
  const known = new Set(migrations.map((migration) => migration.tag))
  for (const tag of done) if (!known.has(tag)) throw new SchemaTooNew(tag)
  return migrations.filter((migration) => !done.has(migration.tag))
}
