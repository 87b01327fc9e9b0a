/** A whole platform for one company on real libSQL files, with a clock that moves only where somebody sleeps or sets it. */
import type { Instant } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { DirectoryDb, WorkspaceDb } from '../../db/client.ts'
import { workspace as workspaceTable } from '../../db/directory/schema.ts'
import { type Platform, type Workspace, WorkspaceMissing } from '../../src/platform.ts'
import { createSealer } from '../../src/secrets.ts'

export interface StandingPlatform {
  readonly platform: Platform
  readonly workspace: Workspace
  set(now: Instant): void
}

export async function platformOn(options: {
  readonly directory: DirectoryDb
  readonly db: WorkspaceDb
  readonly now: Instant
  readonly timeZone: string
  readonly currency: string
}): Promise<StandingPlatform> {
  const { directory, db, timeZone, currency } = options
  let now = options.now
  const workspace: Workspace = { id: 'company', name: 'Company', timeZone, currency, db }
  const { id, name } = workspace
  await directory
    .insert(workspaceTable)
    .values({ id, name, databaseUrl: 'file:company.db', timeZone, currency, createdAt: now })
  const platform: Platform = {
    directory,
    async open(asked) {
      if (asked !== id) throw new WorkspaceMissing(asked)
      return workspace
    },
    now: () => now,
    async sleep(ms) {
      now = addMs(now, ms)
      // Let others run: a real sleep would.
      await new Promise((resolve) => setImmediate(resolve))
    },
    queue: { send: async () => undefined },
    sealer: await createSealer([{ id: 'test', bytes: new Uint8Array(32).fill(7) }]),
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
