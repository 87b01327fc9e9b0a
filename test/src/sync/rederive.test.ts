import { expect, test } from 'vitest'
import { type Setup, stageKey } from '../../../src/sync/derive.ts'
import { rederive } from '../../../src/sync/rederive.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { ask, at, deal, revisions, setup, source, tell } from '../../support/ledger.ts'

const now = { kind: 'now' } as const
const context = { source, runId: 'run', now: at(20), timeZone: 'UTC', homeCurrency: 'EUR' }

function withStage(id: string, flags: { closed: boolean; won: boolean; probability: string | null }): Setup {
  return { ...setup, stages: new Map([...setup.stages, [stageKey('p', id), flags]]) }
}

test('a changed flag writes derived revisions for the deals in that stage, once', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 3, { stageId: 'offer' }), deal('2', 3)], sent: 10 })
  const changed = withStage('offer', { closed: true, won: true, probability: '1' })
  expect(await rederive(db, { ...context, setup: changed })).toEqual({ checked: 2, written: 1, done: true })
  expect(await ask(db, now)).toMatchObject([
    {
      external_id: '1',
      status: 'won',
      weighted_minor: 1000,
      cause: 'derived',
      time_from: 'seen',
      effective_at: at(20),
    },
    { external_id: '2', status: 'open', cause: 'read' },
  ])
  expect(await rederive(db, { ...context, setup: changed })).toEqual({ checked: 0, written: 0, done: true })
  expect(await ask(db, { kind: 'asOf', instant: at(19) })).toMatchObject([
    { status: 'open' },
    { status: 'open' },
  ])
})

test('a stage that becomes known frees the deals it held', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 3, { stageId: 'soon' })], sent: 10 })
  expect(await ask(db, now)).toMatchObject([{ status: null }])
  await rederive(db, {
    ...context,
    setup: withStage('soon', { closed: false, won: false, probability: '0.9' }),
  })
  expect(await ask(db, now)).toMatchObject([{ status: 'open', problem: null, weighted_minor: 900 }])
})

test("a changed rate moves converted deals and leaves those with the deal's own rate", async () => {
  const db = await emptyWorkspace()
  const rates = (factor: string) => ({
    ...setup,
    rates: new Map([['CHF', [{ factor, from: null, to: null }]]]),
  })
  const records = [
    deal('1', 3, { currency: 'CHF' }),
    deal('2', 3, { currency: 'CHF', rate: '2' }),
    deal('3', 3),
  ]
  await tell(db, { records, sent: 10, setup: rates('1.1') })
  expect(await rederive(db, { ...context, setup: rates('1.2') })).toEqual({
    checked: 3,
    written: 1,
    done: true,
  })
  expect((await ask(db, now)).map((r) => r.home_minor)).toEqual([1200, 2000, 1000])
})

test('a person who changes teams takes the open deals along, also where the CRM wrote another team on them, and not the closed ones', async () => {
  const db = await emptyWorkspace()
  const records = [deal('1', 3), deal('2', 3, { stageId: 'won' }), deal('3', 3, { teamId: 'east' })]
  await tell(db, { records, sent: 10 })
  const moved = { ...setup, ownerTeams: new Map([['#hubspot/anna', 'west']]) }
  expect((await rederive(db, { ...context, setup: moved })).written).toBe(2)
  expect((await ask(db, now)).map((r) => r.team_id)).toEqual(['west', 'north', 'west'])
})

test("a deal's own probability stays when its stage's changes", async () => {
  const db = await emptyWorkspace()
  const records = [deal('1', 3, { probability: '0.3' }), deal('2', 3)]
  await tell(db, { records, sent: 10 })
  await rederive(db, {
    ...context,
    setup: withStage('new', { closed: false, won: false, probability: '0.4' }),
  })
  expect((await ask(db, now)).map((r) => r.probability)).toEqual(['0.3', '0.4'])
})

test('a deal that is gone keeps the state it ended in', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 3)], deleted: [{ id: '1', at: at(4), mergedInto: null }], sent: 10 })
  await rederive(db, { ...context, setup: withStage('new', { closed: true, won: true, probability: '1' }) })
  expect(await revisions(db, '1')).toHaveLength(2)
})

test('a late read of an edit made before the flags changed is right on both axes', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 3)], sent: 10 })
  const changed = withStage('new', { closed: false, won: false, probability: '0.6' })
  await rederive(db, { ...context, setup: changed })
  await tell(db, { records: [deal('1', 15, { amountMinor: 2000 })], sent: 30, setup: changed })
  const amounts = async (when: Parameters<typeof ask>[1]) => (await ask(db, when)).map((r) => r.amount_minor)
  expect(await amounts(now)).toEqual([2000])
  expect(await amounts({ kind: 'asOf', instant: at(40) })).toEqual([2000])
  expect(await amounts({ kind: 'asOf', instant: at(16) })).toEqual([2000])
  expect(await amounts({ kind: 'asOf', instant: at(14) })).toEqual([1000])
  expect(await amounts({ kind: 'known', seq: 2 })).toEqual([1000])
})

test('rates with dates are looked at again each day', async () => {
  const db = await emptyWorkspace()
  const dated = {
    ...setup,
    rates: new Map([
      [
        'CHF',
        [
          { factor: '1', from: null, to: '2026-01-02' },
          { factor: '2', from: '2026-01-02', to: null },
        ],
      ],
    ]),
  }
  await tell(db, { records: [deal('1', 3, { currency: 'CHF', closeDate: null })], sent: 10, setup: dated })
  expect((await rederive(db, { ...context, setup: dated })).written).toBe(0)
  expect((await rederive(db, { ...context, now: at(30), setup: dated })).written).toBe(1)
  expect(await ask(db, now)).toMatchObject([{ home_minor: 2000 }])
})

test('a pass that is cut short goes on where it was, and starts again when the set-up has changed meanwhile', async () => {
  const db = await emptyWorkspace()
  const records = Array.from({ length: 9000 }, (_, index) => deal(String(index), 3))
  await tell(db, { records, sent: 10 })
  const half = withStage('new', { closed: false, won: false, probability: '0.4' })
  expect(await rederive(db, { ...context, setup: half }, 1)).toEqual({
    checked: 4000,
    written: 4000,
    done: false,
  })
  expect(await rederive(db, { ...context, setup: half }, 1)).toEqual({
    checked: 4000,
    written: 4000,
    done: false,
  })
  expect(await rederive(db, { ...context, setup: half }, 1)).toEqual({
    checked: 1000,
    written: 1000,
    done: true,
  })
  expect(await rederive(db, { ...context, setup: half }, 1)).toEqual({ checked: 0, written: 0, done: true })
  const other = withStage('new', { closed: false, won: false, probability: '0.5' })
  expect(await rederive(db, { ...context, setup: other }, 1)).toMatchObject({ checked: 4000, done: false })
  expect(await rederive(db, { ...context, setup: half })).toMatchObject({
    checked: 9000,
    written: 4000,
    done: true,
  })
  expect(new Set((await ask(db, now)).map((row) => row.probability))).toEqual(new Set(['0.4']))
})
