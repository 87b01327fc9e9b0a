import type { DirectoryDb } from '../../db/client.ts'

/** Something began that a lost message could leave lying: the next cron looks. */
export async function stir(directory: DirectoryDb, workspaceId: string): Promise<void> {
  await directory.$client.execute({
    sql: 'UPDATE schedule SET calm_at = NULL, stirs = stirs + 1 WHERE workspace_id = ?',
    args: [workspaceId],
  })
}
