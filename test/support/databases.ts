/** Real libSQL files in a folder of their own, gone after the test. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { onTestFinished } from 'vitest'
import { type Client, type DirectoryDb, directoryDb, type WorkspaceDb, workspaceDb } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { directory, workspace } from '../../db/migrations/index.ts'
import { openNode } from '../../db/open-node.ts'

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pegel-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export async function emptyWorkspace(): Promise<WorkspaceDb> {
  const client = await openNode(`file:${temporaryFolder()}/workspace.db`)
  await migrate(client, workspace, '2026-01-01T00:00:00.000Z')
  return workspaceDb(client)
}

export async function emptyDirectory(): Promise<DirectoryDb> {
  const client = await openNode(`file:${temporaryFolder()}/directory.db`)
  await migrate(client, directory, '2026-01-01T00:00:00.000Z')
  return directoryDb(client)
}

/** In memory and on one connection: for properties, which need hundreds. */
export async function memoryWorkspace(): Promise<WorkspaceDb> {
  const client = createClient({ url: 'file::memory:' }) as Client
  await migrate(client, workspace, '2026-01-01T00:00:00.000Z')
  onTestFinished(() => client.close())
  return workspaceDb(client)
}
