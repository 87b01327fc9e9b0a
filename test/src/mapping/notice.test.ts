import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import * as tables from '../../../db/workspace/schema.ts'
import { noticeMapping } from '../../../src/mapping/notice.ts'
import type { Definition } from '../../../src/metrics/types.ts'
import type { Workspace } from '../../../src/platform.ts'
import { addDeals, addRun, company } from '../../support/company.ts'

const now = '2026-11-24T05:00:00.000Z'

/** Two key results look at the pipeline *new*, one of them at its stages, and one at the company. */
async function scene(): Promise<Workspace> {
  const workspace = await company()
  const { db } = workspace
  const createdAt = '2026-10-01T00:00:00.000Z'
  await db
    .insert(tables.cycle)
    .values({ id: 'c', name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01', createdAt })
  await db.insert(tables.objective).values({ id: 'o', cycleId: 'c', title: 'Grow', team: 'North', createdAt })
  const filters: Definition['filter'][] = [
    { pipelines: ['new'] },
    { pipelines: ['new'], stages: ['open', 'won'] },
    undefined,
    { teams: ['north'], properties: [{ name: 'region', op: 'known', values: [] }] },
  ]
  await db.insert(tables.keyResult).values(
    filters.map((filter, n) => ({
      ...{ id: `k${n}`, objectiveId: 'o', title: `K${n}`, kind: 'reach', origin: 'metric', unit: 'money' },
      ...{ baseline: 0, target: 100, position: n, createdAt },
      definition: JSON.stringify({ metric: 'won_revenue', window: 'cycle', ...(filter ? { filter } : {}) }),
    })),
  )
  const won = (owner: string) =>
    ({ owner, status: 'won', amountMinor: 10_00, closeDate: '2026-10-20' }) as const
  await addDeals(workspace, ['a', 'b', 'c', 'd', 'e'].map(won))
  await db.update(tables.owner).set({ teamId: 'north' })
  await addRun(workspace, '2026-11-23')
  expect(await noticeMapping(workspace, now)).toBe(0)
  return workspace
}

const findings = async ({ db }: Workspace) =>
  (await db.select().from(tables.mappingFinding)).map(
    ({ kind, subject, label, before, successor, moved, deals, keyResults }) => ({
      ...{ kind, subject, label, before, successor, moved, deals },
      keyResults: JSON.parse(keyResults) as string[],
    }),
  )

const none = { before: null, successor: null, moved: 0 }

test('nothing is told of a first look, nor of a set-up that stayed', async () => {
  const workspace = await scene()
  expect(await noticeMapping(workspace, now)).toBe(0)
  expect(await findings(workspace)).toEqual([])
})

test('a new name is told once, with the key results that use it', async () => {
  const workspace = await scene()
  await workspace.db.update(tables.pipeline).set({ label: 'Hunting' })
  expect(await noticeMapping(workspace, now)).toBe(1)
  expect(await noticeMapping(workspace, now)).toBe(0)
  expect(await findings(workspace)).toEqual([
    {
      ...none,
      ...{ kind: 'pipeline_renamed', subject: 'new', label: 'Hunting', before: 'New business', deals: 5 },
      keyResults: ['k0', 'k1'],
    },
  ])
})

test('an archived pipeline is told without its stages, with the one its deals went to, also when they go later', async () => {
  const workspace = await scene()
  const { db } = workspace
  await db.update(tables.pipeline).set({ archived: true })
  await db.update(tables.stage).set({ archived: true })
  await db.insert(tables.pipeline).values({ source: 'hubspot', id: 'next', label: 'Next' })
  expect(await noticeMapping(workspace, now)).toBe(1)
  const archived = { ...none, kind: 'pipeline_archived', subject: 'new', label: 'New business' }
  expect(await findings(workspace)).toEqual([{ ...archived, deals: 5, keyResults: ['k0', 'k1'] }])
  for (const { id, currentSeq } of (await db.select().from(tables.deal)).slice(0, 2)) {
    const [state] = await db
      .select()
      .from(tables.revision)
      .where(eq(tables.revision.seq, currentSeq ?? 0))
    if (state === undefined) throw new Error('no state')
    const { seq: _, ...rest } = state
    const [moved] = await db
      .insert(tables.revision)
      .values({ ...rest, pipelineId: 'next' })
      .returning()
    await db
      .update(tables.deal)
      .set({ currentSeq: moved?.seq ?? 0 })
      .where(eq(tables.deal.id, id))
  }
  expect(await noticeMapping(workspace, now)).toBe(0)
  expect(await findings(workspace)).toMatchObject([
    { kind: 'pipeline_archived', successor: 'next', moved: 2 },
  ])
})

test('a new stage concerns whoever lists its siblings, and nobody else', async () => {
  const workspace = await scene()
  const stage = { source: 'hubspot', label: 'Trial', position: 4, closed: false, won: false }
  await workspace.db.insert(tables.stage).values([
    { ...stage, pipelineId: 'new', id: 'trial' },
    { ...stage, pipelineId: 'other', id: 'elsewhere' },
  ])
  expect(await noticeMapping(workspace, now)).toBe(1)
  expect(await findings(workspace)).toEqual([
    { ...none, kind: 'stage_new', subject: 'trial', label: 'Trial', deals: 0, keyResults: ['k1'] },
  ])
})

test('a team that lost its people and a property the CRM no longer has are told', async () => {
  const workspace = await scene()
  const { db } = workspace
  await db.update(tables.owner).set({ active: false })
  await db
    .update(tables.source)
    .set({ account: JSON.stringify({ currency: 'EUR', absent: ['region'], hidden: [] }) })
  expect(await noticeMapping(workspace, now)).toBe(2)
  expect(await findings(workspace)).toEqual([
    { ...none, kind: 'team_empty', subject: 'north', label: 'North', deals: 5, keyResults: ['k3'] },
    { ...none, kind: 'property_gone', subject: 'region', label: 'region', deals: 0, keyResults: ['k3'] },
  ])
})
