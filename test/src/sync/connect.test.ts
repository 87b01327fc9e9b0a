import { expect, test } from 'vitest'
import { connectCrm, probeCrm } from '../../../src/sync/connect.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { createToyCrm } from './toy.ts'
import { connectToy, createWorld, options } from './world.ts'

const connections = 'SELECT id, status, status_reason, grant_version FROM connection'

test('a connection is checked by reading the account, and its secrets are sealed', async () => {
  const crm = createToyCrm('toy.test', 2)
  const world = await createWorld([crm])
  expect(await connectToy(world, crm)).toMatchObject({
    ok: true,
    source: 'toy',
    account: { id: crm.accountId },
  })
  expect(crm.requests).toEqual(['/account'])
  const { rows } = await world.directory.execute('SELECT * FROM connection')
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain(crm.token)
  expect(JSON.stringify(world.logged)).not.toContain(crm.token)
  expect(await world.rows('SELECT id, crm, status FROM source')).toEqual([
    { id: 'toy', crm: 'toy', status: 'active' },
  ])
})

test('a company gets its first night with its first connection', async () => {
  const crm = createToyCrm('toy.test', 0)
  const world = await createWorld([crm], '2026-03-02T12:00:00.000Z')
  await connectToy(world, crm)
  const { rows } = await world.directory.execute('SELECT next_at FROM schedule')
  expect(String(rows[0]?.next_at)).toMatch(/^2026-03-03T03:/)
})

test('a wrong token is told in plain words and nothing is kept', async () => {
  const crm = createToyCrm('toy.test', 2)
  const world = await createWorld([crm])
  crm.token = 'another-one'
  const input = { workspaceId: 'acme', crm: 'toy', label: 'Toy', properties: [] }
  const result = await connectCrm(
    world.platform,
    { ...input, config: { host: 'toy.test', token: 'typo-typo' } },
    options,
  )
  expect(result).toEqual({
    ok: false,
    failure: { kind: 'unauthorized', detail: 'the token is unknown or was revoked' },
  })
  expect((await world.directory.execute(connections)).rows).toEqual([])
  expect(await world.rows('SELECT * FROM source')).toEqual([])
})

test.each([
  ['an unknown CRM', { crm: 'abacus', config: {} }, 'there is no connector named abacus'],
  ['a missing setting', { crm: 'toy', config: { host: 'toy.test' } }, 'token: '],
  [
    'a setting that is none',
    { crm: 'toy', config: { host: 'toy.test', token: 'x', colour: 'red' } },
    'colour',
  ],
  ['a name that is none', { crm: 'toy', id: 'My CRM', config: { host: 'toy.test', token: 'x' } }, 'named by'],
])('%s is refused without a call', async (_, input, words) => {
  const crm = createToyCrm('toy.test', 2)
  const world = await createWorld([crm])
  const result = await connectCrm(
    world.platform,
    { workspaceId: 'acme', label: 'x', properties: [], ...input },
    options,
  )
  expect(result).toMatchObject({
    ok: false,
    failure: { kind: 'misconfigured', detail: expect.stringContaining(words) },
  })
  expect(crm.requests).toEqual([])
  expect((await world.directory.execute(connections)).rows).toEqual([])
})

test('a revoked token marks the connection, stops all calls, and connecting again heals it', async () => {
  const crm = createToyCrm('toy.test', 4)
  const world = await createWorld([crm])
  await connectToy(world, crm)
  await runNight(world.platform, 'acme', { ...options, kind: 'night' })
  crm.token = 'rotated-by-the-vendor'
  const failed = await runNight(world.platform, 'acme', { ...options, kind: 'manual' })
  expect(failed.runs).toMatchObject([{ status: 'failed', failure: { kind: 'unauthorized' } }])
  const reason = JSON.stringify({ kind: 'unauthorized', detail: 'the token is unknown or was revoked' })
  expect((await world.directory.execute(connections)).rows).toMatchObject([
    { status: 'reconnect', status_reason: reason },
  ])
  expect(await world.rows('SELECT status, status_reason FROM source')).toEqual([
    { status: 'reconnect', status_reason: reason },
  ])

  const calls = crm.requests.length
  world.set('2026-03-04T03:40:00.000Z')
  const quiet = await runNight(world.platform, 'acme', { ...options, kind: 'night' })
  expect(quiet.runs).toMatchObject([{ status: 'failed' }])
  expect(crm.requests).toHaveLength(calls)
  expect(await world.rows('SELECT COUNT(*) AS n FROM revision')).toEqual([{ n: 4 }])

  expect(await connectToy(world, crm)).toMatchObject({ ok: true })
  const healed = await runNight(world.platform, 'acme', { ...options, kind: 'night' })
  expect(healed.runs).toMatchObject([{ status: 'complete', failure: null }])
  expect(await world.rows('SELECT status, status_reason FROM source')).toEqual([
    { status: 'active', status_reason: null },
  ])
})

test("a connection is not continued with another company's account", async () => {
  const crm = createToyCrm('toy.test', 2)
  const world = await createWorld([crm])
  await connectToy(world, crm)
  crm.accountId = 'somebody-else'
  expect(await connectToy(world, crm)).toMatchObject({ ok: false, failure: { kind: 'misconfigured' } })
  expect((await world.directory.execute(connections)).rows).toMatchObject([{ grant_version: 1 }])
})

test('whose account it is can be asked before there is a company, and nothing is kept', async () => {
  const crm = createToyCrm('toy.test', 0)
  const world = await createWorld([crm])
  const config = { host: 'toy.test', token: crm.token }
  expect(await probeCrm(world.platform, { crm: 'toy', config }, options)).toMatchObject({
    ok: true,
    account: { id: crm.accountId, timeZone: 'Europe/Berlin' },
  })
  expect(
    await probeCrm(world.platform, { crm: 'toy', config: { ...config, token: 'no' } }, options),
  ).toMatchObject({
    ok: false,
    failure: { kind: 'unauthorized' },
  })
  expect((await world.directory.execute(connections)).rows).toEqual([])
  expect(await world.rows('SELECT * FROM source')).toEqual([])
})
