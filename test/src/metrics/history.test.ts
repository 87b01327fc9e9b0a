/** What deals went through, and the time before the first import. Beside the random ledgers of `oracle.test.ts`. */
import { expect, test } from 'vitest'
import type { At, Definition } from '../../../src/metrics/types.ts'
import type { LedgerContent, LedgerRevision, LedgerStage } from '../../support/metric-ledger.ts'
import { expectLedger, now, Q1 } from './expect-metric.ts'

const stages: LedgerStage[] = [
  ...['new', 'demo', 'offer', 'talks'].map((id, position) => ({ id, position })),
  { id: 'won', position: 4, status: 'won' },
  { id: 'lost', position: 5, status: 'lost' },
  // Another pipeline, the other way round.
  { pipelineId: 'back', id: 'offer', position: 0 },
  { pipelineId: 'back', id: 'demo', position: 1 },
]
const at = (day: string) => `${day}T09:00:00.000Z`
const asOf = (day: string): At => ({ kind: 'asOf', instant: at(day) })
type Place = readonly [day: string, stage: string, more?: LedgerRevision]

function moves(...places: readonly Place[]): LedgerRevision[] {
  return places.map(([day, stageId, more]) => ({
    ...{ stageId, status: stageId === 'won' || stageId === 'lost' ? stageId : 'open', effectiveAt: at(day) },
    ...more,
  }))
}
/** The ledger begins before the year, unless said otherwise. */
const early = [{ dataThrough: '2025-12-01T00:00:00.000Z' }]
const ledger = (lives: readonly (readonly Place[])[], more: LedgerContent = {}): LedgerContent => ({
  stages,
  runs: early,
  deals: lives.map((places, index) => ({
    ...{ id: String(index + 1), revisions: moves(...places) },
    createdDay: [...places.map(([day]) => day)].sort()[0] ?? '',
  })),
  ...more,
})
const conversion = (from: string, to: string): Definition => ({
  ...{ metric: 'stage_conversion', window: Q1, params: { from, to } },
})

test('of the deals that entered a stage in the window, those count that got to the other or beyond', async () => {
  const lives: readonly (readonly Place[])[] = [
    [
      ['2026-01-05', 'new'],
      ['2026-01-06', 'demo'],
      ['2026-01-07', 'offer'],
    ],
    [
      ['2026-01-05', 'demo'],
      ['2026-04-20', 'talks'],
    ], // Skipped the stage asked for, after the window: got there.
    [
      ['2026-01-05', 'demo'],
      ['2026-02-01', 'won'],
    ],
    [
      ['2026-01-05', 'demo'],
      ['2026-02-01', 'lost'],
    ],
    [
      ['2026-01-05', 'demo'],
      ['2026-01-06', 'offer'],
      ['2026-01-07', 'demo'],
      ['2026-01-08', 'lost'],
    ],
    [
      ['2026-01-05', 'offer'],
      ['2026-01-06', 'demo'],
    ], // Was there before it entered, and not after.
    [
      ['2026-01-05', 'new'],
      ['2026-01-06', 'offer'],
    ], // Never entered.
    [
      ['2025-12-31', 'demo'],
      ['2026-01-06', 'offer'],
    ], // Entered before the window.
    [
      ['2026-03-31', 'new'],
      ['2026-04-01', 'demo'],
      ['2026-04-02', 'offer'],
    ], // And after it.
  ]
  const { value, rows } = await expectLedger(ledger(lives), conversion('demo', 'offer'))
  expect(value).toMatchObject({ value: 4 / 6, numerator: 4, denominator: 6, sampleSize: 6, complete: true })
  expect(rows.map((row) => [row.externalId, row.numerator, row.enteredOn])).toEqual([
    ['1', 1, '2026-01-06'],
    ['2', 1, '2026-01-05'],
    ['3', 1, '2026-01-05'],
    ['5', 1, '2026-01-05'],
    ['4', 0, '2026-01-05'],
    ['6', 0, '2026-01-06'],
  ])
})

test('conversion into a closed stage asks for that stage; a pipeline has its own order', async () => {
  const lives: readonly (readonly Place[])[] = [
    [
      ['2026-01-05', 'demo'],
      ['2026-02-01', 'won'],
    ],
    [
      ['2026-01-05', 'demo'],
      ['2026-02-01', 'lost'],
    ],
    [['2026-01-05', 'demo', { pipelineId: 'back' }]],
  ]
  const of = async (from: string, to: string) => {
    const { numerator, denominator } = (await expectLedger(ledger(lives), conversion(from, to))).value
    return [numerator, denominator]
  }
  expect(await of('demo', 'lost')).toEqual([1, 3])
  expect(await of('demo', 'won')).toEqual([1, 3])
  // Already beyond it when it entered, where the order is the other way round.
  expect(await of('demo', 'offer')).toEqual([2, 3])
})

test('nobody entered: no share, never 0', async () => {
  const { value } = await expectLedger(ledger([[['2026-01-05', 'new']]]), conversion('demo', 'offer'))
  expect(value).toMatchObject({ value: null, denominator: 0, reason: 'nothing_entered', complete: true })
})

test('a deal that was deleted and came back in the same stage did not enter it again', async () => {
  const life: Place[] = [
    ['2025-12-20', 'demo'],
    ['2026-01-10', 'demo', { deleted: true }],
    ['2026-01-12', 'demo'],
  ]
  expect((await expectLedger(ledger([life]), conversion('demo', 'offer'))).value).toMatchObject({
    value: null,
  })
})

test('a stage or a close date nobody can know of makes the deal a gap only where it could decide', async () => {
  const past = (unknown: readonly string[]): LedgerRevision => ({ timeFrom: 'history', unknown })
  const gone = { status: null, unknown: ['stage_id', 'status'], timeFrom: 'history' } as const
  const lives: readonly (readonly Place[])[] = [
    // Where it was in January is unknown: it may have entered. Then it is known and says nothing more.
    [
      ['2026-02-10', 'offer'],
      ['2026-01-02', '', { ...gone, stageId: null }],
    ],
    // It entered and got there after, so nothing else matters.
    [
      ['2026-03-01', 'offer'],
      ['2026-02-20', 'demo', past([])],
      ['2026-01-02', 'new', past(['amount_minor'])],
    ],
    // Known to have been elsewhere all the time.
    [
      ['2026-03-01', 'offer'],
      ['2026-01-02', 'new', past(['team_id'])],
    ],
  ]
  const first = { runs: [{ dataThrough: '2026-03-05T03:00:00.000Z' }] }
  const unread = await expectLedger(ledger(lives, first), conversion('demo', 'offer'))
  expect(unread.value).toMatchObject({ value: null, reason: 'unknown_before', since: '2026-03-06' })
  const read = await expectLedger(
    ledger(lives, { ...first, histories: ['hubspot'] }),
    conversion('demo', 'offer'),
  )
  expect(read.value).toMatchObject({
    value: 1,
    denominator: 1,
    skipped: 1,
    complete: false,
    reason: 'history_gap',
  })
  expect(read.rows.map((row) => [row.externalId, row.skipped])).toEqual([
    ['2', null],
    ['1', 'history_gap'],
  ])
})

test('a deal with a create date long before its first known state may have been anywhere in between', async () => {
  const content = ledger([[['2026-02-10', 'offer']]], { histories: ['hubspot'] })
  const deals = (content.deals ?? []).map((deal) => ({ ...deal, createdDay: '2026-01-20' }))
  const { value } = await expectLedger({ ...content, deals }, conversion('demo', 'offer'))
  expect(value).toMatchObject({ value: null, skipped: 1, complete: false })
})

const slip: Definition = { metric: 'slipped_value', window: Q1 }

test('what was expected in the window and is dated after it has slipped, whenever it was moved', async () => {
  const dated = (day: string, closeDate: string | null, more: LedgerRevision = {}): Place => [
    ...([day, 'demo'] as const),
    { closeDate, ...more },
  ]
  const lives: readonly (readonly Place[])[] = [
    [dated('2026-01-05', '2026-03-20'), dated('2026-02-01', '2026-04-01', { amountMinor: 700 })],
    // Overdue at the end of the window, and moved after it.
    [dated('2026-01-05', '2026-02-01'), dated('2026-04-09', '2026-05-01', { amountMinor: 20 })],
    // Won in the next quarter: it did not come in this one.
    [dated('2026-01-05', '2026-02-01'), ['2026-04-09', 'won', { closeDate: '2026-04-09', amountMinor: 3 }]],
    [dated('2026-01-05', '2026-03-20'), dated('2026-02-01', '2026-03-31')], // Moved within it.
    [dated('2026-01-05', '2026-04-01')], // Never expected in it.
    [dated('2026-01-05', '2026-03-20')], // Nobody moved it.
    [dated('2026-01-05', '2026-03-20'), dated('2026-02-01', null)],
    // Its date was in the window before the window began, and not any more then.
    [dated('2025-12-05', '2026-03-20'), dated('2025-12-30', '2026-04-20')],
    // Came into the window and left it again.
    [
      dated('2026-01-05', '2026-06-01'),
      dated('2026-01-06', '2026-03-01'),
      dated('2026-01-07', '2026-06-01', { amountMinor: 1000 }),
    ],
  ]
  const { value, rows } = await expectLedger(ledger(lives), slip)
  expect(value).toMatchObject({ value: 1723, sampleSize: 4, complete: true })
  expect(rows.map((row) => [row.externalId, row.closeDateBefore, row.closeDate])).toEqual([
    ['9', '2026-03-01', '2026-06-01'],
    ['1', '2026-03-20', '2026-04-01'],
    ['2', '2026-02-01', '2026-05-01'],
    ['3', '2026-02-01', '2026-04-09'],
  ])
  expect((await expectLedger(ledger(lives), slip, asOf('2026-02-15'))).value).toMatchObject({ value: 1700 })
  expect((await expectLedger(ledger(lives), slip, asOf('2026-01-01'))).value).toMatchObject({ value: 0 })
})

test('an unknown close date is a gap for slipped value and none for what was deals never about', async () => {
  const lost = { closeDate: null, timeFrom: 'history', unknown: ['close_date'] } as const
  const lives: readonly (readonly Place[])[] = [
    [
      ['2026-03-01', 'demo', { closeDate: '2026-05-01' }],
      ['2026-01-02', 'new', lost],
    ],
    [
      ['2026-03-01', 'demo', { closeDate: '2026-03-10' }],
      ['2026-01-02', 'new', lost],
    ],
  ]
  const { value } = await expectLedger(ledger(lives, { histories: ['hubspot'] }), slip)
  expect(value).toMatchObject({ value: 0, skipped: 1, complete: false, reason: 'history_gap' })
})

const revenue: Definition = { metric: 'won_revenue', window: Q1 }
const first = { runs: [{ dataThrough: '2026-03-05T03:00:00.000Z' }], histories: ['hubspot'] }

test('before the first import a value is made of what the history held, and needs no more than it asks for', async () => {
  const sold: LedgerRevision = {
    ...{ status: 'won', stageId: 'won', closeDate: '2026-01-20', timeFrom: 'history' },
    unknown: ['team_id', 'type', 'forecast_category', 'properties', 'owner_hash', 'company_id'],
  }
  const priceless = { ...sold, amountMinor: null, unknown: ['amount_minor', 'home_minor', 'weighted_minor'] }
  const lives: readonly (readonly Place[])[] = [
    [
      ['2026-03-01', 'won', { closeDate: '2026-01-20' }],
      ['2026-01-20', 'won', sold],
    ],
    [
      ['2026-03-01', 'won', { closeDate: '2026-01-20' }],
      ['2026-01-20', 'won', priceless],
    ],
    [
      ['2026-03-01', 'won', { closeDate: '2026-01-20' }],
      ['2026-01-20', 'demo', { ...sold, status: 'open' }],
    ],
  ]
  const content = ledger(lives, first)
  const of = async (definition: Definition) =>
    (await expectLedger(content, definition, asOf('2026-02-01'))).value
  expect(await of(revenue)).toMatchObject({
    value: 10_000,
    skipped: 1,
    complete: false,
    reason: 'history_gap',
  })
  expect(await of({ ...revenue, metric: 'won_deals' })).toMatchObject({
    value: 2,
    skipped: 0,
    complete: true,
  })
  const filtered = { ...revenue, metric: 'won_deals' as const, filter: { teams: ['nord'] } }
  expect(await of(filtered)).toMatchObject({ value: 0, skipped: 1, complete: false })
  const unread = await expectLedger({ ...content, histories: [] }, revenue, asOf('2026-02-01'))
  expect(unread.value).toMatchObject({ value: null, reason: 'unknown_before', since: '2026-03-05' })
})

test('a deal that was there and of which nothing is known so early is a gap, wherever it could count', async () => {
  const content = ledger([[['2026-03-01', 'won', { closeDate: '2026-01-20' }]]], first)
  const deals = (content.deals ?? []).map((deal) => ({ ...deal, createdDay: '2026-01-10' }))
  const of = async (definition: Definition, day: string) =>
    (await expectLedger({ ...content, deals }, definition, asOf(day))).value
  expect(await of(revenue, '2026-02-01')).toMatchObject({ value: 0, skipped: 1, reason: 'history_gap' })
  expect(await of(revenue, '2026-01-05')).toMatchObject({ value: 0, skipped: 0, complete: true })
  const created: Definition = { metric: 'deals_created', window: Q1 }
  expect(await of(created, '2026-02-01')).toMatchObject({ value: 1, skipped: 0, complete: true })
  const elsewhere = { ...revenue, filter: { connections: ['salesforce'] } }
  const both = {
    ...content,
    sources: [{ id: 'hubspot' }, { id: 'salesforce' }],
    histories: ['hubspot', 'salesforce'],
  }
  const runs = ['hubspot', 'salesforce'].map((source) => ({
    source,
    dataThrough: '2026-03-05T03:00:00.000Z',
  }))
  const other = await expectLedger({ ...both, deals, runs }, elsewhere, asOf('2026-02-01'))
  expect(other.value).toMatchObject({ value: 0, skipped: 0, complete: true })
})

test('what a history told later is no part of what a value saw before', async () => {
  const lives: readonly (readonly Place[])[] = [
    [
      ['2026-03-01', 'offer'],
      ['2026-01-10', 'demo', { timeFrom: 'history', unknown: [] }],
    ],
  ]
  const content = ledger(lives, { histories: ['hubspot'] })
  const of = async (at: At) => (await expectLedger(content, conversion('demo', 'offer'), at)).value
  expect(await of({ kind: 'known', seq: 1 })).toMatchObject({ denominator: 0 })
  expect(await of({ kind: 'known', seq: 2 })).toMatchObject({ value: 1 })
  expect(await of(now)).toMatchObject({ value: 1 })
})
