import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { deal, keyResult, measurement, source, stage } from '../../../db/workspace/schema.ts'
import type { Definition } from '../../../src/metrics/types.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { readBoard, readKeyResult } from '../../../src/okr/read.ts'
import { type KeyResultInput, keyResultInput } from '../../../src/okr/types.ts'
import { createCycle, createKeyResult, createObjective } from '../../../src/okr/write.ts'
import type { Workspace } from '../../../src/platform.ts'
import { addDeals, addRun, company, handOver, night } from '../../support/company.ts'

const day = '2026-11-23'
const morning = '2026-11-24T05:00:00.000Z'
const people = ['a', 'b', 'c', 'd', 'e']
const wonBy = (owner: string, amountMinor = 10_00, more: object = {}) =>
  ({ owner, status: 'won', amountMinor, closeDate: '2026-10-20', ...more }) as const

async function start(workspace: Workspace, parts: readonly Partial<KeyResultInput>[]): Promise<string[]> {
  const context = { actor: 'anna', now: '2026-10-01T08:00:00.000Z', workspace }
  const cycle = await createCycle(
    workspace.db,
    { name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01' },
    context,
  )
  const objective = await createObjective(
    workspace.db,
    { cycleId: cycle.ok ? cycle.id : '', title: 'Grow', description: null, team: 'North' },
    context,
  )
  const ids: string[] = []
  for (const part of parts) {
    const input = keyResultInput.parse({
      ...{ objectiveId: objective.ok ? objective.id : '', title: 'Win', kind: 'reach', origin: 'metric' },
      ...{ definition: { metric: 'won_revenue', window: 'cycle' }, baseline: 0, target: 100_00 },
      ...part,
    })
    const written = await createKeyResult(workspace.db, input, context)
    ids.push(written.ok ? written.id : `refused: ${JSON.stringify(written.issues)}`)
  }
  return ids
}

const stored = async ({ db }: Workspace) => {
  const rows = await db.select().from(measurement).orderBy(measurement.id)
  return rows.map((row) => ({ day: row.day, origin: row.origin, ...JSON.parse(row.value) }))
}

test('a complete run begun after the day publishes one value a key result and day, with where it came from', async () => {
  const workspace = await company()
  await addDeals(
    workspace,
    people.map((owner) => wonBy(owner)),
  )
  const [id = ''] = await start(workspace, [{}])
  const runId = await addRun(workspace, day)

  expect(await measureDay(workspace, day, morning)).toEqual({ published: 1, waiting: 0 })
  const [first] = await stored(workspace)
  expect(first).toMatchObject({
    ...{ day, origin: 'auto', value: 50_00, currency: 'EUR', sampleSize: 5, complete: true },
    ...{ asOf: day, run: runId, dataThrough: night(day), seq: 5, definitionVersion: 1 },
  })

  // A repeated delivery, even after the mirror went on, changes nothing.
  await addDeals(workspace, [wonBy('a', 99_00)])
  expect(await measureDay(workspace, day, morning)).toEqual({ published: 0, waiting: 0 })
  expect(await stored(workspace)).toEqual([first])
  expect((await readKeyResult(workspace, id, morning))?.keyResult).toMatchObject({
    ...{ progress: 0.5, status: 'on_track', change: null, latest: { value: 50_00 } },
  })
})

test('a value that is published late is the one the first complete run saw', async () => {
  const workspace = await company()
  await addDeals(
    workspace,
    people.map((owner) => wonBy(owner)),
  )
  await start(workspace, [{}])
  await addRun(workspace, day)
  await addDeals(workspace, [wonBy('a', 99_00)])
  await addRun(workspace, '2026-11-24')
  expect(await measureDay(workspace, day, '2026-11-25T05:00:00.000Z')).toEqual({ published: 1, waiting: 0 })
  expect(await stored(workspace)).toMatchObject([{ value: 50_00, seq: 5 }])
})

// Planted and seen red: `measure.ts` took the state now, changed by then, for the state its value names.
test('a change that comes in while the day is measured is no part of its values', async () => {
  const workspace = await company()
  await addDeals(
    workspace,
    people.map((owner) => wonBy(owner)),
  )
  await start(workspace, [{}])
  await addRun(workspace, day)
  const { $client: client } = workspace.db
  const batch = client.batch.bind(client)
  let looks = 0
  client.batch = async (statements, mode) => {
    if (!JSON.stringify(statements).includes('MAX(data_through)')) return batch(statements, mode)
    looks += 1
    if (looks === 1) await addDeals(workspace, [wonBy('a', 99_00)])
    return batch(statements, mode)
  }
  expect(await measureDay(workspace, day, morning)).toEqual({ published: 1, waiting: 0 })
  expect(looks).toBe(2)
  expect(await stored(workspace)).toMatchObject([{ value: 50_00, seq: 5, sampleSize: 5 }])
})

test('nothing is published from a run that is running, failed or begun before the day was over', async () => {
  const early = { startedAt: '2026-11-23T20:00:00.000Z' }
  for (const run of [{ status: 'running' }, { status: 'failed' }, early] as const) {
    const workspace = await company()
    await start(workspace, [{}])
    await addRun(workspace, day, run)
    await addRun(workspace, '2026-11-22')
    expect(await measureDay(workspace, day, morning)).toEqual({ published: 0, waiting: 1 })
    expect(await stored(workspace)).toEqual([])
  }
})

test('a value over two connections waits for both and is as old as the older; one over a single one does not wait', async () => {
  const workspace = await company(['hubspot', 'salesforce'])
  await addDeals(workspace, [
    ...people.map((owner) => wonBy(owner, 10_00, { source: 'hubspot' })),
    ...people.map((owner) => wonBy(owner, 1_00, { source: 'salesforce' })),
  ])
  await start(workspace, [
    {},
    { definition: { metric: 'won_revenue', window: 'cycle', filter: { connections: ['hubspot'] } } },
  ])
  await addRun(workspace, day, { source: 'hubspot' })
  await addRun(workspace, day, { source: 'salesforce', status: 'running' })
  expect(await measureDay(workspace, day, morning)).toEqual({ published: 1, waiting: 1 })
  const later = '2026-11-24T07:00:00.000Z'
  const second = await addRun(workspace, day, { source: 'salesforce', startedAt: later })
  expect(await measureDay(workspace, day, later)).toEqual({ published: 1, waiting: 0 })
  const values = await stored(workspace)
  expect(values.map(({ value, dataThrough }) => [value, dataThrough])).toEqual([
    [50_00, night(day)],
    [55_00, night(day)],
  ])
  expect(second).not.toBe(values[1]?.run)
})

test('the last good value stays, with its age, while a night fails', async () => {
  const workspace = await company()
  await addDeals(
    workspace,
    people.map((owner) => wonBy(owner)),
  )
  const [id = ''] = await start(workspace, [{}])
  await addRun(workspace, day)
  await measureDay(workspace, day, morning)
  await addRun(workspace, '2026-11-24', { status: 'failed' })
  await measureDay(workspace, '2026-11-24', '2026-11-25T05:00:00.000Z')
  const detail = await readKeyResult(workspace, id, '2026-11-25T09:00:00.000Z')
  expect(detail?.keyResult).toMatchObject({ status: 'stale', progress: 0.5, latest: { asOf: day } })
})

test('what a definition names and what vanished makes the key result broken by that name, and whole again when it is back', async () => {
  const workspace = await company()
  await addDeals(
    workspace,
    people.map((owner) => wonBy(owner)),
  )
  const definition: Definition = { metric: 'won_deals', window: 'cycle', filter: { stages: ['won'] } }
  const [id = ''] = await start(workspace, [{ definition, target: 10 }])
  await addRun(workspace, day)
  await measureDay(workspace, day, morning)
  const rows = await workspace.db.select().from(stage).where(eq(stage.id, 'won'))
  await workspace.db.delete(stage).where(eq(stage.id, 'won'))
  await addRun(workspace, '2026-11-24')
  const next = '2026-11-25T05:00:00.000Z'
  expect(await measureDay(workspace, '2026-11-24', next)).toEqual({ published: 0, waiting: 0 })
  const broken = (await readKeyResult(workspace, id, next))?.keyResult
  expect(broken).toMatchObject({ status: 'broken', broken: { code: 'stage_gone', subject: 'won' } })
  // The last good value stays beside it.
  expect(broken?.latest?.value).toBe(5)

  await workspace.db.insert(stage).values(rows)
  expect(await measureDay(workspace, '2026-11-24', next)).toEqual({ published: 1, waiting: 0 })
  expect((await readKeyResult(workspace, id, next))?.keyResult).toMatchObject({
    status: 'on_track',
    broken: null,
  })
})

test('a number is hidden, past values included, when too few people stand behind it', async () => {
  const workspace = await company()
  await addDeals(
    workspace,
    people.map((owner) => wonBy(owner)),
  )
  const definition: Definition = { metric: 'won_deals', window: 'cycle', filter: { teams: ['north'] } }
  const [id = '', total = ''] = await start(workspace, [{ definition, target: 10 }, {}])
  await addRun(workspace, day)
  await measureDay(workspace, day, morning)
  // One person's deals go to a colleague.
  await handOver(workspace, 'a', 'e')
  await addRun(workspace, '2026-11-24')
  const next = '2026-11-25T05:00:00.000Z'
  await measureDay(workspace, '2026-11-24', next)

  const hidden = await readKeyResult(workspace, id, next)
  expect(hidden).toMatchObject({
    keyResult: {
      ...{ status: 'broken', broken: { code: 'group_too_small', subject: '4' } },
      ...{ latest: null, progress: null, change: null },
    },
    history: [],
    pace: [],
  })
  const board = await readBoard(workspace, next)
  const views = board?.objectives[0]?.keyResults ?? []
  expect(views.map((view) => [view.id, view.latest?.value ?? null])).toEqual([
    [id, null],
    [total, 50_00],
  ])
})

test('a value that leaves deals out is incomplete and has no rating', async () => {
  const workspace = await company()
  await addDeals(workspace, [
    ...people.map((owner) => wonBy(owner)),
    wonBy('a', 5_00, { homeMinor: null, currency: 'XXX' }),
  ])
  const [id = ''] = await start(workspace, [{}])
  await addRun(workspace, day)
  await measureDay(workspace, day, morning)
  const { keyResult: view } = (await readKeyResult(workspace, id, morning)) ?? {}
  expect(view).toMatchObject({ status: 'incomplete', progress: 0.5, latest: { reason: 'rate_missing' } })
})

test('a hold counts its days, and a cycle that does not contain the day is left alone', async () => {
  const workspace = await company()
  await addDeals(
    workspace,
    people.map((owner) => wonBy(owner)),
  )
  const definition = { metric: 'won_deals', window: 'cycle' } as const
  const hold = { kind: 'hold', definition, baseline: null, target: null, lower: 5 } as const
  const [id = ''] = await start(workspace, [hold])
  for (const one of ['2026-11-21', '2026-11-22', day]) {
    await addRun(workspace, one)
    await measureDay(workspace, one, night(one))
  }
  const view = (await readBoard(workspace, morning))?.objectives[0]?.keyResults[0]
  expect(view).toMatchObject({ id, daysWithin: 3, daysMeasured: 3, status: 'on_track', change: 0 })
  expect(view?.progress).toBeCloseTo(54 / 92, 12)

  // Five days later values no longer follow.
  await addRun(workspace, '2027-01-06')
  expect(await measureDay(workspace, '2027-01-06', '2027-01-07T05:00:00.000Z')).toEqual({
    published: 0,
    waiting: 0,
  })
})

test('a company without a connection has nothing to publish from', async () => {
  const workspace = await company([])
  await start(workspace, [{}])
  expect(await measureDay(workspace, day, morning)).toEqual({ published: 0, waiting: 1 })
  expect(await workspace.db.select().from(deal)).toEqual([])
  expect(await workspace.db.select({ broken: keyResult.broken }).from(keyResult)).toEqual([{ broken: null }])
})

test('a connection that has to be renewed is waited for, one that was ended is not', async () => {
  const workspace = await company(['hubspot', 'salesforce'])
  await addDeals(
    workspace,
    people.map((owner) => wonBy(owner, 10_00, { source: 'hubspot' })),
  )
  await start(workspace, [{}])
  await addRun(workspace, '2026-11-22', { source: 'salesforce' })
  await addRun(workspace, day)
  const salesforce = eq(source.id, 'salesforce')
  await workspace.db.update(source).set({ status: 'reconnect' }).where(salesforce)
  expect(await measureDay(workspace, day, morning)).toEqual({ published: 0, waiting: 1 })
  await workspace.db.update(source).set({ status: 'disconnected' }).where(salesforce)
  expect(await measureDay(workspace, day, morning)).toEqual({ published: 1, waiting: 0 })
})
