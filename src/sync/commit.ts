/**
 * Writes one page and the cursor it leaves behind: one batch, one round trip, all or nothing. Invariant 2 of the design.
 */
import type { InStatement } from '@libsql/client/web'
import type { Instant, Page, Stream } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { dealStatements, lastOfEach } from './commit-deals.ts'
import { removalStatements } from './commit-removals.ts'
import {
  accountStatements,
  companyStatements,
  ownerStatements,
  pipelineStatements,
  rateStatements,
  teamStatements,
} from './commit-setup.ts'
import { skippedStatements } from './commit-skipped.ts'
import type { Setup } from './derive.ts'
import { commitFenced } from './fence.ts'

export { CursorMoved } from './fence.ts'

export interface Commit<S extends Stream> {
  readonly source: string
  readonly stream: S
  readonly runId: string
  /** `stream_state.version` when the page was asked for; 0 for a stream that was never walked. */
  readonly expectedVersion: number
  readonly page: Page<S>
  /** When the request was sent. */
  readonly sentAt: Instant
  readonly now: Instant
  readonly timeZone: string
  readonly homeCurrency: string
  /** As loaded after the set-up streams of the run; only deals need it. */
  readonly setup: Setup
  /** Keyed hash: the only form in which a CRM user's id is kept. */
  hash(text: string): Promise<string>
}

/** Ties the stream to its page, so that a switch narrows both. */
type AnyCommit = { [S in Stream]: Commit<S> }[Stream]

/** Throws `CursorMoved` when another commit was first: then nothing was written. */
export async function commitPage<S extends Stream>(db: WorkspaceDb, commit: Commit<S>): Promise<void> {
  const { source, stream, runId, expectedVersion, page, sentAt, now } = commit
  const records = page.records.length + page.deleted.length
  const move = { source, stream, runId, expectedVersion, cursor: page.cursor, more: page.more, records, now }
  await commitFenced(db, move, [
    ...(await contents(commit as unknown as AnyCommit)),
    ...skippedStatements(page, readableIds(commit as unknown as AnyCommit), {
      source,
      stream,
      runId,
      sentAt,
    }),
    { sql: countRun, args: { run: runId, records, skipped: page.skipped.length } },
  ])
}

async function contents(commit: AnyCommit): Promise<InStatement[]> {
  const setup = { source: commit.source, runId: commit.runId, last: !commit.page.more }
  switch (commit.stream) {
    case 'account':
      return accountStatements(commit.page.records, setup)
    case 'pipelines':
      return pipelineStatements(commit.page.records, setup)
    case 'teams':
      return teamStatements(commit.page.records, setup)
    case 'owners':
      return ownerStatements(commit.page.records, setup, commit.hash)
    case 'currencies':
      return rateStatements(commit.page.records, setup)
    case 'companies':
      return companyStatements(commit.page.records, commit.page.deleted, setup)
    case 'deals':
      return [...(await dealStatements(commit.page, commit)), ...removalStatements(commit.page, commit)]
    case 'removals':
      return removalStatements(commit.page, commit)
    default:
      return commit satisfies never
  }
}

/** Ids as a skipped row would carry them. */
function readableIds(commit: AnyCommit): string[] {
  switch (commit.stream) {
    case 'removals':
      return []
    case 'currencies':
      return commit.page.records.map(({ currency }) => currency)
    case 'deals':
      return lastOfEach(commit.page.records).map(({ id }) => id)
    default:
      return commit.page.records.map(({ id }) => id)
  }
}

const countRun = `UPDATE run SET pages = pages + 1, records = records + :records, skipped = skipped + :skipped
  WHERE id = :run`
