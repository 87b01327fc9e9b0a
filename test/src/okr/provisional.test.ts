import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { provisional, revision } from '../../../db/workspace/schema.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { measureProvisional } from '../../../src/okr/provisional.ts'
import { readBoard, readKeyResult } from '../../../src/okr/read.ts'
import { createCycle, createKeyResult, createObjective } from '../../../src/okr/write.ts'
import type { Workspace } from '../../../src/platform.ts'
import { addDeals, addRun, company, type DealInput } from '../../support/company.ts'

const DAY = '2026-11-23'
const NIGHT = '2026-11-24T03:40:00.000Z'
const NOON = '2026-11-24T11:00:00.000Z'
const people = ['a', 'b', 'c', 'd', 'e', 'f']
const wonBy = (owner: string, over: Partial<DealInput> = {}): DealInput => ({
  ...{ owner, status: 'won', amountMinor: 1000, closeDate: '2026-11-10', ...over },
})

let workspace: Workspace
let objectiveId: string
const context = () => ({ actor: 'test', now: NIGHT, workspace })

async function made<T extends { readonly ok: boolean }>(writing: Promise<T>): Promise<string> {
  const written = (await writing) as unknown as { readonly ok: true; readonly id: string }
  expect(written.ok, JSON.stringify(written)).toBe(true)
  return written.id
}

async function keyResult(filter?: object): Promise<string> {
  return made(
    createKeyResult(
      workspace.db,
      {
        ...{ objectiveId, title: JSON.stringify(filter ?? 'all'), kind: 'reach', origin: 'metric' },
        definition: { metric: 'won_revenue', window: 'cycle', ...(filter === undefined ? {} : { filter }) },
        ...{ baseline: 0, target: 100_000, lower: null, upper: null, requiredShare: 0.9, weight: 1 },
        cadenceDays: null,
      },
      context(),
    ),
  )
}

/** Deals that a push brought: their revisions carry its name. */
async function pushed(...deals: readonly DealInput[]): Promise<void> {
  const before = await workspace.db.select({ seq: revision.seq }).from(revision)
  await addDeals(workspace, deals)
  const known = new Set(before.map(({ seq }) => seq))
  for (const { seq } of await workspace.db.select({ seq: revision.seq }).from(revision))
    if (!known.has(seq))
      await workspace.db
        .update(revision)
        .set({ runId: 'hubspot-2026-11-24-push' })
        .where(eq(revision.seq, seq))
}

beforeEach(async () => {
  workspace = await company()
  await addDeals(
    workspace,
    people.map((owner) => wonBy(owner)),
  )
  const cycle = { name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01' }
  const cycleId = await made(createCycle(workspace.db, cycle, context()))
  objectiveId = await made(
    createObjective(workspace.db, { cycleId, title: 'Grow', description: null, team: 'Sales' }, context()),
  )
})

test('what a push wrote moves the key results it touches, and their official values stay', async () => {
  const [all, north, south] = [
    await keyResult(),
    await keyResult({ pipelines: ['new'] }),
    await keyResult({ connections: ['hubspot'] }),
  ]
  await addRun(workspace, DAY)
  await measureDay(workspace, DAY, NIGHT)
  await pushed(wonBy('a', { amountMinor: 500 }))
  expect(await measureProvisional(workspace, NOON)).toBe(3)
  const board = await readBoard(workspace, NOON)
  const shown = board?.objectives[0]?.keyResults.map(({ id, latest, provisional: now, status }) => [
    id,
    latest?.value,
    now?.value.value,
    now?.value.asOf,
    now?.change,
    status,
  ])
  const before = (await readBoard(workspace, NIGHT))?.objectives[0]?.keyResults[0]?.status
  expect(new Set(shown?.map((row) => row[0]))).toEqual(new Set([all, north, south]))
  for (const row of shown ?? []) expect(row.slice(1)).toEqual([6000, 6500, '2026-11-24', 500, before])
})

test('looked at twice it is measured once: nothing was pushed since', async () => {
  await keyResult()
  await addRun(workspace, DAY)
  await measureDay(workspace, DAY, NIGHT)
  await pushed(wonBy('a'))
  expect(await measureProvisional(workspace, NOON)).toBe(1)
  expect(await measureProvisional(workspace, NOON)).toBeNull()
})

test('what a night wrote is not provisional', async () => {
  await keyResult()
  await addRun(workspace, DAY)
  await measureDay(workspace, DAY, NIGHT)
  await addDeals(workspace, [wonBy('a')])
  expect(await measureProvisional(workspace, NOON)).toBeNull()
  expect(await workspace.db.select().from(provisional)).toEqual([])
})

test('the next official value replaces it, and so does the end of the day', async () => {
  const id = await keyResult()
  await addRun(workspace, DAY)
  await measureDay(workspace, DAY, NIGHT)
  await pushed(wonBy('a', { amountMinor: 500 }))
  await measureProvisional(workspace, NOON)
  const shown = async (now: string) =>
    (await readKeyResult(workspace, id, now))?.keyResult.provisional?.value.value
  expect(await shown('2026-11-24T22:59:59.999Z')).toBe(6500)
  expect(await shown('2026-11-24T23:00:00.000Z')).toBeUndefined()
  await addRun(workspace, '2026-11-24')
  await measureDay(workspace, '2026-11-24', '2026-11-25T03:40:00.000Z')
  expect((await readKeyResult(workspace, id, '2026-11-25T05:00:00.000Z'))?.keyResult).toMatchObject({
    latest: { value: 6500, asOf: '2026-11-24' },
    provisional: null,
  })
})

test('a group that shrank below the minimum since the night shows no provisional number', async () => {
  const id = await keyResult({ teams: ['north'] })
  await addRun(workspace, DAY)
  await measureDay(workspace, DAY, NIGHT)
  // All but three go to the other team: these, and those three, are too few.
  const rows = await workspace.db.select().from(revision)
  for (const { seq } of rows.slice(3))
    await workspace.db.update(revision).set({ teamId: 'south' }).where(eq(revision.seq, seq))
  await pushed(wonBy('a', { amountMinor: 500 }))
  expect(await measureProvisional(workspace, NOON)).toBe(0)
  expect((await readKeyResult(workspace, id, NOON))?.keyResult).toMatchObject({
    broken: null,
    provisional: null,
  })
})

test('before a connection has had its first complete night there is no provisional number', async () => {
  await keyResult()
  await pushed(wonBy('a'))
  expect(await measureProvisional(workspace, NOON)).toBe(0)
})
