/** A platform on real libSQL files with a clock of our own: time passes only where somebody sleeps, or we say so. */
import type { Instant } from '../../../connectors/contract.ts'
import { type Client, directoryDb, workspaceDb } from '../../../db/client.ts'
import type { Message, Platform } from '../../../src/platform.ts'
import { WorkspaceMissing } from '../../../src/platform.ts'
import { createSealer } from '../../../src/secrets.ts'
import { connectCrm } from '../../../src/sync/connect.ts'
import type { SyncOptions } from '../../../src/sync/handle.ts'
import { createClock } from '../../support/clock.ts'
import { emptyDirectory, emptyWorkspace } from '../../support/databases.ts'
import { type ToyCrm, toyFetch, toyRegistry } from './toy.ts'

export interface Sent {
  readonly message: Message
  readonly delayMs: number
}

export interface World {
  readonly platform: Platform
  /** What was sent to the platform's queue and not delivered yet. */
  readonly sent: Sent[]
  readonly logged: { readonly event: string; readonly fields: Readonly<Record<string, unknown>> }[]
  readonly directory: Client
  readonly workspace: Client
  set(now: Instant): void
  rows(sql: string, ...args: (string | number)[]): Promise<Record<string, unknown>[]>
}

export const options: SyncOptions = { registry: toyRegistry, deadlineMs: 20 }
/** 04:40 in Berlin: the night that closes 2 March. */
export const NIGHT = '2026-03-03T03:40:00.000Z'
export const DAY = '2026-03-02'

/** Wraps a client or a socket, to break it. */
export interface Wrap {
  client?(client: Client): Client
  fetch?(fetch: typeof globalThis.fetch): typeof globalThis.fetch
  readonly allowHosts?: readonly string[]
}

export async function createWorld(
  crms: readonly ToyCrm[],
  now: Instant = NIGHT,
  wrap: Wrap = {},
): Promise<World> {
  const directory = (await emptyDirectory()).$client
  const workspace = (await emptyWorkspace()).$client
  await directory.execute({
    sql: `INSERT INTO workspace (id, name, database_url, time_zone, currency, created_at)
      VALUES ('acme', 'Acme', 'file:x', 'Europe/Berlin', 'EUR', ?)`,
    args: [now],
  })
  return worldOn({ directory, workspace }, crms, now, wrap)
}

/** Another process on the same databases. */
export async function worldOn(
  { directory, workspace }: { readonly directory: Client; readonly workspace: Client },
  crms: readonly ToyCrm[],
  now: Instant,
  wrap: Wrap = {},
): Promise<World> {
  const clock = createClock(now)
  const sent: Sent[] = []
  const logged: World['logged'] = []
  const wrapped = wrap.client ?? ((client) => client)
  const db = workspaceDb(wrapped(workspace))
  const fetch = toyFetch(crms)
  const platform: Platform = {
    directory: directoryDb(wrapped(directory)),
    async open(id) {
      if (id !== 'acme') throw new WorkspaceMissing(id)
      return { id, name: 'Acme', timeZone: 'Europe/Berlin', currency: 'EUR', db }
    },
    now: clock.now,
    sleep: clock.sleep,
    queue: {
      async send(message, delayMs = 0) {
        sent.push({ message, delayMs })
      },
    },
    sealer: await createSealer([{ id: 'test', bytes: new Uint8Array(32).fill(7) }]),
    fetch: wrap.fetch?.(fetch) ?? fetch,
    allowHosts: wrap.allowHosts ?? [],
    log: (event, fields) => logged.push({ event, fields }),
  }
  async function rows(sql: string, ...args: (string | number)[]) {
    const result = await workspace.execute({ sql, args })
    return result.rows.map((row) => Object.fromEntries(result.columns.map((column) => [column, row[column]])))
  }
  return { platform, sent, logged, directory, workspace, set: clock.set, rows }
}

export async function connectToy(world: World, crm: ToyCrm, id = 'toy') {
  return connectCrm(
    world.platform,
    {
      workspaceId: 'acme',
      crm: 'toy',
      id,
      label: 'Toy',
      config: { host: crm.host, token: crm.token },
      properties: [],
    },
    options,
  )
}
