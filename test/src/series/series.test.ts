/**
 * Every day of a dense little ledger, where a day too many or too few shows at once. Planted and seen red: a trailing window
 * one day short, overdue on the day itself, a pair that begins before both of its deals are there, deals without a state left out.
 */
import { expect, test } from 'vitest'
import type { WorkspaceDb } from '../../../db/client.ts'
import { evaluate } from '../../../src/metrics/index.ts'
import type { Definition, Window } from '../../../src/metrics/types.ts'
import { series } from '../../../src/series/index.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { clearLedger, type LedgerContent, type LedgerDeal, writeLedger } from '../../support/metric-ledger.ts'
import { endOf } from './single.ts'

const context = { timeZone: 'Europe/Berlin', currency: 'EUR', fiscalYearStartMonth: 2 }
// Around the night of the 29th of March, which has no hour from two to three.
const range = { from: '2026-03-20', to: '2026-04-08' }
const day = (n: number) => new Date(Date.parse('2026-03-15') + n * 86_400_000).toISOString().slice(0, 10)

const deals: LedgerDeal[] = Array.from({ length: 20 }, (_, n) => ({
  id: String(n),
  source: n % 4 === 3 ? 'salesforce' : 'hubspot',
  // Some were there for two days before anybody told of them.
  createdDay: day(n % 2 === 0 ? n : n - 2),
  revisions: [
    { status: 'open', closeDate: day(n + 3), amountMinor: 100 + n, effectiveAt: `${day(n)}T09:00:00.000Z` },
    {
      ...{ status: n % 3 === 0 ? 'won' : 'open', closeDate: day(n + 5), amountMinor: 1000 + n },
      effectiveAt: `${day(n + 4)}T22:00:00.000Z`,
      ...(n % 4 === 3 ? { twinId: String(n % 8 === 3 ? n + 2 : n - 2) } : {}),
    },
    {
      ...{ status: 'won', closeDate: day(n + 5), amountMinor: 1000 + n, deleted: n % 5 === 0 },
      effectiveAt: `${day(n + 8)}T23:30:00.000Z`,
      ...(n % 4 === 3 ? { twinId: String(n % 8 === 3 ? n + 2 : n - 2) } : {}),
    },
  ],
}))
const ledger: LedgerContent = {
  deals,
  leading: 'salesforce',
  sources: [{ id: 'hubspot' }, { id: 'salesforce' }],
}
/** The first complete read came late, and the history was read: what deals lack then is a gap. */
const reconstructed: LedgerContent = {
  ...ledger,
  histories: ['hubspot', 'salesforce'],
  runs: ['hubspot', 'salesforce'].map((source) => ({ source, dataThrough: '2026-04-01T04:00:00.000Z' })),
}
const windows: Window[] = [
  { from: '2026-03-22', to: '2026-04-02' },
  { trailingDays: 1 },
  { trailingDays: 7 },
  { fiscal: 'month' },
]
const asked: Definition[] = [
  ...windows.flatMap((window): Definition[] => [
    { metric: 'won_revenue', window },
    { metric: 'deals_created', window },
    { metric: 'sales_cycle_days', params: { statistic: 'median' }, window },
  ]),
  { metric: 'win_rate', window: { trailingDays: 7 } },
  { metric: 'overdue_deals', window: { trailingDays: 1 } },
  { metric: 'stalled_deals', params: { days: 3 }, window: { trailingDays: 1 } },
]

test('a series has every day, and each is the answer of that day', async () => {
  const db = await emptyWorkspace()
  for (const content of [ledger, reconstructed]) {
    await clearLedger(db)
    await writeLedger(db, content)
    await compareAll(db)
  }
}, 120_000)

async function compareAll(db: WorkspaceDb): Promise<void> {
  for (const definition of asked) {
    const request = { definition, definitionVersion: 1 }
    const { values, step } = await series(db, request, range, context)
    expect([values.length, step]).toEqual([20, 1])
    expect(new Set(values.map(({ sampleSize, skipped }) => sampleSize + skipped)).size).toBeGreaterThan(1)
    for (const value of values) {
      const at = { kind: 'asOf', instant: endOf(value.asOf, context.timeZone) } as const
      expect(value).toEqual((await evaluate(db, [request], at, { ...context, day: value.asOf }))[0])
    }
  }
}

test('what deals went through is given on every n-th day, the last among them, and on days that are wanted', async () => {
  const db = await emptyWorkspace()
  await writeLedger(db, ledger)
  const definition: Definition = { metric: 'stalled_deals', params: { days: 3 }, window: { trailingDays: 1 } }
  const long = { from: '2026-01-10', to: '2026-04-09', keep: ['2026-04-03'] }
  const { values, step } = await series(db, { definition, definitionVersion: 1 }, long, context)
  expect(step).toBe(4)
  expect(values.slice(-3).map(({ asOf }) => asOf)).toEqual(['2026-04-03', '2026-04-05', '2026-04-09'])
})

test('a window longer than history counts what the CRM still holds; a day before history says since when', async () => {
  const db = await emptyWorkspace()
  await writeLedger(db, {
    ...ledger,
    runs: ['hubspot', 'salesforce'].map((source) => ({ source, dataThrough: '2026-03-25T04:00:00.000Z' })),
  })
  const request = {
    definition: { metric: 'won_deals', window: { trailingDays: 3660 } },
    definitionVersion: 1,
  } as const
  const { values } = await series(db, request, range, context)
  const of = (asOf: string) => values.find((value) => value.asOf === asOf)
  expect(of('2026-03-24')).toMatchObject({ value: null, reason: 'unknown_before', since: '2026-03-25' })
  expect(of('2026-03-25')).toMatchObject({ complete: true, sampleSize: 2 })
  const path = {
    definition: { metric: 'slipped_value', window: { trailingDays: 3660 } },
    definitionVersion: 1,
  } as const
  const slipped = (await series(db, path, range, context)).values
  expect(slipped.at(-1)).toMatchObject({ value: null, reason: 'unknown_before', since: '2026-03-26' })
})
