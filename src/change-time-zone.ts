/**
 * The company counts its days by another clock from now on. What was published stays. The next night derives the days of
 * creation anew and reads all deals once more (`src/sync/redate.ts`).
 */
import { eq } from 'drizzle-orm'
import type { Day, Instant } from '../connectors/contract.ts'
import { schedule, workspace as table } from '../db/directory/schema.ts'
import { lastEndedDay } from './jobs/schedule.ts'
import { auditRow, type WriteContext } from './okr/context.ts'
import type { Platform } from './platform.ts'
import { ofNights } from './sync/run-kinds.ts'
import { WorkspaceRefused, zoneProblem } from './workspaces.ts'

/**
 * Throws `WorkspaceRefused` for what is no zone; while a night is on its way, which began by the old clock and would close
 * its day by the new one; and where a day that ended by the old clock would never be closed, because by the new one the
 * next has ended too. False when the company had the zone already.
 */
export async function changeTimeZone(
  { directory, open }: Pick<Platform, 'directory' | 'open'>,
  workspaceId: string,
  timeZone: string,
  context: WriteContext,
): Promise<boolean> {
  const problem = zoneProblem(timeZone)
  if (problem !== null) throw new WorkspaceRefused(problem)
  const { db } = await open(workspaceId)
  const [row] = await directory
    .select({ before: table.timeZone })
    .from(table)
    .where(eq(table.id, workspaceId))
  if (row === undefined || row.before === timeZone) return false
  const { rows } = await db.$client.execute(
    `SELECT 1 FROM run WHERE status = 'running' AND ${ofNights} LIMIT 1`,
  )
  if (rows.length > 0)
    throw new WorkspaceRefused('A night is on its way: change the time zone when it has ended.')
  const unclosed = await wouldMiss(directory, workspaceId, [row.before, timeZone], context.now)
  if (unclosed !== null)
    throw new WorkspaceRefused(
      `The night that closes ${unclosed} is still to come: change the time zone after it.`,
    )
  // Two databases: killed in between, the change was asked for and not made, and is asked for again.
  await auditRow(db, context, 'time_zone.change', workspaceId, { before: row.before, after: timeZone })
  await directory.batch([
    directory.update(table).set({ timeZone }).where(eq(table.id, workspaceId)),
    // Looked at anew at once: by the new clock a day may have ended already that nobody has closed.
    directory.update(schedule).set({ nextAt: context.now }).where(eq(schedule.workspaceId, workspaceId)),
  ])
  return true
}

/** The last day of the old clock, where its night was not planned yet and the new clock is a day further. */
async function wouldMiss(
  directory: Platform['directory'],
  workspaceId: string,
  [before, after]: readonly [string, string],
  now: Instant,
): Promise<Day | null> {
  const [planned] = await directory.select().from(schedule).where(eq(schedule.workspaceId, workspaceId))
  const ended = lastEndedDay(now, before)
  const missed = planned?.plannedDay != null && planned.plannedDay < ended && ended < lastEndedDay(now, after)
  return missed ? ended : null
}
