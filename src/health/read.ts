/** Reads the health of a company's sync: from our own databases, never by a call to the CRM. */
import type { Instant } from '../../connectors/contract.ts'
import type { DirectoryDb } from '../../db/client.ts'
import type { Platform, Workspace } from '../platform.ts'
import { connectionHealth, connectionQueries } from './connection.ts'
import { tokenHealth } from './token.ts'
import type { Health } from './types.ts'

export async function readHealth(
  platform: Pick<Platform, 'directory' | 'sealer'>,
  workspace: Workspace,
  now: Instant,
): Promise<Health> {
  const { directory } = platform
  const [nextNight, rows] = await Promise.all([
    nextNightOf(directory, workspace.id),
    connections(directory, workspace.id),
  ])
  const found = await Promise.all(
    rows.map(async (row) => {
      const results = await workspace.db.$client.batch(connectionQueries(row.id, now), 'read')
      return connectionHealth(row, await tokenHealth(platform, workspace.id, row, now), results)
    }),
  )
  return { workspace: workspace.id, now, nextNight, connections: found }
}

async function nextNightOf({ $client }: DirectoryDb, workspaceId: string): Promise<Instant | null> {
  const { rows } = await $client.execute({
    sql: 'SELECT next_at FROM schedule WHERE workspace_id = ?',
    args: [workspaceId],
  })
  return rows[0] === undefined ? null : String(rows[0].next_at)
}

/** A connection as the directory has it. */
export interface DirectoryRow {
  readonly id: string
  readonly crm: string
  readonly label: string
  readonly status: string
  /** JSON of the failure that ended it. */
  readonly statusReason: string | null
  readonly sealedGrant: string | null
}

async function connections({ $client }: DirectoryDb, workspaceId: string): Promise<DirectoryRow[]> {
  const { rows } = await $client.execute({
    sql: 'SELECT id, crm, label, status, status_reason, sealed_grant FROM connection WHERE workspace_id = ? ORDER BY created_at, id',
    args: [workspaceId],
  })
  return rows.map((row) => ({
    id: String(row.id),
    crm: String(row.crm),
    label: String(row.label),
    status: String(row.status),
    statusReason: row.status_reason === null ? null : String(row.status_reason),
    sealedGrant: row.sealed_grant === null ? null : String(row.sealed_grant),
  }))
}
