/** Marks of pushes whose message was lost, and a turn that was killed between what it wrote and what that moves. */
import { addMs } from '../../connectors/values/time.ts'
import { PROVISIONAL_KEY } from '../okr/provisional.ts'
import type { Platform, Workspace } from '../platform.ts'
import { activeSources } from './schedule.ts'

/** A mark is read within seconds: one that is older has lost its message. */
const QUIET_MS = 60_000

/** Before the first complete night nobody reads marks; a cool-down or a reader is a lease, and is waited for. */
export async function reviveChanged(
  platform: Platform,
  { id: workspaceId, db }: Pick<Workspace, 'id' | 'db'>,
  quietMs: number,
): Promise<number> {
  const now = platform.now()
  const quiet = addMs(now, -Math.min(quietMs, QUIET_MS))
  const sources = await activeSources(platform.directory, workspaceId)
  const { rows } = await db.$client.execute({
    sql: `SELECT s.value AS source FROM json_each(:sources) s
      WHERE (EXISTS (SELECT 1 FROM changed c WHERE c.source = s.value AND c.noticed_at <= :quiet) OR ${unmeasured})
        AND EXISTS (SELECT 1 FROM run r
          WHERE r.source = s.value AND r.status = 'complete' AND r.kind IN ('night', 'manual'))
        AND NOT EXISTS (SELECT 1 FROM lease l WHERE l.name = 'changed/' || s.value AND l.until > :now)`,
    args: { sources: JSON.stringify(sources), quiet, now, key: PROVISIONAL_KEY },
  })
  for (const row of rows) {
    const source = String(row.source)
    await platform.queue.send({ kind: 'changed', workspaceId, source })
    platform.log('sweep_changed', { workspace: workspaceId, source })
  }
  return rows.length
}

// The newest revision is of a push and has not been looked at since. Where others came on top the next push looks.
const unmeasured = `EXISTS (SELECT 1 FROM (SELECT seq, run_id, deal_id FROM revision ORDER BY seq DESC LIMIT 1) v
  JOIN deal d ON d.id = v.deal_id
  WHERE d.source = s.value AND v.run_id LIKE '%-push'
    AND v.seq > COALESCE((SELECT CAST(value AS INTEGER) FROM setting WHERE key = :key), 0))`
