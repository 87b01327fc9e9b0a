/**
 * The sweep at the edge: a message for each company that the directory does not know to be calm, so that an invocation opens
 * one database, and none is opened for a company where nothing began since the last look.
 */
import type { Day, Instant } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { DirectoryDb } from '../../db/client.ts'
import type { Platform, Workspace } from '../platform.ts'
import { done, type Outcome } from '../sync/outcome.ts'
import { lastPublished } from '../sync/publish.ts'
import { ofNights } from '../sync/run-kinds.ts'
import { errorText } from './error-text.ts'
import { activeSources } from './schedule.ts'
import { sendAll } from './send-all.ts'
import { sweepWorkspace } from './sweep.ts'

/** Then even a calm company is looked at: nobody may have said that something began. */
const CALM_MS = 60 * 60_000
/** Of one cron; the next takes the rest. */
const BATCH = 1000

/** One request to the directory, and the messages. */
export async function sendSweeps(platform: Platform): Promise<{ readonly sent: number }> {
  const now = platform.now()
  const { rows } = await platform.directory.$client.execute({
    sql: `SELECT s.workspace_id FROM schedule s JOIN workspace w ON w.id = s.workspace_id
      WHERE w.status = 'active' AND (s.calm_at IS NULL OR s.calm_at NOT BETWEEN ? AND ?)
      ORDER BY s.calm_at, s.workspace_id LIMIT ?`,
    args: [addMs(now, 1 - CALM_MS), now, BATCH],
  })
  await sendAll(
    platform.queue,
    rows.map(({ workspace_id }) => ({ kind: 'sweep', workspaceId: String(workspace_id) })),
  )
  return { sent: rows.length }
}

/** One that fails is not repeated: the next cron sends another. */
export async function sweepOne(platform: Platform, workspaceId: string): Promise<Outcome> {
  const known = await scheduleOf(platform.directory, workspaceId)
  if (known === null) return done('not_scheduled')
  try {
    const workspace = await platform.open(workspaceId)
    const { pulls, nights, publishes, changed } = await sweepWorkspace(platform, workspace, known.plannedDay)
    if (pulls + nights + publishes + changed > 0) return done('revived')
    if (!(await isCalm(platform, workspace, known.plannedDay))) return done('under_way')
    await keepCalm(platform, workspaceId, known.stirs)
    return done('calm')
  } catch (error) {
    platform.log('sweep_failed', { workspace: workspaceId, reason: errorText(error) })
    return done('failed')
  }
}

async function scheduleOf(directory: DirectoryDb, workspaceId: string) {
  const { rows } = await directory.$client.execute({
    sql: 'SELECT planned_day, stirs FROM schedule WHERE workspace_id = ?',
    args: [workspaceId],
  })
  const row = rows[0]
  if (row === undefined) return null
  return {
    plannedDay: row.planned_day === null ? null : String(row.planned_day),
    stirs: Number(row.stirs),
  }
}

/** No run under way, no night that was planned and never opened, no value to be published, no push to be read. */
async function isCalm(platform: Platform, workspace: Workspace, plannedDay: Day | null): Promise<boolean> {
  const published: Instant = (await lastPublished(workspace)) ?? ''
  const sources = await activeSources(platform.directory, workspace.id)
  const { rows } = await workspace.db.$client.execute({
    sql: `SELECT NOT EXISTS (SELECT 1 FROM run WHERE status = 'running')
        AND NOT EXISTS (SELECT 1 FROM changed)
        AND NOT EXISTS (SELECT 1 FROM run WHERE ${ofNights} AND status <> 'running' AND finished_at > :published)
        AND NOT EXISTS (SELECT 1 FROM json_each(:sources) s WHERE :planned IS NOT NULL AND NOT EXISTS
          (SELECT 1 FROM run r WHERE r.source = s.value AND r.${ofNights} AND r.day >= :planned)) AS calm`,
    args: { published, sources: JSON.stringify(sources), planned: plannedDay },
  })
  return rows[0]?.calm === 1
}

async function keepCalm({ directory, now }: Platform, workspaceId: string, stirs: number): Promise<void> {
  await directory.$client.execute({
    sql: 'UPDATE schedule SET calm_at = ? WHERE workspace_id = ? AND stirs = ?',
    args: [now(), workspaceId, stirs],
  })
}
