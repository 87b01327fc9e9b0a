import { expect, test } from 'vitest'
import type { HistoryRecord, Page, Pull } from '../../../connectors/contract.ts'
import type { Crm, CrmDealFields } from '../../../connectors/demo/types.ts'
import type { Switches } from '../../../connectors/salesforce/sandbox/index.ts'
import { toMinor } from '../../../connectors/values/money.ts'
import { addMs } from '../../../connectors/values/time.ts'
import fc from '../../support/properties.ts'
import { recordsOf } from '../support/bench.ts'
import { dealFields, FOUNDED, smallCompany } from '../support/company.ts'
import { idOf, openSalesforce } from './subject.ts'

const HOUR_MS = 3_600_000
type More = Partial<Pick<Pull<unknown>, 'currency'>>

async function walked(crm: Crm, switches: Partial<Switches> = {}, more: More = {}) {
  await using bench = await openSalesforce(crm, switches, more)
  const before = bench.sandbox.calls.length
  const pages = await bench.walk('history', null)
  return { pages, steps: recordsOf(pages), calls: bench.sandbox.calls.length - before }
}

/** By their neutral id: how an org names them, and how likely they are. */
const STAGES: Readonly<Record<string, readonly [string, string]>> = {
  lead: ['As good as won', '0.2'],
  offer: ['Not lost yet', '0.6'],
  closedwon: ['Signed', '1'],
  closedlost: ['Won by others', '0'],
}

/** Each state of each deal, folded here from the neutral company's own list of changes. */
function folded(crm: Crm): HistoryRecord[] {
  return [...crm.deals.values()]
    .filter((deal) => deal.deletedAt === null)
    .flatMap((deal) => {
      const now: Record<string, string | null> = {}
      const steps = [...Map.groupBy(deal.history, (entry) => entry.at)].flatMap(([at, entries]) => {
        for (const { field, value } of entries) now[field] = value
        const counts = entries.some(({ field }) => ['stageId', 'amount', 'closeDate'].includes(field))
        return counts ? [{ at, ...now }] : []
      })
      return steps.map((step) => {
        const [stageId, probability] = STAGES[String(Reflect.get(step, 'stageId'))] ?? ['', '']
        const closeDate = Reflect.get(step, 'closeDate')
        const amountMinor = minor(Reflect.get(step, 'amount'), deal.currency)
        const values = { stageId, closeDate, currency: deal.currency, amountMinor, probability }
        return { id: idOf('deal', deal.id), at: step.at, values }
      })
    })
}

function minor(amount: string | null, currency: string): number | null {
  return amount === null ? null : toMinor(amount, currency)
}

/** A deal stands on one page from its first step to its last. */
function expectWhole(pages: readonly Page<'history'>[]) {
  const seen = new Set<string>()
  for (const page of pages) {
    const here = new Set(page.records.map((step) => step.id))
    for (const id of here) expect(seen.has(id)).toBe(false)
    for (const id of here) seen.add(id)
  }
}

const change: fc.Arbitrary<Partial<CrmDealFields>> = fc.oneof(
  fc.record({ stageId: fc.constantFrom('lead', 'offer', 'closedwon', 'closedlost') }),
  fc.record({ amount: fc.constantFrom(null, '0', '12.34', '99999.99') }),
  fc.record({ closeDate: fc.constantFrom(null, '2026-03-31', '2026-12-24') }),
  fc.record({ ownerId: fc.constantFrom(null, '701', '702') }),
)

/*
 * Planted bugs that turn this red: the last deal of a page not cut off; the steps of a deal of more than a page in the order
 * in which they came, and not in that of time.
 */
test('The steps of an opportunity are never parted', async () => {
  const edits = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 3 }), change), {
    maxLength: 60,
  })
  await fc.assert(
    fc.asyncProperty(
      edits,
      fc.integer({ min: 1, max: 12 }),
      fc.boolean(),
      async (list, pageRows, emptyPages) => {
        const crm = smallCompany(9)
        let at = FOUNDED
        for (const [n, hours, fields] of list) {
          at = addMs(at, hours * HOUR_MS)
          crm.updateDeal(String(n), fields, at)
        }
        crm.deleteDeal('4', at)
        const { pages, steps } = await walked(crm, { pageRows, emptyPages })
        expectWhole(pages)
        expect(steps).toEqual(folded(crm))
        expect(pages.flatMap((page) => page.skipped)).toEqual([])
      },
    ),
    { numRuns: 40 },
  )
})

test('Steps of one second are one step', async () => {
  const crm = smallCompany(3)
  const at = addMs(FOUNDED, HOUR_MS)
  crm.updateDeal('2', { amount: '1.11' }, addMs(at, 100))
  crm.updateDeal('2', { amount: '2.22', stageId: 'closedwon' }, addMs(at, 200))
  crm.updateDeal('2', { amount: '3.33' }, addMs(at, 300))
  for (const [wholeSeconds, amounts] of [
    [true, [3_701, 333]],
    [false, [3_701, 111, 222, 333]],
  ] as const)
    for (const pageRows of [1, 3, 2_000]) {
      const { steps } = await walked(crm, { wholeSeconds, pageRows })
      const own = steps.filter((step) => step.id === idOf('deal', '2'))
      expect(own.map(({ values }) => values.amountMinor)).toEqual(amounts)
      expect(own.at(-1)?.values.stageId).toBe('Signed')
    }
})

test('A walk of the history goes on where it stood', async () => {
  const crm = smallCompany(30)
  for (const id of crm.deals.keys())
    crm.updateDeal(id, { amount: '1.11' }, addMs(FOUNDED, Number(id) * 60_000))
  await using bench = await openSalesforce(crm, { pageRows: 7 })
  const pages = await bench.walk('history', null)
  expect(pages.length).toBeGreaterThan(5)
  expect(pages[0]?.total).toBe(60)
  for (const [index, page] of pages.entries())
    if (page.more)
      expect(recordsOf(await bench.walk('history', page.cursor))).toEqual(recordsOf(pages.slice(index + 1)))
  expect(pages.at(-1)?.cursor).toEqual({ at: 'rest', until: '2026-04-10T02:29:00.000Z' })
})

test('An opportunity may have more steps than a page', async () => {
  const crm = smallCompany(3)
  const [limit, at] = [900, (n: number) => addMs(FOUNDED, (n + 1) * 60_000)]
  for (let n = 0; n < limit; n += 1) crm.updateDeal('2', { amount: `${n}.50` }, at(n))
  for (const pageRows of [100, 2_000]) {
    const { pages, steps } = await walked(crm, { pageRows })
    expectWhole(pages)
    const times = steps.filter((step) => step.id === idOf('deal', '2')).map((step) => step.at)
    expect(times).toHaveLength(limit + 1)
    expect(times).toEqual(times.toSorted())
    expect(steps).toHaveLength(limit + 3)
  }
})

test('A page of the history costs one call, and the first one a count', async () => {
  const crm = smallCompany(1_000)
  for (const id of crm.deals.keys()) crm.updateDeal(id, { amount: '1.11' }, addMs(FOUNDED, HOUR_MS))
  const whole = await walked(crm)
  expect([whole.calls, whole.pages.length, whole.steps.length]).toEqual([1, 1, 2_000])
  crm.createDeal(dealFields(1), addMs(FOUNDED, HOUR_MS))
  const more = await walked(crm)
  // The last deal of a full page is read again with the next.
  expect([more.calls, more.pages.length, more.steps.length]).toEqual([3, 2, 2_001])
})

test('The history of a hidden field is hidden with it', async () => {
  const crm = smallCompany(4)
  crm.updateDeal('2', { amount: '1.11', stageId: 'closedwon' }, addMs(FOUNDED, HOUR_MS))
  for (const hidden of ['Opportunity.Amount', 'Opportunity.CurrencyIsoCode']) {
    const { steps } = await walked(crm, { hidden: [hidden, 'Opportunity.Probability'] })
    expect(steps).toHaveLength(5)
    for (const { values } of steps) expect(Object.keys(values).toSorted()).toEqual(['closeDate', 'stageId'])
  }
})

test('A history that nobody may see is not an empty one', async () => {
  await using bench = await openSalesforce(smallCompany(3), { hidden: ['OpportunityHistory'] })
  expect(await bench.failure('history')).toMatchObject({ kind: 'forbidden', missing: 'OpportunityHistory' })
})

test('Steps do not tell the record type', async () => {
  const { steps } = await walked(smallCompany(3))
  for (const { values } of steps) expect('pipelineId' in values).toBe(false)
  // Where there is none, all were on the one pipeline.
  const untyped = await walked(smallCompany(3), { recordTypes: false })
  expect(untyped.steps.map(({ values }) => values.pipelineId)).toEqual(Array(3).fill('master'))
})

test('What a step does not tell, or not readably, is unknown', async () => {
  const crm = smallCompany(0)
  for (const amount of ['a lot', '1e15', null, '10']) crm.createDeal({ ...dealFields(0), amount }, FOUNDED)
  const told = async (currency: More) =>
    (await walked(crm, { multiCurrency: false }, currency)).steps.map(({ values }) => [
      values.amountMinor,
      values.currency,
    ])
  const unknown = [undefined, undefined]
  expect(await told({ currency: 'EUR' })).toEqual([unknown, unknown, [null, 'EUR'], [1_000, 'EUR']])
  expect(await told({})).toEqual([unknown, unknown, [null, null], unknown])
})
