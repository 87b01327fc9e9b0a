import { expect, test } from 'vitest'
import { forgetDeleted } from '../../../src/sync/forget.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { ask, at, deal, revisions, tell } from '../../support/ledger.ts'

test('a deleted record loses name and extra properties in all its revisions, and keeps its numbers', async () => {
  const db = await emptyWorkspace()
  const records = (id: string) => [
    deal(id, 3, { properties: { note: 'a' } }),
    deal('left', 3, { properties: { note: 'b' } }),
  ]
  await tell(db, { records: records('1'), sent: 10 })
  await tell(db, { records: [deal('1', 4, { amountMinor: 5, properties: {}, name: null })], sent: 11 })
  await tell(db, { deleted: [{ id: '1', at: at(5), mergedInto: null }], sent: 12 })
  await forgetDeleted(db)
  expect(await revisions(db, '1')).toMatchObject([
    { properties: null, amount_minor: 1000 },
    { properties: null, amount_minor: 5 },
    { properties: null, amount_minor: 5, deleted: 1 },
  ])
  expect(await ask(db, { kind: 'now' }, true)).toMatchObject([
    { external_id: '1', name: null },
    { external_id: 'left', name: 'Deal left', properties: '{"note":"b"}' },
  ])
  expect(await forgetDeleted(db)).toBe(0)
})
