/**
 * Random nights between which the company chose another currency. What follows is held against a second company that had the
 * new currency all along, at the rates of the closing: its opening is the opening told in the new one, and its lines
 * (`test/oracles/movement.ts`) are the lines. By default 200 pairs; `PEGEL_PAIRS=10000` asks for more.
 *
 * Planted and seen red: a late state, told in the new currency already, exchanged once more.
 */
import { expect, test } from 'vitest'
import type { WorkspaceDb } from '../../../db/client.ts'
import * as tables from '../../../db/workspace/schema.ts'
import { evaluate } from '../../../src/metrics/index.ts'
import type { Definition, MetricValue } from '../../../src/metrics/types.ts'
import { explain } from '../../../src/movement/explain.ts'
import type { End } from '../../../src/movement/lenses.ts'
import { stagesOf } from '../../oracles/metrics.ts'
import { type Moment, movementOf, valued } from '../../oracles/movement.ts'
import { memoryWorkspace } from '../../support/databases.ts'
import { clearLedger, type LedgerRevision, writeLedger } from '../../support/metric-ledger.ts'
import fc from '../../support/properties.ts'
import { asked, type Ledger, world } from './world.ts'

const PAIRS = Number(process.env.PEGEL_PAIRS ?? 200)
const company = { timeZone: 'UTC', fiscalYearStartMonth: 1 }
const DOLLAR_TODAY = '0.95'
const EURO_IN_DOLLARS = '1.07'

const place = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000)

test('over a change of currency the opening told in the new one and the lines make the closing, exactly', async () => {
  const [ours, other] = [await memoryWorkspace(), await memoryWorkspace()]
  let moved = 0
  let restated = 0
  const check = fc.asyncProperty(
    fc.noBias(world),
    fc.noBias(asked),
    place,
    async (ledger, { nights, definitions, pairs: [pair] }, share) => {
      const { from, to } = pair?.nights ?? { from: 0, to: 1 }
      const definition = definitions.find(({ metric }) => metric !== 'pipeline_coverage') as Definition
      const [first, last] = [from, to].map((night) =>
        Math.round((nights[night]?.place ?? 0) * ledger.order.length),
      )
      const [seqFrom, seqTo] = [first ?? 0, last ?? 0]
      const through = nights[from]?.through ?? ''
      const changed = seqFrom + Math.round(share * (seqTo - seqFrom))
      const { told, inNew, derived } = twoWorlds(ledger, changed, seqTo, through)
      await write(ours, told)
      await write(other, inNew)
      const [one, two] = [
        { seq: seqFrom, day: nights[from]?.day ?? '', through, definition },
        { seq: seqTo + derived, day: nights[to]?.day ?? '', through: nights[to]?.through ?? '', definition },
      ] satisfies Moment[]
      const opening = endOf(one as Moment, await valueAt(ours, one as Moment, 'USD'))
      const closing = endOf(two as Moment, await valueAt(ours, two as Moment, 'EUR'))
      const exchange = { from: 'USD', into: 'EUR', afterSeq: changed }
      const { movement } = await explain(
        ours,
        { opening, closing, company: { ...company, currency: 'EUR' }, exchange },
        1000,
      )
      const wanted = await valueAt(other, one as Moment, 'EUR')
      expect(movement.exchanged).toMatchObject({
        numerator: wanted.numerator ?? 0,
        denominator: wanted.denominator ?? 0,
      })
      for (const side of ['numerator', 'denominator'] as const) {
        const sum = movement.lines.reduce(
          (total, line) => total + line[side],
          movement.exchanged?.[side] ?? 0,
        )
        expect(sum).toBe(closing.value[side] ?? 0)
      }
      const found = movement.lines.map(({ step, numerator, denominator, total }) => [
        step,
        { numerator: BigInt(numerator), denominator: BigInt(denominator), deals: total },
      ])
      const lines = [...movementOf(inNew, one as Moment, two as Moment)].filter(
        ([, line]) => line.numerator !== 0n || line.denominator !== 0n || line.deals > 0,
      )
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(lines))
      expect(movement.lines.every(({ withoutDeal }) => withoutDeal === null)).toBe(true)
      moved += movement.lines.length > 0 ? 1 : 0
      restated += movement.exchanged?.numerator === opening.value.numerator ? 0 : 1
    },
  )
  await fc.assert(check, { numRuns: PAIRS, endOnFailure: true })
  console.log(
    `${PAIRS} pairs over a change of currency: ${moved} with lines, ${restated} with another opening`,
  )
  expect(moved).toBeGreaterThan(PAIRS / 4)
  expect(restated).toBeGreaterThan(PAIRS / 10)
}, 3_600_000)

async function write(db: WorkspaceDb, ledger: Ledger): Promise<void> {
  await clearLedger(db)
  await db.delete(tables.rate)
  const both = ['hubspot', 'salesforce']
  const runs = both.map((source) => ({ source, dataThrough: '2020-01-01T00:00:00.000Z' }))
  await writeLedger(
    db,
    { ...ledger, stages: stagesOf, sources: both.map((id) => ({ id })), runs },
    ledger.order,
  )
  await db
    .insert(tables.rate)
    .values(
      both.map((source) => ({ source, currency: 'USD', fromDay: '', toDay: null, factor: DOLLAR_TODAY })),
    )
}

async function valueAt(
  db: WorkspaceDb,
  { definition, seq, day }: Moment,
  currency: string,
): Promise<MetricValue> {
  const request = { definition, definitionVersion: 1 }
  const [value] = await evaluate(db, [request], { kind: 'known', seq }, { ...company, currency, day })
  if (value === undefined) throw new Error('no value')
  return value
}

function endOf({ day, through, definition }: Moment, value: MetricValue): End {
  const cycle = { from: '2026-01-01', to: '2026-04-01' }
  return {
    ...{ day, publishedAt: through, value: { ...value, dataThrough: through } },
    made: { definition, cycle, target: null },
  }
}

/** In dollars up to the change, then each deal once more in euros; and as if all had been euros at the closing's rates. */
function twoWorlds(ledger: Ledger, changed: number, seqTo: number, through: string) {
  const { order } = ledger
  const effectiveAt = through.replace('.000Z', '.001Z')
  const current = (until: number, deal: number) =>
    order
      .slice(0, until)
      .filter((each) => each.deal === deal)
      .map(({ revision }) => ledger.deals[deal]?.revisions[revision] as LedgerRevision)
      .findLast(({ timeFrom }) => timeFrom !== 'history')
  const again = ledger.deals.flatMap((each, deal) => {
    const state = current(changed, deal)
    if (state === undefined || state.deleted === true) return []
    return [
      { deal, revision: each.revisions.length, state: { ...state, effectiveAt, timeFrom: 'seen' as const } },
    ]
  })
  const early = new Set(order.slice(0, changed).map(({ deal, revision }) => `${deal} ${revision}`))
  const deals = ledger.deals.map((each, deal) => ({
    ...each,
    revisions: [...each.revisions, ...again.filter((one) => one.deal === deal).map(({ state }) => state)],
  }))
  const turns = [
    ...order.slice(0, changed),
    ...again.map(({ deal, revision }) => ({ deal, revision })),
    ...order.slice(changed),
  ]
  const mapped = (of: (state: LedgerRevision, isEarly: boolean, deal: number) => LedgerRevision): Ledger => ({
    ...ledger,
    order: turns,
    deals: deals.map((each, deal) => ({
      ...each,
      revisions: each.revisions.map((state, n) => of(state, early.has(`${deal} ${n}`), deal)),
    })),
  })
  const told = mapped((state, isEarly) => (isEarly ? inDollars(state) : state))
  const inNew = mapped((state, isEarly, deal) => {
    const closing = current(seqTo, deal) ?? state
    // What was told or derived after the change is in the new currency already.
    if (state.amountMinor == null || !isEarly) return state
    const rate = isRated(closing, state) ? closing.rate : DOLLAR_TODAY
    return valued({ ...state, rate: state.currency === 'EUR' ? null : (rate ?? null) })
  })
  return { told, inNew, derived: again.length }
}

function isRated(closing: LedgerRevision, state: LedgerRevision): boolean {
  const { deleted, currency, amountMinor, rate } = closing
  if (deleted === true || currency !== state.currency || amountMinor == null) return false
  return currency === 'EUR' || rate != null
}

function inDollars(state: LedgerRevision): LedgerRevision {
  if (state.amountMinor == null) return state
  const { homeMinor, weightedMinor } = valued({
    ...state,
    currency: 'CHF',
    rate: state.currency === 'USD' ? '1' : EURO_IN_DOLLARS,
  })
  const rate = state.currency === 'USD' ? null : EURO_IN_DOLLARS
  return { ...state, homeMinor: homeMinor ?? null, weightedMinor: weightedMinor ?? null, rate }
}
