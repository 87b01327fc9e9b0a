import { expect, test } from 'vitest'
import type { Slice, Status, Total } from '../../../connectors/contract.ts'
import type { Crm } from '../../../connectors/demo/types.ts'
import type { Switches } from '../../../connectors/salesforce/sandbox/index.ts'
import { toMinor } from '../../../connectors/values/money.ts'
import fc from '../../support/properties.ts'
import { recordsOf } from '../support/bench.ts'
import { dealFields, FOUNDED, smallCompany } from '../support/company.ts'
import { idOf, openSalesforce, subject } from './subject.ts'

const { recheck } = subject('Salesforce', {}).connector
const DAY_MS = 86_400_000
const dealIds = (...ids: readonly string[]) => ids.map((id) => idOf('deal', id))

test('What was deleted is told as deleted, and only what no record is left of as missing', async () => {
  for (const pageRows of [2_000, 2]) {
    await using bench = await openSalesforce(smallCompany(9), { pageRows })
    bench.crm.deleteDeal('2', bench.now())
    bench.crm.deleteDeal('4', bench.now())
    bench.pass(DAY_MS)
    bench.org.switches.binEmptiedAt = '2026-04-10T02:29:00.000Z'
    bench.crm.restoreDeal('4', bench.now())
    bench.crm.deleteDeal('5', bench.now())
    const asked = [...dealIds('1', '2', '4', '5', '99'), idOf('deal', '3').slice(0, 15), ...dealIds('3')]
    const told = await recheck.read(bench.requested(), asked)
    expect(told.records.map((deal) => deal.id).toSorted()).toEqual(dealIds('1', '3', '4').toSorted())
    expect(told.deleted).toEqual([
      { id: idOf('deal', '2'), at: '2026-04-10T02:30:00.000Z', mergedInto: null },
      { id: idOf('deal', '5'), at: '2026-04-11T02:30:00.000Z', mergedInto: null },
    ])
    expect(told.missing).toEqual(dealIds('99'))
    // Who emptied the bin left nothing behind.
    bench.org.switches.binEmptiedAt = bench.now()
    expect((await recheck.read(bench.requested(), dealIds('2'))).missing).toEqual(dealIds('2'))
    // As the stream tells it, whatever it tells.
    const streamed = recordsOf(await bench.walk('deals', null)).filter(
      (deal) => deal.id === idOf('deal', '1'),
    )
    expect(told.records.filter((deal) => deal.id === idOf('deal', '1'))).toEqual(streamed)
  }
})

test('Two hundred records are looked at with one call', async () => {
  const names = Array.from({ length: 400 }, (_, n) => `some_field_that_a_consultant_added_${n}`)
  for (const customFields of [['region'], names]) {
    const crm = Object.assign(smallCompany(250), { customFields })
    const properties = customFields.map((name) => `${name}__c`)
    await using bench = await openSalesforce(crm, {}, { properties })
    const asked = [...crm.deals.keys()].slice(0, recheck.limit).map((id) => idOf('deal', id))
    const before = bench.sandbox.calls.length
    const told = await recheck.read(bench.requested(), asked)
    expect(told.records).toHaveLength(200)
    expect(bench.sandbox.calls.slice(before).map((call) => call.status)).toEqual([200])
    for (const address of bench.told) expect(address.length).toBeLessThan(16_384 - 1_000)
    // Nothing to look at costs nothing.
    expect(await recheck.read(bench.requested(), [])).toMatchObject({ records: [], missing: [] })
    expect(bench.sandbox.calls).toHaveLength(before + 1)
  }
})

/** Two pipelines of their own, and deals on none of them. */
function threeWays(deals: number): Crm {
  const crm = smallCompany(deals)
  const [first] = crm.pipelines
  if (first === undefined) throw new Error('no pipeline')
  crm.pipelines.push({ ...first, id: '1', label: 'Renewal' }, { ...first, id: '2', label: 'Partners' })
  for (const id of crm.deals.keys())
    crm.updateDeal(id, { pipelineId: ['new', '1', '2'][Number(id) % 3] ?? 'new' }, FOUNDED)
  return crm
}

const STATUS: Readonly<Record<string, Status>> = {
  lead: 'open',
  offer: 'open',
  closedwon: 'won',
  closedlost: 'lost',
}

/** Counted here, deal by deal. */
function counted(crm: Crm, withAmounts: boolean): Map<string, Total> {
  const all = new Map<string, Total>()
  for (const deal of crm.deals.values()) {
    if (deal.deletedAt !== null) continue
    const status = STATUS[deal.stageId] ?? 'open'
    const record = deal.pipelineId === 'new' ? 'master' : pipelineOf(deal.pipelineId)
    for (const pipelineId of [null, record]) {
      const key = `${pipelineId} ${status}`
      const known = all.get(key) ?? { pipelineId, status, count: 0, amountMinor: 0 }
      const minor = toMinor(deal.amount ?? '0', 'EUR') ?? 0
      all.set(key, { ...known, count: known.count + 1, amountMinor: (known.amountMinor ?? 0) + minor })
    }
  }
  return withAmounts ? all : new Map([...all].map(([key, one]) => [key, { ...one, amountMinor: null }]))
}

function pipelineOf(neutral: string): string {
  return neutral === '1' ? '012gL0000000001QAA' : '012gL0000000002QAA'
}

const PIPELINES = ['master', pipelineOf('1'), pipelineOf('2')]
const single: Partial<Switches> = { multiCurrency: false }

async function totalsOf(crm: Crm, switches: Partial<Switches>) {
  await using bench = await openSalesforce(crm, switches, { currency: 'EUR' })
  const before = bench.sandbox.calls.length
  const byStatus = await recheck.totals(bench.requested(), 'status', PIPELINES)
  const between = bench.sandbox.calls.length
  const byPipeline = await recheck.totals(bench.requested(), 'pipeline', PIPELINES)
  const calls = [between - before, bench.sandbox.calls.length - between]
  const told = new Map([...byStatus, ...byPipeline].map((one) => [`${one.pipelineId} ${one.status}`, one]))
  expect(told.size).toBe(byStatus.length + byPipeline.length)
  return { told, calls }
}

/** All slices that hold something, and the empty ones: of `told`. */
function expectTotals(
  told: ReadonlyMap<string, Total>,
  wanted: ReadonlyMap<string, Total>,
  empty: number | null,
) {
  for (const [key, one] of wanted) expect(told.get(key)).toEqual(one)
  for (const [key, one] of told)
    if (!wanted.has(key)) expect(one).toMatchObject({ count: 0, amountMinor: empty })
}

test('An org counts and adds up by itself, in one call', async () => {
  const crm = threeWays(60)
  crm.deleteDeal('7', '2026-04-01T00:00:00.000Z')
  for (const masterRecordType of ['null', 'id'] as const) {
    const { told, calls } = await totalsOf(crm, { ...single, masterRecordType })
    expect(calls).toEqual([1, 1])
    expect(told.size).toBe(12)
    expectTotals(told, counted(crm, true), 0)
  }
})

test('Nobody promises that opportunities can be grouped by their record type', async () => {
  const crm = threeWays(60)
  const { told, calls } = await totalsOf(crm, { ...single, groupsRecordTypes: false })
  // One that is refused, and one for five pipelines at a time.
  expect(calls).toEqual([1, 2])
  expect(told.size).toBe(12)
  expectTotals(told, counted(crm, true), 0)
})

test('An org with several currencies adds up in its own, at rates of its choice', async () => {
  const crm = threeWays(30)
  for (const aggregateRates of ['static', 'dated'] as const) {
    const { told } = await totalsOf(crm, { aggregateRates })
    expectTotals(told, counted(crm, false), null)
  }
  // Nor is there a sum of what may not be seen.
  const { told } = await totalsOf(crm, { ...single, hidden: ['Opportunity.Amount'] })
  expectTotals(told, counted(crm, false), null)
})

test('An org without record types counts one pipeline', async () => {
  await using bench = await openSalesforce(smallCompany(8), { recordTypes: false })
  const told = await recheck.totals(bench.requested(), 'pipeline', ['master'])
  expect(told.map(({ pipelineId, status, count }) => [pipelineId, status, count])).toEqual([
    ['master', 'open', 4],
    ['master', 'won', 2],
    ['master', 'lost', 2],
  ])
})

/*
 * Planted bugs that turn this red: a sum rounded down instead of read; lost told for what is closed and won; deals
 * without an amount left out of the count; the last group left out.
 */
test('A sum is a binary number, exact to fifteen digits', async () => {
  const cents = fc.bigInt({ min: 0n, max: 99_999_999_999n })
  await fc.assert(
    fc.asyncProperty(fc.array(cents, { minLength: 1, maxLength: 12 }), async (amounts) => {
      const crm = smallCompany(0)
      for (const [n, minor] of amounts.entries()) {
        const amount = `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`
        crm.createDeal({ ...dealFields(n), amount: n % 5 === 4 ? null : amount }, FOUNDED)
      }
      const { told } = await totalsOf(crm, single)
      expectTotals(told, counted(crm, true), 0)
    }),
    { numRuns: 12 },
  )
  // Beyond fifteen digits nobody knows the last one, and where an amount has more digits than the currency it was rounded.
  for (const [amounts, currency, sum] of [
    [['999999999999.99', '0.01'], 'EUR', 100_000_000_000_000],
    [Array(9).fill('999999999999.99'), 'EUR', 899_999_999_999_991],
    [Array(11).fill('999999999999.99'), 'EUR', null],
    [['10.005', '1'], 'EUR', null],
    [['100.5', '100.5'], 'JPY', null],
  ] as const) {
    const crm = smallCompany(0)
    for (const amount of amounts) crm.createDeal({ ...dealFields(0), amount }, FOUNDED)
    await using bench = await openSalesforce(crm, single, { currency })
    const told = await recheck.totals(bench.requested(), 'status', [])
    expect(told.find((one) => one.status === 'open')).toMatchObject({
      count: amounts.length,
      amountMinor: sum,
    })
  }
})

test('The ids of a slice are walked by id', async () => {
  const crm = threeWays(70)
  for (const switches of [
    { pageRows: 4 },
    { pageRows: 4, emptyPages: true, masterRecordType: 'id' as const },
  ]) {
    await using bench = await openSalesforce(crm, switches)
    async function walked(slice: Slice): Promise<readonly string[]> {
      const found: string[] = []
      for (let after: string | null = null, pages = 0; pages < 50; pages += 1) {
        const page = await recheck.ids(bench.requested(), slice, after)
        found.push(...page.ids)
        after = page.after
        if (after === null) return found
      }
      throw new Error('it does not end')
    }
    for (const total of counted(crm, false).values()) {
      const found = await walked(total)
      expect(new Set(found).size).toBe(total.count)
      expect(found).toHaveLength(total.count)
    }
    expect(await walked({ pipelineId: null, status: 'won' })).toContain(idOf('deal', '3'))
    expect(await walked({ pipelineId: '', status: 'open' })).toEqual([])
  }
})

test('A count that cannot be read is no count', async () => {
  await using bench = await openSalesforce(smallCompany(3), single)
  const records = [
    { closed: true, won: true, deals: 3 },
    { closed: false, won: null, deals: 1 },
  ]
  bench.intercept.answer = () =>
    new Response(JSON.stringify({ totalSize: 2, done: true, records }), {
      headers: { 'content-type': 'application/json' },
    })
  await expect(recheck.totals(bench.requested(), 'status', [])).rejects.toMatchObject({
    failure: { kind: 'unreadable', path: 'won' },
  })
})
