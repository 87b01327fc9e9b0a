import { expect, test } from 'vitest'
import type { Cursor, Page } from '../../../connectors/contract.ts'
import { recordsOf } from '../support/bench.ts'
import { dealFields, smallCompany } from '../support/company.ts'
import { idOf, openSalesforce } from './subject.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** The longest transaction that the overlap promises to bear. */
const LAG_MINUTES = 15

const endOf = (pages: readonly Page[]): Cursor | null => pages.at(-1)?.cursor ?? null

// Planted and seen red: an overlap of 5 minutes, of 12 minutes; a window that begins where the last one ended.
test.each(
  Array.from({ length: LAG_MINUTES }, (_, minutes) => minutes).flatMap((minutes) => [
    [minutes, 'first import'] as const,
    [minutes, 'later night'] as const,
  ]),
)(
  'What is written %i minutes before a %s, and seen only after it, is read in the next night',
  async (minutes, walk) => {
    await using bench = await openSalesforce(smallCompany(4), { commitLagMs: LAG_MINUTES * MINUTE_MS })
    let deals: Cursor | null = null
    let removals: Cursor | null = null
    async function night() {
      const [read, gone] = [await bench.walk('deals', deals), await bench.walk('removals', removals)]
      deals = endOf(read)
      removals = endOf(gone)
      return {
        read: recordsOf(read).map(({ id, amountMinor }) => [id, amountMinor]),
        gone: gone.flatMap((page) => page.deleted.map(({ id }) => id)),
      }
    }
    if (walk === 'later night') await night()
    bench.pass(DAY_MS)

    const created = bench.crm.createDeal({ ...dealFields(9), amount: '9.99', currency: 'EUR' }, bench.now())
    bench.crm.updateDeal('2', { amount: '7.77', currency: 'EUR' }, bench.now())
    bench.crm.deleteDeal('3', bench.now())
    bench.pass(minutes * MINUTE_MS)
    const early = await night()
    const late = [
      [idOf('deal', '2'), 777],
      [idOf('deal', created.id), 999],
    ]
    for (const one of late) expect(early.read).not.toContainEqual(one)
    expect(early.gone).toEqual([])

    bench.pass(DAY_MS)
    const next = await night()
    expect(next.read).toEqual(late)
    expect(next.gone).toEqual([idOf('deal', '3')])
  },
)
