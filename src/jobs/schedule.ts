/**
 * When a workspace's night is due: between 04:00 and 05:00 company time, spread by workspace, planned per local date
 * and never per instant. Invariant 11: days of 23 and 25 hours, skipped days and a changed zone give one night each.
 */
import type { InStatement } from '@libsql/client/web'
import type { Day, Instant } from '../../connectors/contract.ts'
import { addDays, addMs, atLocalTime, localDay, startOfDay } from '../../connectors/values/time.ts'
import type { DirectoryDb } from '../../db/client.ts'
import type { Message, Platform } from '../platform.ts'
import { sendAll } from './send-all.ts'

const FIRST_HOUR = '04:00'
const SPREAD_S = 3600
/** Of one cron; the next takes the rest. */
const BATCH = 200

/** FNV-1a: only has to spread, and to be the same everywhere. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash
}

function spreadMs(workspaceId: string): number {
  return (hashOf(workspaceId) % SPREAD_S) * 1000
}

/** The day of the week, 0 to 6, whose end is followed by the company's thorough night and its full pass. */
export function censusWeekday(workspaceId: string): number {
  return hashOf(`census/${workspaceId}`) % 7
}

/** The instant of the night that begins on local day `day`. */
export function nightAt(workspaceId: string, day: Day, timeZone: string): Instant {
  return addMs(atLocalTime(day, FIRST_HOUR, timeZone), spreadMs(workspaceId))
}

/** The last local day that is over. Where a zone skipped a day, the one before it. */
export function lastEndedDay(now: Instant, timeZone: string): Day {
  return localDay(addMs(startOfDay(localDay(now, timeZone), timeZone), -1), timeZone)
}

function nextNight(workspaceId: string, now: Instant, timeZone: string): Instant {
  const today = localDay(now, timeZone)
  const tonight = nightAt(workspaceId, today, timeZone)
  return now < tonight ? tonight : nightAt(workspaceId, addDays(today, 1), timeZone)
}

/** Gives a workspace its first night; a workspace that has one keeps it. */
export async function ensureSchedule(
  directory: DirectoryDb,
  workspaceId: string,
  timeZone: string,
  now: Instant,
): Promise<void> {
  await directory.$client.execute({
    sql: 'INSERT INTO schedule (workspace_id, next_at) VALUES (?, ?) ON CONFLICT (workspace_id) DO NOTHING',
    args: [workspaceId, nextNight(workspaceId, now, timeZone)],
  })
}

interface Due {
  readonly workspaceId: string
  readonly timeZone: string
  readonly plannedDay: Day | null
  readonly nextAt: Instant
  /** Connections that may be called. */
  readonly sources: readonly string[]
}

/**
 * Sends one `night` per active connection of every workspace that is due. The day is claimed by compare-and-set before
 * its messages are sent: two crons at once plan once, and what a crash in between loses the sweep finds. However many are
 * due, it is two requests to the directory and the messages.
 */
export async function planNights(platform: Platform): Promise<{ readonly planned: number }> {
  const now = platform.now()
  const due = (await dueWorkspaces(platform.directory, now)).map((one) => ({
    ...one,
    day: dayToPlan(one, now),
  }))
  if (due.length === 0) return { planned: 0 }
  const claims = await platform.directory.$client.batch(
    due.map((one) => claim(one, one.day, now)),
    'write',
  )
  const messages: Message[] = []
  let planned = 0
  for (const [n, { workspaceId, day, sources }] of due.entries()) {
    if (claims[n]?.rowsAffected !== 1 || day === null) continue
    for (const source of sources) messages.push({ kind: 'night', workspaceId, source, day })
    // Nothing is to be read, and a cycle may end all the same: typed and pushed values freeze too.
    if (sources.length === 0) messages.push({ kind: 'publish', workspaceId, day })
    planned += 1
    platform.log('night_planned', { workspace: workspaceId, day })
  }
  await sendAll(platform.queue, messages)
  return { planned }
}

/** Null when today's night is not due yet (the program was off for days) or its day was planned already. */
function dayToPlan({ workspaceId, timeZone, plannedDay }: Due, now: Instant): Day | null {
  if (now < nightAt(workspaceId, localDay(now, timeZone), timeZone)) return null
  const day = lastEndedDay(now, timeZone)
  return plannedDay !== null && plannedDay >= day ? null : day
}

async function dueWorkspaces(directory: DirectoryDb, now: Instant): Promise<Due[]> {
  const { rows } = await directory.$client.execute({
    sql: `SELECT s.workspace_id, w.time_zone, s.planned_day, s.next_at, (SELECT json_group_array(id) FROM
        (SELECT id FROM connection WHERE workspace_id = s.workspace_id AND status = 'active' ORDER BY id)) AS sources
      FROM schedule s JOIN workspace w ON w.id = s.workspace_id
      WHERE s.next_at <= ? AND w.status = 'active' ORDER BY s.next_at LIMIT ?`,
    args: [now, BATCH],
  })
  return rows.map((row) => ({
    workspaceId: String(row.workspace_id),
    timeZone: String(row.time_zone),
    plannedDay: row.planned_day === null ? null : String(row.planned_day),
    nextAt: String(row.next_at),
    sources: JSON.parse(String(row.sources)) as string[],
  }))
}

function claim(due: Due, day: Day | null, now: Instant): InStatement {
  return {
    sql: `UPDATE schedule SET planned_day = COALESCE(?, planned_day), next_at = ?, calm_at = NULL, stirs = stirs + 1
      WHERE workspace_id = ? AND next_at = ? AND planned_day IS ?`,
    args: [day, nextNight(due.workspaceId, now, due.timeZone), due.workspaceId, due.nextAt, due.plannedDay],
  }
}

export async function activeSources(directory: DirectoryDb, workspaceId: string): Promise<string[]> {
  const { rows } = await directory.$client.execute({
    sql: "SELECT id FROM connection WHERE workspace_id = ? AND status = 'active' ORDER BY id",
    args: [workspaceId],
  })
  return rows.map((row) => String(row.id))
}
