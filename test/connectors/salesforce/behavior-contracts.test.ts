/** Planted and seen red: an end date taken for the day after, a draft read as a contract, a hidden field that fails the walk. */
import { expect, test } from 'vitest'
import { type ContractMapping, noContracts } from '../../../connectors/contract.ts'
import type { Crm } from '../../../connectors/demo/types.ts'
import { contractRecord } from '../../../connectors/salesforce/map-contract.ts'
import type { Switches } from '../../../connectors/salesforce/sandbox/index.ts'
import { contractWire } from '../../../connectors/salesforce/wire-contract.ts'
import { createBench, recordsOf } from '../support/bench.ts'
import { dealFields, FOUNDED, smallCompany } from '../support/company.ts'
import { idOf, subject } from './subject.ts'

const START = '2026-04-10T02:30:00.000Z'
const HOUR_MS = 3_600_000

const byContracts: ContractMapping = {
  ...{ ...noContracts, source: 'contracts', amount: 'Annual_Recurring__c', months: 12 },
  ...{ term: 'ContractTerm', start: 'StartDate', end: 'EndDate', endInclusive: true },
  product: 'Product_Line__c',
}
const byAssets: ContractMapping = {
  ...{ ...noContracts, source: 'assets', amount: 'CurrentMrr', months: 1 },
  ...{ start: 'LifecycleStartDate', end: 'LifecycleEndDate', product: 'Product2Id' },
}

/** Three won deals with recurring money, and one that is open. */
function sellers(): Crm {
  const crm = smallCompany(0)
  const customFields = ['recurring_amount', 'term_months', 'contract_start', 'contract_end', 'product_line']
  for (let n = 0; n < 4; n += 1)
    crm.createDeal(
      {
        ...dealFields(n),
        stageId: n === 3 ? 'offer' : 'closedwon',
        properties: {
          ...{ recurring_amount: '1200.00', term_months: '12', product_line: 'Robots' },
          ...{ contract_start: '2026-02-01', contract_end: '2027-02-01' },
        },
      },
      FOUNDED,
    )
  return { ...crm, customFields }
}

function openContracts(contracts: ContractMapping, switches: Partial<Switches> = {}) {
  return createBench(subject('Salesforce', switches), sellers(), START, 10_000, { contracts })
}

/** The row that Salesforce would send. */
function rowOf(mapping: ContractMapping, row: object) {
  const wire = contractWire.parse({ Id: '800000000000001AAA', SystemModstamp: FOUNDED, ...row })
  const object = mapping.source === 'assets' ? ('Asset' as const) : ('Contract' as const)
  return contractRecord(wire, { account: null, timeZone: 'Europe/Berlin', currency: 'EUR', mapping, object })
}

test('Contracts and assets are asked for only where they were chosen', async () => {
  for (const source of ['none', 'deals'] as const) {
    await using bench = await openContracts({ ...noContracts, source })
    const before = bench.told.length
    expect(await bench.pull('contracts', null)).toMatchObject({ records: [], deleted: [], more: false })
    expect(bench.told).toHaveLength(before)
  }
})

test('A contract has dates and no money', async () => {
  await using bench = await openContracts(byContracts)
  const offers = await subject('Salesforce', {}).connector.contractOffers?.(bench.requested())
  expect(offers?.[0]).toMatchObject({ mapping: byContracts, count: 3 })
  expect(offers?.map(({ mapping: { source, amount } }) => [source, amount])).toEqual([
    ['contracts', 'Annual_Recurring__c'],
    ['assets', 'CurrentMrr'],
    ['deals', 'recurring_amount__c'],
    ['deals', 'Amount'],
  ])
  const found = recordsOf(await bench.walk('contracts', null))
  expect(found).toHaveLength(3)
  expect(found[0]).toMatchObject({
    ...{ kind: 'contract', amountMinor: 1_200_00, periodMonths: 12, product: 'Robots', dealId: null },
    companyId: idOf('company', '900'),
  })
  const written = { StatusCode: 'Activated', StartDate: '2026-01-01' }
  expect(rowOf(byContracts, written)).toBeNull()
  expect(rowOf(byContracts, { ...written, Annual_Recurring__c: 0 })).toBeNull()
  expect(rowOf(byContracts, { ...written, Annual_Recurring__c: 2e11 })).toMatchObject({
    amountMinor: null,
    problems: [{ field: 'amount', code: 'absurd' }],
  })
})

test('The end date of a contract is its last day', async () => {
  await using bench = await openContracts(byContracts)
  const days = recordsOf(await bench.walk('contracts', null)).map(({ startsOn, endsOn }) => [
    startsOn,
    endsOn,
  ])
  expect(days).toEqual(Array.from({ length: 3 }, () => ['2026-02-01', '2027-02-01']))
  const money = { StatusCode: 'Activated', Annual_Recurring__c: 12 }
  // One without an end is as long as its term; without either it is open.
  expect(rowOf(byContracts, { ...money, StartDate: '2026-01-31', ContractTerm: 1 })).toMatchObject({
    endsOn: '2026-02-28',
  })
  expect(rowOf(byContracts, { ...money, StartDate: '2026-01-31' })).toMatchObject({ endsOn: null })
  const backwards = { ...money, StartDate: '2026-03-01', EndDate: '2026-01-31' }
  expect(rowOf(byContracts, backwards)).toMatchObject({ problems: [{ code: 'before_start' }] })
})

test('A draft is no contract', () => {
  const row = { StartDate: '2026-01-01', Annual_Recurring__c: 12 }
  for (const StatusCode of ['Draft', 'InApproval', null])
    expect(rowOf(byContracts, { ...row, StatusCode })).toBeNull()
  expect(rowOf(byContracts, { ...row, StatusCode: 'Activated' })).toMatchObject({ amountMinor: 12_00 })
})

test('An asset ends with a second', async () => {
  await using bench = await openContracts(byAssets)
  const [first] = recordsOf(await bench.walk('contracts', null))
  expect(first).toMatchObject({
    ...{ kind: 'asset', startsOn: '2026-02-01', endsOn: '2027-02-01' },
    ...{ amountMinor: 100_00, periodMonths: 1 },
  })
  const asset = (end: string) =>
    rowOf(byAssets, {
      CurrentMrr: 1,
      LifecycleStartDate: '2026-01-01T00:00:00.000+0000',
      LifecycleEndDate: end,
    })
  expect(asset('2026-12-31T23:59:59.000+0000')).toMatchObject({ startsOn: '2026-01-01' })
  expect(asset('2026-12-31T22:59:59.000+0000')).toMatchObject({ endsOn: '2027-01-01' })
})

test('A field that was chosen may be hidden since', async () => {
  await using bench = await openContracts(byContracts, { hidden: ['Contract.Annual_Recurring__c'] })
  const page = await bench.pull('contracts', null)
  expect(page).toMatchObject({ records: [], more: false, cursor: { at: 'rest' }, skipped: [{ id: '*' }] })
  // Gone with its deal, and edited: told by the next window.
  await using shown = await openContracts(byContracts)
  const cursor = (await shown.walk('contracts', page.cursor)).at(-1)?.cursor ?? null
  shown.pass(HOUR_MS)
  shown.crm.deleteDeal('2', shown.now())
  shown.crm.updateDeal('3', { properties: { recurring_amount: '600' } }, shown.now())
  shown.pass(HOUR_MS)
  const pages = await shown.walk('contracts', cursor)
  expect(pages.flatMap(({ deleted }) => deleted.map(({ id }) => id.slice(0, 3)))).toEqual(['800'])
  expect(recordsOf(pages).map(({ amountMinor }) => amountMinor)).toEqual([600_00])
})
