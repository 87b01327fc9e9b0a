/** The tables that contracts are written to. */
import type { WorkspaceDb } from '../../db/client.ts'

/** Before every state of a contract. */
export const T0 = '2020-01-01T00:00:00.000Z'

export async function emptyTables(db: WorkspaceDb): Promise<void> {
  const names = ['contract_revision', 'contract', 'company', 'run', 'source', 'setting', 'skipped']
  await db.$client.batch(
    names.map((name) => `DELETE FROM ${name}`),
    'write',
  )
}
