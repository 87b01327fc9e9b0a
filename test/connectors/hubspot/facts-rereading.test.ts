/**
 * Batches, associations and histories (sections 5.2, 5.5 and 5.6 of the facts), in both positions of what is unknown.
 *
 * Planted and seen red: a survivor that ends nobody, or is told twice, a batch whose errors are taken for absence, any
 * company for the primary one, what came before the oldest entry taken for empty, or for what the oldest says.
 */
import { describe, expect, test } from 'vitest'
import type { Cursor, HistoryRecord } from '../../../connectors/contract.ts'
import { recheck } from '../../../connectors/hubspot/recheck.ts'
import { mergeInHubspot } from '../../../connectors/hubspot/sandbox/merge.ts'
import { type Bench, recordsOf } from '../support/bench.ts'
import { FOUNDED, smallCompany } from '../support/company.ts'
import { openHubspot } from './subject.ts'

const sinceFounding: Cursor = { at: 'rest', until: FOUNDED }
const reread = (bench: Bench, ids: readonly string[]) => recheck.read(bench.requested() as never, ids)

describe('5.2 batches', () => {
  const positions = [false, true].flatMap((mergeMakesNewId) =>
    (['missing', 'survivor'] as const).flatMap((mergedRead) =>
      (['omitted', 'reported'] as const).flatMap((missingInBatch) =>
        [false, true].map((mergedInArchive) => ({
          mergeMakesNewId,
          mergedRead,
          missingInBatch,
          mergedInArchive,
        })),
      ),
    ),
  )

  test.each(positions)(
    '[D, U] a merged deal is never a living one: new id $mergeMakesNewId, answered by $mergedRead, $missingInBatch, in the bin $mergedInArchive',
    async (switches) => {
      await using bench = await openHubspot(smallCompany(5), switches)
      bench.pass(1_000)
      mergeInHubspot(bench.crm, switches, '1', '2', bench.now())
      const survivor = switches.mergeMakesNewId ? '6' : '1'

      const both = await reread(bench, [survivor, '2'])
      expect(both.records.map((deal) => deal.id)).toEqual([survivor])
      expect(both.deleted).toEqual([{ id: '2', at: null, mergedInto: survivor }])
      expect(both.missing).toEqual([])

      const alone = await reread(bench, ['2', '4'])
      const answered = switches.mergedRead === 'survivor'
      expect(alone.records.map((deal) => deal.id).toSorted()).toEqual(
        answered ? [survivor, '4'].toSorted() : ['4'],
      )
      const told = alone.deleted.map(({ id, mergedInto }) => [id, mergedInto])
      if (answered) expect(told).toEqual([['2', survivor]])
      else expect(told).toEqual(switches.mergedInArchive ? [['2', null]] : [])
      expect(alone.missing).toEqual(answered || switches.mergedInArchive ? [] : ['2'])
    },
  )

  test('[D] a batch is 100 deals, from the records themselves; a second call looks into the bin', async () => {
    await using bench = await openHubspot(smallCompany(100), { searchLagMs: 600_000 })
    const ids = [...bench.crm.deals.keys()]
    const before = bench.sandbox.calls.length
    expect((await reread(bench, ids)).records).toHaveLength(100)
    expect(bench.sandbox.calls.slice(before).map((call) => [call.path, call.bucket])).toEqual([
      ['/crm/objects/2026-09/deals/batch/read', 'burst'],
    ])
    bench.crm.deleteDeal('7', bench.now())
    expect((await reread(bench, ids)).deleted).toEqual([{ id: '7', at: bench.now(), mergedInto: null }])
    expect(bench.sandbox.calls).toHaveLength(before + 3)
  })

  test('[D] a part of a batch that failed for another reason is no proof that a deal is gone', async () => {
    await using bench = await openHubspot(smallCompany(1))
    const errors = [{ status: 'error', category: 'INTERNAL_ERROR', message: 'try again' }]
    bench.intercept.answer = () =>
      new Response(JSON.stringify({ status: 'COMPLETE', results: [], numErrors: 1, errors }), { status: 207 })
    await expect(reread(bench, ['1'])).rejects.toMatchObject({
      failure: { kind: 'unavailable', status: 207, detail: 'try again' },
    })
  })

  test('a deal that cannot be read is skipped with its reason, and not missing', async () => {
    await using bench = await openHubspot(smallCompany(1))
    bench.intercept.answer = () =>
      new Response(JSON.stringify({ results: [{ id: '1', properties: { createdate: FOUNDED } }] }))
    expect(await reread(bench, ['1'])).toEqual({
      records: [],
      deleted: [],
      skipped: [{ id: '1', reason: 'hs_lastmodifieddate: missing' }],
      missing: [],
    })
  })
})

describe('5.5 the company of a deal', () => {
  const positions = (['string', 'number'] as const).flatMap((companyIdAs) =>
    (['omitted', 'reported'] as const).map((withoutAssociation) => ({ companyIdAs, withoutAssociation })),
  )

  test.each(positions)(
    '[U] without the property companies are asked for apart, as $companyIdAs, none $withoutAssociation',
    async (switches) => {
      const crm = smallCompany(20)
      for (const id of ['3', '4']) crm.updateDeal(id, { companyId: null }, FOUNDED)
      const companies = [...crm.deals.values()].map(({ id, companyId }) => [id, companyId])
      await using bench = await openHubspot(crm, { ...switches, primaryCompanyProperty: false })
      expect(bench.account()).toMatchObject({ hidden: [], absent: ['hs_primary_associated_company'] })
      for (const cursor of [null, sinceFounding])
        expect(
          recordsOf(await bench.walk('deals', cursor)).map(({ id, companyId }) => [id, companyId]),
        ).toEqual(companies)
      const again = await reread(bench, [...crm.deals.keys()])
      expect(again.records.map(({ id, companyId }) => [id, companyId])).toEqual(companies)
      expect(bench.bodies.filter((body) => body.includes('hs_primary_associated_company'))).toEqual([])
    },
  )

  test('[D] companies of a thousand deals are one call', async () => {
    await using bench = await openHubspot(smallCompany(2_100), { primaryCompanyProperty: false })
    const before = bench.sandbox.calls.length
    const pages = await bench.walk('deals', sinceFounding)
    expect(pages.map((page) => [page.records.length, page.total])).toEqual([
      [1_000, 2_100],
      [1_000, null],
      [100, null],
    ])
    const paths = bench.sandbox.calls.slice(before).map((call) => call.path)
    expect(paths.filter((path) => path.includes('/associations/'))).toHaveLength(3)
    expect(paths).toHaveLength(11 + 3)
  })

  test('[S] with the property nobody asks apart', async () => {
    await using bench = await openHubspot(smallCompany(20))
    await bench.walk('deals', null)
    await reread(bench, ['1'])
    expect(bench.told.filter((address) => address.includes('associations'))).toEqual([])
  })
})

describe('5.2, 5.6 the past', () => {
  const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T09:00:00.000Z`
  const stepsOf = async (bench: Bench, id = '1'): Promise<HistoryRecord[]> =>
    recordsOf(await bench.walk('history', null)).filter((step) => step.id === id)

  test.each(['newest_first', 'oldest_first'] as const)(
    '[U] entries come %s; the steps are the same',
    async (historyOrder) => {
      const crm = smallCompany(1)
      crm.updateDeal('1', { stageId: 'offer', amount: '100' }, day(10))
      crm.updateDeal('1', { stageId: 'closedwon', ownerId: '703' }, day(12))
      await using bench = await openHubspot(crm, { historyOrder })
      const steps = await stepsOf(bench)
      expect(steps.map(({ at, values }) => [at, values.stageId, values.amountMinor, values.ownerId])).toEqual(
        [
          [FOUNDED, 'lead', undefined, '700'],
          [day(10), 'offer', 10_000, '700'],
          [day(12), 'closedwon', 10_000, '703'],
        ],
      )
    },
  )

  test('[U] what lies before the oldest entry that is kept is left out', async () => {
    const crm = smallCompany(1)
    for (let n = 5; n <= 14; n += 1) crm.updateDeal('1', { amount: `${n}` }, day(n))
    crm.updateDeal('1', { stageId: 'offer' }, day(20))
    await using bench = await openHubspot(crm, { historyDepth: 3 })
    expect((await stepsOf(bench)).map(({ at, values }) => [at, values.amountMinor, values.stageId])).toEqual([
      [FOUNDED, undefined, 'lead'],
      [day(12), 1_200, 'lead'],
      [day(13), 1_300, 'lead'],
      [day(14), 1_400, 'lead'],
      [day(20), 1_400, 'offer'],
    ])
  })

  test('an amount is in the currency of its time, and a close date is a day of the company', async () => {
    const crm = smallCompany(1)
    crm.updateDeal('1', { amount: '1000', currency: 'EUR', closeDate: '2026-03-31' }, day(10))
    crm.updateDeal('1', { currency: 'JPY' }, day(12))
    crm.updateDeal('1', { amount: null }, day(14))
    await using bench = await openHubspot(crm)
    const known = (await stepsOf(bench)).filter(({ at }) => at >= day(10))
    expect(known.map(({ values }) => [values.amountMinor, values.currency, values.closeDate])).toEqual([
      [100_000, 'EUR', '2026-03-31'],
      [1_000, 'JPY', '2026-03-31'],
      [null, 'JPY', '2026-03-31'],
    ])
  })

  test.each(['empty', 'present'] as const)(
    '[U] with one currency its code is %s; amounts of the past are in it',
    async (singleCurrencyCode) => {
      const crm = smallCompany(1)
      crm.rates.length = 0
      crm.updateDeal('1', { amount: '10.50' }, day(10))
      await using bench = await openHubspot(crm, { singleCurrencyCode })
      const last = (await stepsOf(bench)).at(-1)
      expect(last?.values).toMatchObject({ amountMinor: 1_050, currency: 'EUR' })
    },
  )

  test('what was never filled in was empty from the first', async () => {
    const crm = smallCompany(0)
    crm.createDeal(
      {
        name: 'Bare',
        companyId: null,
        pipelineId: 'new',
        stageId: 'lead',
        amount: null,
        currency: 'EUR',
        closeDate: null,
        probability: null,
        type: null,
        ownerId: null,
        forecastCategory: null,
        properties: {},
      },
      day(2),
    )
    await using bench = await openHubspot(crm)
    expect(await stepsOf(bench)).toEqual([
      {
        id: '1',
        at: day(2),
        values: {
          pipelineId: 'new',
          stageId: 'lead',
          amountMinor: null,
          currency: 'EUR',
          closeDate: null,
          probability: '0.2',
          ownerId: null,
          type: null,
        },
      },
    ])
  })

  test('a value of the past that cannot be read is unknown, and the rest of the step stands', async () => {
    const crm = smallCompany(1)
    crm.updateDeal('1', { amount: 'a lot', closeDate: 'soon' }, day(10))
    await using bench = await openHubspot(crm)
    const last = (await stepsOf(bench)).at(-1)
    expect(last).toMatchObject({ at: day(10), values: { stageId: 'lead' } })
    expect(last?.values).not.toHaveProperty('amountMinor')
    expect(last?.values).not.toHaveProperty('closeDate')
  })

  test('a stage is of the pipeline it was in', async () => {
    const crm = smallCompany(1)
    crm.pipelines.push({
      id: 'old',
      label: 'Renewals',
      archived: false,
      stages: [...(crm.pipelines[0]?.stages ?? [])],
    })
    crm.updateDeal('1', { pipelineId: 'old', stageId: 'offer' }, day(10))
    await using bench = await openHubspot(crm)
    expect(
      (await stepsOf(bench)).map(({ values }) => [values.pipelineId, values.stageId, values.probability]),
    ).toEqual([
      ['new', 'lead', '0.2'],
      ['old', 'offer', '0.6'],
    ])
  })

  test('[S] more than 50 deals with their past are refused, so we ask for no more', async () => {
    await using bench = await openHubspot(smallCompany(1))
    const asked = async (limit: number) => {
      const address = `${bench.sandbox.url}/crm/objects/2026-09/deals?limit=${limit}&propertiesWithHistory=amount`
      return (await fetch(address, { headers: { authorization: `Bearer ${bench.token()}` } })).status
    }
    expect(await asked(50)).toBe(200)
    expect(await asked(51)).toBe(400)
    await bench.walk('history', null)
    expect(
      bench.told.filter((address) => /propertiesWithHistory/.test(address) && !/limit=50\b/.test(address)),
    ).toEqual([])
  })
})
