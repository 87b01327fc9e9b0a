/**
 * Fixes the final values of cycles that have ended, in the publish of a night: once, and never taken back. Which day is the
 * last that follows the CRM is a matter of the calendar alone, so a night that was missed is made up for by the next, with
 * the value its own run would have given.
 */
import { and, eq, inArray, isNull, lte, notExists, sql } from 'drizzle-orm'
import type { Day, Instant } from '../../connectors/contract.ts'
import { addDays, localDay } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { closing, cycle, frozen, keyResult, objective, override } from '../../db/workspace/schema.ts'
import { auditRow } from '../okr/context.ts'
import { measureDay } from '../okr/measure.ts'
import { isMeasured } from '../okr/origin.ts'
import { cycleFrom, keyResultFrom, valueFrom } from '../okr/rows.ts'
import { readSettings, type Settings } from '../okr/settings.ts'
import type { Cycle, KeyResult } from '../okr/types.ts'
import { keyResultView } from '../okr/view.ts'
import type { Workspace } from '../platform.ts'
import { finalOf } from './final.ts'
import { lastFollowed, type Stage, stageOf } from './grace.ts'

const ACTOR = 'nightly publish'

export interface Frozen {
  /** Key results that were frozen now. */
  readonly frozen: number
  /** Due, and waiting for a connection's complete night. */
  readonly waiting: number
}

/** `ended`: the last local day that is over. */
export async function freezeDue(workspace: Workspace, ended: Day, now: Instant): Promise<Frozen> {
  const settings = await readSettings(workspace.db)
  const due = await dueCycles(workspace.db, settings, ended)
  const found = { frozen: 0, waiting: 0 }
  for (const one of due) {
    const last = lastFollowed(one.cycle, settings.closingDays)
    // Its own night did not run: the value is that of the first complete run after it, as always.
    if (ended > last) await measureDay(workspace, last, now, one.cycle.id)
    const { written, waiting } = await freezeCycle(workspace, one, last, settings, now)
    found.frozen += written
    found.waiting += waiting
  }
  return found
}

interface DueCycle {
  readonly cycle: Cycle
  readonly stage: Stage
}

async function dueCycles(db: WorkspaceDb, { closingDays }: Settings, ended: Day): Promise<DueCycle[]> {
  const closed = db.select({ id: closing.cycleId }).from(closing).where(eq(closing.cycleId, cycle.id))
  const rows = await db
    .select()
    .from(cycle)
    .where(and(lte(cycle.endsOn, addDays(ended, 1 - closingDays)), notExists(closed)))
  return rows
    .map(cycleFrom)
    .map((one) => ({ cycle: one, stage: stageOf(one, closingDays, ended) }))
    .filter(({ stage }) => stage === 'due' || stage === 'overdue')
}

interface Candidate {
  readonly keyResult: KeyResult
  readonly latest: { readonly day: Day; readonly value: ReturnType<typeof valueFrom> } | null
  readonly days: readonly ReturnType<typeof valueFrom>[]
  readonly overridden: boolean
}

async function freezeCycle(
  { db, timeZone }: Workspace,
  { cycle: own, stage }: DueCycle,
  last: Day,
  { thresholds }: Settings,
  now: Instant,
): Promise<{ readonly written: number; readonly waiting: number }> {
  const candidates = await candidatesOf(db, own, last, localDay(now, timeZone))
  const ready = candidates.filter((one) => stage === 'overdue' || !waits(one, last))
  const today = localDay(now, timeZone)
  const rows = ready.map(({ keyResult: one, latest, days, overridden }) => {
    const view = keyResultView(one, { latest, previous: null, days }, { cycle: own, today, thresholds })
    const day = view.latest === null ? null : (latest?.day ?? null)
    const { notes, ...final } = finalOf({ view, day, cycle: own, lastDay: last, today, overridden })
    const value = view.latest === null ? null : JSON.stringify(view.latest)
    return { keyResultId: one.id, ...final, value, notes: JSON.stringify(notes), frozenAt: now }
  })
  const all = ready.length === candidates.length
  const ids = rows.map(({ keyResultId }) => keyResultId)
  const [written] = await db.batch([
    db
      .insert(frozen)
      .select(
        sql`SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
          FROM json_each(${JSON.stringify(rows.map((r) => [r.keyResultId, r.day, r.value, r.progress, r.status, r.notes, r.frozenAt]))}) WHERE true`,
      )
      .onConflictDoNothing()
      .returning({ id: frozen.keyResultId }),
    // What is fixed is the measured value: one that was set by hand goes no further.
    db
      .update(override)
      .set({ endedAt: now, endedBy: 'frozen' })
      .where(and(inArray(override.keyResultId, ids), isNull(override.endedAt))),
    ...(all
      ? [
          db.insert(closing).values({ cycleId: own.id, lastDay: last, closedAt: now }).onConflictDoNothing(),
          auditRow(db, { actor: ACTOR, now }, 'cycle.close', own.id, { lastDay: last, frozen: ids }),
        ]
      : []),
  ])
  return { written: written.length, waiting: candidates.length - ready.length }
}

/** A metric's value of the last day is still to come: a connection failed, or mirror and CRM differ where it looks. */
function waits({ keyResult: { origin }, latest }: Candidate, last: Day): boolean {
  return isMeasured(origin) && (latest === null || latest.day < last)
}

/** Key results of the cycle that are not frozen yet, with the last value up to `last` and the days of a hold. */
async function candidatesOf(db: WorkspaceDb, own: Cycle, last: Day, today: Day): Promise<Candidate[]> {
  const value = sql<string | null>`(select json_array(m.day, m.value) from measurement m
    where m.key_result_id = ${keyResult.id} and m.day <= ${last}
    order by m.day desc, m.origin desc, m.version desc limit 1)`
  const days = sql<string | null>`(select json_group_array(json(m.value)) from measurement m
    where m.key_result_id = ${keyResult.id} and m.day < ${own.endsOn} and ${keyResult.kind} = 'hold'
    and not exists (select 1 from measurement later where later.key_result_id = m.key_result_id
      and later.day = m.day and later.origin = m.origin and later.version > m.version))`
  const overridden = sql<number>`exists (select 1 from override o where o.key_result_id = ${keyResult.id}
    and o.ended_at is null and o.expires_on >= ${today})`
  const already = db
    .select({ id: frozen.keyResultId })
    .from(frozen)
    .where(eq(frozen.keyResultId, keyResult.id))
  const rows = await db
    .select({ row: keyResult, value, days, overridden })
    .from(keyResult)
    .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
    .where(and(eq(objective.cycleId, own.id), notExists(already)))
    .orderBy(keyResult.id)
  return rows.map((one) => {
    const [day, text] = one.value === null ? [null, null] : (JSON.parse(one.value) as [Day, string])
    return {
      keyResult: keyResultFrom(one.row),
      latest: day === null || text === null ? null : { day, value: valueFrom(text) },
      days: JSON.parse(one.days ?? '[]') as ReturnType<typeof valueFrom>[],
      overridden: Number(one.overridden) === 1,
    }
  })
}
