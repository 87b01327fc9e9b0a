/** Planted and seen red: open deals left out, the first day of the twelve months left out. */
import { expect, test } from 'vitest'
import { peopleBehind } from '../../../src/metrics/index.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { writeLedger } from '../../support/metric-ledger.ts'

test('the people behind a filter are the owners of deals created, closed or open within twelve months', async () => {
  const db = await emptyWorkspace()
  const long = '2020-01-01'
  const deals = [
    {
      createdDay: long,
      revisions: [{ ownerHash: 'open for years', status: 'open' as const, closeDate: null }],
    },
    {
      createdDay: long,
      revisions: [{ ownerHash: 'closed in time', status: 'won' as const, closeDate: '2025-02-15' }],
    },
    {
      createdDay: long,
      revisions: [{ ownerHash: 'too long ago', status: 'lost' as const, closeDate: '2025-02-14' }],
    },
    {
      createdDay: '2025-02-15',
      revisions: [{ ownerHash: 'created in time', status: 'lost' as const, closeDate: null }],
    },
    { revisions: [{ ownerHash: 'of the team', teamId: 'nord' }] },
    { revisions: [{ ownerHash: null }] },
    { revisions: [{ ownerHash: 'of a deleted deal', deleted: true }] },
    { revisions: [{ ownerHash: 'before' }, { ownerHash: 'of the team' }] },
  ].map((deal, index) => ({ ...deal, id: String(index) }))
  await writeLedger(db, { deals })
  expect(await peopleBehind(db, undefined, '2026-02-15')).toBe(4)
  expect(await peopleBehind(db, { teams: ['nord'] }, '2026-02-15')).toBe(1)
  expect(await peopleBehind(db, { teams: ['süd'] }, '2026-02-15')).toBe(0)
})

test('one person may own deals in both CRMs, so the people of two are not added up', async () => {
  const db = await emptyWorkspace()
  const deals = ['anna', 'ben', 'cem'].flatMap((name) =>
    ['hubspot', 'salesforce'].map((source) => ({
      ...{ source, id: `${source} ${name}` },
      revisions: [{ ownerHash: `${source}/${name}` }],
    })),
  )
  await writeLedger(db, {
    deals: [...deals, { source: 'hubspot', id: 'more', revisions: [{ ownerHash: 'dana' }] }],
  })
  expect(await peopleBehind(db, undefined, '2026-02-15')).toBe(4)
  expect(await peopleBehind(db, { connections: ['salesforce'] }, '2026-02-15')).toBe(3)
})
