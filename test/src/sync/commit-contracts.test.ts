/**
 * Planted and seen red: a page that comes late and is believed, an end that does not raise the version, a state told twice,
 * a chunk of states that forgets which came before.
 */
import { expect, test } from 'vitest'
import { type ContractMapping, type ContractRecord, noContracts } from '../../../connectors/contract.ts'
import { toldStatements } from '../../../src/sync/commit-told.ts'
import { deriveContracts } from '../../../src/sync/contracts.ts'
import { forgetDeleted } from '../../../src/sync/forget.ts'
import { emptySetup } from '../../../src/sync/setup.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { writeLedger } from '../../support/metric-ledger.ts'

const at = (minute: number) => `2026-03-03T04:${String(minute).padStart(2, '0')}:00.000Z`
const record = (minute: number, change: Partial<ContractRecord> = {}): ContractRecord => ({
  ...{ id: 'a', kind: 'contract', version: at(minute), companyId: 'c', product: 'p', dealId: null },
  ...{ startsOn: '2026-01-01', endsOn: '2027-01-01', amountMinor: 1200_00, periodMonths: 12 },
  ...{ currency: 'EUR', rate: null, overlap: null, problems: [] },
  ...change,
})
const contracts: ContractMapping = {
  ...noContracts,
  source: 'contracts',
  amount: 'A',
  months: 12,
  adds: ['*'],
}

type Db = Awaited<ReturnType<typeof emptyWorkspace>>

async function tell(
  db: Db,
  sent: number,
  page: { records?: ContractRecord[]; gone?: [string, number | null][] },
  from: ContractMapping['source'] = 'contracts',
) {
  const deleted = (page.gone ?? []).map(([id, minute]) => ({
    id,
    at: minute === null ? null : at(minute),
    mergedInto: null,
  }))
  const context = { source: 'salesforce', sentAt: at(sent), from }
  await db.$client.batch(toldStatements({ records: page.records ?? [], deleted }, context), 'write')
}

function derive(db: Db, mapping: ContractMapping = contracts, crm = 'salesforce') {
  const context = {
    source: crm,
    runId: 'r',
    now: at(59),
    timeZone: 'UTC',
    homeCurrency: 'EUR',
    setup: emptySetup,
  }
  return deriveContracts(db, { ...context, crm, mapping })
}

async function states(db: Db) {
  const { rows } =
    await db.$client.execute(`SELECT c.external_id AS id, k.amount_minor / 100 AS money, k.deleted,
    k.effective_at, k.overlap, k.seq = c.current_seq AS now FROM contract_revision k JOIN contract c ON c.id = k.contract_id
    ORDER BY k.seq`)
  return rows.map(({ id, money, deleted, effective_at, overlap, now }) => [
    ...[id, money, deleted, String(effective_at).slice(14, 16), overlap, now],
  ])
}

test('a page told twice, and states derived twice, change nothing', async () => {
  const db = await emptyWorkspace()
  for (let time = 0; time < 2; time += 1) {
    await tell(db, 10, { records: [record(5)] })
    await derive(db)
    await derive(db)
  }
  expect(await states(db)).toEqual([['a', 1200, 0, '05', 'adds', 1]])
  // A later version of the same state is none of its own.
  await tell(db, 20, { records: [record(15)] })
  await derive(db)
  expect(await states(db)).toHaveLength(1)
})

test('deals tell the contract of each of their states once, and all of them anew by another choice', async () => {
  const db = await emptyWorkspace()
  const won = (arr: string, minute: number, more: object = {}) => ({
    ...{ status: 'won' as const, closeDate: '2026-02-02', type: 'renewal', properties: { arr, mrr: '50' } },
    ...{ effectiveAt: at(minute), ...more },
  })
  const revisions = [
    { status: 'open' as const, effectiveAt: at(1) },
    won('1200', 2),
    won('1200', 3, { teamId: 'another' }),
    won('900', 4),
    { ...won('900', 5), status: null },
    { ...won('900', 6), status: 'open' as const },
    won('900', 7),
    { ...won('900', 8), deleted: true },
  ]
  await writeLedger(db, { sources: [{ id: 'hubspot' }], deals: [{ id: 'd', revisions }] })
  const mapping: ContractMapping = { ...noContracts, source: 'deals', amount: 'arr', months: 12 }
  await derive(db, mapping, 'hubspot')
  await derive(db, mapping, 'hubspot')
  const first = [
    ['d', 1200, 0, '02', null, 0],
    ['d', 900, 0, '04', null, 0],
    ['d', 900, 1, '06', null, 0],
    ['d', 900, 0, '07', null, 0],
    ['d', 900, 1, '08', null, 1],
  ]
  expect(await states(db)).toEqual(first)
  await derive(db, { ...mapping, amount: 'mrr', months: 1, replaces: ['renewal'] }, 'hubspot')
  expect((await states(db)).slice(first.length)).toEqual([
    ['d', 900, 1, '01', null, 0],
    ['d', 50, 0, '02', 'replaces', 0],
    ['d', 50, 1, '06', 'replaces', 0],
    ['d', 50, 0, '07', 'replaces', 0],
    ['d', 50, 1, '08', 'replaces', 1],
  ])
})

test('what was told last counts, unless its version is lower; what is gone comes back by a later version alone', async () => {
  const db = await emptyWorkspace()
  await tell(db, 10, { records: [record(5)] })
  await derive(db)
  await tell(db, 12, { records: [record(8, { amountMinor: 900_00 })] })
  // A page that was sent before it, and an index that lags.
  await tell(db, 11, { records: [record(9, { amountMinor: 1_00 })] })
  await tell(db, 13, { records: [record(7, { amountMinor: 2_00 })] })
  await derive(db)
  await tell(db, 20, {
    gone: [
      ['a', 18],
      ['never-one', 18],
    ],
  })
  await tell(db, 21, { records: [record(8, { amountMinor: 900_00 })] })
  await derive(db)
  await tell(db, 30, { records: [record(25, { amountMinor: 950_00 })] })
  await derive(db)
  expect(await states(db)).toEqual([
    ['a', 1200, 0, '05', 'adds', 0],
    ['a', 900, 0, '08', 'adds', 0],
    ['a', 900, 1, '18', 'adds', 0],
    ['a', 950, 0, '25', 'adds', 1],
  ])
  // Its numbers stay; what the CRM told of it is no longer kept, nor what was sold.
  await tell(db, 40, { gone: [['a', null]] })
  await derive(db)
  await forgetDeleted(db)
  const kept = await db.$client.execute('SELECT DISTINCT product, amount_minor FROM contract_revision')
  expect(kept.rows.map(({ product, amount_minor }) => [product, amount_minor])).toEqual([
    [null, 1200_00],
    [null, 900_00],
    [null, 950_00],
  ])
  const { rows } = await db.$client.execute('SELECT record FROM contract_told')
  expect(rows).toMatchObject([{ record: null }])
})

test('a line item is a contract while its deal is won, in the company of the deal', async () => {
  const db = await emptyWorkspace()
  const sources = [{ id: 'salesforce', crm: 'hubspot' }]
  const life = (status: 'open' | 'won', seq: object = {}) => ({
    status,
    companyId: 'from-deal',
    closeDate: '2026-02-02',
    type: 'renewal',
    ...seq,
  })
  await writeLedger(db, { sources, deals: [{ id: 'd', source: 'salesforce', revisions: [life('open')] }] })
  const item = record(5, { kind: 'line_item', dealId: 'd', companyId: null, startsOn: null, endsOn: null })
  const mapping: ContractMapping = { ...noContracts, source: 'line_items', replaces: ['renewal'] }
  await tell(db, 10, { records: [item] }, 'line_items')
  await derive(db, mapping)
  expect(await states(db)).toEqual([])
  await db.$client.batch(
    [
      `INSERT INTO revision (deal_id, effective_at, time_from, cause, version, status, company_id, close_date, type)
        SELECT id, '${at(40)}', 'crm', 'read', '', 'won', 'from-deal', '2026-02-02', 'renewal' FROM deal`,
      'UPDATE deal SET current_seq = (SELECT MAX(seq) FROM revision)',
    ],
    'write',
  )
  await derive(db, mapping)
  await derive(db, mapping)
  expect(await states(db)).toEqual([['a', 1200, 0, '40', 'replaces', 1]])
  const { rows } = await db.$client.execute('SELECT company_id, starts_on, deal_id FROM contract_revision')
  expect(rows).toMatchObject([{ company_id: 'from-deal', starts_on: '2026-02-02', deal_id: 'd' }])
})
