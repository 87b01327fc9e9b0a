import { expect, test } from 'vitest'
import { evaluate } from '../../../src/metrics/index.ts'
import type { At, Definition, MetricId } from '../../../src/metrics/types.ts'
import { metricIds } from '../../../src/metrics/types.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { type LedgerContent, writeLedger } from '../../support/metric-ledger.ts'
import { context, expectLedger, now, Q1 } from './expect-metric.ts'

const revenue: Definition = { metric: 'won_revenue', window: Q1 }
const asOf = (instant: string): At => ({ kind: 'asOf', instant })
const known = (seq: number): At => ({ kind: 'known', seq })

async function values(content: LedgerContent, moments: readonly At[], definition = revenue) {
  const db = await emptyWorkspace()
  await writeLedger(db, content)
  const request = { definition, definitionVersion: 1 }
  return Promise.all(moments.map(async (at) => (await evaluate(db, [request], at, context))[0]?.value))
}

test('a correction told later changes what was then, as we know now, and not what was known', async () => {
  const won = (amountMinor: number, effectiveAt: string) => ({
    status: 'won' as const,
    amountMinor,
    effectiveAt,
  })
  const deals = [
    { id: '1', revisions: [won(100, '2026-01-05T00:00:00.000Z'), won(70, '2026-01-04T00:00:00.000Z')] },
    { id: '2', revisions: [won(1, '2026-01-20T00:00:00.000Z')] },
  ]
  const moments = [
    known(0),
    known(1),
    known(2),
    known(3),
    asOf('2026-01-05T00:00:00.000Z'),
    asOf('2026-01-20T00:00:00.000Z'),
    now,
  ]
  expect(await values({ deals }, moments)).toEqual([0, 100, 70, 71, 70, 71, 71])
})

test('a deal that was deleted or merged away counts until the instant it vanished', async () => {
  const state = { status: 'won' as const, amountMinor: 5, effectiveAt: '2026-01-05T00:00:00.000Z' }
  const gone = { ...state, deleted: true, effectiveAt: '2026-01-09T00:00:00.000Z' }
  const deals = [
    { id: 'deleted', revisions: [state, gone] },
    { id: 'merged', revisions: [state, { ...gone, mergedInto: 'deleted' }] },
    { id: 'back', revisions: [state, gone, { ...state, effectiveAt: '2026-01-12T00:00:00.000Z' }] },
  ]
  const moments = [
    asOf('2026-01-08T23:59:59.999Z'),
    asOf('2026-01-09T00:00:00.000Z'),
    asOf('2026-01-12T00:00:00.000Z'),
    known(1),
    known(2),
    now,
  ]
  expect(await values({ deals }, moments)).toEqual([15, 0, 5, 5, 0, 5])
})

test('a moment before the first complete import is unknown, and says from when on it is known', async () => {
  const runs = [
    { dataThrough: '2026-01-15T03:00:00.000Z', finishedAt: '2026-01-15T23:30:00.000Z' },
    { dataThrough: '2026-01-16T03:00:00.000Z', finishedAt: '2026-01-16T04:00:00.000Z' },
  ]
  const before = await expectLedger({ runs }, revenue, asOf('2026-01-15T23:29:59.999Z'))
  // Half past midnight in Berlin.
  expect(before.value).toMatchObject({
    value: null,
    reason: 'unknown_before',
    since: '2026-01-16',
    complete: false,
  })
  const after = await expectLedger({ runs }, revenue, asOf('2026-01-15T23:30:00.000Z'))
  expect(after.value).toMatchObject({ value: 0, complete: true })
})

test('a reconstructed state that lacks what the question needs is a gap, and one that lacks nothing counts', async () => {
  const past = {
    status: 'won' as const,
    timeFrom: 'history' as const,
    effectiveAt: '2026-01-02T00:00:00.000Z',
  }
  const told = { status: 'won' as const, effectiveAt: '2026-02-01T00:00:00.000Z' }
  const moment = asOf('2026-01-20T00:00:00.000Z')
  const whole = [{ id: '1', revisions: [{ ...past, unknown: [] }, told] }]
  expect((await expectLedger({ deals: whole }, revenue, moment)).value).toMatchObject({
    value: 10_000,
    complete: true,
  })
  const undated = { ...past, closeDate: null, unknown: ['close_date'] }
  const gap = await expectLedger({ deals: [{ id: '1', revisions: [undated, told] }] }, revenue, moment)
  expect(gap.value).toMatchObject({ value: 0, skipped: 1, complete: false })
  expect(gap.rows).toMatchObject([{ numerator: null, skipped: 'history_gap' }])
  const teamless = [{ id: '1', revisions: [{ ...past, unknown: ['team_id'] }, told] }]
  const team = await expectLedger({ deals: teamless }, { ...revenue, filter: { teams: ['nord'] } }, moment)
  expect(team.value).toMatchObject({ value: 0, skipped: 1, complete: false })
})

test('a connection that was ended is not waited for, unless it is named', async () => {
  const content = {
    sources: [{ id: 'hubspot' }, { id: 'salesforce', status: 'disconnected' }],
    runs: [{ source: 'hubspot', id: 'h' }],
    deals: [{ id: '1', source: 'salesforce', revisions: [{ status: 'won' as const }] }],
  }
  expect((await expectLedger(content, revenue)).value).toMatchObject({
    value: 10_000,
    run: 'h',
    complete: true,
  })
  const named = { ...revenue, filter: { connections: ['salesforce'] } }
  expect((await expectLedger(content, named)).value).toMatchObject({
    complete: false,
    reason: 'no_complete_run',
  })
})

test('what needs the history of stages or close dates answers unknown and never a number before it is read', async () => {
  const deals = [{ id: '1', revisions: [{ status: 'won' as const }] }]
  const params = { from: 'a', to: 'b' }
  const history: Definition[] = [
    { metric: 'stage_conversion', params, window: Q1 },
    { metric: 'slipped_value', window: Q1 },
  ]
  for (const definition of history) {
    const { value, rows } = await expectLedger({ deals }, definition)
    expect(value).toMatchObject({
      value: null,
      numerator: null,
      reason: 'unknown_before',
      // An hour into this day in Berlin the ledger begins: the next is the first it has whole.
      since: '2026-01-02',
    })
    expect(value).toMatchObject({ complete: false, sampleSize: 0 })
    expect(rows).toEqual([])
  }
})

const two = [{ id: 'hubspot' }, { id: 'salesforce', currency: 'USD' }]

test('a value is as fresh as the stalest connection behind it, and names the run only when there is one', async () => {
  const runs = [
    { source: 'hubspot', id: 'h1', dataThrough: '2026-01-02T03:00:00.000Z', seq: 1 },
    { source: 'hubspot', id: 'h2', dataThrough: '2026-01-04T03:00:00.000Z', seq: 3 },
    { source: 'salesforce', id: 's1', dataThrough: '2026-01-03T03:00:00.000Z', seq: 2 },
    {
      source: 'salesforce',
      id: 's2',
      dataThrough: '2026-01-05T03:00:00.000Z',
      seq: 4,
      status: 'failed' as const,
    },
  ]
  const content = { sources: [{ id: 'hubspot' }, { id: 'salesforce' }], runs }
  const both = await expectLedger(content, { metric: 'won_deals', window: Q1 })
  expect(both.value).toMatchObject({ dataThrough: '2026-01-03T03:00:00.000Z', run: null, complete: true })
  const one: Definition = { metric: 'won_deals', window: Q1, filter: { connections: ['hubspot'] } }
  expect((await expectLedger(content, one)).value).toMatchObject({
    run: 'h2',
    dataThrough: '2026-01-04T03:00:00.000Z',
  })
  expect((await expectLedger(content, one, known(2))).value).toMatchObject({ run: 'h1', seq: 2 })
})

test('a connection that was never read through makes its values incomplete, not those of the other', async () => {
  const content = { sources: [{ id: 'hubspot' }, { id: 'salesforce' }], runs: [{ source: 'hubspot' }] }
  const of = async (connections?: string[]) =>
    (await expectLedger(content, { ...revenue, ...(connections ? { filter: { connections } } : {}) })).value
  expect(await of(['hubspot'])).toMatchObject({ complete: true })
  expect(await of(['salesforce'])).toMatchObject({
    complete: false,
    reason: 'no_complete_run',
    dataThrough: null,
  })
  expect(await of()).toMatchObject({ complete: false, reason: 'no_complete_run', dataThrough: null })
})

test('a CRM that counts in another currency makes money incomplete where a rate is missing, and leaves counts alone', async () => {
  const deal = (source: string, homeMinor: number | null) => ({
    id: `${source}-1`,
    source,
    revisions: [{ status: 'won' as const, currency: 'USD', homeMinor }],
  })
  const missing = { sources: two, deals: [deal('hubspot', 90), deal('salesforce', null)] }
  expect((await expectLedger(missing, revenue)).value).toMatchObject({
    ...{ reason: 'home_currency_differs', complete: false, skipped: 1 },
  })
  // Where its own rates reach the company's currency it counts like any other.
  const converted = { sources: two, deals: [deal('hubspot', 90), deal('salesforce', 90)] }
  expect((await expectLedger(converted, revenue)).value).toMatchObject({ complete: true, value: 180 })
  const count: Definition = { metric: 'won_deals', window: Q1 }
  expect((await expectLedger(missing, count)).value).toMatchObject({ complete: true })
  const hubspot = { ...revenue, filter: { connections: ['hubspot'] } }
  expect((await expectLedger(missing, hubspot)).value).toMatchObject({ complete: true })
})

test('a record that could not be read at all is counted on every value of its connection', async () => {
  const content = {
    sources: [{ id: 'hubspot' }, { id: 'salesforce' }],
    skipped: [
      { source: 'salesforce', id: '1' },
      { source: 'hubspot', stream: 'owners', id: '2' },
    ],
  }
  expect((await expectLedger(content, revenue)).value).toMatchObject({
    skipped: 1,
    complete: false,
    reason: 'skipped_records',
  })
  const hubspot = { ...revenue, filter: { connections: ['hubspot'] } }
  expect((await expectLedger(content, hubspot)).value).toMatchObject({ skipped: 0, complete: true })
})

test('many questions at once are answered in their order, as each alone', async () => {
  const db = await emptyWorkspace()
  const revisions = [{ status: 'won' as const }]
  await writeLedger(db, {
    deals: [
      { id: '1', revisions },
      { id: '2', revisions: [{ properties: { region: 'x' } }] },
    ],
  })
  const params: Partial<Record<MetricId, Record<string, unknown>>> = {
    pipeline_coverage: { target: { amountMinor: 1 } },
    stage_conversion: { from: 'a', to: 'b' },
    stalled_deals: { days: 3 },
  }
  const requests = Array.from({ length: 700 }, (_, index) => {
    const metric = metricIds[index % metricIds.length] ?? 'won_deals'
    const properties = index % 2 ? [{ name: 'region', op: 'known' as const, values: [] }] : undefined
    const filter = properties ? { filter: { properties } } : {}
    return {
      definition: { metric, params: params[metric] ?? {}, window: Q1, ...filter },
      definitionVersion: index,
    }
  })
  const together = await evaluate(db, requests, now, context)
  expect(together.map(({ definitionVersion }) => definitionVersion)).toEqual(
    requests.map((_, index) => index),
  )
  for (const index of [0, 1, 20, 41, 350, 699]) {
    const request = requests[index]
    expect(request && (await evaluate(db, [request], now, context))[0]).toEqual(together[index])
  }
})
