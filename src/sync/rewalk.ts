/** Sets a run's streams to be walked once more: what changed since, and what a stage means by now. */
import type { InStatement } from '@libsql/client/web'
import type { Instant } from '../../connectors/contract.ts'

/**
 * Only streams that the run has walked to their end; their windows open where they ended. With `pages` at 0 the states
 * that follow from the pipelines are derived anew, if those have changed.
 */
export function readChangesAgain(
  { id, source }: { readonly id: string; readonly source: string },
  now: Instant,
): InStatement[] {
  return [
    {
      sql: `UPDATE stream_state SET status = 'rest', version = version + 1, pages = 0, attempts = 0,
          cursor = CASE WHEN stream = 'pipelines' THEN NULL ELSE cursor END, updated_at = :now
        WHERE source = :source AND run_id = :run AND status = 'done' AND stream IN ('pipelines', 'deals', 'removals')
          AND EXISTS (SELECT 1 FROM run WHERE id = :run AND status = 'running')`,
      args: { now, source, run: id },
    },
  ]
}
