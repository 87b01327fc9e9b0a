/** On the toy CRM: whatever went wrong with the mirror is healed, or shown. */
import { expect, test } from 'vitest'
import { ConnectorError, type Failure } from '../../../connectors/contract.ts'
import { addMs } from '../../../connectors/values/time.ts'
import { openCrm } from '../../../src/sync/crm.ts'
import { openRun } from '../../../src/sync/night.ts'
import { reconcile } from '../../../src/sync/reconcile.ts'
import { loadConnection, loadRun } from '../../../src/sync/views.ts'
import { DAY_MS, imported, looks, lying, mirror, restage, standing, sync, truth } from './compared-night.ts'
import { NIGHT, options, type World } from './world.ts'

test('a night in which nothing differs asks for the totals once', async () => {
  const { world, crm } = await imported()
  crm.requests.length = 0
  await sync(world)
  expect(crm.requests.filter((path) => path === '/stages')).toHaveLength(1)
  expect(await looks(world)).toEqual([
    [1, null, 'open', 7, 7],
    [1, null, 'won', 3, 3],
    [1, null, 'lost', 0, 0],
  ])
  expect(await standing(world)).toEqual([])
})

test('a deal that the mirror has lost is found by its id and read again', async () => {
  const { world, crm } = await imported()
  await world.workspace.execute("DELETE FROM deal WHERE external_id = '0004'")
  await sync(world)
  expect(await mirror(world)).toEqual(truth(crm))
  expect(await standing(world)).toEqual([])
  // Three looks at all, one at the pipeline, one at it when healed, and at all again.
  expect((await looks(world)).filter(([, , status]) => status === 'open')).toEqual([
    [1, null, 'open', 6, 7],
    [2, null, 'open', 6, 7],
    [3, null, 'open', 6, 7],
    [4, 'main', 'open', 6, 7],
    [5, 'main', 'open', 7, 7],
    [6, null, 'open', 7, 7],
  ])
})

test('a stage that was changed without a trace is read again from both slices it stands in', async () => {
  const { world, crm } = await imported()
  restage(crm, '0002', 'won')
  await sync(world)
  expect(await mirror(world)).toEqual(truth(crm))
  expect(await standing(world)).toEqual([])
})

test('a deal of which the CRM has no record any more ends when it was seen to be gone', async () => {
  const { world, crm } = await imported()
  crm.deals.delete('0007')
  await sync(world)
  expect(await mirror(world)).toEqual(truth(crm))
  expect(await world.rows('SELECT external_id, state, decided_by FROM inferred_removal')).toEqual([
    { external_id: '0007', state: 'confirmed', decided_by: 'pegel' },
  ])
  expect(await world.rows('SELECT cause, time_from FROM revision WHERE deleted = 1')).toEqual([
    { cause: 'removed', time_from: 'seen' },
  ])
  expect(await standing(world)).toEqual([])
})

test('a change made while the night was comparing is read by its window, and nothing is read by name', async () => {
  const { world, crm } = await imported()
  const how = lying((recheck) => ({
    async totals(...args) {
      if (crm.deals.get('0001')?.stage === 'open') restage(crm, '0001', 'won', world.platform.now())
      return recheck.totals(...args)
    },
  }))
  crm.requests.length = 0
  await sync(world, how)
  expect(await mirror(world)).toEqual(truth(crm))
  expect(crm.requests.filter((path) => path.includes('ids='))).toEqual([])
  expect((await looks(world)).filter(([, , status]) => status === 'won')).toEqual([
    [1, null, 'won', 3, 4],
    // The toy's window ends two minutes before now, and a pause is shorter.
    [2, null, 'won', 3, 4],
    [3, null, 'won', 4, 4],
  ])
})

/** The CRM counts a deal as won that it has no record of. */
const insists = lying((recheck) => ({
  async totals(pull, by, pipelines) {
    const all = await recheck.totals(pull, by, pipelines)
    return all.map((one) => (one.status === 'won' ? { ...one, count: one.count + 1 } : one))
  },
  async ids(pull, slice, after) {
    const page = await recheck.ids(pull, slice, after)
    return slice.status === 'won' ? { ...page, ids: [...page.ids, '9999'] } : page
  },
}))

test('what does not heal is kept with its ids and the nights in a row, and goes when it is equal again', async () => {
  const { world, crm } = await imported()
  crm.requests.length = 0
  expect(await sync(world, insists)).toMatchObject({ dead: [], runs: [{ status: 'complete' }] })
  const slice = { pipeline_id: 'main', status: 'won', measure: 'count', ours: 3, theirs: 4, ids: '["9999"]' }
  expect(await standing(world)).toEqual([{ ...slice, nights: 1 }])
  // However often it was looked: bounded.
  expect(crm.requests.filter((path) => path === '/stages' || path.includes('ids='))).toHaveLength(9)

  // A second sync of the same day counts no second night.
  world.set(addMs(NIGHT, DAY_MS + 3_600_000))
  await sync(world, insists)
  expect(await standing(world)).toEqual([{ ...slice, nights: 1 }])
  world.set(addMs(NIGHT, 2 * DAY_MS))
  await sync(world, insists)
  expect(await standing(world)).toEqual([{ ...slice, nights: 2 }])

  world.set(addMs(NIGHT, 3 * DAY_MS))
  await sync(world)
  expect(await standing(world)).toEqual([])
  // It begins anew when it comes back.
  world.set(addMs(NIGHT, 4 * DAY_MS))
  await sync(world, insists)
  expect(await standing(world)).toEqual([{ ...slice, nights: 1 }])
  expect(await world.rows('SELECT COUNT(*) AS n FROM listed')).toEqual([{ n: 0 }])
  expect(await world.rows('SELECT COUNT(*) AS n FROM rereading')).toEqual([{ n: 0 }])
})

/** A change that the pages told and the totals do not show yet. */
async function behind(changedAt: string) {
  const { world, crm } = await imported()
  restage(crm, '0001', 'won', changedAt)
  const late = lying((recheck) => ({
    async totals(pull, by, pipelines) {
      const all = await recheck.totals(pull, by, pipelines)
      return all.map((one) => ({ ...one, count: one.count + { open: 1, won: -1, lost: 0 }[one.status] }))
    },
    async ids(pull, slice, after) {
      const page = await recheck.ids(pull, slice, after)
      if (slice.status === 'open') return { ...page, ids: [...page.ids, '0001'] }
      return { ...page, ids: page.ids.filter((id) => id !== '0001') }
    },
  }))
  await sync(world, late)
  expect(await mirror(world)).toEqual(truth(crm))
  return world
}

test('an index that is some minutes late is no difference once the record itself was read', async () => {
  const world = await behind(addMs(NIGHT, DAY_MS - 300_000))
  expect(await standing(world)).toEqual([])
  expect((await looks(world)).at(-2)).toEqual([6, null, 'won', 4, 3])
})

test('totals that are as things were an hour ago are shown, and change no deal', async () => {
  const world = await behind(addMs(NIGHT, DAY_MS - 3_600_000))
  expect(await standing(world)).toMatchObject([
    { status: 'open', ours: 6, theirs: 7, ids: '["0001"]' },
    { status: 'won', ours: 4, theirs: 3, ids: '["0001"]' },
  ])
})

test('deals held for an unknown stage are no difference: they are shown as held', async () => {
  const { world, crm } = await imported()
  restage(crm, '0001', 'new', addMs(NIGHT, DAY_MS - 600_000))
  await sync(world)
  expect(await looks(world)).toEqual([
    [1, null, 'open', 6, 7],
    [1, null, 'won', 3, 3],
    [1, null, 'lost', 0, 0],
  ])
  expect(await standing(world)).toEqual([])
})

test('a CRM that fails while it is compared is waited for a while; then the night goes on without, and says so', async () => {
  const { world } = await imported()
  let asked = 0
  const down = (failure: Failure) =>
    lying(() => ({
      async totals() {
        asked += 1
        throw new ConnectorError('toy', failure)
      },
    }))
  const ended = await sync(
    world,
    down({ kind: 'unavailable', status: 503, retryAfterMs: null, detail: 'down' }),
  )
  expect(ended).toMatchObject({ dead: [], runs: [{ status: 'complete' }] })
  expect(asked).toBe(5)
  expect(await looks(world)).toEqual([])
  expect(await world.rows("SELECT step, failure ->> 'kind' AS kind FROM reconciliation")).toEqual([
    { step: '{"at":"ended"}', kind: 'unavailable' },
  ])

  // What a person has to change is not asked for again.
  asked = 0
  world.set(addMs(NIGHT, 2 * DAY_MS))
  expect(await sync(world, down({ kind: 'forbidden', missing: 'deals.read', detail: 'no' }))).toMatchObject({
    dead: [],
    runs: [{ status: 'complete' }],
  })
  expect(asked).toBe(1)
})

async function turnOf(world: World, how = options) {
  const runId = 'by-hand'
  const workspace = await world.platform.open('acme')
  await openRun(workspace.db, { runId, source: 'toy', day: '2026-03-03', kind: 'manual', now: NIGHT })
  const connection = await loadConnection(world.platform.directory, 'acme', 'toy')
  const run = await loadRun(workspace.db, 'toy', runId)
  if (connection === null || run === null) throw new Error('no run')
  return { platform: world.platform, workspace, run, crm: await openCrm(world.platform, connection, how) }
}

test('of two messages that compare at once one works and the other stands back', async () => {
  const { world } = await imported()
  const turn = await turnOf(world)
  const both = await Promise.all([reconcile(turn), reconcile(turn)])
  expect(both.map(({ kind }) => kind).sort()).toEqual(['busy', 'done'])
  // And a third finds it done.
  expect(await reconcile(turn)).toEqual({ kind: 'done' })
  expect(await looks(world)).toHaveLength(3)
})
