/**
 * Bugs planted to see these red: no lease around the vendor's answer; the loser asks again instead of reading; the new
 * grant stored whatever the version is.
 */
import { expect, test } from 'vitest'
import { ConnectorError, type Grant } from '../../../connectors/contract.ts'
import { createGrantSource, grantPlace } from '../../../src/sync/grants.ts'
import { releaseLease, takeLease } from '../../../src/sync/lease.ts'
import { createToyCrm } from './toy.ts'
import { connectToy, createWorld, NIGHT, type World, worldOn } from './world.ts'

/** A vendor whose every answer is a new token and kills the one before: two at once would lock the customer out. */
function vendor(lifeMs: number | null = null) {
  let issued = 0
  let [now, most] = [0, 0]
  return {
    issued: () => issued,
    most: () => most,
    async authorize(_config: unknown, _send: unknown, at: string): Promise<Grant> {
      now += 1
      most = Math.max(most, now)
      await new Promise((resolve) => setImmediate(resolve))
      issued += 1
      now -= 1
      const expiresAt = lifeMs === null ? null : new Date(Date.parse(at) + lifeMs).toISOString()
      return { token: `token-${issued}`, baseUrl: 'https://toy.test', expiresAt }
    },
  }
}

async function send(): Promise<never> {
  throw new Error('the vendor is not asked over this')
}

async function instances(count: number) {
  const crm = createToyCrm('toy.test', 0)
  const world = await createWorld([crm])
  await connectToy(world, crm)
  const worlds: World[] = []
  for (let n = 0; n < count; n += 1) worlds.push(await worldOn(world, [crm], NIGHT))
  return { world, worlds }
}

const connection = { workspaceId: 'acme', id: 'toy', crm: 'toy' }
const sourceOf = ({ platform }: World, authorize: ReturnType<typeof vendor>['authorize']) =>
  createGrantSource(platform, connection, { authorize }, {}, send)

test('the stored grant is used as long as it is good', async () => {
  const { worlds } = await instances(1)
  const asked = vendor()
  const grants = sourceOf(worlds[0] as World, asked.authorize)
  expect(await grants.current()).toMatchObject({ token: 'let-me-in-please' })
  expect(asked.issued()).toBe(0)
})

test('instances that find the same grant refused get one new one between them, and it is stored', async () => {
  const { world, worlds } = await instances(5)
  const asked = vendor()
  const stale = { token: 'let-me-in-please', baseUrl: 'https://toy.test', expiresAt: null }
  const fresh = await Promise.all(worlds.map((one) => sourceOf(one, asked.authorize).renew(stale)))
  expect(fresh.map(({ token }) => token)).toEqual(Array(5).fill('token-1'))
  expect([asked.issued(), asked.most()]).toEqual([1, 1])
  const { rows } = await world.directory.execute('SELECT sealed_grant, grant_version FROM connection')
  const stored = await world.platform.sealer.open(
    String(rows[0]?.sealed_grant),
    grantPlace('acme', 'toy', 'toy'),
  )
  expect(JSON.parse(stored)).toMatchObject({ token: 'token-1' })
  expect(rows[0]?.grant_version).toBe(2)
})

test('a grant that is about to end is renewed before it is used', async () => {
  const { worlds } = await instances(1)
  const [world] = worlds as [World]
  const asked = vendor(600_000)
  const grants = sourceOf(world, asked.authorize)
  const stale = { token: 'let-me-in-please', baseUrl: 'https://toy.test', expiresAt: null }
  expect((await grants.renew(stale)).token).toBe('token-1')
  expect((await grants.current()).token).toBe('token-1')
  world.set('2026-03-03T03:49:30.000Z')
  expect((await grants.current()).token).toBe('token-2')
})

test('a grant stored over the head of a slow renewal stays', async () => {
  const { world, worlds } = await instances(1)
  const slow = {
    async authorize(): Promise<Grant> {
      // Meanwhile a person connects again.
      const sealed = await world.platform.sealer.seal(
        JSON.stringify({ token: 'by-hand', baseUrl: 'https://toy.test', expiresAt: null }),
        grantPlace('acme', 'toy', 'toy'),
      )
      await world.directory.execute({
        sql: 'UPDATE connection SET sealed_grant = ?, grant_version = grant_version + 1',
        args: [sealed],
      })
      return { token: 'too-late', baseUrl: 'https://toy.test', expiresAt: null }
    },
  }
  const stale = { token: 'let-me-in-please', baseUrl: 'https://toy.test', expiresAt: null }
  expect((await sourceOf(worlds[0] as World, slow.authorize).renew(stale)).token).toBe('by-hand')
})

test('a vendor that gives no new grant is heard, and the next may ask again', async () => {
  const { worlds } = await instances(1)
  const refuses = async (): Promise<Grant> => {
    throw new ConnectorError('toy', { kind: 'unauthorized', detail: 'revoked' })
  }
  const stale = { token: 'let-me-in-please', baseUrl: 'https://toy.test', expiresAt: null }
  await expect(sourceOf(worlds[0] as World, refuses).renew(stale)).rejects.toThrow(ConnectorError)
  const asked = vendor()
  expect((await sourceOf(worlds[0] as World, asked.authorize).renew(stale)).token).toBe('token-1')
})

test('a lease is held by one, taken over when it ran out, and the old holder cannot give it back', async () => {
  const { directory } = await createWorld([])
  const at = (seconds: number) => new Date(Date.parse(NIGHT) + seconds * 1000).toISOString()
  const first = await takeLease(directory, 'x', 'a', at(0), 10_000)
  expect(first).toEqual({ name: 'x', fence: 1 })
  expect(await takeLease(directory, 'x', 'b', at(9), 10_000)).toBeNull()
  expect(await takeLease(directory, 'x', 'b', at(10), 10_000)).toEqual({ name: 'x', fence: 2 })
  await releaseLease(directory, { name: 'x', fence: 1 })
  expect(await takeLease(directory, 'x', 'c', at(11), 10_000)).toBeNull()
  await releaseLease(directory, { name: 'x', fence: 2 })
  expect(await takeLease(directory, 'x', 'c', at(11), 10_000)).toEqual({ name: 'x', fence: 3 })
})
