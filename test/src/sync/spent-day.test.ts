/** A customer's day of calls that others use up: no call of ours beyond 80 %, and then one an hour at most. Invariant 9. */
import { expect, onTestFinished, test } from 'vitest'
import { createCrm } from '../../../connectors/demo/crm.ts'
import { startSalesforceSandbox } from '../../../connectors/salesforce/sandbox/index.ts'
import { addMs } from '../../../connectors/values/time.ts'
import { connectCrm } from '../../../src/sync/connect.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { createWorld, NIGHT, type World } from './world.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

async function salesforce() {
  const clock: { world: World | null } = { world: null }
  const now = () => clock.world?.platform.now() ?? NIGHT
  const crm = createCrm({
    ...{ name: 'Acme', timeZone: 'Europe/Berlin', currency: 'EUR', fiscalYearStartMonth: 1 },
  })
  const sandbox = await startSalesforceSandbox({ crm, now })
  onTestFinished(() => sandbox.close())
  const { host } = new URL(sandbox.url)
  const world = await createWorld([], NIGHT, { fetch: () => fetch, allowHosts: [host] })
  clock.world = world
  const { clientId, clientSecret, url: instanceUrl } = sandbox
  const connected = await connectCrm(world.platform, {
    ...{ workspaceId: 'acme', crm: 'salesforce', label: 'Salesforce', properties: [] },
    config: { instanceUrl, clientId, clientSecret },
  })
  expect(connected).toMatchObject({ ok: true })

  /** Of another instance each time: what it knows of the day stands in the directory. */
  async function sync(kind: 'night' | 'manual', at: string) {
    world.set(at)
    const before = sandbox.calls.length
    const { runs } = await runNight({ ...world.platform, lifetime: {} }, 'acme', { kind })
    const [run] = runs
    const wait = run?.failure?.kind === 'rate_limited' ? run.failure.retryAfterMs : null
    return { status: run?.status, failure: run?.failure, wait, calls: sandbox.calls.length - before }
  }
  return { sandbox, sync }
}

test('a day that others have used to 80 % ends the run with the time it goes on, and is probed once an hour', async () => {
  const { sandbox, sync } = await salesforce()
  expect(await sync('night', NIGHT)).toMatchObject({ status: 'complete' })

  const next = addMs(NIGHT, DAY_MS)
  sandbox.switches.requestsByOthers = Math.ceil(sandbox.switches.dailyRequests * 0.8)
  const spent = { status: 'failed', failure: { kind: 'rate_limited', scope: 'day' } }
  const met = await sync('night', next)
  expect(met).toMatchObject({ ...spent, wait: HOUR_MS })
  expect(met.calls).toBeLessThanOrEqual(2)

  const soon = await sync('manual', addMs(next, HOUR_MS / 2))
  expect(soon).toMatchObject({ ...spent, calls: 0 })
  expect(soon.wait).toBeGreaterThan(HOUR_MS / 3)

  const later = addMs(next, 1.5 * HOUR_MS)
  const probed = await sync('manual', later)
  expect(probed).toMatchObject({ ...spent, wait: HOUR_MS })
  expect(probed.calls).toBeLessThanOrEqual(2)
  expect(await sync('manual', addMs(later, 1000))).toMatchObject({ ...spent, calls: 0 })

  sandbox.switches.requestsByOthers = 0
  expect(await sync('night', addMs(next, DAY_MS))).toMatchObject({ status: 'complete' })
  expect(await sync('manual', addMs(next, DAY_MS + 60_000))).toMatchObject({ status: 'complete' })
})
