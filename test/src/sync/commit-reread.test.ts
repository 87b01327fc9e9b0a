import { describe, expect, test } from 'vitest'
import type { DealRecord, Removal } from '../../../connectors/contract.ts'
import type { WorkspaceDb } from '../../../db/client.ts'
import { commitReread } from '../../../src/sync/commit-reread.ts'
import { memoryWorkspace } from '../../support/databases.ts'
import { ask, at, commitOf, deal, revisions, source, tell } from '../../support/ledger.ts'

interface Looked {
  readonly records?: readonly DealRecord[]
  readonly deleted?: readonly Removal[]
  readonly skipped?: readonly { id: string; reason: string }[]
  readonly missing?: readonly string[]
  readonly sent: number
}

function look(db: WorkspaceDb, { records = [], deleted = [], skipped = [], missing = [], sent }: Looked) {
  const { timeZone, homeCurrency, setup, hash } = commitOf({ sent })
  const reread = { records, deleted, skipped, missing }
  const when = { sentAt: at(sent), now: at(sent) }
  return commitReread(db, { source, runId: 'push', reread, ...when, timeZone, homeCurrency, setup, hash })
}

const amounts = async (db: WorkspaceDb) =>
  (await ask(db, { kind: 'now' })).map((row) => [row.external_id, row.amount_minor])

describe('deals looked at again by name', () => {
  test('a changed deal gets a revision, one that is as we know it gets none, and no stream moves', async () => {
    const db = await memoryWorkspace()
    await tell(db, { records: [deal('1', 1), deal('2', 1)], sent: 2 })
    const before = await db.$client.execute('SELECT * FROM stream_state')
    const written = await look(db, { records: [deal('1', 3, { amountMinor: 7 }), deal('2', 1)], sent: 4 })
    expect(written).toBe(1)
    expect(await amounts(db)).toEqual([
      ['1', 7],
      ['2', 1000],
    ])
    expect((await db.$client.execute('SELECT * FROM stream_state')).rows).toEqual(before.rows)
  })

  test('the same look twice, and one that comes late, write nothing', async () => {
    const db = await memoryWorkspace()
    const late = { records: [deal('1', 1, { amountMinor: 5 })], sent: 2 }
    const newer = { records: [deal('1', 3, { amountMinor: 7 })], sent: 4 }
    expect(await look(db, newer)).toBe(1)
    expect(await look(db, newer)).toBe(0)
    expect(await look(db, late)).toBe(0)
    expect(await amounts(db)).toEqual([['1', 7]])
  })

  test('a page of a lagging index that comes after it changes nothing', async () => {
    const db = await memoryWorkspace()
    await tell(db, { records: [deal('1', 1)], sent: 2 })
    await look(db, { records: [deal('1', 3, { amountMinor: 7 })], sent: 4 })
    await tell(db, { records: [deal('1', 1)], sent: 5 })
    expect(await amounts(db)).toEqual([['1', 7]])
    expect(await revisions(db, '1')).toHaveLength(2)
  })

  test('a deal in the recycle bin ends, a missing one stays, a deal that is there comes back', async () => {
    const db = await memoryWorkspace()
    await tell(db, { records: [deal('1', 1), deal('2', 1)], sent: 2 })
    const gone = await look(db, {
      deleted: [{ id: '1', at: at(3), mergedInto: null }],
      missing: ['2', '99'],
      sent: 4,
    })
    expect(gone).toBe(1)
    expect(await amounts(db)).toEqual([['2', 1000]])
    expect(await look(db, { records: [deal('1', 1)], sent: 5 })).toBe(1)
    expect((await revisions(db, '1')).map(({ cause }) => cause)).toEqual(['read', 'removed', 'restored'])
  })

  test('what could not be read is kept with its reason until it is readable', async () => {
    const db = await memoryWorkspace()
    const kept = async () => (await db.$client.execute('SELECT external_id, reason FROM skipped')).rows
    await look(db, { skipped: [{ id: '1', reason: 'no create date' }], sent: 2 })
    expect((await kept()).map((row) => ({ ...row }))).toEqual([
      { external_id: '1', reason: 'no create date' },
    ])
    await look(db, { records: [deal('1', 1)], sent: 3 })
    expect(await kept()).toEqual([])
  })

  test('nothing looked at is nothing written', async () => {
    expect(await look(await memoryWorkspace(), { missing: ['1'], sent: 1 })).toBe(0)
  })
})
