import { expect, test } from 'vitest'
import type { Cursor } from '../../../connectors/contract.ts'
import { recordsOf } from '../support/bench.ts'
import { dealFields, FOUNDED, smallCompany } from '../support/company.ts'
import { idOf, openSalesforce } from './subject.ts'

const DAY_MS = 86_400_000
const sinceFounding: Cursor = { at: 'rest', until: FOUNDED }
const endOf = <P extends { readonly cursor: Cursor }>(pages: readonly P[]): Cursor | null =>
  pages.at(-1)?.cursor ?? null
const goneIn = (pages: readonly { readonly deleted: readonly { readonly id: string }[] }[]) =>
  pages.flatMap((page) => page.deleted.map(({ id }) => id)).toSorted()

test('A page may hold fewer rows than asked for', async () => {
  await using bench = await openSalesforce(smallCompany(120), { pageRows: 50 })
  const pages = await bench.walk('deals', null)
  expect(pages.map((page) => page.records.length)).toEqual([50, 50, 20])
  // Whatever is read in one go is read to its end too: four stages, seven owners.
  bench.org.switches.pageRows = 3
  const [pipeline] = recordsOf(await bench.walk('pipelines', null))
  expect(pipeline?.stages).toHaveLength(4)
  expect((await bench.walk('owners', null)).map((page) => page.records.length)).toEqual([3, 3, 1])
})

test('A full page may be the last one', async () => {
  await using bench = await openSalesforce(smallCompany(2_000))
  const calls = async (begin: Cursor | null) => {
    const before = bench.sandbox.calls.length
    const pages = await bench.walk('deals', begin)
    return [pages.map((page) => page.records.length), bench.sandbox.calls.length - before]
  }
  for (const begin of [null, sinceFounding]) expect(await calls(begin)).toEqual([[2_000], 1])
  bench.crm.createDeal(dealFields(1), FOUNDED)
  expect(await calls(sinceFounding)).toEqual([[2_000, 1], 2])
  // And one to count them, for progress.
  expect(await calls(null)).toEqual([[2_000, 1], 3])
})

test('A page may be empty and not the last', async () => {
  await using bench = await openSalesforce(smallCompany(120), { emptyPages: true, pageRows: 50 })
  for (const begin of [null, sinceFounding]) {
    const pages = await bench.walk('deals', begin)
    expect(pages.map((page) => page.records.length)).toEqual([50, 50, 20])
  }
  const [pipeline] = recordsOf(await bench.walk('pipelines', null))
  expect(pipeline?.stages).toHaveLength(4)
  expect(recordsOf(await bench.walk('currencies', null))).toHaveLength(3)
})

test('A limited page does not tell how many there are', async () => {
  await using bench = await openSalesforce(smallCompany(120), { pageRows: 50 })
  for (const [begin, total] of [
    [null, 120],
    [sinceFounding, null],
  ] as const) {
    const pages = await bench.walk('deals', begin)
    expect(pages.map((page) => page.total)).toEqual([total, null, null])
  }
  // It is for progress only: a count that fails holds up nothing.
  bench.sandbox.fault({ match: 'COUNT', times: 1_000, kind: 'status', status: 400 })
  expect((await bench.walk('deals', null)).map((page) => page.total)).toEqual([null, null, null])
})

test('Rows in the same instant have no order but that of their ids', async () => {
  await using bench = await openSalesforce(smallCompany(120), { pageRows: 7, scrambleTies: true })
  const found = recordsOf(await bench.walk('deals', sinceFounding)).map((deal) => deal.id)
  expect(found).toHaveLength(120)
  expect(new Set(found).size).toBe(120)
})

test('A page that does not move on is an error', async () => {
  await using bench = await openSalesforce(smallCompany(3))
  const stuck = { totalSize: 5, done: false, records: [{ Id: idOf('deal', '1') }] }
  bench.intercept.answer = () =>
    new Response(JSON.stringify(stuck), { headers: { 'content-type': 'application/json' } })
  const first = await bench.pull('deals', null)
  expect(first).toMatchObject({ more: true, skipped: [{ reason: 'SystemModstamp: missing' }] })
  await expect(bench.pull('deals', first.cursor)).rejects.toMatchObject({ failure: { kind: 'unreadable' } })
  stuck.records = [{ Id: 'x' }]
  await expect(bench.pull('deals', first.cursor)).rejects.toMatchObject({ failure: { kind: 'unreadable' } })
  stuck.records = []
  await expect(bench.pull('deals', first.cursor)).rejects.toMatchObject({ failure: { kind: 'unreadable' } })
})

test('A statement may be longer than an address', async () => {
  const names = Array.from({ length: 400 }, (_, n) => `some_field_that_a_consultant_added_${n}`)
  const crm = Object.assign(smallCompany(3), { customFields: names })
  crm.updateDeal('2', { properties: { [names[399] ?? '']: 'kept' } }, FOUNDED)
  const properties = names.map((name) => `${name}__c`)
  await using bench = await openSalesforce(crm, {}, { properties })
  const deals = recordsOf(await bench.walk('deals', sinceFounding))
  expect(deals.map((deal) => deal.properties[properties[399] ?? ''])).toEqual([null, 'kept', null])
  expect(bench.sandbox.calls.at(-1)).toMatchObject({ method: 'POST', status: 200 })
  // A part that fails is the statement that failed.
  bench.intercept.answer = () =>
    new Response(
      JSON.stringify({
        compositeResponse: [
          {
            referenceId: 'page',
            httpStatusCode: 400,
            body: [{ errorCode: 'QUERY_TIMEOUT', message: 'own words' }],
          },
        ],
      }),
      { headers: { 'content-type': 'application/json' } },
    )
  expect(await bench.failure('deals')).toMatchObject({ kind: 'unavailable', status: 400 })
})

test('A long transaction commits late, with the time of its writes', async () => {
  for (const wholeSeconds of [true, false]) {
    await using bench = await openSalesforce(smallCompany(3), { commitLagMs: 10 * 60_000, wholeSeconds })
    const first = await bench.walk('deals', null)
    const deal = bench.crm.createDeal(dealFields(4), bench.now())
    bench.pass(120_000)
    // Written before this window ends, and not to be seen yet.
    const second = await bench.walk('deals', endOf(first))
    expect(recordsOf(second)).toEqual([])
    expect(endOf(second)).toMatchObject({ at: 'rest', until: '2026-04-10T02:31:00.000Z' })
    expect(deal.createdAt < '2026-04-10T02:31:00.000Z').toBe(true)
    bench.pass(DAY_MS)
    const third = recordsOf(await bench.walk('deals', endOf(second)))
    expect(third.map((one) => one.id)).toEqual([idOf('deal', deal.id)])
  }
})

test('What is deleted leaves the answer and lies in the recycle bin', async () => {
  await using bench = await openSalesforce(smallCompany(5))
  const deals = await bench.walk('deals', null)
  const before = await bench.walk('removals', null)
  expect(goneIn(before)).toEqual([])
  bench.pass(DAY_MS)
  bench.crm.deleteDeal('2', bench.now())
  bench.pass(DAY_MS)
  expect(recordsOf(await bench.walk('deals', endOf(deals)))).toEqual([])
  const told = await bench.walk('removals', endOf(before))
  expect(told.flatMap((page) => page.deleted)).toEqual([
    { id: idOf('deal', '2'), at: '2026-04-11T02:30:00.000Z', mergedInto: null },
  ])
})

test('What is deleted during a long import lies in the bin', async () => {
  await using bench = await openSalesforce(smallCompany(120), { pageRows: 50 })
  const first = await bench.pull('deals', null)
  bench.crm.deleteDeal('1', bench.now())
  bench.pass(6 * 3_600_000)
  expect(recordsOf([first]).map((deal) => deal.id)).toContain(idOf('deal', '1'))
  await bench.walk('deals', first.cursor)
  expect(goneIn(await bench.walk('removals', null))).toEqual([idOf('deal', '1')])
})

test('The bin is emptied, after 15 days at the latest', async () => {
  await using bench = await openSalesforce(smallCompany(5))
  const before = endOf(await bench.walk('removals', null))
  bench.pass(DAY_MS)
  bench.crm.deleteDeal('2', bench.now())
  bench.pass(14 * DAY_MS)
  expect(goneIn(await bench.walk('removals', before))).toEqual([idOf('deal', '2')])
  bench.pass(2 * DAY_MS)
  expect(goneIn(await bench.walk('removals', before))).toEqual([])
})

test('What is restored comes back as changed', async () => {
  await using bench = await openSalesforce(smallCompany(5))
  bench.crm.deleteDeal('2', bench.now())
  bench.pass(DAY_MS)
  const deals = endOf(await bench.walk('deals', null))
  const removals = endOf(await bench.walk('removals', null))
  bench.pass(DAY_MS)
  bench.crm.restoreDeal('2', bench.now())
  bench.pass(DAY_MS)
  const alive = recordsOf(await bench.walk('deals', deals))
  expect(alive.map((deal) => [deal.id, deal.version])).toEqual([
    [idOf('deal', '2'), '2026-04-12T02:30:00.000Z'],
  ])
  expect(goneIn(await bench.walk('removals', removals))).toEqual([])
})

test('Opportunities are never merged', async () => {
  await using bench = await openSalesforce(smallCompany(5))
  const before = endOf(await bench.walk('removals', null))
  bench.pass(DAY_MS)
  bench.crm.mergeDeals('1', '2', bench.now())
  bench.pass(DAY_MS)
  const told = await bench.walk('removals', before)
  expect(told.flatMap((page) => page.deleted)).toMatchObject([{ id: idOf('deal', '2'), mergedInto: null }])
  for (const deal of recordsOf(await bench.walk('deals', null))) expect(deal.mergedIds).toEqual([])
})

test('An account that was merged is deleted and names its survivor', async () => {
  await using bench = await openSalesforce(smallCompany(5))
  const before = endOf(await bench.walk('companies', null))
  bench.pass(DAY_MS)
  const [at, crm] = [bench.now(), bench.crm]
  Object.assign(crm.companies.get('901') ?? {}, { mergedInto: '900', updatedAt: at })
  Object.assign(crm.companies.get('902') ?? {}, { deletedAt: at, updatedAt: at })
  crm.upsertCompany({ id: '903', name: 'Renamed' }, at)
  bench.pass(DAY_MS)
  const pages = await bench.walk('companies', before)
  const told = recordsOf(pages).map((one) => [one.id, one.name, one.mergedInto])
  expect(told.toSorted()).toEqual([
    [idOf('company', '901'), 'Company 1', idOf('company', '900')],
    [idOf('company', '903'), 'Renamed', null],
  ])
  expect(goneIn(pages)).toEqual([idOf('company', '902')])
})

test('A stage that was taken out of the list stays on its deals', async () => {
  await using bench = await openSalesforce(smallCompany(3))
  bench.crm.updateDeal('3', { stageId: 'Long gone' }, bench.now())
  const deal = recordsOf(await bench.walk('deals', null)).find((one) => one.id === idOf('deal', '3'))
  expect(deal?.stageId).toBe('Long gone')
  const stages = recordsOf(await bench.walk('pipelines', null)).flatMap((one) => one.stages)
  expect(stages.map((stage) => stage.id)).not.toContain('Long gone')
})

test('A close date may be one that nobody chose', async () => {
  const crm = smallCompany(3)
  crm.updateDeal('2', { closeDate: null }, FOUNDED)
  for (const [closeDate, told] of [
    ['nullable', null],
    ['required', '2026-03-31'],
  ] as const) {
    await using bench = await openSalesforce(crm, { closeDate })
    const deal = recordsOf(await bench.walk('deals', null)).find((one) => one.id === idOf('deal', '2'))
    expect(deal?.closeDate).toBe(told)
  }
})

test('A broken row costs itself and not the page', async () => {
  const crm = smallCompany(4)
  crm.updateDeal('2', { amount: 'a lot' }, FOUNDED)
  crm.updateDeal('3', { amount: '1e15' }, FOUNDED)
  await using bench = await openSalesforce(crm)
  const problems = recordsOf(await bench.walk('deals', null)).map((deal) => deal.problems)
  expect(problems).toEqual([
    [],
    [{ field: 'amount', code: 'not_a_number', raw: 'a lot' }],
    [{ field: 'amount', code: 'absurd', raw: '1000000000000000' }],
    [],
  ])
})
