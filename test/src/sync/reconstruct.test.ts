import { expect, test } from 'vitest'
import type { Rate } from '../../../src/sync/derive.ts'
import { type HistoryFields, reconstruct } from '../../../src/sync/reconstruct.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { ask, at, deal, type Row, revisions, setup, source, tell } from '../../support/ledger.ts'

const context = { source, runId: 'run', homeCurrency: 'EUR', timeZone: 'UTC', setup }
const asOf = (hour: number) => ({ kind: 'asOf', instant: at(hour) }) as const

test('history fills the past before the first read and is no part of what was known', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 10)], sent: 20, primary: true })
  const steps = [
    { externalId: '1', at: at(2), fields: { pipelineId: 'p', stageId: 'new' } },
    { externalId: '1', at: at(5), fields: { pipelineId: 'p', stageId: 'won' } },
    { externalId: '1', at: at(10), fields: { pipelineId: 'p', stageId: 'lost' } },
    { externalId: 'never read', at: at(2), fields: {} },
  ]
  expect(await reconstruct(db, steps, context)).toBe(2)
  expect(await reconstruct(db, steps, context)).toBe(0)
  expect(await ask(db, asOf(1))).toEqual([])
  expect(await ask(db, asOf(2))).toMatchObject([{ status: 'open', time_from: 'history' }])
  expect(await ask(db, asOf(9))).toMatchObject([{ status: 'won', time_from: 'history' }])
  expect(await ask(db, asOf(10))).toMatchObject([{ status: 'open', time_from: 'crm' }])
  expect(await ask(db, { kind: 'now' })).toMatchObject([{ status: 'open', time_from: 'crm' }])
  expect(await ask(db, { kind: 'known', seq: 99 })).toMatchObject([{ seq: 1 }])
  expect(await ask(db, { kind: 'known', seq: 1 })).toMatchObject([{ seq: 1 }])
})

test('a read after the history was filled in is current all the same', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 10)], sent: 20, primary: true })
  await reconstruct(db, [{ externalId: '1', at: at(2), fields: { stageId: null } }], context)
  await tell(db, { records: [deal('1', 10)], sent: 21, primary: true })
  await tell(db, { records: [deal('1', 12, { amountMinor: 5 })], sent: 22, primary: true })
  expect(await ask(db, { kind: 'now' })).toMatchObject([{ amount_minor: 5, seq: 3 }])
  expect(await revisions(db, '1')).toHaveLength(3)
})

test("what the history did not hold is unknown, never today's", async () => {
  const db = await emptyWorkspace()
  const usd = [{ factor: '0.8', from: '2026-01-01', to: null }]
  const rates = new Map<string, Rate[]>([
    ['CHF', [{ factor: '1.1', from: null, to: null }]],
    ['USD', usd],
  ])
  const cases: readonly (readonly [HistoryFields, readonly string[], Row])[] = [
    [
      {},
      ['status', 'amount_minor', 'home_minor', 'team_id', 'probability', 'weighted_minor', 'owner_hash'],
      {},
    ],
    [{ pipelineId: 'p', stageId: 'won' }, ['probability', 'amount_minor'], { status: 'won' }],
    [{ pipelineId: 'p', stageId: 'won', probability: null }, ['weighted_minor'], { probability: '1' }],
    [{ pipelineId: 'p', stageId: 'gone' }, ['status'], { status: null }],
    [{ amountMinor: 100 }, ['currency', 'home_minor'], { amount_minor: 100 }],
    [{ amountMinor: 100, currency: 'EUR' }, ['weighted_minor'], { home_minor: 100, rate_rule: 'same' }],
    [{ amountMinor: 100, currency: 'EUR', probability: '0.5' }, ['status'], { weighted_minor: 50 }],
    [
      { amountMinor: 100, currency: 'CHF', closeDate: '2026-03-01' },
      ['home_minor', 'rate'],
      { home_minor: null },
    ],
    [{ amountMinor: 100, currency: 'USD' }, ['home_minor', 'close_date'], { home_minor: null }],
    [{ amountMinor: 100, currency: 'USD', closeDate: '2026-03-01' }, ['weighted_minor'], { home_minor: 80 }],
    [{ amountMinor: null }, ['currency'], { home_minor: null }],
  ]
  await tell(db, { records: cases.map((_, i) => deal(String(i + 10), 10)), sent: 20 })
  const steps = cases.map(([fields], i) => ({ externalId: String(i + 10), at: at(2), fields }))
  await reconstruct(db, steps, { ...context, setup: { ...setup, rates } })
  const rows = await ask(db, asOf(3))
  for (const [index, [fields, unknown, known]] of cases.entries()) {
    const row = rows[index]
    const name = JSON.stringify(fields)
    expect(JSON.parse(String(row?.unknown)), name).toEqual(expect.arrayContaining([...unknown]))
    expect(row, name).toMatchObject(known)
    for (const column of unknown) expect(row?.[column], name).toBe(null)
    for (const column of Object.keys(known).filter((c) => row?.[c] !== null))
      expect(JSON.parse(String(row?.unknown)), name).not.toContain(column)
  }
})
