import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { heartbeat } from '../../../src/install/heartbeat.ts'
import { runClocks } from '../../../src/leaving/clock.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { smallCompany } from '../../connectors/salesforce/sandbox/company.ts'
import { installWorld } from './world.ts'

const small = () => ({ hubspot: smallCompany(), salesforce: smallCompany() })
const DAY_MS = 86_400_000
type World = Awaited<ReturnType<typeof installWorld>>

/** Connected and read once. */
async function installed(crm: 'hubspot' | 'salesforce') {
  const world = await installWorld({ crms: small() })
  const person = world.browser()
  await person.connect(crm)
  await person.get(`/install/mapping?source=${crm}`)
  const begun = await person.post('/install/mapping', { source: crm, offer: 'none' })
  expect(begun.headers.get('location')).toBe(`/install/import?source=${crm}`)
  await world.runtime.queue.idle()
  const [{ id: company } = { id: '' }] = await world.rows('SELECT id FROM workspace')
  return { ...world, person, company: String(company) }
}

const night = ({ deps, company }: Pick<World, 'deps'> & { company: string }) =>
  runNight(deps, company, { kind: 'manual', background: 'later' })
const statuses = async ({ rows }: World) =>
  (await rows('SELECT id, status FROM connection ORDER BY id, status')).map(
    ({ id, status }) => `${id} ${status}`,
  )

test.each([
  ['hubspot', ['DELETE /appinstalls/2026-09/external-install', 'POST /oauth/2026-09/token/revoke']],
  ['salesforce', ['POST /services/oauth2/revoke']],
] as const)('cutting %s tells the CRM, forgets the credentials and starts the clock', async (crm, calls) => {
  const world = await installed(crm)
  const { person, rows, company, deps } = world
  expect(await person.words(`/settings/connections/cut?source=${crm}`)).toContain(
    'After 30 days everything is deleted',
  )
  const before = world[crm].calls.length
  const cut = await person.post('/settings/connections/cut', { source: crm })
  expect(cut.headers.get('location')).toBe(`/settings/connections?cut=${crm}&told=1`)
  const made = world[crm].calls.slice(before).map(({ method, path }) => `${method} ${path}`)
  expect(made).toEqual(calls)
  expect(await statuses(world)).toEqual([`${crm} disconnected`])
  const [kept] = await rows('SELECT sealed_grant, sealed_config FROM connection')
  expect(kept?.sealed_grant).toBeNull()
  expect(await deps.sealer.open(String(kept?.sealed_config), `${company}/${crm}/config@${crm}`)).toBe('{}')
  expect(await rows('SELECT status FROM workspace')).toEqual([{ status: 'closing' }])
  expect(await rows('SELECT started_at IS NOT NULL AS runs FROM deletion_clock')).toEqual([{ runs: 1 }])
  expect(await person.words(cut.headers.get('location') ?? '')).toContain('knows of it')
  // Nothing is called any more, and a second click changes nothing.
  const quiet = world[crm].calls.length
  await night(world)
  await person.post('/settings/connections/cut', { source: crm })
  expect(world[crm].calls.length).toBe(quiet)
  // Thirty days later nothing is left.
  world.ahead(30 * DAY_MS + 1)
  const { ends } = deps
  if (ends === undefined) throw new Error('companies cannot end here')
  expect(await runClocks(deps, ends)).toEqual({ ended: 1 })
  expect(await rows('SELECT id FROM workspace')).toEqual([])
})

test('a CRM that does not answer keeps nobody, and the person is told to remove the app there', async () => {
  const world = await installed('hubspot')
  const { person, hubspot, rows } = world
  hubspot.fault({ match: '/appinstalls', times: 100, kind: 'status', status: 503 })
  const cut = await person.post('/settings/connections/cut', { source: 'hubspot' })
  expect(cut.headers.get('location')).toContain('told=0')
  expect(await person.words(cut.headers.get('location') ?? '')).toContain('has to be removed there')
  expect(await rows('SELECT status, sealed_grant FROM connection')).toEqual([
    { status: 'disconnected', sealed_grant: null },
  ])
})

test('an account that another company here has as well keeps its app when one of them goes', async () => {
  const world = await installed('hubspot')
  const { person, hubspot, deps } = world
  await deps.directory.$client.batch([
    `INSERT INTO workspace (id, name, database_url, time_zone, currency, created_at)
      VALUES ('agency', 'Agency', 'file:none', 'UTC', 'EUR', '')`,
    `INSERT INTO connection (workspace_id, id, crm, account_id, label, sealed_config, status, created_at)
      VALUES ('agency', 'hubspot', 'hubspot', '48110220', '', '', 'active', '')`,
  ])
  await person.post('/settings/connections/cut', { source: 'hubspot' })
  expect(hubspot.installs.installed()).toBe(true)
  expect(await statuses(world)).toEqual(['hubspot active', 'hubspot disconnected'])
})

test('one of two CRMs may go without the clock; connecting it anew goes on with its mirror', async () => {
  const world = await installed('hubspot')
  const { person, rows, deps, company } = world
  await person.connect('salesforce')
  await person.post('/settings/connections/cut', { source: 'hubspot' })
  expect(await rows('SELECT status FROM workspace')).toEqual([{ status: 'active' }])
  expect(await rows('SELECT started_at FROM deletion_clock')).toEqual([])
  const { db } = await deps.open(company)
  const count = "SELECT COUNT(*) AS n FROM company WHERE source = 'hubspot'"
  const mirrored = async () => (await db.$client.execute(count)).rows[0]?.n
  const before = await mirrored()
  expect((await person.connect('hubspot')).status).toBe(303)
  expect(await statuses(world)).toEqual(['hubspot active', 'salesforce active'])
  expect([before, await mirrored()]).toEqual([before, before])
  expect(Number(before)).toBeGreaterThan(0)
})

const uninstall = {
  hubspot: ({ hubspot }: World) => hubspot.installs.uninstall(),
  salesforce: ({ salesforce }: World) => {
    salesforce.switches.grantsRefused = 'inactive organization'
  },
} as const

test.each(['hubspot', 'salesforce'] as const)(
  'an app that was removed in %s is seen by the next night: no call any more, and the clock runs',
  async (crm) => {
    const world = await installed(crm)
    const { rows, ahead, browser } = world
    uninstall[crm](world)
    ahead(DAY_MS)
    await night(world)
    expect(await statuses(world)).toEqual([`${crm} reconnect`])
    expect(await rows('SELECT status FROM workspace')).toEqual([{ status: 'closing' }])
    const calls = world[crm].calls.length
    await night(world)
    expect(world[crm].calls.length).toBe(calls)
    // Whoever installs it again finds the company as it was, and its clock stops.
    world.salesforce.switches.grantsRefused = null
    const again = browser()
    expect((await again.connect(crm)).status).toBe(303)
    const { ends } = world.deps
    if (ends === undefined) throw new Error('companies cannot end here')
    await runClocks(world.deps, ends)
    expect(await rows('SELECT id, status FROM workspace')).toMatchObject([{ status: 'active' }])
    expect(await statuses(world)).toEqual([`${crm} active`])
  },
)

test('our own trouble with the app is nobody’s goodbye', async () => {
  const world = await installed('salesforce')
  for (const refused of ['invalid_client_id', 'invalid_client']) {
    world.salesforce.switches.tokenRefused = { error: refused, description: 'of the app' }
    world.ahead(DAY_MS)
    await night(world)
    expect(await statuses(world)).toEqual(['salesforce active'])
  }
  expect(await world.rows('SELECT status FROM workspace')).toEqual([{ status: 'active' }])
})

test('a renewal that could not be kept leaves a clear reconnect, and no loop', async () => {
  const world = await installed('salesforce')
  const { deps, ahead, salesforce, person } = world
  ahead(13 * 3_600_000)
  const { $client } = deps.directory
  const execute = $client.execute.bind($client)
  const lost = new Error('the database is gone')
  $client.execute = ((statement: Parameters<typeof execute>[0]) => {
    const { sql } = typeof statement === 'string' ? { sql: statement } : statement
    return sql.startsWith('UPDATE connection SET sealed_grant') ? Promise.reject(lost) : execute(statement)
  }) as typeof $client.execute
  const asked = () => salesforce.calls.filter(({ path }) => path === '/services/oauth2/token').length
  const before = asked()
  const { runs } = await night(world)
  $client.execute = execute
  expect(runs).toMatchObject([{ status: 'failed', failure: { kind: 'unauthorized' } }])
  // What the vendor gave went with us; the old token was tried once more, and that was that.
  expect(asked() - before).toBe(2)
  expect(await statuses(world)).toEqual(['salesforce reconnect'])
  for (let again = 0; again < 3; again += 1) await night(world)
  expect(asked() - before).toBe(2)
  expect(await person.words('/settings/connections')).toContain('needs consent anew')
  const back = await person.connect('salesforce')
  expect(back.headers.get('location')).toBe('/settings/connections')
  // What had failed is read at once.
  await world.runtime.queue.idle()
  expect((await night(world)).runs).toMatchObject([{ status: 'complete' }])
  const { db } = await deps.open(world.company)
  const kept = await db.$client.execute(
    "SELECT status FROM run WHERE kind = 'manual' ORDER BY started_at, rowid",
  )
  expect(kept.rows.slice(-2).map(({ status }) => status)).toEqual(['complete', 'complete'])
}, 60_000)

test('a connection that no night has used is used once a week, and stays good over months', async () => {
  const world = await installed('salesforce')
  const { deps, ahead, salesforce, rows } = world
  const renewals = () => salesforce.calls.filter(({ path }) => path === '/services/oauth2/token').length
  const before = renewals()
  for (let day = 1; day <= 60; day += 1) {
    ahead(DAY_MS)
    await heartbeat(deps)
  }
  expect(renewals() - before).toBe(8)
  await night(world)
  expect(await statuses(world)).toEqual(['salesforce active'])
  // Without it the vendor ends the token after thirty days, and that is told at once.
  ahead(31 * DAY_MS)
  await heartbeat(deps)
  expect(await statuses(world)).toEqual(['salesforce reconnect'])
  expect(await rows('SELECT status FROM workspace')).toEqual([{ status: 'closing' }])
})

test('a vendor that is down at a heartbeat is asked again after an hour and not before', async () => {
  const { deps, ahead, salesforce } = await installed('salesforce')
  ahead(8 * DAY_MS)
  salesforce.fault({ match: '/oauth2/token', times: 100, kind: 'status', status: 503 })
  const asked = () => salesforce.calls.filter(({ path }) => path === '/services/oauth2/token').length
  const before = asked()
  for (let minute = 0; minute < 30; minute += 1) {
    await heartbeat(deps)
    ahead(60_000)
  }
  expect(asked() - before).toBe(1)
  salesforce.clearFaults()
  ahead(3_600_000)
  expect(await heartbeat(deps)).toEqual({ renewed: 1 })
})

test('the package of an org signs with a secret of its connection, shown once, and kept when it is connected anew', async () => {
  const world = await installed('salesforce')
  const { person, program, publicUrl, now, company, rows, logged } = world
  expect(await person.words('/settings/connections')).toContain('Make a new secret')
  const made = await (await person.post('/settings/connections/secret', { source: 'salesforce' })).text()
  const secret = /<code>([\w-]{43})<\/code>/.exec(made)?.[1] ?? ''
  const [{ account_id: orgId } = { account_id: '' }] = await rows('SELECT account_id FROM connection')
  const push = (signedWith: string) => {
    const events = [{ id: '006gL000000000gQAA', change: 'UPDATE', at: now(), key: crypto.randomUUID() }]
    const body = JSON.stringify({ orgId, events })
    const t = Date.parse(now())
    const v1 = createHmac('sha256', signedWith).update(`${t}.${body}`).digest('base64')
    const headers = { 'content-type': 'application/json', 'x-pegel-signature': `t=${t},v1=${v1}` }
    return program.request(`${publicUrl}/webhooks/salesforce`, { method: 'POST', body, headers })
  }
  const held = async (signedWith: string) => (await push(signedWith)).status < 300
  expect(await held('the-secret-of-the-app')).toBe(false)
  expect(await held(secret)).toBe(true)
  await person.connect('salesforce')
  expect(await held(secret)).toBe(true)
  await person.post('/settings/connections/secret', { source: 'salesforce' })
  expect(await held(secret)).toBe(false)
  expect(await person.words('/settings/connections')).not.toContain(secret)
  expect(JSON.stringify(logged)).not.toContain(secret)
  expect(await person.post('/settings/connections/secret', { source: 'other' })).toMatchObject({
    status: 404,
  })
  const { db } = await world.deps.open(company)
  const audit = await db.$client.execute(
    "SELECT action FROM audit WHERE action = 'connection.signing_secret'",
  )
  expect(audit.rows).toHaveLength(2)
})
