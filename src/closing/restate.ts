/**
 * What the CRM says by now of key results that are frozen: kept beside the frozen value where it is another number. Looked at
 * in each night's publish, and only where a deal's state was written since the last look.
 */
import { and, eq, gt, inArray } from 'drizzle-orm'
import type { Day, Instant } from '../../connectors/contract.ts'
import { addDays, localDay } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { cycle, frozen, keyResult, objective, restated } from '../../db/workspace/schema.ts'
import { newestSeq } from '../../db/workspace/seq.ts'
import { evaluateAll } from '../metrics/index.ts'
import type { MetricValue } from '../metrics/types.ts'
import { measuredOrigins, requestOf } from '../okr/origin.ts'
import { lastDay } from '../okr/pace.ts'
import { cycleFrom, keyResultFrom, valueFrom } from '../okr/rows.ts'
import { readSettings } from '../okr/settings.ts'
import type { Workspace } from '../platform.ts'

/** Setting: the newest revision that was looked at. */
const RESTATED_KEY = 'closing.restated_seq'

/** Older cycles are history: what changes in them by then is no correction of a quarter. */
const WATCHED_DAYS = 400

/** How many frozen key results are restated by now. */
export async function restate(workspace: Workspace, now: Instant): Promise<number> {
  const { db, timeZone, currency } = workspace
  const today = localDay(now, timeZone)
  const seqs = await db.$client.execute({
    sql: `SELECT ${newestSeq} AS newest,
      (SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?) AS seen`,
    args: [RESTATED_KEY],
  })
  const newest = Number(seqs.rows[0]?.newest ?? 0)
  if (Number(seqs.rows[0]?.seen ?? -1) === newest) return 0
  const watched = await watchedKeyResults(db, today, currency)
  const { fiscalYearStartMonth } = await readSettings(db)
  let moved = 0
  for (const [day, group] of Map.groupBy(watched, (one) => lastDay(one.cycle))) {
    const context = { day, timeZone, currency, fiscalYearStartMonth }
    const requests = group.map(({ request }) => request)
    const values = await evaluateAll(db, requests, { kind: 'now' }, context)
    const found = group.flatMap(({ id, value }, i) => {
      const by = values[i]
      return by === undefined || isSame(value, by)
        ? []
        : [{ keyResultId: id, value: JSON.stringify(by), at: now }]
    })
    moved += found.length
    await db.batch([
      db.delete(restated).where(
        inArray(
          restated.keyResultId,
          group.map(({ id }) => id),
        ),
      ),
      ...(found.length === 0 ? [] : [db.insert(restated).values(found)]),
    ])
  }
  await db.$client.execute({
    sql: 'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    args: [RESTATED_KEY, String(newest)],
  })
  return moved
}

/** A typed or pushed value cannot be restated: after the freezing nobody may write one. */
async function watchedKeyResults(db: WorkspaceDb, today: Day, currency: string) {
  const rows = await db
    .select({ row: keyResult, cycle, value: frozen.value })
    .from(frozen)
    .innerJoin(keyResult, eq(keyResult.id, frozen.keyResultId))
    .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
    .innerJoin(cycle, eq(cycle.id, objective.cycleId))
    .where(and(inArray(keyResult.origin, measuredOrigins), gt(cycle.endsOn, addDays(today, -WATCHED_DAYS))))
    .orderBy(keyResult.id)
  return rows.flatMap((one) => {
    const own = keyResultFrom(one.row)
    const request = requestOf(own, one.cycle)
    if (request === null || own.broken !== null || one.value === null) return []
    const value = valueFrom(one.value)
    // Fixed in the money of its time: an amount in another one would be no restatement.
    if (value.currency !== undefined && value.currency !== currency) return []
    return [{ id: own.id, request, cycle: cycleFrom(one.cycle), value }]
  })
}

/** Also when only the parts moved: a ratio may stay while both sides change. */
function isSame(a: MetricValue, b: MetricValue): boolean {
  return (
    a.value === b.value &&
    a.numerator === b.numerator &&
    a.denominator === b.denominator &&
    a.currency === b.currency &&
    partsOf(a) === partsOf(b)
  )
}

function partsOf({ terms = [] }: MetricValue): string {
  return JSON.stringify(terms.map(({ numerator, denominator }) => [numerator, denominator]))
}
