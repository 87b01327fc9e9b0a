/**
 * The connector against every fact of the vendor that it can touch, in both positions of what is unknown. Named by the
 * sections of the facts, as the sandbox's own tests are.
 *
 * Planted and seen red: no overlap, `GTE` for `GT`, a walk sorted by creation, times in ISO form, a start a millisecond late, a
 * wait of ten seconds for a search, merged ids unread, empty text taken for a value, the living read as the bin.
 */
import { describe, expect, test } from 'vitest'
import type { Cursor } from '../../../connectors/contract.ts'
import { defaultSwitches } from '../../../connectors/hubspot/sandbox/index.ts'
import { mergeInHubspot } from '../../../connectors/hubspot/sandbox/merge.ts'
import { recordsOf } from '../support/bench.ts'
import { FOUNDED, smallCompany } from '../support/company.ts'
import { otherwise } from './otherwise.ts'
import { openHubspot } from './subject.ts'

const START = '2026-04-10T02:30:00.000Z'
const MINUTE = 60_000
const sinceFounding: Cursor = { at: 'rest', until: FOUNDED }

test.each(Object.keys(otherwise))('[U] %s has two positions, and the conformance suite runs both', (name) => {
  const key = name as keyof typeof otherwise
  expect(otherwise[key]).not.toEqual(defaultSwitches[key])
})

describe('5.2 reading records', () => {
  test.each([false, true])(
    '[D] a merge makes a new record: %s; nobody is counted twice or lost',
    async (mergeMakesNewId) => {
      await using bench = await openHubspot(smallCompany(5), { mergeMakesNewId, searchLagMs: 10 * MINUTE })
      const listed = await bench.walk('deals', null)
      bench.pass(60 * MINUTE)
      mergeInHubspot(bench.crm, { mergeMakesNewId }, '1', '2', bench.now())
      bench.pass(20 * MINUTE)
      const changed = recordsOf(await bench.walk('deals', listed.at(-1)?.cursor ?? null))
      const survivor = mergeMakesNewId ? { id: '6', mergedIds: ['1', '2'] } : { id: '1', mergedIds: ['2'] }
      expect(changed.map(({ id, mergedIds }) => ({ id, mergedIds }))).toEqual([survivor])
      const alive = recordsOf(await bench.walk('deals', null)).map((deal) => deal.id)
      expect(alive).toEqual(mergeMakesNewId ? ['3', '4', '5', '6'] : ['1', '3', '4', '5'])
    },
  )

  test.each([false, true])(
    '[U] the bin lists merged records: %s; the survivor is never told as gone',
    async (mergedInArchive) => {
      await using bench = await openHubspot(smallCompany(5), { mergedInArchive })
      bench.crm.mergeDeals('1', '2', bench.now())
      const told = (await bench.walk('removals', null)).flatMap((page) => page.deleted.map((one) => one.id))
      expect(told).toEqual(mergedInArchive ? ['2'] : [])
    },
  )

  test.each(['null', 'empty'] as const)(
    '[V, S] an unset property is %s: stage, pipeline, amount, close date, owner',
    async (unset) => {
      const crm = smallCompany(1)
      const nothing = {
        pipelineId: '',
        stageId: '',
        amount: null,
        closeDate: null,
        ownerId: null,
        companyId: null,
      }
      crm.updateDeal('1', { ...nothing, type: null, forecastCategory: null }, FOUNDED)
      await using bench = await openHubspot(crm, { unset })
      expect(recordsOf(await bench.walk('deals', null))).toMatchObject([
        {
          pipelineId: null,
          stageId: null,
          amountMinor: null,
          closeDate: null,
          ownerId: null,
          teamId: null,
          companyId: null,
          type: null,
          forecastCategory: null,
          problems: [],
        },
      ])
    },
  )

  test('[D] what left the bin after 90 days is nowhere, and no failure', async () => {
    await using bench = await openHubspot(smallCompany(3))
    bench.crm.deleteDeal('2', bench.now())
    bench.pass(91 * 1440 * MINUTE)
    expect((await bench.walk('removals', null)).flatMap((page) => page.deleted)).toEqual([])
    expect(recordsOf(await bench.walk('deals', null)).map((deal) => deal.id)).toEqual(['1', '3'])
  })
})

describe('5.3 searching', () => {
  const positions = (['numeric', 'text'] as const).flatMap((idOrder) =>
    [0, 10, 15].map((minutes) => ({
      idOrder,
      searchLagMs: minutes * MINUTE,
      searchLagVaries: minutes === 10,
    })),
  )

  test.each(positions)(
    '[U] ids compare as $idOrder and the index is $searchLagMs ms late: no edit is lost',
    async (switches) => {
      // Ids of one to four digits, so that the two orders differ on every page.
      await using bench = await openHubspot(smallCompany(1_250), switches)
      const seen = new Map<string, number | null>()
      const read = async (cursor: Cursor | null) => {
        let round = 0
        const pages = await bench.walk('deals', cursor, () => {
          round += 1
          bench.pass(30_000)
          for (const id of ['7', '70', '700', '1200'])
            bench.crm.updateDeal(id, { amount: `${round}.5`, currency: 'EUR' }, bench.now())
        })
        for (const deal of recordsOf(pages)) seen.set(deal.id, deal.amountMinor)
        return { pages: pages.length, cursor: pages.at(-1)?.cursor ?? null }
      }
      const first = await read(sinceFounding)
      expect(first.pages).toBeGreaterThan(6)
      bench.pass(20 * MINUTE)
      for (const deal of recordsOf(await bench.walk('deals', first.cursor)))
        seen.set(deal.id, deal.amountMinor)
      expect(seen.size).toBe(1_250)
      const last = Number(bench.crm.deals.get('700')?.amount) * 100
      expect(['7', '70', '700', '1200'].map((id) => seen.get(id))).toEqual([last, last, last, last])
    },
  )

  test('[D] 10,000 is no end where ids compare as text and the index is late', async () => {
    await using bench = await openHubspot(smallCompany(10_050), { idOrder: 'text', searchLagMs: 10 * MINUTE })
    const found = recordsOf(await bench.walk('deals', sinceFounding)).map((deal) => deal.id)
    expect(found).toHaveLength(10_050)
    expect(new Set(found).size).toBe(10_050)
  })

  test('[V, D] a window is asked in epoch milliseconds, by one sort and without an offset', async () => {
    await using bench = await openHubspot(smallCompany(450))
    const before = bench.bodies.length
    await bench.walk('deals', sinceFounding)
    const asked = bench.bodies.slice(before).map((body) => JSON.parse(body))
    expect(asked).toHaveLength(3)
    for (const body of asked) {
      expect(body.after).toBeUndefined()
      expect(body.sorts).toEqual([{ propertyName: 'hs_object_id', direction: 'ASCENDING' }])
      expect(body.filterGroups[0].filters[0]).toMatchObject({
        operator: 'GTE',
        value: String(Date.parse(FOUNDED) - 15 * MINUTE),
      })
    }
  })

  test.each([false, true])(
    '[D] other apps use up the searches, the refusal names its policy: %s; we wait a second',
    async (searchPolicyName) => {
      await using bench = await openHubspot(smallCompany(850), { searchPerSecond: 1, searchPolicyName })
      expect(recordsOf(await bench.walk('deals', sinceFounding))).toHaveLength(850)
      expect(bench.sandbox.calls.filter((call) => call.status === 429).length).toBeGreaterThan(0)
      expect(Date.parse(bench.now()) - Date.parse(START)).toBeLessThan(20_000)
    },
  )
})
