/** Invariant 5: what vanishes in numbers is held until an administrator decides; a pass that failed deletes nothing. */
import { expect, test } from 'vitest'
import { ConnectorError } from '../../../connectors/contract.ts'
import { addMs } from '../../../connectors/values/time.ts'
import { openCrm } from '../../../src/sync/crm.ts'
import { decideHeld, heldRemovals } from '../../../src/sync/held-removals.ts'
import { endCensus, mustHold } from '../../../src/sync/inferred.ts'
import { loadConnection, loadRun, type SyncOptions } from '../../../src/sync/views.ts'
import { DAY_MS, imported, lying, mirror, restage, standing, sync, truth } from './compared-night.ts'
import type { ToyCrm } from './toy.ts'
import { NIGHT, options, type World } from './world.ts'

test('the bound is passed by more than 5 %, and by more than 20', () => {
  const edges: readonly (readonly [missing: number, alive: number, held: boolean])[] = [
    [20, 25, false],
    [21, 25, true],
    [20, 20, false],
    [21, 21, true],
    [20, 400, false],
    [21, 400, true],
    [21, 419, true],
    [21, 420, false],
    [50, 1000, false],
    [51, 1000, true],
    [0, 0, false],
  ]
  for (const [missing, alive, held] of edges)
    expect([missing, alive, mustHold(missing, alive)]).toEqual([missing, alive, held])
})

/** A full pass that met every deal the CRM lists, up to its end. */
async function census(world: World, how: SyncOptions = options, id = 'census-1') {
  const workspace = await world.platform.open('acme')
  const now = world.platform.now()
  await workspace.db.$client.execute({
    sql: `INSERT INTO run (id, source, day, kind, status, started_at) VALUES (?, 'toy', '2026-03-03', 'census', 'running', ?)
      ON CONFLICT DO NOTHING`,
    args: [id, now],
  })
  const connection = await loadConnection(world.platform.directory, 'acme', 'toy')
  const run = await loadRun(workspace.db, 'toy', id)
  if (connection === null || run === null) throw new Error('no run')
  let messages = 0
  for (;;) {
    messages += 1
    const crm = await openCrm(world.platform, connection, how)
    const { kind } = await endCensus({ platform: world.platform, workspace, run, crm })
    expect(crm.calls()).toBeLessThanOrEqual(10)
    if (kind === 'again') continue
    await workspace.db.$client.execute({
      sql: "UPDATE run SET status = 'complete', finished_at = ? WHERE id = ?",
      args: [world.platform.now(), id],
    })
    return messages
  }
}

function vanish(crm: ToyCrm, count: number): void {
  for (const id of [...crm.deals.keys()].slice(0, count)) crm.deals.delete(id)
}

function alive(world: World): Promise<number> {
  return mirror(world).then(({ length }) => length)
}

test('deals that a full pass did not meet are read by name: found ones stay, missing ones end', async () => {
  const { world, crm } = await imported(12)
  restage(crm, '0003', 'open')
  vanish(crm, 2)
  await census(world)
  expect(await mirror(world)).toEqual(truth(crm))
  expect(await world.rows('SELECT external_id, state FROM inferred_removal ORDER BY 1')).toEqual([
    { external_id: '0001', state: 'confirmed' },
    { external_id: '0002', state: 'confirmed' },
  ])
  expect(await world.rows('SELECT * FROM rereading')).toEqual([])
})

test('twenty of twenty-five end at once, twenty-one are held and stay as they were', async () => {
  const few = await imported(25)
  vanish(few.crm, 20)
  expect(await census(few.world)).toBeGreaterThan(1)
  expect(await alive(few.world)).toBe(5)

  const many = await imported(25)
  vanish(many.crm, 21)
  await census(many.world)
  expect(await alive(many.world)).toBe(25)
  expect(await heldRemovals((await many.world.platform.open('acme')).db)).toHaveLength(21)
  // The CRM does not count them, and nor do we: they are no drift.
  await sync(many.world)
  expect(await standing(many.world)).toEqual([])
  expect(await alive(many.world)).toBe(25)
})

test('what several passes miss is counted together, so that no pass after the other empties the mirror', async () => {
  const { world, crm } = await imported(25)
  vanish(crm, 21)
  await census(world)
  world.set(addMs(NIGHT, 2 * DAY_MS))
  vanish(crm, 2)
  await census(world, options, 'census-2')
  expect(await alive(world)).toBe(25)
  expect(await world.rows('SELECT state, COUNT(*) AS n FROM inferred_removal GROUP BY state')).toEqual([
    { state: 'held', n: 23 },
  ])
})

test('a pass whose reading fails deletes nothing', async () => {
  const { world, crm } = await imported(12)
  vanish(crm, 3)
  const failure = { kind: 'unavailable', status: 503, retryAfterMs: null, detail: 'down' } as const
  const fails = lying(() => ({
    async read() {
      throw new ConnectorError('toy', failure)
    },
  }))
  await expect(census(world, fails)).rejects.toMatchObject({ failure: { kind: 'unavailable' } })
  expect(await alive(world)).toBe(12)
  expect(await world.rows('SELECT * FROM inferred_removal')).toEqual([])
  // It goes on where it stood.
  await census(world)
  expect(await alive(world)).toBe(9)
})

async function held() {
  const { world, crm } = await imported(25)
  const gone = [...crm.deals.values()].slice(0, 21)
  vanish(crm, 21)
  await census(world)
  world.set(addMs(NIGHT, DAY_MS + 3_600_000))
  return { world, crm, gone, db: (await world.platform.open('acme')).db }
}

test('an administrator who confirms ends them, under the name of who decided', async () => {
  const { world, crm, db } = await held()
  expect(await decideHeld(db, 'toy', 'confirm', 'ada', world.platform.now())).toBe(21)
  expect(await mirror(world)).toEqual(truth(crm))
  expect(await heldRemovals(db)).toEqual([])
  expect(await world.rows('SELECT DISTINCT state, decided_by FROM inferred_removal')).toEqual([
    { state: 'confirmed', decided_by: 'ada' },
  ])
  expect(
    await world.rows("SELECT actor, subject, detail FROM audit WHERE action = 'held_removals.confirm'"),
  ).toEqual([{ actor: 'ada', subject: 'toy', detail: '{"deals":21}' }])
  // A second click finds nothing.
  expect(await decideHeld(db, 'toy', 'confirm', 'ada', world.platform.now())).toBe(0)
})

test('read again keeps those that are found, and lets the others wait or go by the same rule', async () => {
  const { world, crm, gone, db } = await held()
  for (const deal of gone.slice(0, 15)) crm.deals.set(deal.id, deal)
  expect(await decideHeld(db, 'toy', 'read_again', 'ada', world.platform.now())).toBe(21)
  await sync(world)
  expect(await mirror(world)).toEqual(truth(crm))
  expect(
    await world.rows('SELECT state, COUNT(*) AS n FROM inferred_removal GROUP BY state ORDER BY 1'),
  ).toEqual([
    { state: 'confirmed', n: 6 },
    { state: 'dismissed', n: 15 },
  ])
})

test('read again that finds none of them holds them once more', async () => {
  const { world, db } = await held()
  await decideHeld(db, 'toy', 'read_again', 'ada', world.platform.now())
  await sync(world)
  expect(await alive(world)).toBe(25)
  expect((await heldRemovals(db)).map(({ state }) => state)).toEqual(Array(21).fill('held'))
})

test('regression: read again, pressed a second time before a run came to it, decided and ran once more', async () => {
  const { world, db } = await held()
  const press = () => decideHeld(db, 'toy', 'read_again', 'ada', world.platform.now())
  expect([await press(), await press(), await press()]).toEqual([21, 0, 0])
  expect(
    await world.rows("SELECT COUNT(*) AS n FROM audit WHERE action = 'held_removals.read_again'"),
  ).toEqual([{ n: 1 }])
  // A decision that ends them is taken all the same.
  expect(await decideHeld(db, 'toy', 'confirm', 'ada', world.platform.now())).toBe(21)
})

test('a held deal that turns up in a night is held no longer', async () => {
  const { world, crm, gone, db } = await held()
  const [first] = gone
  expect(first).toBeDefined()
  for (const deal of gone.slice(0, 1))
    crm.deals.set(deal.id, { ...deal, changedAt: addMs(NIGHT, DAY_MS + 1_800_000) })
  await sync(world)
  expect(await heldRemovals(db)).toHaveLength(20)
  expect(await standing(world)).toEqual([])
})

test('more than the bound found missing while comparing are held as well, and block nothing else', async () => {
  const { world, crm } = await imported(25)
  vanish(crm, 21)
  await sync(world)
  expect(await alive(world)).toBe(25)
  expect(await world.rows('SELECT state, COUNT(*) AS n FROM inferred_removal GROUP BY state')).toEqual([
    { state: 'held', n: 21 },
  ])
  expect(await standing(world)).toEqual([])
})

test('a lost deal and one too many that hide each other from every count are found by the weekly full pass', async () => {
  const { world, crm } = await imported(12)
  await world.workspace.execute("DELETE FROM deal WHERE external_id = '0001'")
  await world.workspace.execute(`INSERT INTO deal (source, external_id, created_at, created_day, version, read_at, current_seq)
    SELECT source, 'x002', created_at, created_day, version, read_at, current_seq FROM deal WHERE external_id = '0002'`)
  await sync(world, options, 'night')
  expect(await standing(world)).toEqual([])
  expect(await mirror(world)).not.toEqual(truth(crm))
  for (let day = 2; day <= 9; day += 1) {
    world.set(addMs(NIGHT, day * DAY_MS))
    expect(await sync(world, options, 'night')).toMatchObject({ dead: [] })
  }
  expect(await world.rows("SELECT DISTINCT status FROM run WHERE kind = 'census'")).toEqual([
    { status: 'complete' },
  ])
  expect(await mirror(world)).toEqual(truth(crm))
  expect(await world.rows('SELECT external_id, state, decided_by FROM inferred_removal')).toEqual([
    { external_id: 'x002', state: 'confirmed', decided_by: 'pegel' },
  ])
})
