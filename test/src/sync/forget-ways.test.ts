/** However Pegel learns that a deal is gone, its name and its extra properties go with the end of the next night. */
import { expect, test } from 'vitest'
import { addMs } from '../../../connectors/values/time.ts'
import { connectCrm } from '../../../src/sync/connect.ts'
import { openCrm } from '../../../src/sync/crm.ts'
import { endCensus } from '../../../src/sync/inferred.ts'
import { takeNotices } from '../../../src/sync/notices.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { loadConnection, loadRun } from '../../../src/sync/views.ts'
import { createIdleClock, type IdleClock } from '../../support/idle-clock.ts'
import { buildTown } from '../../support/town.ts'
import { canaryOrg, canaryPortal, named, type Watched } from './canary-world.ts'
import { DAY_MS, imported, sync } from './compared-night.ts'
import { options } from './world.ts'

const EVENING = '2026-03-02T20:00:00.000Z'

/** Deal 8 in the CRM and in the mirror, with a name and an extra property in each of two revisions and one of the past. */
async function scene(make: (clock: IdleClock) => Watched) {
  const clock = createIdleClock(EVENING)
  const crm = make(clock)
  const town = await buildTown([crm], clock)
  const night = () => clock.during(runNight(town.platform, crm.id, { kind: 'manual' }))
  const again = {
    workspaceId: crm.id,
    crm: crm.crm,
    label: crm.crm,
    config: crm.config,
    properties: [propertyOf(crm)],
  }
  expect(await clock.during(connectCrm(town.platform, again))).toMatchObject({ ok: true })
  await night()
  await clock.run(addMs(EVENING, DAY_MS))
  crm.store.updateDeal('8', { properties: { region: 'another secret' } }, clock.now())
  await clock.run(addMs(clock.now(), 600_000))
  await night()
  const [id] = (await rowsOf('SELECT external_id, name FROM deal')).flatMap((row) =>
    row.name === crm.store.deals.get('8')?.name ? [String(row.external_id)] : [],
  )
  expect(await held(id)).toEqual({ name: named('DEAL', 7), properties: 2 })

  function rowsOf(sql: string) {
    return town.rows(crm.id, sql)
  }

  async function held(external: string | undefined) {
    const [row] = await rowsOf(`SELECT d.name, COUNT(r.properties) AS properties FROM deal d
      JOIN revision r ON r.deal_id = d.id WHERE d.external_id = '${external}'`)
    return row
  }

  async function pushed(): Promise<void> {
    const workspace = await town.platform.open(crm.id)
    await clock.during(takeNotices(town.platform, workspace, crm.crm, [{ key: 'k', id: String(id) }]))
    await clock.run(addMs(clock.now(), 600_000))
    // The push alone ended it.
    expect(
      await rowsOf("SELECT COUNT(*) AS n FROM revision WHERE deleted = 1 AND run_id LIKE '%-push'"),
    ).toEqual([{ n: 1 }])
  }
  return { town, crm, clock, night, rowsOf, pushed, held: () => held(id) }
}

function propertyOf({ crm }: Watched): string {
  return crm === 'salesforce' ? 'region__c' : 'region'
}

const nothing = { name: null, properties: 0 }
type Way = Awaited<ReturnType<typeof scene>>

const ways: readonly (readonly [string, (way: Way) => Promise<void>])[] = [
  [
    'a push',
    async ({ crm, clock, pushed }) => {
      crm.store.deleteDeal('8', clock.now())
      await pushed()
    },
  ],
  ['the list of removals', async ({ crm, clock }) => crm.store.deleteDeal('8', clock.now())],
  [
    'a comparison with the totals, without a trace of it',
    async ({ crm, clock }) => {
      // The index of a search hears of it; the recycle bin has been emptied.
      crm.store.deleteDeal('8', clock.now())
      crm.store.deals.delete('8')
    },
  ],
]

for (const [name, make] of [
  ['HubSpot', canaryPortal],
  ['Salesforce', canaryOrg],
] as const)
  test.each(ways)(`${name}: by %s`, async (_, way) => {
    const all = await scene(make)
    await all.clock.run(addMs(all.clock.now(), 3_600_000))
    await way(all)
    await all.clock.run(addMs(all.clock.now(), 3_600_000))
    await all.night()
    expect(
      await all.rowsOf("SELECT status FROM run WHERE kind = 'manual' ORDER BY started_at DESC LIMIT 1"),
    ).toEqual([{ status: 'complete' }])
    expect(await all.held()).toEqual(nothing)
    const others = await all.rowsOf('SELECT COUNT(*) AS n FROM deal WHERE name IS NULL')
    expect(others).toEqual([{ n: 1 }])
  })

test('by a full pass that did not meet it', async () => {
  const { world, crm } = await imported(12)
  await world.workspace.execute("UPDATE deal SET name = 'Zahnrad'")
  await world.workspace.execute(`UPDATE revision SET properties = '{"note":"Zahnrad"}'`)
  crm.deals.delete('0001')
  const workspace = await world.platform.open('acme')
  await world.workspace.execute({
    sql: `INSERT INTO run (id, source, day, kind, status, started_at)
      VALUES ('census-1', 'toy', '2026-03-03', 'census', 'running', ?)`,
    args: [world.platform.now()],
  })
  const connection = await loadConnection(world.platform.directory, 'acme', 'toy')
  const run = await loadRun(workspace.db, 'toy', 'census-1')
  if (connection === null || run === null) throw new Error('no run')
  for (let kind = 'again'; kind === 'again'; ) {
    const opened = await openCrm(world.platform, connection, options)
    kind = (await endCensus({ platform: world.platform, workspace, run, crm: opened })).kind
  }
  await world.workspace.execute("UPDATE run SET status = 'complete' WHERE id = 'census-1'")
  await sync(world)
  const rows = await world.rows(`SELECT d.name, r.properties FROM deal d
    JOIN revision r ON r.deal_id = d.id WHERE d.external_id = '0001'`)
  expect(rows).toHaveLength(2)
  for (const row of rows) expect(row).toEqual({ name: null, properties: null })
})
