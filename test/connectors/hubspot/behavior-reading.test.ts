import { expect, test } from 'vitest'
import type { Cursor } from '../../../connectors/contract.ts'
import { wantedOf } from '../../../connectors/hubspot/companies-of.ts'
import { searchExcess } from '../../../connectors/hubspot/search-body.ts'
import { createBench, recordsOf } from '../support/bench.ts'
import { FOUNDED, smallCompany } from '../support/company.ts'
import { openHubspot, subject } from './subject.ts'

const sinceFounding: Cursor = { at: 'rest', until: FOUNDED }
const jsonAnswer = (body: unknown) => () =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })
const row = (id: unknown, properties: object = {}) => ({
  id,
  properties: { hs_lastmodifieddate: FOUNDED, createdate: FOUNDED, ...properties },
})

test('A search stops at 10,000 results', async () => {
  const crm = smallCompany(10_150)
  await using bench = await openHubspot(crm)
  const found = new Set(recordsOf(await bench.walk('deals', sinceFounding)).map((deal) => deal.id))
  expect(found.size).toBe(10_150)
})

test('A search is 3,000 characters at most', async () => {
  const names = (count: number) => Array.from({ length: count }, (_, n) => `x${String(n).padStart(3, '0')}`)
  const config = { token: 't', apiUrl: 'https://api.hubapi.com' }
  const wanted = (count: number) => ({ account: null, config, properties: names(count) })
  const fits = (count: number) => searchExcess(wantedOf(wanted(count))) === 0
  let most = 0
  while (fits(most + 1)) most += 1
  expect(most).toBeGreaterThan(200)
  const openWith = (count: number) =>
    createBench(subject('HubSpot', {}), smallCompany(450), '2026-04-10T02:30:00.000Z', 10_000, {
      properties: names(count),
    })
  await using bench = await openWith(most)
  // The sandbox refuses a longer body; the bound on the id, which later pages carry, is counted too.
  expect(recordsOf(await bench.walk('deals', sinceFounding))).toHaveLength(450)
  expect(recordsOf(await bench.walk('deals', null))).toHaveLength(450)
  await expect(openWith(most + 1)).rejects.toMatchObject({ failure: { kind: 'misconfigured' } })
})

test('The list has no cap, no filter and no order of ours', async () => {
  await using bench = await openHubspot(smallCompany(250))
  const opened = bench.now()
  let page = await bench.pull('deals', null)
  // Read already, and changed while the rest is read.
  bench.crm.updateDeal('1', { amount: '1.11' }, opened)
  bench.pass(3_600_000)
  while (page.more) page = await bench.pull('deals', page.cursor)
  expect(page.primary).toBe(true)
  const next = await bench.pull('deals', page.cursor)
  expect(next.primary).toBe(false)
  expect(next.records.map((deal) => [deal.id, deal.amountMinor])).toEqual([['1', 111]])
})

test('The mark of a list may be opaque', async () => {
  await using bench = await openHubspot(smallCompany(250), { listAfter: 'opaque' })
  const pages = await bench.walk('deals', null)
  expect(pages.map((page) => page.records.length)).toEqual([100, 100, 50])
})

test('A list does not tell how many there are', async () => {
  await using bench = await openHubspot(smallCompany(250))
  const pages = await bench.walk('deals', null)
  expect(pages.map((page) => page.total)).toEqual([250, null, null])
})

test('A later page of a window counts only what is left', async () => {
  await using bench = await openHubspot(smallCompany(450))
  const pages = await bench.walk('deals', sinceFounding)
  expect(pages.map((page) => page.total)).toEqual([450, null, null])
})

test('Nobody documents in which order ids compare', async () => {
  for (const idOrder of ['numeric', 'text'] as const) {
    await using bench = await openHubspot(smallCompany(1200), { idOrder })
    const found = recordsOf(await bench.walk('deals', sinceFounding)).map((deal) => deal.id)
    expect(found).toHaveLength(1200)
    expect(new Set(found).size).toBe(1200)
  }
})

test('A page that does not move on is an error', async () => {
  await using bench = await openHubspot(smallCompany(1))
  const results = Array.from({ length: 200 }, (_, n) => row(String(n + 1)))
  bench.intercept.answer = jsonAnswer({ total: 900, results })
  const first = await bench.pull('deals', sinceFounding)
  await expect(bench.pull('deals', first.cursor)).rejects.toMatchObject({
    failure: { kind: 'unreadable', path: 'paging' },
  })
})

test('A broken row costs itself and not the page', async () => {
  await using bench = await openHubspot(smallCompany(1))
  bench.intercept.answer = jsonAnswer({
    total: 5,
    results: [
      row('1'),
      { id: '2', properties: 'none' },
      row('3', { hs_lastmodifieddate: null }),
      { properties: {} },
      row('5'),
    ],
  })
  const page = await bench.pull('deals', sinceFounding)
  expect(page.records.map((deal) => deal.id)).toEqual(['1', '5'])
  expect(page.skipped.map((one) => one.id)).toEqual(['2', '3', 'without id'])
  expect(page.skipped[0]?.reason).toMatch(/^properties: /)
  expect(page.skipped[1]?.reason).toBe('hs_lastmodifieddate: missing')
})

test('The search index is late', async () => {
  await using bench = await openHubspot(smallCompany(3), { searchLagMs: 14 * 60_000 })
  const [listed] = await bench.walk('deals', null)
  bench.pass(3_600_000)
  bench.crm.updateDeal('2', { amount: '2.22' }, bench.now())
  bench.pass(5 * 60_000)
  // The edit lies inside this window, and the index does not show it yet.
  const [early] = await bench.walk('deals', listed?.cursor ?? null)
  expect(early?.records).toEqual([])
  bench.pass(9 * 60_000)
  const [late] = await bench.walk('deals', early?.cursor ?? null)
  expect(late?.records.map((deal) => [deal.id, deal.amountMinor])).toEqual([['2', 222]])
})

test('A window ends a minute before now', async () => {
  await using bench = await openHubspot(smallCompany(3))
  const [page] = await bench.walk('deals', sinceFounding)
  expect(page?.cursor).toEqual({ at: 'rest', until: '2026-04-10T02:29:00.000Z' })
  expect(bench.now()).toBe('2026-04-10T02:30:00.000Z')
})

test('A window is open above', async () => {
  await using bench = await openHubspot(smallCompany(3))
  bench.crm.updateDeal('1', { amount: '1' }, '2026-04-01T00:00:00.000Z')
  const window: Cursor = {
    at: 'window',
    since: '2026-04-01T00:00:00.000Z',
    until: '2026-04-02T00:00:00.000Z',
    after: null,
  }
  // Changed in the window, and once more since it was opened.
  bench.crm.updateDeal('2', { amount: '1' }, '2026-04-02T00:00:00.000Z')
  bench.crm.updateDeal('2', { amount: '2' }, '2026-04-03T00:00:00.000Z')
  const page = await bench.pull('deals', window)
  expect(page.records.map((deal) => deal.id)).toEqual(['1', '2'])
  expect(page.cursor).toEqual({ at: 'rest', until: window.until })
})

test('A change time moves when nothing we read has moved', async () => {
  await using bench = await openHubspot(smallCompany(1))
  const [before] = (await bench.pull('deals', null)).records
  const changed = bench.now()
  bench.crm.updateDeal('1', {}, changed)
  const [after] = (await bench.pull('deals', null)).records
  expect(after).toEqual({ ...before, version: changed })
})
