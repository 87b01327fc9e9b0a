/**
 * Deals that both CRMs hold. Planted and seen red in the random ledgers or here: the copy counted, both left out, a copy
 * left out though its twin is gone or not there yet, a side that is named alone not counted whole, twins of today for a
 * value as it was known.
 */
import { expect, test } from 'vitest'
import { peoplePerSource } from '../../../src/metrics/index.ts'
import type { At, Definition } from '../../../src/metrics/types.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { type LedgerContent, type LedgerDeal, writeLedger } from '../../support/metric-ledger.ts'
import { expectLedger, now, Q1 } from './expect-metric.ts'

const revenue: Definition = { metric: 'won_revenue', window: Q1 }
const at = (day: string) => `2026-01-${day}T12:00:00.000Z`
const won = (amountMinor: number, day = '10') => ({
  status: 'won' as const,
  amountMinor,
  effectiveAt: at(day),
})

/** 100 and 7 in HubSpot, 90 and 5 in Salesforce; the first of each are one deal, as HubSpot says. */
const deals: LedgerDeal[] = [
  { id: '1', revisions: [{ ...won(100), twinId: '006A' }] },
  { id: '2', revisions: [won(7)] },
  { id: '006A', source: 'salesforce', revisions: [won(90)] },
  { id: '006B', source: 'salesforce', revisions: [won(5)] },
]
const both = (more: Partial<LedgerContent>): LedgerContent => ({
  sources: [{ id: 'hubspot' }, { id: 'salesforce' }],
  runs: ['hubspot', 'salesforce'].map((source) => ({ source, dataThrough: '2025-12-01T00:00:00.000Z' })),
  deals,
  ...more,
})
const value = async (more: Partial<LedgerContent>, definition = revenue, moment: At = now) =>
  (await expectLedger(both(more), definition, moment)).value
const only = (...connections: string[]): Definition => ({ ...revenue, filter: { connections } })

test('a deal of both CRMs counts once, from the side that leads, whichever of the two names the other', async () => {
  const other = [
    { id: '1', revisions: [won(100)] },
    { id: '2', revisions: [won(7)] },
    { id: '006A', source: 'salesforce', revisions: [{ ...won(90), twinId: '1' }] },
    { id: '006B', source: 'salesforce', revisions: [won(5)] },
  ]
  const mutual = deals.map((deal) => other.find(({ id }) => id === deal.id && id === '006A') ?? deal)
  for (const list of [deals, other, mutual]) {
    expect(await value({ deals: list, leading: 'hubspot' })).toMatchObject({
      value: 112,
      sampleSize: 3,
      complete: true,
    })
    expect(await value({ deals: list, leading: 'salesforce' })).toMatchObject({ value: 102, complete: true })
  }
})

test('until a side is named a value over both is incomplete, if a deal of both is in it', async () => {
  expect(await value({})).toMatchObject({ value: 202, complete: false, reason: 'leading_side_open' })
  const small: Definition = { ...revenue, filter: { minAmountMinor: 91 } }
  expect(await value({}, small)).toMatchObject({ value: 100, reason: 'leading_side_open' })
  const lost: Definition = { ...revenue, metric: 'lost_deals' }
  expect(await value({}, lost)).toMatchObject({ value: 0, complete: true })
})

test('a side that is named alone counts whole; both named are as none', async () => {
  for (const leading of [null, 'hubspot', 'salesforce']) {
    expect(await value({ leading }, only('hubspot'))).toMatchObject({ value: 107, complete: true })
    expect(await value({ leading }, only('salesforce'))).toMatchObject({ value: 95, complete: true })
  }
  expect(await value({ leading: 'hubspot' }, only('hubspot', 'salesforce'))).toMatchObject({ value: 112 })
  expect(await value({}, only('hubspot', 'salesforce'))).toMatchObject({ complete: false })
})

test('nothing is lost: a twin that the other mirror does not hold, or that is gone, leaves the deal counted', async () => {
  const gone = deals.map((deal) =>
    deal.id === '006A' ? { ...deal, revisions: [won(90), { ...won(90, '15'), deleted: true }] } : deal,
  )
  const leading = 'salesforce'
  expect(await value({ deals: deals.slice(0, 2), leading })).toMatchObject({ value: 107, complete: true })
  expect(await value({ deals: gone, leading })).toMatchObject({ value: 112 })
  expect(await value({ deals: gone, leading }, revenue, { kind: 'asOf', instant: at('14') })).toMatchObject({
    value: 102,
  })
  expect(await value({ deals: gone, leading }, revenue, { kind: 'known', seq: 3 })).toMatchObject({
    value: 97,
  })
  expect(await value({ deals: gone, leading }, revenue, { kind: 'known', seq: 4 })).toMatchObject({
    value: 107,
  })
})

test('before the copy was made, or known to be one, the deal counts by itself', async () => {
  const later = [
    { id: '1', revisions: [won(100, '05'), { ...won(100, '12'), twinId: '006A' }] },
    { id: '006A', source: 'salesforce', revisions: [won(90, '11')] },
  ]
  const leading = 'salesforce'
  const asOf = (day: string): At => ({ kind: 'asOf', instant: at(day) })
  expect(await value({ deals: later, leading }, revenue, asOf('06'))).toMatchObject({ value: 100 })
  expect(await value({ deals: later, leading }, revenue, asOf('13'))).toMatchObject({ value: 90 })
  expect(await value({ deals: later, leading }, revenue, { kind: 'known', seq: 1 })).toMatchObject({
    value: 100,
  })
  expect(await value({ deals: later, leading })).toMatchObject({ value: 90 })
})

test('a reconstructed state has the twin of today, and a deal that is left out is no gap', async () => {
  const past = { timeFrom: 'history' as const, unknown: ['twin_id', 'team_id'] }
  const list: LedgerDeal[] = [
    {
      id: '1',
      createdDay: '2026-01-01',
      revisions: [
        { ...won(100, '20'), twinId: '006A' },
        { ...won(100, '02'), ...past },
      ],
    },
    {
      id: '006A',
      source: 'salesforce',
      createdDay: '2026-01-01',
      revisions: [won(90, '20'), { ...won(90, '02'), ...past }],
    },
    // Nothing is known of it so early, and it would be a gap.
    { id: '3', createdDay: '2026-01-01', revisions: [{ ...won(1, '20'), twinId: '006C' }] },
    {
      id: '006C',
      source: 'salesforce',
      createdDay: '2026-01-01',
      revisions: [won(1, '20'), { ...won(1, '02'), ...past }],
    },
  ]
  const runs = ['hubspot', 'salesforce'].map((source) => ({ source, dataThrough: at('21') }))
  const content = { deals: list, runs, histories: ['hubspot', 'salesforce'], leading: 'salesforce' }
  expect(await value(content, revenue, { kind: 'asOf', instant: at('15') })).toMatchObject({
    ...{ value: 91, skipped: 0, complete: true },
  })
})

test('people behind a copy that is left out are behind no number', async () => {
  const db = await emptyWorkspace()
  const owned = deals.map((deal) => ({
    ...deal,
    revisions: deal.revisions.map((revision) => ({ ...revision, ownerHash: `owner of ${deal.id}` })),
  }))
  await writeLedger(db, both({ deals: owned, leading: 'salesforce' }))
  const of = async (connections?: string[]) =>
    Object.fromEntries(await peoplePerSource(db, connections ? { connections } : undefined, '2026-02-15'))
  expect(await of()).toEqual({ hubspot: 1, salesforce: 2 })
  expect(await of(['hubspot'])).toEqual({ hubspot: 2 })
})
