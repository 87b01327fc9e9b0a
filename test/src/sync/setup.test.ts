import { expect, test } from 'vitest'
import type { Page, Records, Stream } from '../../../connectors/contract.ts'
import type { WorkspaceDb } from '../../../db/client.ts'
import { commitPage } from '../../../src/sync/commit.ts'
import { stageKey } from '../../../src/sync/derive.ts'
import { emptySetup, loadSetup } from '../../../src/sync/setup.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { at, source, version } from '../../support/ledger.ts'

async function commit<S extends Stream>(
  db: WorkspaceDb,
  stream: S,
  records: readonly Records[S][],
  { run = 'run', more = false, deleted = [] as Page['deleted'] } = {},
): Promise<void> {
  const cursor = { at: 'rest', until: at(0) } as const
  const page: Page<S> = { records, deleted, skipped: [], cursor, more, primary: true, total: null }
  await commitPage(db, {
    source,
    stream,
    page,
    runId: run,
    expectedVersion: await version(db, stream),
    sentAt: at(1),
    now: at(1),
    timeZone: 'UTC',
    homeCurrency: 'EUR',
    setup: emptySetup,
    hash: async (text) => `#${text}`,
  })
}

async function rows(db: WorkspaceDb, sql: string) {
  return (await db.$client.execute(sql)).rows.map((row) => ({ ...row }))
}

const stage = (id: string, won = false, position = 0) => ({
  id,
  label: id,
  position,
  closed: won,
  won,
  probability: won ? '1' : '0.5',
  archived: false,
})
const account = {
  id: '1',
  name: null,
  timeZone: 'UTC',
  currency: 'USD',
  fiscalYearStartMonth: 1,
  uiHost: 'x',
  apiVersion: null,
  multiCurrency: true,
  hidden: [],
}

test('what gives deals their meaning is read back as it was committed', async () => {
  const db = await emptyWorkspace()
  await db.$client.execute(
    `INSERT INTO source (id, crm, created_at) VALUES ('hubspot', 'hubspot', '${at(0)}')`,
  )
  expect(await loadSetup(db, source)).toEqual(emptySetup)
  await commit(db, 'account', [account])
  await commit(db, 'pipelines', [
    { id: 'p', label: 'P', archived: false, stages: [stage('a'), stage('w', true)] },
  ])
  await commit(db, 'owners', [
    { id: 'anna', teamId: 'north', active: true },
    { id: 'ben', teamId: null, active: false },
  ])
  await commit(db, 'currencies', [
    { currency: 'CHF', factor: '1.1', from: null, to: '2026-01-01' },
    { currency: 'CHF', factor: '1.2', from: '2026-01-01', to: null },
  ])
  const setup = await loadSetup(db, source)
  expect(setup).toMatchObject({ accountCurrency: 'USD', multiCurrency: true })
  expect(setup.stages.get(stageKey('p', 'w'))).toEqual({ closed: true, won: true, probability: '1' })
  expect(setup.ownerTeams).toEqual(
    new Map([
      ['#hubspot/anna', 'north'],
      ['#hubspot/ben', null],
    ]),
  )
  expect(setup.rates.get('CHF')).toEqual([
    { factor: '1.1', from: null, to: '2026-01-01' },
    { factor: '1.2', from: '2026-01-01', to: null },
  ])
  expect(await rows(db, "SELECT * FROM owner WHERE hash LIKE '%anna%'")).toMatchObject([
    { hash: '#hubspot/anna' },
  ])
})

test('a deal without pipeline finds its stage by id only where all pipelines agree on it', async () => {
  const db = await emptyWorkspace()
  await commit(db, 'pipelines', [
    { id: 'p', label: 'P', archived: false, stages: [stage('a'), stage('x')] },
    { id: 'q', label: 'Q', archived: false, stages: [stage('a'), stage('x', true)] },
  ])
  const { stages } = await loadSetup(db, source)
  expect(stages.get(stageKey(null, 'a'))).toMatchObject({ closed: false })
  expect(stages.get(stageKey(null, 'x'))).toBe(undefined)
  expect(stages.get(stageKey('q', 'x'))).toMatchObject({ won: true })
})

test('what the CRM no longer lists is archived and keeps its meaning', async () => {
  const db = await emptyWorkspace()
  const pipeline = (id: string, ...stages: ReturnType<typeof stage>[]) => ({
    id,
    label: id,
    archived: false,
    stages,
  })
  await commit(db, 'pipelines', [pipeline('p', stage('a'), stage('w', true)), pipeline('q', stage('b'))])
  await commit(db, 'teams', [
    { id: 't', name: 'T', parentId: null },
    { id: 'u', name: 'U', parentId: 't' },
  ])
  await commit(db, 'owners', [
    { id: 'anna', teamId: 't', active: true },
    { id: 'ben', teamId: 'u', active: true },
  ])
  await commit(db, 'currencies', [{ currency: 'CHF', factor: '1.1', from: null, to: null }])
  const next = { run: 'next' }
  await commit(db, 'pipelines', [pipeline('p', stage('a'))], next)
  await commit(db, 'teams', [{ id: 't', name: 'T2', parentId: null }], next)
  await commit(db, 'owners', [{ id: 'ben', teamId: 't', active: true }], next)
  await commit(db, 'currencies', [], next)
  expect(await rows(db, 'SELECT id, archived FROM pipeline ORDER BY id')).toEqual([
    { id: 'p', archived: 0 },
    { id: 'q', archived: 1 },
  ])
  expect(await rows(db, 'SELECT id, archived, won FROM stage ORDER BY id')).toEqual([
    { id: 'a', archived: 0, won: 0 },
    { id: 'b', archived: 1, won: 0 },
    { id: 'w', archived: 1, won: 1 },
  ])
  expect(await rows(db, 'SELECT id, name, archived FROM team ORDER BY id')).toEqual([
    { id: 't', name: 'T2', archived: 0 },
    { id: 'u', name: 'U', archived: 1 },
  ])
  expect(await rows(db, 'SELECT hash, team_id, active FROM owner ORDER BY hash')).toEqual([
    { hash: '#hubspot/anna', team_id: 't', active: 0 },
    { hash: '#hubspot/ben', team_id: 't', active: 1 },
  ])
  const setup = await loadSetup(db, source)
  expect(setup.stages.get(stageKey('p', 'w'))).toMatchObject({ won: true })
  expect(setup.rates.size).toBe(0)
})

test('a walk of several pages archives only what none of them listed', async () => {
  const db = await emptyWorkspace()
  const owner = (id: string) => ({ id, teamId: null, active: true })
  await commit(db, 'owners', [owner('a'), owner('b'), owner('c')])
  await commit(db, 'owners', [owner('a')], { run: 'next', more: true })
  expect(await rows(db, 'SELECT 1 FROM owner WHERE active')).toHaveLength(3)
  await commit(db, 'owners', [owner('c')], { run: 'next' })
  expect(await rows(db, 'SELECT hash FROM owner WHERE active ORDER BY hash')).toEqual([
    { hash: '#hubspot/a' },
    { hash: '#hubspot/c' },
  ])
})

test('a company keeps its newest name, and loses it when it is deleted', async () => {
  const db = await emptyWorkspace()
  const company = (id: string, name: string, hour: number) => ({
    id,
    name,
    version: at(hour),
    mergedInto: null,
  })
  await commit(db, 'companies', [company('1', 'New', 5), company('2', 'Gone', 5)])
  await commit(db, 'companies', [company('1', 'Old', 4)], {
    deleted: [{ id: '2', at: null, mergedInto: '1' }],
  })
  expect(await rows(db, 'SELECT id, name, deleted, merged_into FROM company ORDER BY id')).toEqual([
    { id: '1', name: 'New', deleted: 0, merged_into: null },
    { id: '2', name: null, deleted: 1, merged_into: '1' },
  ])
})
