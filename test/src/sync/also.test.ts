/** Whole walks of set-up streams that come with another's page. */
import { expect, test } from 'vitest'
import type { Page } from '../../../connectors/contract.ts'
import type { WorkspaceDb } from '../../../db/client.ts'
import { type Commit, CursorMoved, commitPage } from '../../../src/sync/commit.ts'
import { checkAlso } from '../../../src/sync/cursor-law.ts'
import { openRun } from '../../../src/sync/night.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { at, commitOf, source, version } from '../../support/ledger.ts'

const nothing = { deleted: [], skipped: [], more: false, primary: true, total: null }
const rest = { at: 'rest', until: at(1) } as const
const owners: Page<'owners'> = {
  ...nothing,
  records: [{ id: 'anna', teamId: 'north', active: true }],
  cursor: rest,
}
const teams: Page<'teams'> = {
  ...nothing,
  records: [{ id: 'north', name: 'North', parentId: null }],
  cursor: rest,
}

async function running() {
  const db = await emptyWorkspace()
  await openRun(db, { runId: 'run', source, day: '2026-01-01', kind: 'manual', now: at(2) })
  return db
}

async function pipelinesWith(db: WorkspaceDb, also: Commit<'pipelines'>['also'], expected?: number) {
  const { page: _, ...rest_ } = commitOf({ sent: 3 })
  await commitPage(db, {
    ...rest_,
    stream: 'pipelines',
    page: { ...nothing, records: [], cursor: rest, also: { owners, teams } },
    expectedVersion: expected ?? (await version(db, 'pipelines')),
    ...(also === undefined ? {} : { also }),
  })
}

async function standing(db: WorkspaceDb) {
  const { rows } = await db.$client.execute(
    `SELECT stream, status, records, walked_at AS at, cursor ->> '$.at' AS cursor FROM stream_state
      WHERE stream IN ('owners', 'teams') ORDER BY stream`,
  )
  return rows.map((row) => ({ ...row }))
}

test('what the run has still to walk is written whole, with its place', async () => {
  const db = await running()
  await pipelinesWith(db, ['owners', 'teams'])
  const done = { status: 'done', records: 1, at: at(3), cursor: 'rest' }
  expect(await standing(db)).toEqual([
    { stream: 'owners', ...done },
    { stream: 'teams', ...done },
  ])
  const { rows } = await db.$client.execute('SELECT pages, records FROM run')
  expect(rows).toMatchObject([{ pages: 3, records: 2 }])
})

test('what the run does not walk, or has walked, is left alone', async () => {
  const db = await running()
  await pipelinesWith(db, ['teams'])
  expect(await standing(db)).toMatchObject([
    { stream: 'owners', status: 'rest', at: null },
    { stream: 'teams', status: 'done' },
  ])
  expect((await db.$client.execute('SELECT * FROM owner')).rows).toEqual([])
})

test('it stands and falls with the page that it came with', async () => {
  const db = await running()
  await expect(pipelinesWith(db, ['owners', 'teams'], 7)).rejects.toThrow(CursorMoved)
  expect(await standing(db)).toMatchObject([{ status: 'rest' }, { status: 'rest' }])
  expect((await db.$client.execute('SELECT * FROM team')).rows).toEqual([])
})

test('a page of its own that was on its way meanwhile writes nothing', async () => {
  const db = await running()
  const asked = await version(db, 'owners')
  await pipelinesWith(db, ['owners'])
  const { page: _, ...rest_ } = commitOf({ sent: 3 })
  const late = {
    ...rest_,
    stream: 'owners',
    page: { ...owners, records: [] },
    expectedVersion: asked,
  } as const
  await expect(commitPage(db, late)).rejects.toThrow(CursorMoved)
  const { rows } = await db.$client.execute('SELECT active FROM owner')
  expect(rows).toMatchObject([{ active: 1 }])
})

test('half a walk, or one that ends ahead of the clock, breaks the agreement', () => {
  const list = { at: 'list', openedAt: at(1), after: 'a' } as const
  expect(() => checkAlso({ ...owners, more: true, cursor: list }, at(2))).toThrow('has no more')
  expect(() => checkAlso(owners, at(0))).toThrow('ahead of the clock')
  expect(() => checkAlso(owners, at(2))).not.toThrow()
})
