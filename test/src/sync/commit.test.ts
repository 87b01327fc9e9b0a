import { expect, test } from 'vitest'
import { CursorMoved, commitPage } from '../../../src/sync/commit.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { ask, at, commitOf, deal, page, revisions, tell, version } from '../../support/ledger.ts'

const now = { kind: 'now' } as const

test('a deal that is read for the first time is in its state since its version', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 3)], sent: 10, primary: true })
  const [row] = await ask(db, now)
  expect(row).toMatchObject({
    external_id: '1',
    name: 'Deal 1',
    created_day: '2026-01-01',
    status: 'open',
    home_minor: 1000,
    weighted_minor: 200,
    probability: '0.2',
    team_id: 'north',
    owner_hash: '#hubspot/anna',
    effective_at: at(3),
    time_from: 'crm',
    cause: 'read',
    problem: null,
  })
})

test('a page that is read again adds no revision', async () => {
  const db = await emptyWorkspace()
  const records = [deal('1', 3, { properties: { b: '1', a: null } }), deal('2', 3, { amountMinor: null })]
  await tell(db, { records, sent: 10 })
  await tell(db, { records: [deal('1', 3, { properties: { a: null, b: '1' } })], sent: 11 })
  await tell(db, { records, sent: 11 })
  expect(await revisions(db, '1')).toHaveLength(1)
  expect(await revisions(db, '2')).toHaveLength(1)
})

test('a change of something we do not mirror adds no revision, but a stale page stays stale after it', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 3)], sent: 10 })
  await tell(db, { records: [deal('1', 5)], sent: 11 })
  await tell(db, { records: [deal('1', 4, { amountMinor: 7 })], sent: 12 })
  expect((await revisions(db, '1')).map((r) => r.amount_minor)).toEqual([1000])
})

test('a read whose request was sent earlier, or whose version is lower, never becomes current', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 5, { amountMinor: 5 })], sent: 10 })
  await tell(db, { records: [deal('1', 6, { amountMinor: 6 })], sent: 9 })
  await tell(db, { records: [deal('1', 4, { amountMinor: 4 })], sent: 11 })
  expect((await ask(db, now))[0]).toMatchObject({ amount_minor: 5 })
  expect(await revisions(db, '1')).toHaveLength(1)
})

test('other content under the same version is a new revision, effective when it was seen', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 3)], sent: 10 })
  await tell(db, { records: [deal('1', 3, { amountMinor: 2000 })], sent: 12, now: 13 })
  expect((await revisions(db, '1'))[1]).toMatchObject({
    effective_at: at(13),
    time_from: 'seen',
    cause: 'read',
  })
})

test('one id twice in a page counts once, and the later row wins', async () => {
  const db = await emptyWorkspace()
  const twice = [deal('1', 3, { amountMinor: 1 }), deal('2', 3), deal('1', 3, { amountMinor: 2 })]
  await tell(db, { records: twice, sent: 10 })
  await tell(db, { records: [deal('1', 6, { amountMinor: 6 }), deal('1', 5, { amountMinor: 5 })], sent: 11 })
  expect((await revisions(db, '1')).map((r) => r.amount_minor)).toEqual([2, 6])
  expect(await ask(db, now)).toHaveLength(2)
})

test('a name is kept beside the ledger: a new one is shown and is no revision', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 3)], sent: 10 })
  await tell(db, { records: [deal('1', 4, { name: 'Other' })], sent: 11 })
  expect(await ask(db, now)).toMatchObject([{ name: 'Other' }])
  expect(await revisions(db, '1')).toHaveLength(1)
})

test('a closed deal keeps the team it closed with, an open one follows its owner', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 1)], sent: 10 })
  await tell(db, { records: [deal('1', 2, { ownerId: 'ben' })], sent: 11 })
  await tell(db, { records: [deal('1', 3, { ownerId: 'ben', stageId: 'won' })], sent: 12 })
  await tell(db, { records: [deal('1', 4, { ownerId: 'anna', stageId: 'won' })], sent: 13 })
  await tell(db, { records: [deal('1', 5, { ownerId: 'anna', stageId: 'offer' })], sent: 14 })
  expect((await revisions(db, '1')).map((r) => r.team_id)).toEqual([
    'north',
    'south',
    'south',
    'south',
    'north',
  ])
})

test('a removed deal is gone since the time the CRM tells, with the state it ended in', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 3), deal('2', 3)], sent: 10, primary: true })
  const deleted = [
    { id: '1', at: at(5), mergedInto: null },
    { id: '2', at: null, mergedInto: null },
    { id: 'never seen', at: at(5), mergedInto: null },
  ]
  await tell(db, { deleted, sent: 11, now: 12 })
  await tell(db, { deleted, sent: 13 })
  expect(await ask(db, now)).toEqual([])
  expect(await ask(db, now, true)).toMatchObject([
    { external_id: '1', cause: 'removed', effective_at: at(5), time_from: 'crm', amount_minor: 1000 },
    { external_id: '2', cause: 'removed', effective_at: at(12), time_from: 'seen' },
  ])
  expect(await revisions(db, '1')).toHaveLength(2)
  expect(await ask(db, { kind: 'asOf', instant: at(4) })).toHaveLength(2)
})

test('a read of the record itself restores a deleted deal; a search hit only with a later version', async () => {
  const db = await emptyWorkspace()
  const deleted = [{ id: '1', at: at(5), mergedInto: null }]
  await tell(db, { records: [deal('1', 3)], sent: 10, primary: true })
  await tell(db, { deleted, sent: 11 })
  await tell(db, { records: [deal('1', 4)], sent: 12 })
  expect(await ask(db, now)).toHaveLength(0)
  await tell(db, { records: [deal('1', 6)], sent: 13 })
  expect(await ask(db, now)).toMatchObject([{ cause: 'restored', effective_at: at(6), time_from: 'crm' }])
  await tell(db, { deleted: [{ id: '1', at: at(14), mergedInto: null }], sent: 15 })
  await tell(db, { records: [deal('1', 6)], sent: 16, primary: true })
  expect(await ask(db, now)).toMatchObject([{ cause: 'restored', effective_at: at(16), time_from: 'seen' }])
})

test('a removal that was asked for before the record was found alive is out of date', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 3)], sent: 12, primary: true })
  await tell(db, { deleted: [{ id: '1', at: at(5), mergedInto: null }], sent: 11 })
  expect(await ask(db, now)).toHaveLength(1)
})

test('a removal that is later than what a search index told ends the deal, even when asked for earlier', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 3)], sent: 12 })
  await tell(db, { deleted: [{ id: '1', at: at(5), mergedInto: null }], sent: 11 })
  expect(await ask(db, now)).toHaveLength(0)
})

test('deals that a survivor says were merged into it end with its version, once', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 3), deal('2', 3), deal('3', 3)], sent: 10, primary: true })
  await tell(db, { deleted: [{ id: '3', at: at(4), mergedInto: null }], sent: 11 })
  const survivor = deal('1', 6, { mergedIds: ['2', '3', 'unknown'] })
  await tell(db, { records: [survivor], sent: 12 })
  await tell(db, { records: [survivor], sent: 13 })
  expect(await ask(db, now, true)).toMatchObject([
    { external_id: '1', deleted: 0 },
    { external_id: '2', deleted: 1, merged_into: '1', cause: 'merged', effective_at: at(6) },
    { external_id: '3', deleted: 1, merged_into: '1', cause: 'merged', effective_at: at(4) },
  ])
  expect(await revisions(db, '2')).toHaveLength(2)
})

// A later end than the known one was dropped, so a search index that lagged brought the deal back.
test('a deal that was back and is gone once more is not revived by a search hit from between', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 0)], primary: true, sent: 41 })
  await tell(db, { deleted: [{ id: '1', at: at(1), mergedInto: null }], sent: 42 })
  await tell(db, { deleted: [{ id: '1', at: at(3), mergedInto: null }], sent: 43 })
  await tell(db, { records: [deal('1', 2)], primary: false, sent: 44 })
  expect(await ask(db, now, true)).toMatchObject([{ deleted: 1, effective_at: at(3) }])
})

// Only the first survivor of a page was kept, whether its version could end the deal or not.
test('of two survivors that a lagging index shows, the first that is late enough ends the deal', async () => {
  const db = await emptyWorkspace()
  const records = [deal('2', 1, { mergedIds: ['3'] }), deal('1', 2, { mergedIds: ['3'] }), deal('3', 2)]
  await tell(db, { records, primary: false, sent: 3 })
  await tell(db, { records: [], primary: false, sent: 4 })
  expect(await revisions(db, '3')).toMatchObject([{ deleted: 0 }, { deleted: 1, merged_into: '1' }])
})

test('a removal asked for before the deal came back does not say into what it went the next time', async () => {
  const db = await emptyWorkspace()
  const merged = { deleted: [{ id: '1', at: null, mergedInto: '2' }], sent: 11 }
  await tell(db, { records: [deal('1', 3)], sent: 10, primary: true })
  await tell(db, merged)
  await tell(db, { records: [deal('1', 3)], sent: 12, primary: true })
  await tell(db, { deleted: [{ id: '1', at: null, mergedInto: null }], sent: 13 })
  await tell(db, merged)
  expect(await ask(db, now, true)).toMatchObject([{ deleted: 1, merged_into: null, cause: 'removed' }])
})

test('what could not be read is kept with its reason until it can be read, or is gone', async () => {
  const db = await emptyWorkspace()
  const skippedRows = async () =>
    (await db.$client.execute('SELECT external_id, reason FROM skipped ORDER BY 1')).rows.map((r) => ({
      ...r,
    }))
  const skipped = ['1', '2', '3'].map((id) => ({ id, reason: 'no id' }))
  await tell(db, { skipped, sent: 10 })
  expect(await skippedRows()).toHaveLength(3)
  await tell(db, { records: [deal('1', 3)], deleted: [{ id: '2', at: null, mergedInto: null }], sent: 11 })
  expect(await skippedRows()).toEqual([{ external_id: '3', reason: 'no id' }])
  await tell(db, { skipped: [{ id: '1', reason: 'late' }], sent: 9 })
  expect(await skippedRows()).toEqual([{ external_id: '3', reason: 'no id' }])
})

test('a page counts on its run', async () => {
  const db = await emptyWorkspace()
  await db.$client.execute(
    `INSERT INTO run (id, source, day, kind, status, started_at) VALUES ('run', 'hubspot', '2026-01-01', 'night', 'running', '${at(0)}')`,
  )
  await tell(db, { records: [deal('1', 3)], skipped: [{ id: '2', reason: 'x' }], sent: 10 })
  await tell(db, { records: [deal('1', 3)], deleted: [{ id: '4', at: null, mergedInto: null }], sent: 11 })
  const { rows } = await db.$client.execute('SELECT pages, records, skipped FROM run')
  expect(rows[0]).toMatchObject({ pages: 2, records: 3, skipped: 1 })
})

test('when the cursor has moved, nothing of the page is written and the caller is told', async () => {
  const db = await emptyWorkspace()
  const told = { records: [deal('1', 3)], skipped: [{ id: '9', reason: 'x' }], sent: 10 }
  const commit = { ...commitOf(told), expectedVersion: 0 }
  await commitPage(db, commit)
  const before = await dump()
  const other = page({ records: [deal('1', 4, { amountMinor: 5 }), deal('2', 4)], sent: 11 })
  for (const expectedVersion of [0, 2, 7])
    await expect(commitPage(db, { ...commit, page: other, expectedVersion, sentAt: at(11) })).rejects.toThrow(
      CursorMoved,
    )
  expect(await dump()).toEqual(before)
  expect(await version(db, 'deals')).toBe(1)

  async function dump() {
    const tables = ['deal', 'revision', 'skipped', 'stream_state', 'sqlite_sequence']
    return Promise.all(tables.map(async (t) => (await db.$client.execute(`SELECT * FROM ${t}`)).rows))
  }
})
