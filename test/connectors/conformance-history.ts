/**
 * What every connector must pass where it reads the past.
 *
 * Planted in a connector and seen red: entries taken newest first, a change told without the other fields, a close date in
 * UTC, an amount in today's currency.
 */
import { describe, expect, test } from 'vitest'
import type { Cursor, HistoryRecord } from '../../connectors/contract.ts'
import { createBench, recordsOf, type Subject } from './support/bench.ts'
import { FOUNDED, smallCompany } from './support/company.ts'

const START = '2026-04-10T02:30:00.000Z'

export function testHistory(subject: Subject): void {
  const open = (deals: number) => createBench(subject, smallCompany(deals), START)
  const of = (records: readonly HistoryRecord[], id: string) =>
    records.filter((step) => step.id === subject.idOf('deal', id))

  describe(`${subject.name}, the past`, () => {
    test('a step is all that is known since its time, oldest first', async () => {
      await using bench = await open(3)
      const at = (day: number) => `2026-03-${String(day).padStart(2, '0')}T09:00:00.000Z`
      bench.crm.updateDeal('1', { stageId: 'offer', amount: '100.10', currency: 'EUR' }, at(10))
      bench.crm.updateDeal('1', { closeDate: '2026-06-30' }, at(12))
      bench.crm.updateDeal('1', { stageId: 'closedwon', amount: '90' }, at(14))
      const steps = of(recordsOf(await bench.walk('history', null)), '1')
      const known = steps.filter((step) => step.at >= at(10))
      expect(known.map((step) => step.at)).toEqual([at(10), at(12), at(14)])
      // A CRM may name a stage otherwise than the neutral company does: its label tells which it is.
      const stages = recordsOf(await bench.walk('pipelines', null)).flatMap((one) => one.stages)
      const labelOf = (id: string | null | undefined) => stages.find((stage) => stage.id === id)?.label
      expect(
        known.map(({ values }) => [labelOf(values.stageId), values.amountMinor, values.closeDate]),
      ).toEqual([
        ['Not lost yet', 10_010, known[0]?.values.closeDate],
        ['Not lost yet', 10_010, '2026-06-30'],
        ['Signed', 9_000, '2026-06-30'],
      ])
    })

    test('the last step is no other state than the deal is in', async () => {
      await using bench = await open(60)
      for (let n = 1; n <= 60; n += 1)
        bench.crm.updateDeal(
          String(n),
          { amount: `${n}.25`, closeDate: '2026-06-30' },
          '2026-03-20T22:45:00.000Z',
        )
      const deals = recordsOf(await bench.walk('deals', null))
      const records = recordsOf(await bench.walk('history', null))
      expect(deals).toHaveLength(60)
      for (const deal of deals) {
        const last = records.findLast((step) => step.id === deal.id)
        const { stageId, amountMinor, closeDate } = deal
        expect(last?.values).toMatchObject({ stageId, amountMinor, closeDate })
        for (const [field, value] of Object.entries(last?.values ?? {}))
          expect([field, value]).toEqual([field, deal[field as keyof typeof deal]])
      }
    })

    test('steps of a deal ascend, are never parted between pages, and none is before the deal', async () => {
      await using bench = await open(130)
      for (let n = 1; n <= 130; n += 1)
        for (const day of ['05', '08', '11'])
          bench.crm.updateDeal(String(n), { amount: `${n}.${day}` }, `2026-03-${day}T09:00:00.000Z`)
      const pages = await bench.walk('history', null)
      const seen = new Set<string>()
      for (const page of pages) {
        const here = new Set(page.records.map((step) => step.id))
        for (const id of here) {
          expect(seen.has(id)).toBe(false)
          seen.add(id)
          const times = page.records.filter((step) => step.id === id).map((step) => step.at)
          expect(times).toEqual([...new Set(times)].toSorted())
          expect((times[0] ?? '') >= FOUNDED).toBe(true)
        }
      }
      expect(seen.size).toBe(130)
    })

    test('the walk resumes after any of its pages, and rests at the end', async () => {
      await using bench = await open(130)
      const pages = await bench.walk('history', null)
      let before: Cursor | null = null
      for (const [index, page] of pages.entries()) {
        expect((await bench.pull('history', before)).records).toEqual(page.records)
        if (page.more)
          expect(recordsOf(await bench.walk('history', page.cursor))).toEqual(
            recordsOf(pages.slice(index + 1)),
          )
        before = page.cursor
      }
      expect(before?.at).toBe('rest')
    })
  })
}
