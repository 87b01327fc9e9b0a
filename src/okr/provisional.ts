/**
 * Where key results stand since their official values, after pushes: measured as of now and kept apart. Nothing official
 * reads them; a later official value puts them out of date, and so does the end of the day.
 */
import { and, eq, gt, inArray, lte, ne, or, sql } from 'drizzle-orm'
import type { Day, Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { cycle, objective, provisional } from '../../db/workspace/schema.ts'
import { type AnyRequest, evaluateAll } from '../metrics/index.ts'
import type { MetricValue } from '../metrics/types.ts'
import type { Workspace } from '../platform.ts'
import { lookForBroken } from './broken.ts'
import { keyResultsQuery, measurementFrom } from './measurements.ts'
import { definitionsOf, requestOf } from './origin.ts'
import { keyResultFrom } from './rows.ts'
import { readSettings } from './settings.ts'
import { touchedSince, touches } from './touched.ts'
import type { KeyResult } from './types.ts'

/** Setting: the newest revision that was looked at. */
export const PROVISIONAL_KEY = 'okr.provisional_seq'

interface Asked {
  readonly keyResult: KeyResult
  readonly request: AnyRequest
  readonly official: MetricValue | null
}

/** How many key results have moved by what pushes wrote since the last look; null where they wrote nothing. */
export async function measureProvisional(workspace: Workspace, now: Instant): Promise<number | null> {
  const { db, timeZone, currency } = workspace
  const touched = await touchedSince(db, PROVISIONAL_KEY)
  if (touched.pipelines.size === 0) return null
  const today = localDay(now, timeZone)
  const settings = await readSettings(db)
  const running = await loadRunning(db, today)
  const asked = running.filter(({ keyResult }) =>
    definitionsOf(keyResult).some(({ filter }) => touches(touched, filter)),
  )
  const sound = asked.filter(({ keyResult }) => keyResult.broken === null)
  const values = await evaluateAll(
    db,
    sound.map(({ request }) => request),
    { kind: 'now' },
    { day: today, timeZone, currency, fiscalYearStartMonth: settings.fiscalYearStartMonth },
  )
  const differing = sound.flatMap(({ keyResult, official }, i) => {
    const value = values[i]
    return value === undefined || value.dataThrough === null || isSame(value, official)
      ? []
      : [{ id: keyResult.id, keyResult, value }]
  })
  // Only of what would be shown: each selection costs a question of its own.
  const broken = await lookForBroken(
    db,
    differing.map(({ keyResult }) => keyResult),
    today,
    { minimumPeople: settings.minimumPeople, currency },
  )
  const moved = differing.filter(({ id }) => !broken.has(id))
  const kept = new Set(moved.map(({ id }) => id))
  const gone = asked.map(({ keyResult }) => keyResult.id).filter((id) => !kept.has(id))
  await db.batch([
    db.delete(provisional).where(or(inArray(provisional.keyResultId, gone), ne(provisional.day, today))),
    ...moved.map(({ id, value }) =>
      db
        .insert(provisional)
        .values({ keyResultId: id, day: today, value: JSON.stringify(value), at: now })
        .onConflictDoUpdate({
          target: provisional.keyResultId,
          set: { day: today, value: JSON.stringify(value), at: now },
          // Two connections may be read side by side: who saw more of the ledger stays.
          setWhere: sql`${provisional.value} ->> '$.seq' <= excluded.value ->> '$.seq'`,
        }),
    ),
    db.run(sql`INSERT INTO setting (key, value) VALUES (${PROVISIONAL_KEY}, ${touched.seq})
      ON CONFLICT (key) DO UPDATE SET value = MAX(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))`),
  ])
  return moved.length
}

async function loadRunning(db: WorkspaceDb, today: Day): Promise<Asked[]> {
  const cycles = await db
    .select()
    .from(cycle)
    .where(and(lte(cycle.startsOn, today), gt(cycle.endsOn, today)))
  const found: Asked[] = []
  for (const one of cycles) {
    for (const { row, latest } of await keyResultsQuery(db).where(eq(objective.cycleId, one.id))) {
      const own = keyResultFrom(row)
      const request = requestOf(own, one)
      if (request === null) continue
      const official = measurementFrom(latest)?.value ?? null
      found.push({ keyResult: own, request, official })
    }
  }
  return found
}

/** Only the day differs: the key result has not moved. */
function isSame(value: MetricValue, official: MetricValue | null): boolean {
  return (
    official !== null &&
    value.value === official.value &&
    value.complete === official.complete &&
    value.reason === official.reason
  )
}
