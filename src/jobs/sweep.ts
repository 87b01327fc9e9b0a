/**
 * Finds what a lost message left lying: a run that nobody pulls, a night that was planned and never opened, a value that
 * was never published, a push that nobody read. The database is the truth, the queue only the engine.
 */
import type { Day, Instant } from '../../connectors/contract.ts'
import { addMs, localDay } from '../../connectors/values/time.ts'
import type { Platform, Workspace } from '../platform.ts'
import { lastPublished } from '../sync/publish.ts'
import { ofNights } from '../sync/run-kinds.ts'
import { heldAt, isHeld } from '../sync/stream-lease.ts'
import { errorText } from './error-text.ts'
import { activeSources, lastEndedDay, nightAt } from './schedule.ts'
import { reviveChanged } from './sweep-changed.ts'

/** Longer than a message may take: until then somebody may still be at it. */
const QUIET_MS = 5 * 60_000

export interface Sweep {
  /** 0 when the program starts and its own queue is known to be empty. A lease is waited for all the same. */
  readonly quietMs?: number
}

export interface Swept {
  readonly pulls: number
  readonly nights: number
  readonly publishes: number
}

/** All companies in one process. A workspace that cannot be opened delays no other. */
export async function sweep(platform: Platform, { quietMs = QUIET_MS }: Sweep = {}): Promise<Swept> {
  const total = { pulls: 0, nights: 0, publishes: 0 }
  for (const { workspaceId, plannedDay } of await scheduled(platform)) {
    try {
      const swept = await sweepWorkspace(platform, await platform.open(workspaceId), plannedDay, quietMs)
      total.pulls += swept.pulls
      total.nights += swept.nights
      total.publishes += swept.publishes
    } catch (error) {
      platform.log('sweep_failed', { workspace: workspaceId, reason: errorText(error) })
    }
  }
  return total
}

/** `plannedDay`: the last day whose night was planned. */
export async function sweepWorkspace(
  platform: Platform,
  workspace: Workspace,
  plannedDay: Day | null,
  quietMs = QUIET_MS,
): Promise<Swept & { readonly changed: number }> {
  return {
    pulls: await revivePulls(platform, workspace, quietMs),
    nights: await reviveNights(platform, workspace, plannedDay, quietMs),
    publishes: await revivePublish(platform, workspace, quietMs),
    changed: await reviveChanged(platform, workspace, quietMs),
  }
}

async function scheduled(platform: Platform) {
  const { rows } = await platform.directory.$client.execute(
    `SELECT s.workspace_id, s.planned_day FROM schedule s JOIN workspace w ON w.id = s.workspace_id
      WHERE w.status = 'active' ORDER BY s.workspace_id`,
  )
  return rows.map((row) => ({
    workspaceId: String(row.workspace_id),
    plannedDay: row.planned_day === null ? null : String(row.planned_day),
  }))
}

/**
 * No page, no failure and no lease for a while. A cool-down is a lease: it is waited for. What a clock of a later day wrote
 * is not: it would be waited for until that day. What runs in the background waits for the night.
 */
async function revivePulls(
  platform: Platform,
  { id: workspaceId, db }: Workspace,
  quietMs: number,
): Promise<number> {
  const now = platform.now()
  const { rows } = await db.$client.execute({
    sql: `SELECT r.id, r.source FROM run r
      WHERE r.status = 'running' AND r.started_at NOT BETWEEN :after AND :now AND NOT EXISTS
        (SELECT 1 FROM stream_state s WHERE s.source = r.source AND s.run_id = r.id
          AND (s.updated_at BETWEEN :after AND :now OR (${isHeld})))
        AND (r.${ofNights} OR NOT EXISTS
          (SELECT 1 FROM run n WHERE n.source = r.source AND n.status = 'running' AND n.${ofNights}))
      ORDER BY r.source, r.id`,
    args: { after: addMs(now, 1 - quietMs), ...heldAt(now) },
  })
  for (const row of rows) {
    const [source, runId] = [String(row.source), String(row.id)]
    await platform.queue.send({ kind: 'pull', workspaceId, source, runId })
    platform.log('sweep_pull', { workspace: workspaceId, source, run: runId })
  }
  return rows.length
}

async function reviveNights(
  platform: Platform,
  { id: workspaceId, db, timeZone }: Workspace,
  day: Day | null,
  quietMs: number,
): Promise<number> {
  const now = platform.now()
  if (day === null || day !== lastEndedDay(now, timeZone) || !isQuiet(workspaceId, now, timeZone, quietMs))
    return 0
  const sources = await activeSources(platform.directory, workspaceId)
  const { rows } = await db.$client.execute({
    sql: `SELECT s.value AS source FROM json_each(?1) s
      WHERE NOT EXISTS (SELECT 1 FROM run r WHERE r.source = s.value AND ${ofNights} AND (r.day >= ?2 OR r.status = 'running'))`,
    args: [JSON.stringify(sources), day],
  })
  for (const row of rows) {
    const source = String(row.source)
    await platform.queue.send({ kind: 'night', workspaceId, source, day })
    platform.log('sweep_night', { workspace: workspaceId, source, day })
  }
  return rows.length
}

/** The night's own messages have had their time. */
function isQuiet(workspaceId: string, now: Instant, timeZone: string, quietMs: number): boolean {
  return now >= addMs(nightAt(workspaceId, localDay(now, timeZone), timeZone), quietMs)
}

/** The days of the runs that ended since values were last measured; a day that waits for another CRM is asked again. */
async function revivePublish(platform: Platform, workspace: Workspace, quietMs: number): Promise<number> {
  const { rows } = await workspace.db.$client.execute({
    sql: `SELECT DISTINCT day FROM run
      WHERE ${ofNights} AND status IN ('complete', 'failed') AND finished_at > ? AND finished_at <= ? ORDER BY day`,
    args: [(await lastPublished(workspace)) ?? '', addMs(platform.now(), -quietMs)],
  })
  for (const row of rows) {
    const day = String(row.day)
    await platform.queue.send({ kind: 'publish', workspaceId: workspace.id, day })
    platform.log('sweep_publish', { workspace: workspace.id, day })
  }
  return rows.length
}
