/**
 * The values of a night by the program's own way, `measureDay`: a thousand key results over a million deals of which two
 * hundred changed, against the same night with nothing to go on from. The values of both are compared.
 */
import { asc, eq } from 'drizzle-orm'
import type { Day } from '../../connectors/contract.ts'
import { addDays } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { cycle, keyResult, measurement, objective, run } from '../../db/workspace/schema.ts'
import { evaluate, type MetricRequest } from '../../src/metrics/index.ts'
import { measureDay } from '../../src/okr/measure.ts'
import { changeDeals, storeOf } from './million-store.ts'
import { elapsedMs, type Line, percentile } from './report.ts'
import { TODAY } from './store.ts'

const KEY_RESULTS = 1000
const CHANGED = 200
/** Of the single questions: all of them would take most of an hour, and each costs what its neighbour costs. */
const ASKED = 20
export const context = { day: TODAY, timeZone: 'Europe/Berlin', currency: 'EUR', fiscalYearStartMonth: 1 }

export async function nightLines(
  say: (line: string) => void,
  deals: number,
  requests: readonly MetricRequest[],
): Promise<Line[]> {
  say(`writing ${deals} deals and ${KEY_RESULTS} key results`)
  const db = await storeOf('night', deals)
  await writeKeyResults(db, requests)
  const spent = watch(db)
  say('a first night, which counts everything')
  const first = await measured(db, addDays(TODAY, -1), spent)
  const nights: Spent[] = []
  for (let n = 0; n < 3; n += 1) {
    await changeDeals(db, CHANGED, deals)
    nights.push(await measured(db, addDays(TODAY, n), spent))
  }
  say('the last night once more, with nothing to go on from')
  const day = addDays(TODAY, 2)
  const carried = await valuesOf(db, day)
  for (const table of ['carried', 'carried_people', 'carried_selection', `measurement WHERE day = '${day}'`])
    await db.$client.execute(`DELETE FROM ${table}`)
  const anew = await measured(db, day, spent)
  if (JSON.stringify(await valuesOf(db, day)) !== JSON.stringify(carried))
    throw new Error('the two sides differ')
  say(`one query for each key result, ${ASKED} of them`)
  const together = await elapsedMs(() => evaluate(db, requests, { kind: 'now' }, context))
  const apart: number[] = []
  for (let n = 0; n < ASKED; n += 1) {
    const request = requests[Math.floor(((n + 0.5) * KEY_RESULTS) / ASKED)]
    if (request !== undefined)
      apart.push(await elapsedMs(() => evaluate(db, [request], { kind: 'now' }, context)))
  }
  const middle = (of: (one: Spent) => number) => percentile(nights.map(of), 0.5)
  const what = `night of ${KEY_RESULTS} key results, ${CHANGED} of ${deals} deals changed`
  const anewMs = (of: (one: Spent) => number) => (of(first) + of(anew)) / 2
  const against = 'counted anew, mean of two'
  return [
    { what, ours: middle((one) => one.ms), other: anewMs((one) => one.ms), unit: 'ms', against },
    {
      what: '  its database time, the check on a share of the deals included',
      ours: middle((one) => one.database),
      other: anewMs((one) => one.database),
      unit: 'ms',
      against,
    },
    {
      what: '  of it for 100 key results',
      ours: middle((one) => one.database) / (KEY_RESULTS / 100),
      other: 50,
      unit: 'ms',
      against: 'the goal',
    },
    {
      what: `${KEY_RESULTS} key results over ${deals} deals`,
      ours: together,
      other: (apart.reduce((sum, ms) => sum + ms, 0) / apart.length) * KEY_RESULTS,
      unit: 'ms',
      against: `one query each, from ${ASKED} of them`,
    },
  ]
}

interface Spent {
  readonly ms: number
  readonly database: number
}

/** The embedded database answers in the thread that asks: the time of a call is the database's. */
function watch({ $client }: WorkspaceDb): { database: number } {
  const spent = { database: 0 }
  const [batch, execute] = [$client.batch.bind($client), $client.execute.bind($client)]
  async function timed<T>(work: () => Promise<T>): Promise<T> {
    const start = performance.now()
    const answer = await work()
    spent.database += performance.now() - start
    return answer
  }
  Object.assign($client, {
    batch: (...args: Parameters<typeof batch>) => timed(() => batch(...args)),
    execute: (...args: Parameters<typeof execute>) => timed(() => execute(...args)),
  })
  return spent
}

async function measured(db: WorkspaceDb, day: Day, spent: { database: number }): Promise<Spent> {
  const startedAt = `${addDays(day, 1)}T04:30:00.000Z`
  const { rows } = await db.$client.execute('SELECT MAX(seq) AS seq FROM revision')
  await db
    .insert(run)
    .values({
      ...{ id: `run ${day}`, source: 'hubspot', day, kind: 'night', status: 'complete', startedAt },
      ...{ finishedAt: startedAt, dataThrough: startedAt, seq: Number(rows[0]?.seq) },
    })
    .onConflictDoNothing()
  Object.assign(spent, { database: 0 })
  const workspace = { id: 'bench', name: 'Bench', timeZone: 'Europe/Berlin', currency: 'EUR', db }
  const ms = await elapsedMs(async () => {
    const { published } = await measureDay(workspace, day, `${addDays(day, 1)}T05:00:00.000Z`)
    if (published !== KEY_RESULTS) throw new Error(`only ${published} values were published`)
  })
  return { ms, ...spent }
}

async function valuesOf(db: WorkspaceDb, day: Day) {
  return db
    .select({ of: measurement.keyResultId, value: measurement.value })
    .from(measurement)
    .where(eq(measurement.day, day))
    .orderBy(asc(measurement.keyResultId))
}

async function writeKeyResults(db: WorkspaceDb, requests: readonly MetricRequest[]): Promise<void> {
  const createdAt = '2026-10-01T08:00:00.000Z'
  await db
    .insert(cycle)
    .values({ id: 'c', name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01', createdAt })
  await db.insert(objective).values({ id: 'o', cycleId: 'c', title: 'Grow', team: 'North', createdAt })
  const rows = requests.map(({ definition }, n) => ({
    ...{
      id: `kr${String(n).padStart(4, '0')}`,
      objectiveId: 'o',
      title: 'K',
      kind: 'reach',
      origin: 'metric',
    },
    ...{ definition: JSON.stringify(definition), unit: 'count', createdAt },
  }))
  for (let n = 0; n < rows.length; n += 100) await db.insert(keyResult).values(rows.slice(n, n + 100))
}
