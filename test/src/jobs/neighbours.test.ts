import { expect, test } from 'vitest'
import type { Instant } from '../../../connectors/contract.ts'
import { nightAt, planNights } from '../../../src/jobs/schedule.ts'
import { sweep } from '../../../src/jobs/sweep.ts'
import type { Platform } from '../../../src/platform.ts'
import { createIdleClock } from '../../support/idle-clock.ts'
import { buildTown, hubspotPortal, type Portal, salesforceOrg, type Town } from '../../support/town.ts'

const COMPANIES = 50
const DAY = '2026-03-02'
const EVENING = '2026-03-02T20:00:00.000Z'
const MINUTE = 60_000
/** From the instant a night is due to its values: three ticks of the clock, so that a queue that waits is seen. */
const ON_TIME_MS = 3 * MINUTE

test('companies whose CRM refuses, is used up, is down or tells nonsense make none of their 50 neighbours late', async () => {
  const clock = createIdleClock(EVENING)
  const orgs = [0, 1, 2].map((n) => salesforceOrg(`exhausted-${n}`, 20, clock))
  const [revoked, down, poisoned] = ['revoked', 'down', 'poisoned'].map((name) =>
    [0, 1, 2].map((n) => hubspotPortal(`${name}-${n}`, 20, clock)),
  ) as [Portal[], Portal[], Portal[]]
  const bad = [...orgs, ...revoked, ...down]
  const sound = Array.from({ length: COMPANIES - bad.length - poisoned.length }, (_, n) =>
    n % 2 === 0 ? hubspotPortal(`portal-${n}`, 20 + n, clock) : salesforceOrg(`org-${n}`, 20 + n, clock),
  )
  const town = await buildTown([...bad, ...poisoned, ...sound], clock)
  for (const { switches } of orgs) switches.requestsByOthers = switches.dailyRequests
  const calls = new Map([...revoked, ...down].map((portal) => [portal.id, refuse(portal, revoked)]))
  for (const portal of poisoned) poison(portal)

  await clock.run('2026-03-03T02:55:00.000Z')
  await clock.during(tickFor(town.platform, 120))

  expect(await lateOf(town, [...sound, ...poisoned])).toEqual([])
  expect(await lateOf(town, bad)).toHaveLength(bad.length)
  for (const { id } of poisoned)
    expect(await town.rows(id, "SELECT status, skipped FROM run WHERE kind = 'night'")).toEqual([
      { status: 'complete', skipped: 1 },
    ])
  const failures = await Promise.all(bad.map(({ id }) => failureOf(town, id)))
  expect(failures).toEqual([
    ...orgs.map(() => ({ status: 'failed', failure: 'rate_limited', connection: 'active' })),
    ...revoked.map(() => ({ status: 'failed', failure: 'unauthorized', connection: 'reconnect' })),
    ...down.map(() => ({ status: 'failed', failure: 'unavailable', connection: 'active' })),
  ])
  // One that was revoked is left alone; one that is down is asked no more than its attempts and their short retries.
  for (const { id } of revoked) expect(calls.get(id)?.()).toBeLessThanOrEqual(2)
  for (const { id } of down) expect(calls.get(id)?.()).toBeLessThanOrEqual(20)
}, 120_000)

/** Returns how often it was asked since. */
function refuse(portal: Portal, revoked: readonly Portal[]): () => number {
  let asked = 0
  const status = revoked.includes(portal) ? 401 : 500
  portal.answer = async () => {
    asked += 1
    return Response.json({ status: 'error', message: 'no' }, { status })
  }
  return () => asked
}

/** The first deal of each page of deals is no object of HubSpot's. */
function poison(portal: Portal): void {
  const { answer } = portal
  portal.answer = async (request) => {
    const response = await answer(request)
    const text = await response.text()
    const broken = /objects.*deals/.test(request.url) ? text.replace('"properties":{', '"was":{') : text
    return new Response(broken, { status: response.status, headers: response.headers })
  }
}

/** What the embedded program does every minute. */
async function tickFor(platform: Platform, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await sweep(platform)
    await planNights(platform)
    await platform.sleep(MINUTE)
  }
}

async function lateOf(town: Town, portals: readonly Portal[]): Promise<string[]> {
  const late: string[] = []
  for (const { id } of portals) {
    const [value] = await town.rows(id, `SELECT created_at AS at FROM measurement WHERE day = '${DAY}'`)
    const due = Date.parse(nightAt(id, '2026-03-03', 'Europe/Berlin'))
    if (value === undefined) late.push(`${id} has no value`)
    else if (Date.parse(value.at as Instant) - due > ON_TIME_MS)
      late.push(`${id}: ${Math.round((Date.parse(value.at as Instant) - due) / 1000)} s`)
  }
  return late
}

async function failureOf(town: Town, id: string) {
  const [run] = await town.rows(id, "SELECT status, failure ->> '$.kind' AS failure FROM run")
  const { rows } = await town.platform.directory.$client.execute({
    sql: 'SELECT status FROM connection WHERE workspace_id = ?',
    args: [id],
  })
  return { ...run, connection: rows[0]?.status }
}
