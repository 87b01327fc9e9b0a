/** Sets streams to be walked by a run, in the batch that opens it or adds to it. */
import type { InStatement } from '@libsql/client/web'
import type { Instant, Stream } from '../../connectors/contract.ts'
import { setupStreams } from './views.ts'

export interface SetOut {
  readonly source: string
  readonly runId: string
  readonly now: Instant
}

/** Read from its first record by every run that walks it: what it no longer lists is then known to be gone. */
const fromStart: ReadonlySet<Stream> = new Set<Stream>([...setupStreams, 'census'])

const begin = (
  stream: Stream,
) => `run_id = excluded.run_id, status = 'rest', version = version + 1, pages = 0,
    records = 0, attempts = 0, failure = NULL, lease_holder = NULL, lease_until = NULL,
    updated_at = excluded.updated_at${fromStart.has(stream) ? ', cursor = NULL' : ''}`

/**
 * By the batch that opened the run alone, so that a message delivered again adds nothing to it. `version` rises too: a page
 * still on its way for an earlier run is refused. The others go on where they are, a walk left half done included.
 */
export function setOut(stream: Stream, { source, runId, now }: SetOut): InStatement {
  return {
    sql: `INSERT INTO stream_state (source, stream, run_id, status, updated_at)
      SELECT :source, :stream, :run, 'rest', :now
      WHERE EXISTS (SELECT 1 FROM run WHERE id = :run AND status = 'running' AND started_at = :now)
      ON CONFLICT (source, stream) DO UPDATE SET ${begin(stream)} WHERE run_id IS NOT excluded.run_id`,
    args: { source, stream, run: runId, now },
  }
}

/** Once more, or in addition, in a run that is under way. */
export function setOutAgain(stream: Stream, { source, runId, now }: SetOut): InStatement {
  return {
    sql: `INSERT INTO stream_state (source, stream, run_id, status, updated_at)
      SELECT :source, :stream, :run, 'rest', :now
      WHERE EXISTS (SELECT 1 FROM run WHERE id = :run AND status = 'running')
      ON CONFLICT (source, stream) DO UPDATE SET ${begin(stream)}`,
    args: { source, stream, run: runId, now },
  }
}
