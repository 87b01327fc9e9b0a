/** Random histories around the ledger, played on a database and on the model side by side. */

import { expect } from 'vitest'
import type { DealRecord } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { type Setup, stageKey } from '../../src/sync/derive.ts'
import { rederive } from '../../src/sync/rederive.ts'
import { stateColumns, stateValues } from '../../src/sync/state-columns.ts'
import { ask, at, deal, fillPast, type Row, setup, source, type Told, tell } from './ledger.ts'
import { type Belief, HOURS, LedgerModel } from './ledger-model.ts'
import fc from './properties.ts'

export const ids = ['1', '2', '3']
const stages = ['new', 'offer', 'won', 'lost', 'nowhere']
const owners = ['anna', 'ben']

const setups: readonly Setup[] = [
  setup,
  {
    ...setup,
    ownerTeams: new Map([
      ['#hubspot/anna', 'south'],
      ['#hubspot/ben', 'north'],
    ]),
  },
  {
    ...setup,
    stages: new Map([
      ...setup.stages,
      [stageKey('p', 'nowhere'), { closed: true, won: true, probability: '1' }],
    ]),
  },
  {
    ...setup,
    stages: new Map([
      ...setup.stages,
      [stageKey('p', 'offer'), { closed: false, won: false, probability: '0.7' }],
    ]),
  },
]

const hour = fc.integer({ min: 1, max: 40 })
const record = fc.record({
  id: fc.constantFrom(...ids),
  hour,
  stageId: fc.constantFrom(...stages),
  amountMinor: fc.constantFrom(100, 101, null),
  ownerId: fc.constantFrom(...owners),
  mergedIds: fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, fc.subarray(ids, { maxLength: 1 })),
})
const removal = fc.record({
  id: fc.constantFrom(...ids),
  hour: fc.option(hour),
  mergedInto: fc.option(fc.constant('1')),
})
export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('page' as const),
      records: fc.array(record, { maxLength: 4 }),
      deleted: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(removal, { maxLength: 2 })),
      primary: fc.boolean(),
      /** Hours that the request was sent before the page is committed. */
      late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('setup' as const), index: fc.nat(setups.length - 1) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('history' as const),
      id: fc.constantFrom(...ids),
      hour: fc.integer({ min: 0, max: 20 }),
      stage: fc.constantFrom('new', 'won'),
    }),
  },
)
export type Step =
  | {
      readonly kind: 'page'
      readonly records: readonly (Pick<
        DealRecord,
        'id' | 'stageId' | 'amountMinor' | 'ownerId' | 'mergedIds'
      > & {
        readonly hour: number
      })[]
      readonly deleted: readonly {
        readonly id: string
        readonly hour: number | null
        readonly mergedInto: string | null
      }[]
      readonly primary: boolean
      readonly late: number
    }
  | { readonly kind: 'setup'; readonly index: number }
  | { readonly kind: 'history'; readonly id: string; readonly hour: number; readonly stage: string }

/** One id once a page: what twice in one means is a table test's. One removal an id likewise. */
export function pageOf(step: Extract<Step, { kind: 'page' }>, now: number): Told {
  const records = new Map<string, DealRecord>()
  for (const { id, hour: version, ...fields } of step.records) records.set(id, deal(id, version, fields))
  const merged = new Set([...records.values()].flatMap(({ mergedIds }) => mergedIds))
  const deleted = new Map(
    step.deleted
      .filter(({ id }) => !merged.has(id))
      .map(({ id, hour: time, mergedInto }) => [id, { id, at: time === null ? null : at(time), mergedInto }]),
  )
  const { primary, late } = step
  return { records: [...records.values()], deleted: [...deleted.values()], primary, sent: now - late, now }
}

export async function play(
  db: WorkspaceDb,
  model: LedgerModel,
  steps: readonly Step[],
  each: () => Promise<void>,
): Promise<void> {
  let current = setup
  let now = 41
  for (const next of steps) {
    now += 1
    if (next.kind === 'page') {
      const page = { ...pageOf(next, now), setup: current }
      await tell(db, page)
      model.tell(page)
    } else if (next.kind === 'setup') {
      current = setups[next.index] ?? setup
      await rederive(db, {
        source,
        runId: 'run',
        now: at(now),
        timeZone: 'UTC',
        homeCurrency: 'EUR',
        setup: current,
      })
      model.rederive(current, now)
    } else {
      const fields = { pipelineId: 'p', stageId: next.stage }
      const context = { source, runId: 'run', homeCurrency: 'EUR', timeZone: 'UTC', setup: current }
      await fillPast(db, [{ externalId: next.id, at: at(next.hour), fields }], context)
      model.reconstruct(next.id, next.hour, next.stage)
    }
    await each()
  }
}

/** A row of the ledger in the model's words. */
function beliefOf(row: Row | undefined): unknown {
  if (row === undefined) return null
  const past = row.time_from === 'history'
  const values = past ? null : stateColumns.map((column) => row[column])
  return {
    values,
    stage: past ? row.stage_id : null,
    deleted: row.deleted === 1,
    mergedInto: row.merged_into,
  }
}

function expected(belief: Belief | null): unknown {
  if (belief === null) return null
  const { state, stage, deleted, mergedInto } = belief
  return { values: state === null ? null : stateValues(state), stage, deleted, mergedInto }
}

function byId(rows: readonly Row[]): Record<string, unknown> {
  return Object.fromEntries(ids.map((id) => [id, beliefOf(rows.find((row) => row.external_id === id))]))
}

function model(of: (id: string) => Belief | null): Record<string, unknown> {
  return Object.fromEntries(ids.map((id) => [id, expected(of(id))]))
}

export async function highestSeq(db: WorkspaceDb): Promise<number> {
  const { rows } = await db.$client.execute('SELECT COALESCE(MAX(seq), 0) AS seq FROM revision')
  return Number(rows[0]?.seq)
}

/** Plays the steps on both and compares them: now after each step, as known then, as we know now at the end. */
export async function compare(db: WorkspaceDb, steps: readonly Step[]): Promise<void> {
  const ledger = new LedgerModel()
  const known: { seq: number; state: unknown }[] = []
  await play(db, ledger, steps, async () => {
    const state = model((id) => ledger.current(id))
    expect(byId(await ask(db, { kind: 'now' }, true))).toEqual(state)
    known.push({ seq: await highestSeq(db), state })
  })
  for (const { seq, state } of known)
    expect(byId(await ask(db, { kind: 'known', seq }, true)), `known at ${seq}`).toEqual(state)
  for (let hour_ = 0; hour_ < HOURS; hour_ += 3) {
    const rows = await ask(db, { kind: 'asOf', instant: at(hour_) }, true)
    expect(byId(rows), `as of hour ${hour_}`).toEqual(model((id) => ledger.believed(id, hour_)))
  }
  expect(await wrongPointers(db)).toEqual([])
}

/** Deals whose current revision is not the one that was told last. */
async function wrongPointers(db: WorkspaceDb): Promise<unknown[]> {
  const told = "SELECT MAX(seq) FROM revision WHERE deal_id = deal.id AND time_from <> 'history'"
  const { rows } = await db.$client.execute(`SELECT external_id FROM deal WHERE current_seq IS NOT (${told})`)
  return rows
}
