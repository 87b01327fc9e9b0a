/**
 * Invariant 4 where values are published: night after night, sums that are carried on give the rows that counting anew gives.
 * The other company forgets its sums before each night.
 */
import { asc } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { Day } from '../../../connectors/contract.ts'
import { addDays, addMs } from '../../../connectors/values/time.ts'
import { cycle, keyResult, measurement, objective, setting, source } from '../../../db/workspace/schema.ts'
import { peoplePerSource } from '../../../src/metrics/index.ts'
import { followPeople, selectionKey } from '../../../src/metrics/people-carried.ts'
import { type DealRegion, keptRegions, partedBy, readRegions } from '../../../src/metrics/people-regions.ts'
import { readCheck } from '../../../src/metrics/sample.ts'
import type { Definition, MetricId } from '../../../src/metrics/types.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { company } from '../../support/company.ts'
import fc from '../../support/properties.ts'
import { begin, DEALS, end, FIRST, type Nights, nights, play, sources, type World } from './night-world.ts'

const RUNS = Number(process.env.PEGEL_NIGHTS ?? 5)

const windows: readonly Definition['window'][] = [
  'cycle',
  { fiscal: 'month' },
  { trailingDays: 10 },
  { from: '2026-09-20', to: '2026-10-04' },
]
const filters: readonly Definition['filter'][] = [
  undefined,
  { connections: ['hubspot'] },
  { connections: ['hubspot', 'salesforce'] },
  { teams: ['north'] },
  { stages: ['open', 'won'] },
  { properties: [{ name: 'region', op: 'neq', values: ['a'] }] },
  { minAmountMinor: 30_000 },
  { properties: [{ name: 'region', op: 'eq', values: ['b'] }] },
]
const metrics: readonly (readonly [MetricId, Definition['params']?])[] = [
  ['won_revenue'],
  ['win_rate'],
  ['average_deal_size'],
  ['sales_cycle_days'],
  ['deals_created'],
  ['pipeline_created'],
  ['open_pipeline'],
  ['weighted_pipeline'],
  ['win_rate_value'],
  ['sales_velocity'],
  ['overdue_deals'],
  ['forecast_best_case'],
  ['pipeline_coverage', { target: { amountMinor: 900_000 } }],
  // These are counted anew each night.
  ['sales_cycle_days', { statistic: 'median' }],
  ['stalled_deals', { days: 2 }],
  ['stage_conversion', { from: 'open', to: 'won' }],
]
const definitions = metrics.flatMap(([metric, params], n): Definition[] =>
  [0, 1].map((k) => {
    const [window, filter] = [windows[(n + k) % 4] ?? 'cycle', filters[(n * 3 + k * 4) % 8]]
    return { metric, window, ...(params ? { params } : {}), ...(filter ? { filter } : {}) }
  }),
)

async function world(): Promise<World> {
  const workspace = await company(sources)
  const { db } = workspace
  const createdAt = '2026-09-01T00:00:00.000Z'
  await db.update(source).set({ properties: '["region"]' })
  await db.insert(setting).values({ key: 'minimum_people', value: '3' })
  await db
    .insert(cycle)
    .values({ id: 'c', name: 'C', startsOn: '2026-09-01', endsOn: '2026-10-03', createdAt })
  await db.insert(objective).values({ id: 'o', cycleId: 'c', title: 'O', team: 'T', createdAt })
  await db.insert(keyResult).values(
    definitions.map((definition, n) => ({
      ...{
        id: `kr${String(n).padStart(2, '0')}`,
        objectiveId: 'o',
        title: 'K',
        kind: 'reach',
        origin: 'metric',
      },
      ...{ definition: JSON.stringify(definition), unit: 'count', createdAt },
    })),
  )
  return { workspace, setups: new Map() }
}

async function rowsOf({ workspace: { db } }: World) {
  return db.select().from(measurement).orderBy(asc(measurement.keyResultId), asc(measurement.day))
}

async function brokenOf({ workspace: { db } }: World) {
  return db.select({ id: keyResult.id, broken: keyResult.broken }).from(keyResult).orderBy(asc(keyResult.id))
}

async function forget({ workspace: { db } }: World) {
  await db.$client.batch(
    ['carried', 'carried_people', 'carried_selection'].map((table) => `DELETE FROM ${table}`),
    'write',
  )
}

/** Also a year later, when deals of these days are too old to have anybody stand behind them. */
async function comparePeople({ workspace: { db } }: World, day: Day) {
  for (const today of [day, addDays(day, 366), addDays(day, 370), day]) {
    const at = '2026-10-01T00:00:00.000Z'
    const { people: followed, parted } = await followPeople(db, filters, today, at, partedBy(filters))
    expect(regionText(await keptRegions(db, parted ?? ''))).toEqual(
      regionText(await readRegions(db, filters, today)),
    )
    for (const filter of filters) {
      expect(followed.get(selectionKey(filter))).toEqual(await peoplePerSource(db, filter, today))
    }
  }
}

function regionText(regions: readonly DealRegion[]): string[] {
  return regions
    .map(({ inside, people }) =>
      JSON.stringify([inside, [...people].map(([source, of]) => [source, ...[...of].sort()]).sort()]),
    )
    .sort()
}

/** Lives the nights twice, and gives how many values were carried on. */
async function compareNights({ begin: edits, later }: Nights): Promise<number> {
  let carried = 0
  const worlds = await Promise.all([world(), world()])
  const [mine, anew] = worlds
  for (const each of worlds) await begin(each, edits)
  let day = FIRST
  for (const { events, days, late } of later) {
    for (const each of worlds) {
      for (const [i, event] of events.entries()) await play(each, event, day, 5 + i)
      await end(each, day)
      for (const [i, event] of late.entries()) await play(each, event, day, 20 + i)
      if (each === anew) await forget(each)
      await measureDay(each.workspace, day, addMs(`${addDays(day, 2)}T00:30:00.000Z`, 60_000))
    }
    expect(await rowsOf(mine)).toEqual(await rowsOf(anew))
    expect(await brokenOf(mine)).toEqual(await brokenOf(anew))
    const check = await readCheck(mine.workspace.db)
    expect(check?.differedOn ?? null).toBe(null)
    carried += check?.day === day ? check.carried : 0
    day = addDays(day, days)
  }
  await comparePeople(mine, day)
  return carried
}

// Planted and seen red: days of creation changed in place and not counted; the leading side left out of the fingerprint.
test('night after night, carried sums publish the rows of a recount', async () => {
  let carried = 0
  // One night costs seconds: a smaller example is not worth the wait.
  const options = { numRuns: RUNS, endOnFailure: true }
  await fc.assert(
    fc.asyncProperty(nights, async (drawn) => {
      carried += await compareNights(drawn)
    }),
    options,
  )
  // Most nights have most of their values carried on.
  expect(carried).toBeGreaterThan(RUNS * 40)
}, 300_000)

// Planted and seen red: properties that were taken from deals that are gone, and not counted; people followed from the wrong day.
test('what a deal had in a property before it was deleted is taken away with it', async () => {
  const plain = {
    id: '1',
    stageId: 'open',
    amountMinor: 50_000,
    currency: 'EUR',
    closeIn: 2,
    created: 1,
  } as const
  const edit = { ...plain, forecastCategory: 'commit', region: 'b', twin: null } as const
  const night = { days: 1, late: [] }
  await compareNights({
    begin: Array.from({ length: DEALS * 2 }, (_, n) => ({ ...edit, stageId: n % 2 ? 'won' : 'open' })),
    later: [
      { ...night, events: [] },
      { ...night, events: [{ kind: 'delete', source: 'hubspot', id: '1' }] },
      { ...night, events: [] },
    ],
  })
}, 60_000)
