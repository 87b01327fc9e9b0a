/** Drift blocks exactly the key results it touches, for three nights; then they say that they differ. */

import { expect, test } from 'vitest'
import { statuses } from '../../../connectors/contract.ts'
import { addDays } from '../../../connectors/values/time.ts'
import { drift, inferredRemoval, measurement } from '../../../db/workspace/schema.ts'
import { statusesOf } from '../../../src/metrics/statuses.ts'
import { type Definition, metricIds } from '../../../src/metrics/types.ts'
import { type Difference, type Differences, inRun, touches } from '../../../src/okr/differences.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { keyResultInput } from '../../../src/okr/types.ts'
import { createCycle, createKeyResult, createObjective } from '../../../src/okr/write.ts'
import type { Workspace } from '../../../src/platform.ts'
import { addDeals, addRun, company } from '../../support/company.ts'
import fc from '../../support/properties.ts'

const day = '2026-11-23'
const morning = '2026-11-24T05:00:00.000Z'

const won: Difference = {
  ...{ source: 'hubspot', pipelineId: 'new', pipeline: 'New business', status: 'won', measure: 'count' },
  ...{ ours: 3, theirs: 4, ids: ['9'] },
  ...{ nights: 1, day, since: '2026-11-24T04:00:00.000Z', until: null },
}
const stagesOf = new Map([
  ['["hubspot","demo"]', new Set(['new'])],
  ['["hubspot","trial"]', new Set(['other'])],
  ['["hubspot","shared"]', new Set(['new', 'other'])],
])
const known: Differences = { all: [won], pipelinesOfStage: stagesOf }

test('a difference touches what looks at its connection, pipeline, status and measure', () => {
  const of = (metric: Definition['metric'], filter?: Definition['filter']): Definition => ({
    ...{ metric, window: 'cycle' },
    ...(filter === undefined ? {} : { filter }),
  })
  const cases: readonly (readonly [Definition, Partial<Difference>, boolean])[] = [
    [of('won_revenue'), {}, true],
    [of('open_pipeline'), {}, false],
    [of('lost_deals'), {}, false],
    [of('win_rate'), { status: 'lost' }, true],
    [of('win_rate'), { status: 'open' }, false],
    [of('deals_created'), { status: 'open' }, true],
    [of('won_deals', { connections: ['salesforce'] }), {}, false],
    [of('won_deals', { connections: ['salesforce', 'hubspot'] }), {}, true],
    [of('won_deals', { pipelines: ['other'] }), {}, false],
    [of('won_deals', { pipelines: ['other', 'new'] }), {}, true],
    [of('won_deals', { pipelines: ['other'] }), { pipelineId: '' }, true],
    [of('won_deals', { stages: ['demo'] }), {}, true],
    [of('won_deals', { stages: ['trial'] }), {}, false],
    [of('won_deals', { stages: ['trial', 'shared'] }), {}, true],
    [of('won_deals', { stages: ['nobody-knows'] }), {}, true],
    // A sum that differs is nothing to a number, unless the number asks for a least amount.
    [of('won_deals'), { measure: 'amount' }, false],
    [of('won_deals', { minAmountMinor: 100 }), { measure: 'amount' }, true],
    [of('average_deal_size'), { measure: 'amount' }, true],
    [of('won_deals'), { measure: 'held' }, true],
    [of('open_deals'), { measure: 'held', status: null }, true],
    [of('won_deals', { teams: ['north'], dealTypes: ['x'] }), {}, true],
  ]
  for (const [definition, change, touched] of cases)
    expect([definition, change, touches(definition, { ...won, ...change }, known)]).toEqual([
      definition,
      change,
      touched,
    ])
})

test('every metric looks at one status at least, and unfiltered it is touched by that and by no other', () => {
  fc.assert(
    fc.property(fc.constantFrom(...metricIds), fc.constantFrom(...statuses), (metric, status) => {
      expect(statusesOf[metric].length).toBeGreaterThan(0)
      const touched = touches({ metric, window: 'cycle' }, { ...won, status }, known)
      expect(touched).toBe(statusesOf[metric].includes(status))
    }),
  )
})

test('a run has in it what was found before it ended and not healed by then', () => {
  const run = { source: 'hubspot', day, finishedAt: '2026-11-24T05:00:00.000Z' }
  const cases: readonly (readonly [Partial<Difference>, ReturnType<typeof inRun>])[] = [
    [{}, 'blocks'],
    [{ since: run.finishedAt }, 'blocks'],
    [{ since: '2026-11-24T05:00:00.001Z' }, 'absent'],
    [{ until: run.finishedAt }, 'absent'],
    [{ until: '2026-11-24T05:00:00.001Z' }, 'blocks'],
    [{ source: 'salesforce' }, 'absent'],
    [{ nights: 3 }, 'blocks'],
    [{ nights: 4 }, 'shown'],
    // How many nights it was when an earlier run ended is not known: it waits.
    [{ nights: 4, day: addDays(day, 1) }, 'blocks'],
    [{ nights: 4, day: addDays(day, -1) }, 'shown'],
    // An administrator decides, and nothing else.
    [{ measure: 'held', nights: 0, day: null }, 'blocks'],
  ]
  for (const [change, as] of cases) expect([change, inRun({ ...won, ...change }, run)]).toEqual([change, as])
})

const metrics = ['won_revenue', 'won_deals', 'open_deals', 'lost_deals', 'win_rate'] as const

async function start(): Promise<Workspace> {
  const workspace = await company()
  await addDeals(
    workspace,
    ['a', 'b', 'c', 'd', 'e'].flatMap((owner) =>
      statuses.map((status) => ({ owner, status, amountMinor: 10_00, closeDate: '2026-10-20' })),
    ),
  )
  const context = { actor: 'anna', now: '2026-10-01T08:00:00.000Z', workspace }
  const dates = { startsOn: '2026-10-01', endsOn: '2027-01-01' }
  const cycle = await createCycle(workspace.db, { name: 'Q4', ...dates }, context)
  const about = { title: 'Grow', description: null, team: 'North' }
  const objective = await createObjective(
    workspace.db,
    { cycleId: cycle.ok ? cycle.id : '', ...about },
    context,
  )
  for (const metric of metrics) {
    const input = keyResultInput.parse({
      ...{ objectiveId: objective.ok ? objective.id : '', title: metric, kind: 'reach', origin: 'metric' },
      ...{ definition: { metric, window: 'cycle' }, baseline: 0, target: 1 },
    })
    expect(await createKeyResult(workspace.db, input, context)).toMatchObject({ ok: true })
  }
  return workspace
}

async function published({ db }: Workspace, of: string) {
  const rows = await db.select().from(measurement).orderBy(measurement.id)
  return rows
    .filter((row) => row.day === of)
    .map(
      (row) =>
        JSON.parse(row.value) as { metric: string; complete: boolean; reason?: string; differences?: object },
    )
    .sort((a, b) => (a.metric < b.metric ? -1 : 1))
}

const names = (values: readonly { metric: string }[]) => values.map(({ metric }) => metric)
const row = {
  source: 'hubspot',
  pipelineId: 'new',
  status: 'won',
  measure: 'count',
  ours: 5,
  theirs: 6,
} as const

test('for three nights only the key results that a difference touches wait, and from the fourth they show it', async () => {
  const workspace = await start()
  for (const nights of [1, 2, 3, 4, 5]) {
    const of = addDays(day, nights - 1)
    const since = '2026-11-24T03:00:00.000Z'
    const found = { ...row, ids: '["9"]', nights, day: of, runId: of, since, seenAt: since }
    await workspace.db
      .insert(drift)
      .values(found)
      .onConflictDoUpdate({
        target: [drift.source, drift.pipelineId, drift.status, drift.measure],
        set: found,
      })
    await addRun(workspace, of)
    const now = `${addDays(of, 1)}T05:00:00.000Z`
    expect(await measureDay(workspace, of, now)).toEqual(
      nights > 3 ? { published: 5, waiting: 0 } : { published: 2, waiting: 3 },
    )
    const shown = { complete: false, reason: 'differs_from_crm', differences: [row] }
    const touched = ['win_rate', 'won_deals', 'won_revenue'].map((metric) => ({ metric, ...shown }))
    expect(await published(workspace, of)).toMatchObject([
      { metric: 'lost_deals', complete: true },
      { metric: 'open_deals', complete: true },
      ...(nights > 3 ? touched : []),
    ])
  }
})

test('a run of the same day that agrees again speaks for it', async () => {
  const workspace = await start()
  await addRun(workspace, day)
  const since = '2026-11-24T03:00:00.000Z'
  await workspace.db.insert(drift).values({ ...row, ids: '[]', day, runId: 'x', since, seenAt: since })
  expect(await measureDay(workspace, day, morning)).toEqual({ published: 2, waiting: 3 })
  await workspace.db.update(drift).set({ healedAt: '2026-11-24T07:30:00.000Z' })
  // The first run still has it in it.
  expect(await measureDay(workspace, day, '2026-11-24T07:40:00.000Z')).toEqual({ published: 0, waiting: 3 })
  const second = await addRun(workspace, day, { startedAt: '2026-11-24T08:00:00.000Z' })
  expect(await measureDay(workspace, day, '2026-11-24T09:00:00.000Z')).toEqual({ published: 3, waiting: 0 })
  expect((await published(workspace, day)).map((one) => (one as unknown as { run: string }).run)).toContain(
    second,
  )
})

test('while deals are held the key results they stand in keep their last value, however long it takes', async () => {
  const workspace = await start()
  const seenAt = '2026-11-24T03:00:00.000Z'
  const { rows } = await workspace.db.$client.execute(
    `SELECT d.external_id AS id FROM deal d JOIN revision r ON r.seq = d.current_seq WHERE r.status = 'open'`,
  )
  await workspace.db.insert(inferredRemoval).values(
    rows.map(({ id }) => ({
      source: 'hubspot',
      externalId: String(id),
      runId: 'x',
      seenAt,
      state: 'held',
    })),
  )
  for (const nights of [0, 1, 2, 3, 4, 5]) {
    const of = addDays(day, nights)
    await addRun(workspace, of)
    await measureDay(workspace, of, `${addDays(of, 1)}T05:00:00.000Z`)
    expect(names(await published(workspace, of))).toEqual([
      'lost_deals',
      'win_rate',
      'won_deals',
      'won_revenue',
    ])
  }
  const decidedAt = '2026-11-29T12:00:00.000Z'
  await workspace.db.update(inferredRemoval).set({ state: 'dismissed', decidedBy: 'ada', decidedAt })
  const of = addDays(day, 6)
  await addRun(workspace, of)
  await measureDay(workspace, of, `${addDays(of, 1)}T05:00:00.000Z`)
  expect(names(await published(workspace, of))).toContain('open_deals')
})
