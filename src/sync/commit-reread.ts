/**
 * Writes deals that were looked at again by name: after a push, or to heal a difference. No cursor moves, so that it needs
 * no fence: repeated, late or beside a page of the night, the newest look at each deal is what stays.
 */
import type { InStatement, ResultSet } from '@libsql/client/web'
import type { Reread } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { type DealsContext, dealStatements, lastOfEach, revisions } from './commit-deals.ts'
import { ends, removalStatements } from './commit-removals.ts'
import { skippedStatements } from './commit-skipped.ts'

export interface CommitReread extends DealsContext {
  /** `missing` is not written: what the CRM has no record of is no proof of a removal. */
  readonly reread: Reread
}

/** One batch, one round trip. The number of revisions it wrote: 0 when the mirror held all of it already. */
export async function commitReread(db: WorkspaceDb, commit: CommitReread): Promise<number> {
  const statements = await rereadStatements(commit)
  if (statements.length === 0) return 0
  return revisionsWritten(statements, await db.$client.batch([...statements], 'write'))
}

/** For a caller who joins them to a batch of its own. */
export async function rereadStatements(commit: CommitReread): Promise<readonly InStatement[]> {
  const { reread, source, runId, sentAt } = commit
  // Read from the records themselves: a deal that is there is alive, whatever we heard before.
  const page = { ...reread, primary: true }
  const readable = lastOfEach(reread.records).map(({ id }) => id)
  return [
    ...(await dealStatements(page, commit)),
    ...removalStatements(page, commit),
    ...skippedStatements(page, readable, { source, stream: 'deals', runId, sentAt }),
  ]
}

/** Of a batch with these statements in it. */
export function revisionsWritten(
  statements: readonly InStatement[],
  results: readonly Pick<ResultSet, 'rowsAffected'>[],
): number {
  return statements.reduce((sum, statement, index) => {
    const sql = typeof statement === 'string' ? statement : statement.sql
    return sql === revisions || sql === ends ? sum + (results[index]?.rowsAffected ?? 0) : sum
  }, 0)
}
