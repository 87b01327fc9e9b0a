/**
 * What every connector must pass where deals are looked at again by name, and where the CRM is asked for its own count.
 *
 * Planted in a connector and seen red: the recycle bin not looked into, a deleted deal told as missing, lost told by the
 * deal and not by its stage.
 */
import { describe, expect, test } from 'vitest'
import { type DealRecord, type Slice, statuses } from '../../connectors/contract.ts'
import type { Crm, CrmDeal } from '../../connectors/demo/types.ts'
import { toMinor } from '../../connectors/values/money.ts'
import { type Bench, createBench, recordsOf, type Subject } from './support/bench.ts'
import { smallCompany } from './support/company.ts'

const START = '2026-04-10T02:30:00.000Z'
/** After this an edit shows in every index. */
const SETTLED_MS = 20 * 60_000

export function testRecheck(subject: Subject): void {
  const open = (crm: Crm) => createBench(subject, crm, START)
  const { recheck } = subject.connector
  const idOf = (id: string) => subject.idOf('deal', id)
  const read = (bench: Bench, ids: readonly string[]) => recheck.read(bench.requested(), ids.map(idOf))

  async function idsIn(bench: Bench, slice: Slice): Promise<string[]> {
    const all: string[] = []
    for (let after: string | null = null, asked = 0; asked < 1_000; asked += 1) {
      const page: Awaited<ReturnType<typeof recheck.ids>> = await recheck.ids(bench.requested(), slice, after)
      all.push(...page.ids)
      if (page.after === null) return all
      after = page.after
    }
    throw new Error('the ids do not end')
  }

  describe(`${subject.name}, looked at again`, () => {
    test('deals read by name are as a walk reads them, and each once', async () => {
      await using bench = await open(smallCompany(recheck.limit))
      const walked = recordsOf(await bench.walk('deals', null))
      const ids = [...bench.crm.deals.keys()]
      const again = await read(bench, ids)
      const sorted = (deals: readonly DealRecord[]) => deals.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      expect(sorted(again.records)).toEqual(sorted(walked))
      expect(again).toMatchObject({ deleted: [], skipped: [], missing: [] })
    })

    test('an edit shows at once, whatever the index says', async () => {
      await using bench = await open(smallCompany(3))
      bench.pass(3_600_000)
      bench.crm.updateDeal('2', { amount: '5.55', currency: 'EUR' }, bench.now())
      const { records } = await read(bench, ['2'])
      expect(records).toMatchObject([{ id: idOf('2'), amountMinor: 555, version: bench.now() }])
    })

    test('what is deleted, restored and never was is told apart', async () => {
      await using bench = await open(smallCompany(5))
      bench.pass(3_600_000)
      bench.crm.deleteDeal('2', bench.now())
      bench.crm.deleteDeal('3', bench.now())
      bench.pass(1_000)
      bench.crm.restoreDeal('3', bench.now())
      bench.pass(SETTLED_MS)
      const again = await read(bench, ['1', '2', '3', '999'])
      expect(again.records.map((deal) => deal.id).toSorted()).toEqual([idOf('1'), idOf('3')].toSorted())
      expect(again.deleted.map(({ id, mergedInto }) => [id, mergedInto])).toEqual([[idOf('2'), null]])
      expect(again.missing).toEqual([idOf('999')])
      expect(again.skipped).toEqual([])
    })

    test('nothing is asked for nothing', async () => {
      await using bench = await open(smallCompany(1))
      const before = bench.told.length
      expect(await recheck.read(bench.requested(), [])).toEqual({
        records: [],
        deleted: [],
        skipped: [],
        missing: [],
      })
      expect(bench.told.length).toBe(before)
    })

    test('the CRM counts what its deals are, by status and by pipeline, and names what it counts', async () => {
      await using bench = await open(smallCompany(subject.dealsPerPage + 30))
      bench.crm.deleteDeal('4', bench.now())
      // The deal disagrees with its stage, which decides.
      bench.crm.updateDeal('3', { stageId: 'lead', probability: '0' }, bench.now())
      bench.crm.updateDeal('5', { stageId: 'closedwon', probability: '0.5' }, bench.now())
      bench.pass(SETTLED_MS)
      const [pipeline = ''] = new Set(recordsOf(await bench.walk('deals', null)).map((one) => one.pipelineId))
      const alive = [...bench.crm.deals.values()].filter((deal) => deal.deletedAt === null)
      const wanted = statuses.map((status) => alive.filter((deal) => statusOf(deal) === status))

      const before = bench.told.length
      const byStatus = await recheck.totals(bench.requested(), 'status', [])
      expect(bench.told.length - before).toBeLessThanOrEqual(3)
      expect(byStatus.map(({ pipelineId, status, count }) => [pipelineId, status, count])).toEqual(
        statuses.map((status, index) => [null, status, wanted[index]?.length]),
      )
      const byPipeline = await recheck.totals(bench.requested(), 'pipeline', [pipeline ?? ''])
      const counts = new Map(
        byPipeline.map((total) => [`${total.pipelineId} ${total.status}`, total.count] as const),
      )
      for (const [index, status] of statuses.entries()) {
        expect(counts.get(`${pipeline} ${status}`)).toBe(wanted[index]?.length)
        const ids = wanted[index]?.map((deal) => idOf(deal.id)).toSorted()
        for (const pipelineId of [null, pipeline])
          expect((await idsIn(bench, { pipelineId, status })).toSorted()).toEqual(ids)
      }
      for (const { amountMinor, status } of byStatus) {
        const sum = alive
          .filter((deal) => statusOf(deal) === status)
          .reduce((all, deal) => all + (toMinor(deal.amount ?? '0', 'EUR') ?? 0), 0)
        // Three currencies: a CRM that sums must have converted, or say that it cannot.
        expect(amountMinor === null || amountMinor !== sum).toBe(true)
      }
    })

    test('an account without deals counts nothing, and that is told too', async () => {
      await using bench = await open(smallCompany(0))
      const byStatus = await recheck.totals(bench.requested(), 'status', [])
      expect(byStatus.map(({ status, count }) => [status, count])).toEqual(
        statuses.map((status) => [status, 0]),
      )
      expect(await idsIn(bench, { pipelineId: null, status: 'open' })).toEqual([])
    })
  })
}

function statusOf({ stageId }: CrmDeal) {
  if (stageId === 'closedwon') return 'won'
  return stageId === 'closedlost' ? 'lost' : 'open'
}
