/** A platform for measurements outside of the test runner: real files, a clock that moves only when somebody sleeps. */
import { addMs } from '../../connectors/values/time.ts'
import { directoryDb } from '../../db/client.ts'
import { workspace as workspaceTable } from '../../db/directory/schema.ts'
import { migrate } from '../../db/migrate.ts'
import { directory as directoryMigrations } from '../../db/migrations/index.ts'
import { openNode } from '../../db/open-node.ts'
import type { Platform, Workspace } from '../../src/platform.ts'
import { createSealer } from '../../src/secrets.ts'
import { bareStore, storeUrl } from './store.ts'

export interface BenchPlatform {
  readonly platform: Platform
  readonly workspace: Workspace
  set(now: string): void
}

export async function benchPlatform(start: string, name = 'company'): Promise<BenchPlatform> {
  let now = start
  const client = await openNode(storeUrl(`${name}-directory`))
  await migrate(client, directoryMigrations, now)
  const directory = directoryDb(client)
  const workspace: Workspace = {
    ...{ id: 'company', name: 'Company', timeZone: 'Europe/Berlin', currency: 'EUR' },
    db: await bareStore(name),
  }
  const { id, timeZone, currency } = workspace
  await directory
    .insert(workspaceTable)
    .values({ id, name: workspace.name, databaseUrl: storeUrl(name), timeZone, currency, createdAt: now })
  const platform: Platform = {
    directory,
    open: async () => workspace,
    now: () => now,
    async sleep(ms) {
      now = addMs(now, ms)
      await new Promise((resolve) => setImmediate(resolve))
    },
    queue: { send: async () => undefined },
    sealer: await createSealer([{ id: 'bench', bytes: new Uint8Array(32).fill(7) }]),
    fetch: globalThis.fetch,
    allowHosts: ['127.0.0.1'],
    log: () => undefined,
  }
  return {
    platform,
    workspace,
    set(instant) {
      now = instant
    },
  }
}
