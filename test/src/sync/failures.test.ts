import { expect, test } from 'vitest'
import type { Page } from '../../../connectors/contract.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { createToyCrm, type Fault, toyWith } from './toy.ts'
import { connectToy, createWorld, options } from './world.ts'

const night = { ...options, kind: 'night' as const }

async function twoCrms() {
  const [well, ill] = [createToyCrm('well.test', 5), createToyCrm('ill.test', 5)]
  const world = await createWorld([well, ill])
  await connectToy(world, well, 'well')
  await connectToy(world, ill, 'ill')
  well.requests.length = 0
  ill.requests.length = 0
  return { world, well, ill }
}

const outages: readonly [string, Fault, string][] = [
  ['429', { status: 429, retryAfter: 2 }, 'rate_limited'],
  ['429 without a word on when', { status: 429 }, 'rate_limited'],
  ['500', { status: 500 }, 'unavailable'],
  ['HTML', 'html', 'unavailable'],
  ['half a body', 'half', 'unavailable'],
  ['a reset connection', 'reset', 'unavailable'],
  ['nothing at all, and hangs', 'hang', 'unavailable'],
]

test.each(outages)(
  'a CRM that answers %s is asked a bounded number of times, then its run fails with the reason',
  async (_, fault, kind) => {
    const { world, well, ill } = await twoCrms()
    ill.always = fault
    const { runs, dead } = await runNight(world.platform, 'acme', night)
    expect(runs).toMatchObject([
      { source: 'ill', status: 'failed', failure: { kind } },
      { source: 'well', status: 'complete', failure: null, records: 12 },
    ])
    // Five turns with a cool-down between them, in each at most four requests.
    expect(ill.requests.length).toBeLessThanOrEqual(20)
    // The account, two pages of deals, and what the CRM itself counts.
    expect(well.requests).toHaveLength(4)
    expect(dead).toEqual([])
    expect(await world.rows("SELECT stream FROM stream_state WHERE status = 'parked'")).toEqual([
      { stream: 'account' },
    ])
  },
)

test.each(outages)(
  'a CRM that answers %s once and then recovers costs nothing but a moment',
  async (_, fault) => {
    const { world, ill } = await twoCrms()
    ill.faults = [null, fault]
    const { runs } = await runNight(world.platform, 'acme', night)
    expect(runs).toMatchObject([{ source: 'ill', status: 'complete', records: 12 }, { status: 'complete' }])
  },
)

test('the healthy CRM does not wait for the other one to be given up on', async () => {
  const { world, ill } = await twoCrms()
  ill.always = { status: 503 }
  const wellDone = Promise.withResolvers<void>()
  // No cool-down ends before the healthy night does: if it waited for one, neither would.
  const platform = {
    ...world.platform,
    async sleep(ms: number) {
      if (ms >= 1000) await wellDone.promise
      await world.platform.sleep(ms)
    },
  }
  const { runs } = await runNight(platform, 'acme', {
    ...night,
    onProgress({ source, stream, done }) {
      if (source === 'well' && stream === 'removals' && done) wellDone.resolve()
    },
  })
  expect(runs).toMatchObject([{ status: 'failed' }, { status: 'complete' }])
})

test('a CRM that asks for a long pause is left alone until the next night', async () => {
  const { world, ill } = await twoCrms()
  ill.always = { status: 429, retryAfter: 3600 }
  const { runs } = await runNight(world.platform, 'acme', night)
  expect(runs).toMatchObject([{ status: 'failed' }, { status: 'complete' }])
  expect(ill.requests).toHaveLength(1)
})

test('a missing permission fails the run at once and does not ask to reconnect', async () => {
  const { world, ill } = await twoCrms()
  ill.faults = [null, { status: 403 }]
  const { runs } = await runNight(world.platform, 'acme', night)
  expect(runs).toMatchObject([
    { status: 'failed', failure: { kind: 'forbidden', missing: 'deals.read' } },
    { status: 'complete' },
  ])
  expect(
    (await world.directory.execute("SELECT 1 FROM connection WHERE status = 'active'")).rows,
  ).toHaveLength(2)
})

test('after an outage the next night brings everything that changed meanwhile', async () => {
  const { world, ill } = await twoCrms()
  await runNight(world.platform, 'acme', night)
  world.set('2026-03-04T03:40:00.000Z')
  const first = ill.deals.get('0001')
  if (first !== undefined)
    ill.deals.set('0001', { ...first, amount: 7, changedAt: '2026-03-03T12:00:00.000Z' })
  ill.faults = [null, null, null]
  ill.always = { status: 500 }
  await runNight(world.platform, 'acme', night)
  ill.always = null
  world.set('2026-03-05T03:40:00.000Z')
  const { runs } = await runNight(world.platform, 'acme', night)
  expect(runs).toMatchObject([{ status: 'complete' }, { status: 'complete' }])
  const rows = await world.rows(
    "SELECT r.amount_minor FROM deal d JOIN revision r ON r.seq = d.current_seq WHERE d.source = 'ill' AND external_id = '0001'",
  )
  expect(rows).toEqual([{ amount_minor: 7 }])
})

test('a walk that a failed night left half done is finished by the next, up to the next', async () => {
  const { world, ill } = await twoCrms()
  ill.faults = [null, null, ...Array<Fault>(20).fill({ status: 500 })]
  expect((await runNight(world.platform, 'acme', night)).runs).toMatchObject([{ status: 'failed' }, {}])
  ill.faults = []
  const half = await world.rows("SELECT cursor FROM stream_state WHERE source = 'ill' AND stream = 'deals'")
  expect(JSON.parse(String(half[0]?.cursor))).toMatchObject({ at: 'list', after: '0003' })
  world.set('2026-03-04T03:40:00.000Z')
  await runNight(world.platform, 'acme', night)
  const ends = await world.rows(
    "SELECT data_through FROM run WHERE source = 'ill' AND kind = 'night' AND status = 'complete'",
  )
  expect(ends).toEqual([{ data_through: '2026-03-04T03:38:00.000Z' }])
  expect(await world.rows('SELECT COUNT(*) AS n FROM revision')).toEqual([{ n: 10 }])
})

test('a list of owners that a failed night left half read is read from its start, so nobody is taken for gone', async () => {
  const { world, ill } = await twoCrms()
  const pages = toyWith({
    async owners({ now, transport, baseUrl }, cursor): Promise<Page<'owners'>> {
      const url = `${baseUrl}/account`
      await transport.send({ method: 'GET', url, headers: {}, body: null, bucket: 'all', repeatable: true })
      const first = cursor?.at !== 'list'
      return {
        records: [{ id: first ? 'anna' : 'ben', teamId: null, active: true }],
        deleted: [],
        skipped: [],
        cursor: first ? { at: 'list', openedAt: now, after: 'anna' } : { at: 'rest', until: now },
        more: first,
        primary: true,
        total: null,
      }
    },
  })
  ill.faults = [null, null, ...Array<Fault>(20).fill({ status: 500 })]
  const failed = await runNight(world.platform, 'acme', { ...night, registry: pages })
  expect(failed.runs).toMatchObject([{ source: 'ill', status: 'failed' }, { status: 'complete' }])
  ill.faults = []
  world.set('2026-03-04T03:40:00.000Z')
  await runNight(world.platform, 'acme', { ...night, registry: pages })
  expect(await world.rows("SELECT active FROM owner WHERE source = 'ill'")).toEqual([
    { active: 1 },
    { active: 1 },
  ])
})
