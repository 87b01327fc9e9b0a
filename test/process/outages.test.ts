/**
 * CRMs on real sockets that answer badly for a whole night. The clock is the test's own, so that the cool-downs of some
 * minutes pass at once; the words on the command line are in `unreadable.test.ts`.
 */
import { expect, onTestFinished, test } from 'vitest'
import type { Fault } from '../../connectors/demo/types.ts'
import { DEFAULT_TOKEN, startHubspotSandbox } from '../../connectors/hubspot/sandbox/index.ts'
import { startSalesforceSandbox } from '../../connectors/salesforce/sandbox/index.ts'
import { connectCrm } from '../../src/sync/connect.ts'
import { runNight } from '../../src/sync/run-night.ts'
import { smallCompany } from '../connectors/support/company.ts'
import { createWorld } from '../src/sync/world.ts'

const MORNING = '2026-04-02T03:40:00.000Z'
/** In place of thirty seconds, so that a CRM that hangs is given up on within the test's time. */
const DEADLINE = { deadlineMs: 150 }

async function company() {
  const clock: { now(): string } = { now: () => MORNING }
  const now = () => clock.now()
  const hubspot = await startHubspotSandbox({
    crm: smallCompany(10),
    now,
    clockMs: () => Date.parse(now()),
  })
  const salesforce = await startSalesforceSandbox({ crm: smallCompany(10), now })
  onTestFinished(async () => {
    await Promise.all([hubspot.close(), salesforce.close()])
  })
  const world = await createWorld([], MORNING, { fetch: () => fetch, allowHosts: ['127.0.0.1'] })
  clock.now = world.platform.now
  const { clientId, clientSecret } = salesforce
  const configs = {
    hubspot: { token: DEFAULT_TOKEN, apiUrl: hubspot.url },
    salesforce: { instanceUrl: salesforce.url, clientId, clientSecret },
  }
  for (const crm of ['hubspot', 'salesforce'] as const) {
    const config = configs[crm]
    const input = { workspaceId: 'acme', crm, label: crm, config, properties: [] }
    expect(await connectCrm(world.platform, input)).toMatchObject({ ok: true })
  }
  return { world, sandboxes: { hubspot, salesforce } }
}

const answers: readonly [string, Pick<Fault, 'kind' | 'status'>][] = [
  ['429', { kind: 'rate_limit' }],
  ['500', { kind: 'status', status: 500 }],
  ['HTML', { kind: 'html' }],
  ['half a body', { kind: 'half_body' }],
  ['a closed connection', { kind: 'reset' }],
  ['nothing, and hangs', { kind: 'hang' }],
]
const pairs = [
  ['hubspot', 'salesforce'],
  ['salesforce', 'hubspot'],
] as const

test.each(pairs.flatMap(([ill, well]) => answers.map(([name, fault]) => [ill, name, well, fault] as const)))(
  '%s that answers %s is asked a bounded number of times and parked with the reason; %s has its night',
  async (ill, _, well, fault) => {
    const { world, sandboxes } = await company()
    const before = sandboxes[ill].calls.length
    sandboxes[ill].fault({ match: '', times: 100_000, ...fault })
    const { runs, dead } = await runNight(world.platform, 'acme', { kind: 'night', ...DEADLINE })
    expect(dead).toEqual([])
    expect(runs.find(({ source }) => source === well)).toMatchObject({ status: 'complete', failure: null })
    expect(runs.find(({ source }) => source === ill)).toMatchObject({
      status: 'failed',
      failure: { kind: expect.stringMatching(/^(rate_limited|unavailable|unreadable)$/) },
    })
    // Five turns with a cool-down between them, in each at most four requests.
    expect(sandboxes[ill].calls.length - before).toBeLessThanOrEqual(20)
    expect(await world.rows("SELECT source, stream FROM stream_state WHERE status = 'parked'")).toEqual([
      { source: ill, stream: 'account' },
    ])

    sandboxes[ill].clearFaults()
    const next = await runNight(world.platform, 'acme', { kind: 'manual', ...DEADLINE })
    expect(next.runs).toMatchObject([{ status: 'complete' }, { status: 'complete' }])
  },
)
