/**
 * Planted and seen red: the closing days measured in the windows of their own days, `waits` never true, a typed value accepted
 * after the freezing.
 */
import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { audit, closing, deal, keyResult, measurement, revision } from '../../../db/workspace/schema.ts'
import { readBoard, readKeyResult } from '../../../src/okr/read.ts'
import { keyResultInput } from '../../../src/okr/types.ts'
import {
  createKeyResult,
  createObjective,
  pushValue,
  updateCycle,
  updateKeyResult,
} from '../../../src/okr/write.ts'
import { addDeals, addRun, night } from '../../support/company.ts'
import { frozenRows, liveNight, publishDay, quarter, won } from './scene.ts'

const context = (
  workspace: Awaited<ReturnType<typeof quarter>>['workspace'],
  now = '2027-01-20T08:00:00.000Z',
) => ({
  ...{ actor: 'anna', now, workspace },
})

test('values follow the CRM for five days after the cycle, then one night fixes them for good', async () => {
  const { workspace, ids, cycleId } = await quarter([
    {},
    { definition: { metric: 'won_revenue', window: { fiscal: 'quarter' } } },
  ])
  expect(await liveNight(workspace, '2026-12-31')).toMatchObject({ published: 2, frozen: 0 })
  // Entered late, of the quarter: it still counts, and so does the fiscal quarter, which is not the next one.
  await addDeals(workspace, [won('a', 7_00, { closeDate: '2026-12-30' })])
  expect(await liveNight(workspace, '2027-01-03')).toMatchObject({ published: 2, frozen: 0 })
  const during = await readKeyResult(workspace, ids[1] ?? '', '2027-01-04T09:00:00.000Z')
  expect(during?.keyResult).toMatchObject({
    ...{ latest: { value: 57_00, asOf: '2026-12-31' }, closing: { freezesOn: '2027-01-06', final: null } },
  })
  // No day of the cycle, so no point of its chart.
  expect(during?.history.map(({ day }) => day)).toEqual(['2026-12-31'])

  expect(await liveNight(workspace, '2027-01-05')).toMatchObject({ frozen: 2, waiting: 0 })
  const rows = await frozenRows(workspace)
  expect(rows.map(({ day, status, notes, value }) => ({ day, status, notes, value: value.value }))).toEqual([
    { day: '2027-01-05', status: 'achieved', notes: [], value: 57_00 },
    { day: '2027-01-05', status: 'achieved', notes: [], value: 57_00 },
  ])
  expect(rows[0]?.value).toMatchObject({
    seq: 6,
    run: expect.stringContaining('2027-01-05'),
    dataThrough: night('2027-01-05'),
  })
  expect(await workspace.db.select().from(closing)).toEqual([
    { cycleId, lastDay: '2027-01-05', closedAt: night('2027-01-05') },
  ])

  // The CRM goes on; the value does not, and no night measures or freezes again.
  await addDeals(workspace, [won('a', 99_00)])
  expect(await liveNight(workspace, '2027-01-06')).toMatchObject({ published: 0, frozen: 0, restated: 2 })
  expect(await publishDay(workspace, '2027-01-05')).toMatchObject({ published: 0, frozen: 0 })
  expect(await frozenRows(workspace)).toEqual(rows)
  const after = await readKeyResult(workspace, ids[0] ?? '', '2027-01-07T09:00:00.000Z')
  expect(after?.keyResult).toMatchObject({
    ...{ status: 'achieved', progress: 1.14, change: null, latest: { value: 57_00 } },
    closing: {
      final: { day: '2027-01-05', frozenAt: night('2027-01-05'), notes: [] },
      restated: { value: { value: 156_00 }, difference: 99_00 },
    },
  })
  const [closed] = await workspace.db.select().from(audit).where(eq(audit.action, 'cycle.close'))
  expect(closed).toMatchObject({ subject: cycleId, actor: 'nightly publish' })
})

test('what is restated disappears again with the change that caused it', async () => {
  const { workspace, ids } = await quarter()
  await liveNight(workspace, '2027-01-05')
  await addDeals(workspace, [won('a', 99_00)])
  expect(await liveNight(workspace, '2027-01-06')).toMatchObject({ restated: 1 })
  const [last] = await workspace.db.select().from(deal).orderBy(sql`id DESC`).limit(1)
  await workspace.db.insert(revision).values({
    ...{ dealId: last?.id ?? 0, effectiveAt: night('2027-01-06'), timeFrom: 'event', cause: 'removed' },
    ...{ version: night('2027-01-06'), status: 'won', deleted: true },
  })
  await workspace.db.run(
    sql`UPDATE deal SET current_seq = (SELECT MAX(seq) FROM revision) WHERE id = ${last?.id}`,
  )
  expect(await liveNight(workspace, '2027-01-07')).toMatchObject({ restated: 0 })
  const read = await readKeyResult(workspace, ids[0] ?? '', '2027-01-08T09:00:00.000Z')
  expect(read?.keyResult.closing).toMatchObject({ final: { notes: [] }, restated: null })
})

test('nights that were missed change nothing but the day of the freezing, and it says so', async () => {
  const { workspace } = await quarter()
  await liveNight(workspace, '2026-12-20')
  // The program was off for weeks. The first run after the last followed day speaks for it.
  await addDeals(workspace, [won('a', 7_00)])
  expect(await liveNight(workspace, '2027-02-10')).toMatchObject({ frozen: 1, waiting: 0 })
  expect(await frozenRows(workspace)).toMatchObject([
    { day: '2027-01-05', status: 'achieved', value: { value: 57_00 }, notes: [{ code: 'late', days: 36 }] },
  ])
  // It made up for the day of the cycle's end alone, and for no other.
  const days = await workspace.db.select({ day: measurement.day }).from(measurement).orderBy(measurement.day)
  expect(days.map(({ day }) => day)).toEqual(['2026-12-20', '2027-01-05'])
})

test('a failed connection is waited for, and after a week the last good value is fixed without praise', async () => {
  const { workspace, ids } = await quarter()
  await liveNight(workspace, '2027-01-02')
  await addRun(workspace, '2027-01-05', { status: 'failed' })
  for (const day of ['2027-01-05', '2027-01-11'])
    expect(await publishDay(workspace, day)).toMatchObject({ frozen: 0, waiting: 1 })
  const waiting = await readBoard(workspace, '2027-01-12T09:00:00.000Z')
  expect(waiting?.objectives[0]?.keyResults[0]).toMatchObject({
    closing: { freezesOn: '2027-01-06', final: null },
  })

  expect(await publishDay(workspace, '2027-01-12')).toMatchObject({ frozen: 1, waiting: 0 })
  expect(await frozenRows(workspace)).toMatchObject([
    { status: 'incomplete', value: { value: 50_00 }, progress: 1, day: '2027-01-02' },
  ])
  const read = await readKeyResult(workspace, ids[0] ?? '', '2027-01-13T09:00:00.000Z')
  expect(read?.keyResult).toMatchObject({
    ...{ status: 'incomplete', progress: 1 },
    closing: {
      final: {
        notes: [
          { code: 'old_value', day: '2027-01-02' },
          { code: 'late', days: 7 },
        ],
      },
    },
  })
})

test('an incomplete value is fixed as one, whatever it reached', async () => {
  const { workspace } = await quarter()
  await addDeals(workspace, [won('a', 500_00, { problem: '[{"field":"amount","code":"absurd","raw":"9"}]' })])
  expect(await liveNight(workspace, '2027-01-05')).toMatchObject({ frozen: 1 })
  expect(await frozenRows(workspace)).toMatchObject([
    { status: 'incomplete', progress: 1, notes: [{ code: 'incomplete', reason: 'held_deals' }] },
  ])
})

test('typed values freeze too, also without any connection, and nobody writes them afterwards', async () => {
  const { workspace, ids } = await quarter([
    { origin: 'manual', definition: null, unit: 'count', target: 10 },
    { origin: 'pushed', definition: null, unit: 'count', target: 10 },
  ])
  const write = (keyResultId = '', value: number, day: string, now: string) =>
    pushValue(workspace.db, { keyResultId, day, value, reason: 'late' }, context(workspace, now))
  await write(ids[0], 9, '2026-12-01', '2027-01-02T08:00:00.000Z')
  expect(await write(ids[0], 10, '2026-12-31', '2027-01-04T08:00:00.000Z')).toMatchObject({ ok: true })
  expect(await publishDay(workspace, '2027-01-05')).toMatchObject({ published: 0, frozen: 2 })
  expect((await frozenRows(workspace)).map(({ status, notes }) => [status, notes]).sort()).toEqual([
    ['achieved', []],
    ['no_data', [{ code: 'no_value' }]],
  ])
  expect(await write(ids[0], 11, '2026-12-31', '2027-01-06T08:00:00.000Z')).toEqual({
    ...{ ok: false, issues: [{ field: 'keyResultId', code: 'frozen' }] },
  })
})

test('a closed cycle is opened by nobody: no other days, no other goal, nothing added', async () => {
  const { workspace, ids, cycleId, objectiveId } = await quarter()
  await liveNight(workspace, '2027-01-05')
  const { db } = workspace
  const by = context(workspace)
  const closed = (field: string, code = 'cycle_closed') => ({ ok: false, issues: [{ field, code }] })
  expect(await updateCycle(db, cycleId, { endsOn: '2027-02-01' }, by)).toEqual(closed('endsOn'))
  expect(await updateCycle(db, cycleId, { name: 'Q4 2026' }, by)).toMatchObject({ ok: true })
  expect(await updateKeyResult(db, ids[0] ?? '', { target: 10_00 }, by)).toEqual(closed('id', 'frozen'))
  const objective = { cycleId, title: 'More', description: null, team: 'South' }
  expect(await createObjective(db, objective, by)).toEqual(closed('cycleId'))
  const input = keyResultInput.parse({
    ...{ objectiveId, title: 'Late', kind: 'reach', origin: 'manual', unit: 'count', baseline: 0, target: 1 },
  })
  expect(await createKeyResult(db, input, by)).toEqual(closed('objectiveId'))
})

test('too few people behind a number hide its final value too', async () => {
  const { workspace, ids } = await quarter([{ target: 40_00 }])
  await liveNight(workspace, '2026-12-31')
  const broken = JSON.stringify({ code: 'group_too_small', subject: '2' })
  await liveNight(workspace, '2027-01-05')
  await workspace.db.update(keyResult).set({ broken })
  const read = await readKeyResult(workspace, ids[0] ?? '', '2027-01-13T09:00:00.000Z')
  expect(read?.keyResult).toMatchObject({ latest: null, progress: null })
  expect(JSON.stringify(read)).not.toContain('5000')
})
