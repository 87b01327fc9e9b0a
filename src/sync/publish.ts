/** Publishes the values of a local day once no connection of the workspace is on its way any more. Invariants 1 and 3. */
import type { Day, Instant } from '../../connectors/contract.ts'
import { freezeDue } from '../closing/freeze.ts'
import { restate } from '../closing/restate.ts'
import { prepareOutlooks } from '../forecast/prepare.ts'
import { activeSources } from '../jobs/schedule.ts'
import { noticeMapping } from '../mapping/notice.ts'
import { readCheck } from '../metrics/sample.ts'
import { measureDay } from '../okr/measure.ts'
import type { Message, Platform, Workspace } from '../platform.ts'
import { keepHouse } from '../works-council/keep-house.ts'
import { done, type Outcome } from './outcome.ts'
import { ofNights } from './run-kinds.ts'

/**
 * Early: some run is still to come, and its end sends this message again. Which values wait for a failed connection is
 * decided key result by key result where they are measured, and a value that stands is never written again.
 */
export async function publish(
  platform: Platform,
  { workspaceId, day }: Extract<Message, { kind: 'publish' }>,
): Promise<Outcome> {
  const workspace = await platform.open(workspaceId)
  const sources = await activeSources(platform.directory, workspaceId)
  if ((await onTheirWay(workspace, sources, day)).length > 0) return done('early')
  const now = platform.now()
  await keepHouse(platform, workspace, now)
  // Before the values: what their definitions name may have been archived since.
  const mapped = await noticeMapping(workspace, now)
  if (mapped > 0) platform.log('mapping_changed', { workspace: workspaceId, changes: mapped })
  const { published, waiting } = await measureDay(workspace, day, now)
  const check = await readCheck(workspace.db)
  if (check?.at === now && check.differing.length > 0)
    platform.log('carried_differs', { workspace: workspaceId, day, metrics: check.differing.join() })
  // After the values of the day: a cycle's last ones may be among them.
  const closed = await freezeDue(workspace, day, now)
  const restated = await restate(workspace, now)
  await keepPublished(workspace, now)
  await prepareOutlooks(workspace, now)
  platform.log('published', { workspace: workspaceId, day, published, waiting })
  if (closed.frozen + closed.waiting + restated > 0)
    platform.log('closing', { workspace: workspaceId, day, ...closed, restated })
  return done('published')
}

/** Active connections that have a run of the day under way, or none of that day or later yet. */
export async function onTheirWay({ db }: Workspace, sources: readonly string[], day: Day): Promise<string[]> {
  const { rows } = await db.$client.execute({
    sql: `SELECT s.value AS source FROM json_each(?1) s
      WHERE EXISTS (SELECT 1 FROM run r WHERE r.source = s.value AND r.day = ?2 AND r.status = 'running' AND ${ofNights})
        OR NOT EXISTS (SELECT 1 FROM run r WHERE r.source = s.value AND r.day >= ?2 AND ${ofNights})`,
    args: [JSON.stringify(sources), day],
  })
  return rows.map((row) => String(row.source))
}

const KEY = 'sync.published'

/** When values were last measured to the end: a run that ended later has not been looked at. */
async function keepPublished({ db }: Workspace, at: Instant): Promise<void> {
  await db.$client.execute({
    sql: `INSERT INTO setting (key, value) VALUES (?, ?)
      ON CONFLICT (key) DO UPDATE SET value = MAX(value, excluded.value)`,
    args: [KEY, JSON.stringify(at)],
  })
}

export async function lastPublished({ db }: Workspace): Promise<Instant | null> {
  const { rows } = await db.$client.execute({ sql: 'SELECT value FROM setting WHERE key = ?', args: [KEY] })
  return rows[0] === undefined ? null : (JSON.parse(String(rows[0].value)) as Instant)
}
