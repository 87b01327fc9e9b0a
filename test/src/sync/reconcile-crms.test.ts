/** The shipped connectors against their sandboxes, over sockets: what differs is healed, and what it costs when nothing does. */
import { expect, onTestFinished, test } from 'vitest'
import { createCrm } from '../../../connectors/demo/crm.ts'
import type { Crm, Sandbox } from '../../../connectors/demo/types.ts'
import { DEFAULT_TOKEN, startHubspotSandbox } from '../../../connectors/hubspot/sandbox/index.ts'
import { recordId } from '../../../connectors/salesforce/sandbox/id.ts'
import { startSalesforceSandbox } from '../../../connectors/salesforce/sandbox/index.ts'
import { addMs } from '../../../connectors/values/time.ts'
import { connectCrm } from '../../../src/sync/connect.ts'
import { openCrm } from '../../../src/sync/crm.ts'
import { openRun } from '../../../src/sync/night.ts'
import { reconcile } from '../../../src/sync/reconcile.ts'
import { loadConnection, loadRun } from '../../../src/sync/views.ts'
import { dealFields, FOUNDED, smallCompany } from '../../connectors/support/company.ts'
import { DAY_MS, looks, standing, sync } from './compared-night.ts'
import { createWorld, NIGHT, type World } from './world.ts'

const crms = ['hubspot', 'salesforce'] as const
type CrmId = (typeof crms)[number]

/** One currency, so that Salesforce can tell a sum exactly. */
function company(deals: number): Crm {
  const crm = createCrm({ ...smallCompany(0), rates: [], firstDealId: 1 })
  for (let n = 0; n < deals; n += 1) crm.createDeal({ ...dealFields(n), currency: 'EUR' }, FOUNDED)
  return crm
}

async function start(id: CrmId, crm = company(40)) {
  const clock: { world: World | null } = { world: null }
  const now = () => clock.world?.platform.now() ?? NIGHT
  const sandboxes = {
    hubspot: () => startHubspotSandbox({ crm, now, clockMs: () => Date.parse(now()) }),
    salesforce: () => startSalesforceSandbox({ crm, now }),
  }
  const sandbox = await sandboxes[id]()
  onTestFinished(() => sandbox.close())
  const hook: { beforeCall: (url: string) => void } = { beforeCall: () => {} }
  const watched: typeof fetch = (input, init) => {
    hook.beforeCall(new Request(input, init).url)
    return fetch(input, init)
  }
  const allowHosts = [new URL(sandbox.url).host]
  const world = await createWorld([], NIGHT, { fetch: () => watched, allowHosts })
  clock.world = world
  const config =
    'clientId' in sandbox
      ? { instanceUrl: sandbox.url, clientId: sandbox.clientId, clientSecret: sandbox.clientSecret }
      : { token: DEFAULT_TOKEN, apiUrl: sandbox.url }
  const connected = { workspaceId: 'acme', crm: id, label: id, config, properties: [] }
  expect(await connectCrm(world.platform, connected)).toMatchObject({ ok: true })
  expect(await sync(world, {})).toMatchObject({ dead: [], runs: [{ status: 'complete' }] })
  world.set(addMs(NIGHT, DAY_MS))
  return { world, sandbox, crm, hook }
}

function mirror(world: World) {
  return world.rows(`SELECT r.status, COUNT(*) AS deals, SUM(r.amount_minor) AS sum FROM deal d
    JOIN revision r ON r.seq = d.current_seq WHERE r.deleted = 0 GROUP BY r.status ORDER BY r.status`)
}

function truth({ crm }: Pick<Sandbox, 'crm'>) {
  const stages = new Map(crm.pipelines.flatMap(({ stages: all }) => all.map((stage) => [stage.id, stage])))
  const sums = new Map<string, { deals: number; sum: number }>()
  for (const { stageId, amount, deletedAt, mergedInto } of crm.deals.values()) {
    const stage = stages.get(stageId)
    const status = stage?.won ? 'won' : stage?.closed ? 'lost' : 'open'
    const before = sums.get(status) ?? { deals: 0, sum: 0 }
    if (deletedAt === null && mergedInto === null)
      sums.set(status, { deals: before.deals + 1, sum: before.sum + Math.round(Number(amount ?? 0) * 100) })
  }
  return [...sums]
    .map(([status, rest]) => ({ status, ...rest }))
    .sort((a, b) => (a.status < b.status ? -1 : 1))
}

const idOf = (id: CrmId, neutral: string) => (id === 'hubspot' ? neutral : recordId('Opportunity', neutral))
const inMirror = 'SELECT d.current_seq FROM deal d WHERE d.external_id ='

for (const id of crms) {
  test(`${id}: with nothing different it takes ${id === 'hubspot' ? 3 : 1} calls`, async () => {
    const { world, sandbox } = await start(id)
    const workspace = await world.platform.open('acme')
    await openRun(workspace.db, {
      runId: 'by-hand',
      source: id,
      day: '2026-03-03',
      kind: 'manual',
      now: NIGHT,
    })
    const connection = await loadConnection(world.platform.directory, 'acme', id)
    const run = await loadRun(workspace.db, id, 'by-hand')
    if (connection === null || run === null) throw new Error('no run')
    const turn = {
      platform: world.platform,
      workspace,
      run,
      crm: await openCrm(world.platform, connection, {}),
    }
    // The night has its token by then.
    await turn.crm.grant()
    const before = sandbox.calls.length
    expect(await reconcile(turn)).toEqual({ kind: 'done' })
    expect(sandbox.calls.slice(before)).toHaveLength(id === 'hubspot' ? 3 : 1)
    expect((await looks(world)).map(([, , status, ours, theirs]) => [status, ours, theirs])).toEqual([
      ['open', 20, 20],
      ['won', 10, 10],
      ['lost', 10, 10],
    ])
  })

  test(`${id}: lost, stale and phantom deals of the mirror are healed in one run`, async () => {
    const { world, sandbox } = await start(id)
    const { workspace } = world
    await workspace.execute({ sql: 'DELETE FROM deal WHERE external_id = ?', args: [idOf(id, '1')] })
    // A change that no page ever told: here it is still as it was before.
    for (const neutral of ['2', '3', '6'])
      await workspace.execute({
        sql: `UPDATE revision SET stage_id = 'lead', status = 'open' WHERE seq = (${inMirror} ?)`,
        args: [idOf(id, neutral)],
      })
    await workspace.batch(
      [
        {
          sql: `INSERT INTO deal (source, external_id, created_at, created_day, version, read_at, current_seq)
            SELECT source, ?, created_at, created_day, version, read_at, current_seq FROM deal WHERE external_id = ?`,
          args: [idOf(id, '987654'), idOf(id, '4')],
        },
      ],
      'write',
    )
    expect(await mirror(world)).not.toEqual(truth(sandbox))
    expect(await sync(world, {})).toMatchObject({ dead: [], runs: [{ status: 'complete' }] })
    expect(await mirror(world)).toEqual(truth(sandbox))
    expect(await standing(world)).toEqual([])
    expect(await world.rows('SELECT external_id, state FROM inferred_removal')).toEqual([
      { external_id: idOf(id, '987654'), state: 'confirmed' },
    ])
  })

  test(`${id}: deleted, merged and restored deals are counted by neither side`, async () => {
    const { world, sandbox, crm } = await start(id)
    const at = addMs(NIGHT, 3_600_000)
    crm.deleteDeal('1', at)
    crm.deleteDeal('2', at)
    crm.restoreDeal('2', addMs(at, 1_000))
    crm.mergeDeals('5', '6', at)
    await sync(world, {})
    expect(await mirror(world)).toEqual(truth(sandbox))
    expect((await looks(world)).map(([round]) => round)).toEqual([1, 1, 1])
    expect(await standing(world)).toEqual([])
    expect(await world.rows('SELECT * FROM inferred_removal')).toEqual([])
  })
}

test('salesforce: an amount that no page told is found by the sum of its slice and read again', async () => {
  const { world, sandbox } = await start('salesforce')
  await world.workspace.execute({
    sql: `UPDATE revision SET amount_minor = amount_minor + 12345 WHERE seq = (${inMirror} ?)`,
    args: [idOf('salesforce', '9')],
  })
  await sync(world, {})
  expect(await mirror(world)).toEqual(truth(sandbox))
  expect(await standing(world)).toEqual([])
  expect(
    await world.rows("SELECT COUNT(*) AS n FROM comparison WHERE measure = 'amount' AND ours <> theirs"),
  ).not.toEqual([{ n: 0 }])
})

test('hubspot: an index that is late for pages and totals alike makes no difference, and the next night is fresh', async () => {
  const { world, sandbox, crm } = await start('hubspot')
  if (!('switches' in sandbox && 'searchLagMs' in sandbox.switches)) throw new Error('no index')
  sandbox.switches.searchLagMs = 600_000
  world.set(addMs(NIGHT, DAY_MS))
  crm.updateDeal('1', { stageId: 'closedwon' }, addMs(NIGHT, DAY_MS - 300_000))
  await sync(world, {})
  expect(await standing(world)).toEqual([])
  expect((await looks(world)).map(([round]) => round)).toEqual([1, 1, 1])
  world.set(addMs(NIGHT, 2 * DAY_MS))
  await sync(world, {})
  expect(await mirror(world)).toEqual(truth(sandbox))
  expect(await standing(world)).toEqual([])
})

test('hubspot: a stage that is made a winning one while the night reads its deals means the same to both in the end', async () => {
  const { world, sandbox, crm, hook } = await start('hubspot')
  const [pipeline] = crm.pipelines
  hook.beforeCall = (url) => {
    const at = pipeline?.stages.findIndex(({ id }) => id === 'offer') ?? -1
    const offer = pipeline?.stages[at]
    if (pipeline === undefined || offer === undefined || !url.includes('/deals/search')) return
    pipeline.stages[at] = { ...offer, closed: true, won: true, probability: '1' }
  }
  await sync(world, {})
  expect(await mirror(world)).toEqual(truth(sandbox))
  expect(await standing(world)).toEqual([])
  expect((await looks(world)).filter(([, , status]) => status === 'won')).toEqual([
    [1, null, 'won', 10, 20],
    [2, null, 'won', 20, 20],
  ])
})
