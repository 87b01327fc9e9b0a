/**
 * No CRM pushes that our app was removed: the first refused renewal tells. A company whose last CRM went that way is on its
 * clock, like one that cut it here; connecting again stops it.
 */
import { connectorFor } from '../../connectors/registry.ts'
import { startClock } from '../leaving/clock.ts'
import type { Platform } from '../platform.ts'
import { configPlace } from '../sync/grants.ts'
import type { ConnectionView, RunFailure } from '../sync/views.ts'

/**
 * Asked before the connection is marked: killed in between, the clock is stopped by the next tick, since the connection still
 * counts as active, and the next call tells again.
 */
export async function noticeGone(
  platform: Pick<Platform, 'directory' | 'sealer' | 'now' | 'log'>,
  { workspaceId, id, crm, sealedConfig }: ConnectionView,
  failure: RunFailure,
): Promise<void> {
  if (failure.kind !== 'unauthorized') return
  const oauth = connectorFor(crm)?.oauth
  if (oauth === undefined) return
  const config = JSON.parse(await platform.sealer.open(sealedConfig, configPlace(workspaceId, id, crm)))
  // A token of their own that has ended is no goodbye.
  if (!oauth.isOurs(config)) return
  const { rows } = await platform.directory.$client.execute({
    sql: "SELECT 1 FROM connection WHERE workspace_id = ? AND id <> ? AND status = 'active' LIMIT 1",
    args: [workspaceId, id],
  })
  if (rows.length > 0) return
  await startClock(platform.directory, workspaceId, platform.now())
  platform.log('uninstall_seen', { workspace: workspaceId, source: id })
}
