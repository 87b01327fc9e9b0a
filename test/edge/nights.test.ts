/** Nights in workerd: the cron fires, messages flow through the real queues, the databases are a real libSQL server's. */
import { env, SELF } from 'cloudflare:test'
import { beforeAll, expect, inject, test } from 'vitest'
import { addDays, addMs } from '../../connectors/values/time.ts'
import type { AppDeps } from '../../src/app-env.ts'
import { openEdge } from '../../src/platform-edge.ts'
import { openRun } from '../../src/sync/night.ts'
import { ofNights } from '../../src/sync/run-kinds.ts'
import { COOL_DOWN } from '../../src/sync/stream-lease.ts'
import { keyResultTitles, makeCompany, makeKeyResults, measured, yesterday } from './company.ts'
import { compareEvidenceFiles } from './evidence-files.ts'
import { largestByKind, overTheLimit } from './limit.ts'
import { provisioner } from './provisioner.ts'
import { invocations } from './requests.ts'

const { facts, embedded } = inject('world')
const day = yesterday(facts, Date.now())
const patience = { timeout: 90_000, interval: 200 }
const sources = ['hubspot', 'salesforce'] as const
const firstRuns = sources.map((source) => ({ source, kind: 'manual', status: 'complete' }))

/** A company with both CRMs connected and imported, and key results on what was imported. */
async function importedCompany(workspaceId: string): Promise<AppDeps> {
  const platform = await openEdge(env)
  await makeCompany(platform, provisioner, workspaceId, facts)
  const { db } = await platform.open(workspaceId)
  for (const source of sources) {
    const runId = `${source}-first`
    // Of the day before: only a night speaks for the day that the tests are about.
    const before = addDays(day, -1)
    await openRun(db, { runId, source, day: before, kind: 'manual', now: platform.now() })
    await platform.queue.send({ kind: 'pull', workspaceId, source, runId })
  }
  await expect.poll(() => handled('pegel-work publish', workspaceId), patience).toBe(sources.length)
  expect(await runs(platform, workspaceId)).toEqual(firstRuns)
  await makeKeyResults(platform, workspaceId, facts)
  return platform
}

/** Messages of a company that were worked on to their end. */
function handled(what: string, workspaceId: string): number {
  return invocations.filter((one) => one.done && one.what === what && one.workspaceId === workspaceId).length
}

async function rows(platform: AppDeps, workspaceId: string, sql: string, ...args: string[]) {
  const { db } = await platform.open(workspaceId)
  const result = await db.$client.execute({ sql, args })
  return result.rows.map((row) => Object.fromEntries(result.columns.map((column) => [column, row[column]])))
}

function runs(platform: AppDeps, workspaceId: string) {
  return rows(
    platform,
    workspaceId,
    `SELECT source, kind, status FROM run WHERE ${ofNights} ORDER BY kind, source`,
  )
}

async function runOf(platform: AppDeps, workspaceId: string, id: string) {
  const found = await rows(platform, workspaceId, 'SELECT status, failure FROM run WHERE id = ?', id)
  return found.map(({ status, failure }) => ({ status, failure: JSON.parse(String(failure)) }))
}

async function valuesOf(platform: AppDeps, workspaceId: string) {
  return measured((await platform.open(workspaceId)).db)
}

/** The night of this company is due, and the cron comes by. */
async function fireCron(platform: AppDeps, workspaceId: string): Promise<void> {
  await platform.directory.$client.execute({
    sql: 'UPDATE schedule SET next_at = ? WHERE workspace_id = ?',
    args: [addMs(platform.now(), -1000), workspaceId],
  })
  expect(await SELF.scheduled({ cron: '*/5 * * * *' })).toMatchObject({ outcome: 'ok' })
}

/** What only breaks a message of ours; its 30 s until it is repeated pass while the other nights run. */
beforeAll(async () => {
  const platform = await openEdge(env)
  await makeCompany(platform, provisioner, 'poison', facts)
  await rows(platform, 'poison', "UPDATE source SET properties = 'half of a li' WHERE id = 'hubspot'")
  await fireCron(platform, 'poison')
})

test('the cron starts the night, messages carry it, and the values are those of the embedded night', async () => {
  const platform = await importedCompany('night')
  expect(await valuesOf(platform, 'night')).toEqual([])

  await fireCron(platform, 'night')
  await expect.poll(() => valuesOf(platform, 'night'), patience).toEqual(embedded)
  expect(embedded.map(({ title }) => title)).toEqual(keyResultTitles)
  expect(embedded.every(({ origin }) => origin === 'auto')).toBe(true)
  expect(await runs(platform, 'night')).toEqual([
    ...firstRuns,
    { source: 'hubspot', kind: 'night', status: 'complete' },
    { source: 'salesforce', kind: 'night', status: 'complete' },
  ])

  expect(await compareEvidenceFiles('night')).toBe(embedded.length)

  // Once more, by the cron and by messages that are delivered twice: nothing is read or measured again.
  const before = await rows(platform, 'night', `SELECT * FROM run WHERE ${ofNights} ORDER BY id`)
  const [nights, publishes] = handledSoFar()
  await fireCron(platform, 'night')
  for (const source of sources)
    await platform.queue.send({ kind: 'night', workspaceId: 'night', source, day })
  await platform.queue.send({ kind: 'publish', workspaceId: 'night', day })
  await expect.poll(() => handledSoFar()[0], patience).toBeGreaterThanOrEqual(nights + 2)
  await expect.poll(() => handledSoFar()[1], patience).toBeGreaterThan(publishes)
  expect(await rows(platform, 'night', `SELECT * FROM run WHERE ${ofNights} ORDER BY id`)).toEqual(before)
  expect(await valuesOf(platform, 'night')).toEqual(embedded)

  function handledSoFar() {
    return [handled('pegel-work night', 'night'), handled('pegel-work publish', 'night')] as const
  }
})

test('no message of a first import or a night needs more requests than an invocation may make', () => {
  const largest = largestByKind()
  console.log(`largest number of requests by kind: ${JSON.stringify(largest)}`)
  expect(Object.keys(largest)).toEqual([
    '/api/key-results/:id/evidence.csv',
    '/api/key-results/:id/evidence.json',
    '/sign-in/link',
    ...['cron', 'night', 'publish', 'pull', 'sweep'],
  ])
  expect(overTheLimit()).toEqual([])
})

test('a page that goes on failing is retried and then parked, and the other CRM has its night', async () => {
  const platform = await importedCompany('page')
  // After an import only the pages of what was deleted are lists of deals.
  await fault({ match: 'GET /crm/objects/2026-09/deals', times: 1000, kind: 'status', status: 500 })
  await fireCron(platform, 'page')
  const night = `hubspot-${day}-night`
  // Each failure is followed by a longer cool-down. It stands in the database and is cut short there; the message that waits
  // for its end is then sent at once.
  for (const attempt of [1, 2, 3, 4]) {
    await expect.poll(() => coolingDown(platform, night), patience).toEqual([{ attempts: attempt }])
    await endCoolDown(platform, night)
    await platform.queue.send({ kind: 'pull', workspaceId: 'page', source: 'hubspot', runId: night })
  }
  await expect
    .poll(() => runOf(platform, 'page', night), patience)
    .toMatchObject([{ status: 'failed', failure: { kind: 'unavailable', status: 500 } }])
  const streams = 'SELECT stream FROM stream_state WHERE run_id = ? AND status = ?'
  expect(await rows(platform, 'page', streams, night, 'parked')).toEqual([{ stream: 'removals' }])
  await expect
    .poll(() => runOf(platform, 'page', `salesforce-${day}-night`), patience)
    .toEqual([{ status: 'complete', failure: null }])
  const published = embedded.filter(({ title }) => title === 'Won in Salesforce')
  await expect.poll(() => valuesOf(platform, 'page'), patience).toEqual(published)
  await fault(null)
})

function coolingDown(platform: AppDeps, runId: string) {
  const sql = 'SELECT attempts FROM stream_state WHERE run_id = ? AND lease_holder = ? AND lease_until > ?'
  return rows(platform, 'page', sql, runId, COOL_DOWN, platform.now())
}

async function endCoolDown(platform: AppDeps, runId: string): Promise<void> {
  await rows(
    platform,
    'page',
    `UPDATE stream_state SET lease_until = '' WHERE run_id = ? AND lease_holder = ?`,
    runId,
    COOL_DOWN,
  )
  // The whole connection rests meanwhile.
  await platform.directory.$client.execute("DELETE FROM call_hold WHERE workspace_id = 'page'")
}

/** By the sandbox's own control; null ends all. */
async function fault(one: object | null): Promise<void> {
  const url = `${facts.hubspot.apiUrl}/_sandbox/faults`
  const init = one === null ? { method: 'DELETE' } : { method: 'POST', body: JSON.stringify(one) }
  expect((await fetch(url, init)).status).toBe(204)
}

test('a message that always breaks is repeated, dies, and is parked where a person sees it', async () => {
  const platform = await openEdge(env)
  const night = `hubspot-${day}-night`
  await expect
    .poll(() => runOf(platform, 'poison', night), patience)
    .toEqual([
      { status: 'failed', failure: { kind: 'internal', detail: expect.stringContaining('SyntaxError') } },
    ])
  expect(handled('pegel-work pull', 'poison')).toBeGreaterThan(2)
  expect(handled('pegel-parked pull', 'poison')).toBeGreaterThan(0)
  // A sweep may have sent it a second time meanwhile: then both have died, and each has its line.
  const parked = "SELECT DISTINCT subject FROM audit WHERE action = 'message.parked'"
  expect(await rows(platform, 'poison', parked)).toEqual([
    { subject: JSON.stringify({ kind: 'pull', workspaceId: 'poison', source: 'hubspot', runId: night }) },
  ])
  expect(await runOf(platform, 'poison', `salesforce-${day}-night`)).toEqual([
    { status: 'complete', failure: null },
  ])
})
