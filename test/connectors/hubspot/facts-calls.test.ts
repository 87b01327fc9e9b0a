/**
 * What reading costs, and pages that are uneven (section 5 of the facts).
 *
 * Planted and seen red: a short or an empty page taken for the end, empty pages followed without bound or from the start,
 * ids in another order, owners who left asked for each night, deals on no pipeline taken for all.
 */
import { describe, expect, test } from 'vitest'
import type { Cursor } from '../../../connectors/contract.ts'
import { recheck } from '../../../connectors/hubspot/recheck.ts'
import { type Bench, recordsOf } from '../support/bench.ts'
import { FOUNDED, smallCompany } from '../support/company.ts'
import { openHubspot } from './subject.ts'

const MINUTE = 60_000
const sinceFounding: Cursor = { at: 'rest', until: FOUNDED }

/** Calls that `run` makes, by path. */
async function callsOf(bench: Bench, run: () => Promise<unknown>): Promise<string[]> {
  const before = bench.sandbox.calls.length
  await run()
  return bench.sandbox.calls.slice(before).map((call) => call.path)
}

describe('what a night asks', () => {
  test.each([
    [0, 1],
    [1, 1],
    [199, 1],
    [200, 1],
    [201, 2],
    [1_000, 5],
    [1_001, 6],
  ])('%i changed deals cost %i searches and nothing else', async (changed, calls) => {
    await using bench = await openHubspot(smallCompany(1_100))
    const listed = await bench.walk('deals', null)
    bench.pass(60 * MINUTE)
    for (let n = 1; n <= changed; n += 1) bench.crm.updateDeal(String(n), { amount: `${n}.5` }, bench.now())
    bench.pass(20 * MINUTE)
    const seen = new Set<string>()
    const paths = await callsOf(bench, async () => {
      for (const deal of recordsOf(await bench.walk('deals', listed.at(-1)?.cursor ?? null)))
        seen.add(deal.id)
    })
    expect(seen.size).toBe(changed)
    expect(paths).toEqual(Array(calls).fill('/crm/objects/2026-09/deals/search'))
  })

  test('a first import asks a page of 100 a call, and counts once', async () => {
    await using bench = await openHubspot(smallCompany(500))
    const paths = await callsOf(bench, () => bench.walk('deals', null))
    expect(paths.filter((path) => path === '/crm/objects/2026-09/deals')).toHaveLength(5)
    expect(paths.filter((path) => path.endsWith('/search'))).toHaveLength(1)
    expect(paths).toHaveLength(6)
  })

  test('owners who left are asked for thoroughly only, and cost a call of their own', async () => {
    await using bench = await openHubspot(smallCompany(0), {}, false)
    const paths = await callsOf(bench, async () => {
      expect(recordsOf(await bench.walk('owners', null)).map((owner) => owner.active)).toEqual(
        Array(5).fill(true),
      )
    })
    expect(paths).toEqual(['/crm/owners/2026-09'])
    await using thorough = await openHubspot(smallCompany(0))
    expect(await callsOf(thorough, () => thorough.walk('owners', null))).toHaveLength(2)
  })

  test('the past costs a call for 50 deals', async () => {
    await using bench = await openHubspot(smallCompany(201))
    expect(await callsOf(bench, () => bench.walk('history', null))).toEqual(
      Array(5).fill('/crm/objects/2026-09/deals'),
    )
  })

  test('the CRM’s own count costs three searches by status, and three a pipeline', async () => {
    await using bench = await openHubspot(smallCompany(40))
    const byStatus = await callsOf(bench, () => recheck.totals(bench.requested() as never, 'status', []))
    expect(byStatus).toEqual(Array(3).fill('/crm/objects/2026-09/deals/search'))
    // One search finds that no deal is without a pipeline.
    const byPipeline = await callsOf(bench, () =>
      recheck.totals(bench.requested() as never, 'pipeline', ['new']),
    )
    expect(byPipeline).toHaveLength(4)
  })

  test('deals on no pipeline are counted and found', async () => {
    await using bench = await openHubspot(smallCompany(8))
    for (const id of ['2', '3']) bench.crm.updateDeal(id, { pipelineId: '', stageId: '' }, bench.now())
    const pull = bench.requested() as never
    const totals = await recheck.totals(pull, 'pipeline', ['new'])
    expect(
      totals.filter((total) => total.pipelineId === '').map(({ status, count }) => [status, count]),
    ).toEqual([
      ['open', 2],
      ['won', 0],
      ['lost', 0],
    ])
    expect(await recheck.ids(pull, { pipelineId: '', status: 'open' }, null)).toEqual({
      ids: ['2', '3'],
      after: null,
    })
  })
})

describe('5.2, 5.3 uneven pages', () => {
  test.each([
    { shortPages: true, emptyPages: false },
    { shortPages: false, emptyPages: true },
    { shortPages: true, emptyPages: true },
  ])('short: $shortPages, empty: $emptyPages; every deal is read once and the walk ends', async (uneven) => {
    for (const idOrder of ['numeric', 'text'] as const) {
      await using bench = await openHubspot(smallCompany(1_250), { ...uneven, idOrder, listAfter: 'opaque' })
      for (const [stream, cursor] of [
        ['deals', null],
        ['deals', sinceFounding],
        ['history', null],
      ] as const) {
        const records: readonly { readonly id: string }[] = recordsOf(await bench.walk(stream, cursor))
        const ids =
          stream === 'history' ? [...new Set(records.map(({ id }) => id))] : records.map(({ id }) => id)
        expect(ids).toHaveLength(1_250)
        expect(new Set(ids).size).toBe(1_250)
      }
    }
  })

  test('a search that tells of rows and never shows one is an outage, after six calls', async () => {
    await using bench = await openHubspot(smallCompany(1))
    for (const [next, most] of [
      [{ paging: { next: { after: '200' } } }, 6],
      [{}, 1],
    ] as const) {
      bench.intercept.answer = () => new Response(JSON.stringify({ total: 3, results: [], ...next }))
      const before = bench.told.length
      const pulling = bench.pull('deals', sinceFounding)
      await expect(pulling).rejects.toMatchObject({ failure: { kind: 'unavailable' } })
      expect(bench.told.length - before).toBe(most)
    }
  })

  test('a page without a total is taken for the last one only when it is not full', async () => {
    await using bench = await openHubspot(smallCompany(1))
    const row = (n: number) => ({
      id: String(n + 1),
      properties: { hs_lastmodifieddate: FOUNDED, createdate: FOUNDED },
    })
    for (const [rows, more] of [
      [200, true],
      [199, false],
    ] as const) {
      bench.intercept.answer = () =>
        new Response(JSON.stringify({ results: Array.from({ length: rows }, (_, n) => row(n)) }))
      expect((await bench.pull('deals', sinceFounding)).more).toBe(more)
    }
  })
})
