/** Deals that people edit: moved, re-opened, emptied. Each edit is one revision, effective when the CRM says it was made. */
import { describe, expect, test } from 'vitest'
import type { CrmDealFields } from '../../../../connectors/demo/types.ts'
import { before, dealFields, deals } from './company.ts'
import { crms, LATER, MORNING, openPipeline, scene } from './scene.ts'

const justBefore = '2026-03-03T08:59:59.999Z'
const read = { cause: 'read', time_from: 'crm', effective_at: MORNING }

describe.each(crms)('%s', (name) => {
  /** The one edit of a deal, and the night after it. */
  async function after(deal: string, change: Partial<CrmDealFields>) {
    const made = await scene(name)
    made.crm.updateDeal(deal, change, MORNING)
    await made.nextNight()
    expect(await made.values({ kind: 'asOf', instant: justBefore })).toEqual(before)
    const revisions = await made.told(deal)
    expect(revisions).toHaveLength(2)
    return { ...made, first: revisions[0], last: revisions[1] }
  }

  test('Deal moved to another pipeline', async () => {
    const { last, values, value, id, stage } = await after(deals.open, { pipelineId: '2', stageId: '22' })
    expect(last).toMatchObject({
      ...read,
      pipeline_id: id('RecordType', '2'),
      stage_id: stage('22'),
      status: 'open',
    })
    expect(await values()).toEqual(before)
    const inTwo = { ...openPipeline, filter: { pipelines: [id('RecordType', '2')] } }
    expect((await value(inTwo)).value).toBe(1300_00)
    expect((await value(inTwo, { kind: 'asOf', instant: justBefore })).value).toBe(300_00)
  })

  test('Deal re-opened', async () => {
    const { last, crm, nextNight, told, values } = await after(deals.won, { stageId: '12' })
    expect(last).toMatchObject({ ...read, status: 'open', close_date: '2026-03-01', home_minor: 2000_00 })
    expect(await values()).toEqual({ won: 0, open: 3370_00, south: 3070_00, north: 300_00 })
    const closed = '2026-03-04T09:00:00.000Z'
    crm.updateDeal(deals.won, { stageId: '14' }, closed)
    await nextNight(2)
    expect((await told(deals.won)).map(({ status }) => status)).toEqual(['won', 'open', 'lost'])
    expect(await values()).toEqual({ ...before, won: 0 })
    expect((await values({ kind: 'asOf', instant: LATER })).open).toBe(3370_00)
  })

  test('Amount emptied', async () => {
    const { last, values, value } = await after(deals.open, { amount: null })
    const empty = { amount_minor: null, home_minor: null, weighted_minor: null, rate: null, rate_rule: null }
    expect(last).toMatchObject({ ...read, ...empty, status: 'open', problem: null })
    expect(await values()).toEqual({ ...before, open: 370_00, south: 70_00 })
    expect(await value(openPipeline)).toMatchObject({
      sampleSize: 3,
      withoutAmount: 1,
      complete: true,
      skipped: 0,
    })
  })

  test('Close date emptied', async () => {
    const { last, values, value } = await after(deals.open, { closeDate: null })
    expect(last).toMatchObject({ ...read, close_date: null, status: 'open', amount_minor: 1000_00 })
    expect(await values()).toEqual({ ...before, open: 370_00, south: 70_00 })
    expect(await value(openPipeline)).toMatchObject({ sampleSize: 2, complete: true })
  })

  test('Deal in a new currency whose rate is known', async () => {
    const { last, values } = await after(deals.open, { currency: 'CHF' })
    const rule = name === 'hubspot' ? 'deal' : 'account'
    expect(last).toMatchObject({
      ...read,
      currency: 'CHF',
      amount_minor: 1000_00,
      home_minor: 1050_00,
      rate_rule: rule,
    })
    expect(await values()).toEqual({ ...before, open: before.open + 50_00, south: before.south + 50_00 })
  })

  test('Currency added to the account', async () => {
    const { crm, nextNight, told, values } = await scene(name)
    crm.rates.push({ currency: 'USD', factor: '0.92', from: null })
    const deal = crm.createDeal(dealFields({ currency: 'USD', amount: '100.00' }), MORNING)
    await nextNight()
    expect((await told(deal.id)).at(-1)).toMatchObject({ currency: 'USD', home_minor: 92_00, problem: null })
    expect((await values()).open).toBe(before.open + 92_00)
  })

  test('Currency added whose rate nobody knows', async () => {
    const { crm, nextNight, told, values, value } = await scene(name)
    const deal = crm.createDeal(dealFields({ currency: 'JPY', amount: '7000' }), MORNING)
    await nextNight()
    const missing = {
      cause: 'read',
      time_from: 'crm',
      currency: 'JPY',
      home_minor: null,
      rate_rule: 'missing',
    }
    expect(await told(deal.id)).toMatchObject([missing])
    expect(await value(openPipeline)).toMatchObject({
      value: before.open,
      complete: false,
      reason: 'rate_missing',
    })
    crm.rates.push({ currency: 'JPY', factor: '0.006', from: null })
    await nextNight(2)
    expect((await told(deal.id)).at(-1)).toMatchObject({ home_minor: null })
    await nextNight(6)
    expect((await told(deal.id)).at(-1)).toMatchObject({ home_minor: 42_00 })
    const causes = (await told(deal.id)).map(({ cause, time_from, rate_rule }) => [
      cause,
      time_from,
      rate_rule,
    ])
    // HubSpot's full pass then brings the rate on the deal itself.
    const rated = name === 'hubspot' ? [['read', 'seen', 'deal']] : []
    expect(causes).toEqual([['read', 'crm', 'missing'], ['derived', 'seen', 'account'], ...rated])
    expect((await values()).open).toBe(before.open + 42_00)
  })
})
