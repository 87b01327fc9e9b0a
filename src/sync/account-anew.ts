/**
 * What the CRM shows of an account is read once a week, and may change on any day: a field that is hidden since, a second
 * currency. Then a call is refused that was fine the night before. So the first refusal of an ordinary run has the account
 * read anew, thoroughly, and the run goes on; the second one stands.
 */

import { isBackground } from './run-kinds.ts'
import { setOutAgain } from './set-out.ts'
import { releaseStream, type StreamLease } from './stream-lease.ts'
import type { Turn } from './turn.ts'
import type { RunFailure } from './views.ts'

/** False where the refusal stands. */
export async function readsAccountAnew(
  turn: Turn,
  lease: StreamLease,
  failure: RunFailure,
): Promise<boolean> {
  const { platform, workspace, run, message } = turn
  const refused = failure.kind === 'refused' || failure.kind === 'forbidden'
  if (!refused || run.thorough || isBackground(run.kind)) return false
  await workspace.db.$client.batch(
    [
      setOutAgain('account', { source: run.source, runId: run.id, now: platform.now() }),
      { sql: "UPDATE run SET thorough = 1 WHERE id = ? AND status = 'running'", args: [run.id] },
      releaseStream(lease),
      ...turn.takeCalls(),
    ],
    'write',
  )
  await platform.queue.send(message)
  return true
}
