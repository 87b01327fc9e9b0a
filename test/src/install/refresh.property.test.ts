/**
 * Instances of one program that find the same grant over, at the same time, in a thousand orders: the vendor is asked once.
 * Bugs planted to see these red: no lease; the lease given back before the grant is stored; the loser renews instead of
 * reading; the stored grant not looked at again under the lease.
 */
import { createClient } from '@libsql/client'
import { expect, onTestFinished, test } from 'vitest'
import { ConnectorError, type Grant, type Held } from '../../../connectors/contract.ts'
import { addMs } from '../../../connectors/values/time.ts'
import { type Client, directoryDb } from '../../../db/client.ts'
import { migrate } from '../../../db/migrate.ts'
import { directory as migrations } from '../../../db/migrations/index.ts'
import type { Platform } from '../../../src/platform.ts'
import { createGrantSource, GrantBusy } from '../../../src/sync/grants.ts'
import fc from '../../support/properties.ts'

const START = '2026-11-24T09:00:00.000Z'
const connection = { workspaceId: 'acme', id: 'salesforce', crm: 'salesforce' }
const first: Grant = {
  token: 'access-0',
  refreshToken: 'refresh-0',
  baseUrl: 'https://a.test',
  expiresAt: START,
}

/** Rotates, and takes an old token for theft: it ends everything. */
function vendor(wait: () => Promise<unknown>) {
  let [number, calls, locked] = [0, 0, false]
  return {
    calls: () => calls,
    locked: () => locked,
    async authorize(_config: unknown, _send: unknown, now: string, held?: Held): Promise<Grant> {
      calls += 1
      await wait()
      if (held?.grant?.refreshToken !== `refresh-${number}`) locked = true
      if (locked) throw new ConnectorError('salesforce', { kind: 'unauthorized', detail: 'expired' })
      number += 1
      const grant = { ...first, token: `access-${number}`, refreshToken: `refresh-${number}` }
      await wait()
      return { ...grant, expiresAt: addMs(now, 3_600_000) }
    },
  }
}

async function database() {
  const client = createClient({ url: 'file::memory:' }) as Client
  onTestFinished(() => client.close())
  await migrate(client, migrations, START)
  await client.execute(
    `INSERT INTO workspace (id, name, database_url, time_zone, currency, created_at) VALUES ('acme', 'A', '', 'UTC', 'EUR', '')`,
  )
  return {
    client,
    async anew() {
      await client.batch([
        'DELETE FROM lease',
        'DELETE FROM connection',
        {
          sql: `INSERT INTO connection (id, workspace_id, crm, account_id, label, sealed_config, sealed_grant, created_at)
            VALUES ('salesforce', 'acme', 'salesforce', '1', '', '{}', ?, '')`,
          args: [JSON.stringify(first)],
        },
      ])
    },
    async stored() {
      const { rows } = await client.execute('SELECT sealed_grant, grant_version FROM connection')
      return { grant: JSON.parse(String(rows[0]?.sealed_grant)), version: Number(rows[0]?.grant_version) }
    },
  }
}

/** One instance: each of its statements waits for its turn before and after it is done. */
function instance(client: Client, time: { now: string }, wait: () => Promise<unknown>, stops?: RegExp) {
  const slow = Object.create(client) as Client
  slow.execute = (async (statement: Parameters<Client['execute']>[0]) => {
    await wait()
    const { sql } = typeof statement === 'string' ? { sql: statement } : statement
    if (stops?.test(sql) === true) return new Promise(() => {})
    const result = await client.execute(statement)
    await wait()
    return result
  }) as Client['execute']
  const platform: Pick<Platform, 'directory' | 'sealer' | 'now' | 'sleep'> = {
    directory: directoryDb(slow),
    sealer: { seal: async (text) => text, open: async (text) => text, hash: async (text) => text },
    now: () => time.now,
    async sleep(ms) {
      await wait()
      time.now = addMs(time.now, ms)
    },
  }
  return platform as Platform
}

const send = () => Promise.reject(new Error('the vendor is not asked over this'))

test('of instances that renew at once exactly one asks the vendor, and nobody is locked out', async () => {
  const { client, anew, stored } = await database()
  let orders = 0
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 2, max: 3 }),
      fc.boolean(),
      async (s, count, by401) => {
        await anew()
        const time = { now: START }
        const wait = () => s.schedule(Promise.resolve())
        const asked = vendor(wait)
        const sources = Array.from({ length: count }, () =>
          createGrantSource(instance(client, time, wait), connection, asked, {}, send),
        )
        // The token is about to end, or a call was refused with it.
        const all = Promise.all(sources.map((source) => (by401 ? source.renew(first) : source.current())))
        const grants = await s.waitFor(all)
        expect(asked.calls()).toBe(1)
        expect(asked.locked()).toBe(false)
        expect(grants.map(({ token }) => token)).toEqual(Array(count).fill('access-1'))
        expect(await stored()).toMatchObject({ grant: { refreshToken: 'refresh-1' }, version: 1 })
        orders += 1
      },
    ),
    { numRuns: 1_000 },
  )
  process.stdout.write(`refresh: ${orders} interleavings, one call each\n`)
}, 120_000)

test('killed between the answer and its storing: one more call, a refusal that says so, and nothing after it', async () => {
  const { client, anew, stored } = await database()
  await anew()
  const time = { now: START }
  const wait = () => Promise.resolve()
  const asked = vendor(wait)
  const dead = createGrantSource(
    instance(client, time, wait, /^UPDATE connection SET sealed_grant/),
    ...([connection, asked, {}, send] as const),
  )
  dead.current().catch(() => undefined)
  while (asked.calls() === 0) await new Promise((resolve) => setImmediate(resolve))
  await new Promise((resolve) => setTimeout(resolve, 20))
  const alive = createGrantSource(instance(client, time, wait), connection, asked, {}, send)
  // Its lease is not over: nobody asks, and whoever waits is told to come again.
  await expect(alive.current()).rejects.toBeInstanceOf(GrantBusy)
  expect(asked.calls()).toBe(1)
  time.now = addMs(time.now, 90_000)
  await expect(alive.current()).rejects.toMatchObject({ failure: { kind: 'unauthorized' } })
  expect(asked.calls()).toBe(2)
  expect(await stored()).toMatchObject({ grant: { refreshToken: 'refresh-0' }, version: 0 })
})
