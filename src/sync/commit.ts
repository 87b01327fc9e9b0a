/**
 * Writes one page and the cursor it leaves behind: one batch, one round trip, all or nothing. Invariant 2 of the design.
 */
import type { InStatement } from '@libsql/client/web'
import {
  type ContractMapping,
  type Instant,
  nightStreams,
  type Page,
  type Stream,
} from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { dealStatements, lastOfEach } from './commit-deals.ts'
import { historyStatements } from './commit-history.ts'
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
import { toldStatements } from './commit-told.ts'
import type { Setup } from './derive.ts'
import { bringAlong, commitFenced } from './fence.ts'
import { ofNights } from './run-kinds.ts'

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
  /** Streams that the run has still to walk: what the page brings of them is written with it. */
  readonly also?: readonly Stream[]
  /** As loaded after the set-up streams of the run; only deals and their history need it. */
  readonly setup: Setup
  /** Where contracts stand; only their own stream needs it. */
  readonly contracts?: ContractMapping
  /** Keyed hash: the only form in which a CRM user's id is kept. */
  hash(text: string): Promise<string>
}

/** Ties the stream to its page, so that a switch narrows both. */
type AnyCommit = { [S in Stream]: Commit<S> }[Stream]

export interface Committed {
  /** Another run of the source, a night or a manual sync, is on its way: what runs in the background makes room. */
  readonly nightRuns: boolean
}

/** Throws `CursorMoved` when another commit was first: then nothing was written. */
export async function commitPage<S extends Stream>(db: WorkspaceDb, commit: Commit<S>): Promise<Committed> {
  const { source, stream, runId, expectedVersion, page, now } = commit
  const { cursor, more } = page
  const move = { source, stream, runId, expectedVersion, cursor, more, records: recordsIn(page), now }
  const results = await commitFenced(db, move, [
    ...(await writing(commit)),
    ...(await Promise.all(broughtAlong(commit).map(bring))).flat(),
    { sql: nightRuns, args: { source, run: runId } },
  ])
  return { nightRuns: Number(results.at(-1)?.rows[0]?.n) > 0 }
}

async function writing<S extends Stream>(commit: Commit<S>): Promise<InStatement[]> {
  const { source, stream, runId, page, sentAt } = commit
  const any = commit as unknown as AnyCommit
  return [
    ...(await contents(any)),
    ...skippedStatements(page, readableIds(any), { source, stream, runId, sentAt }),
    { sql: countRun, args: { run: runId, records: recordsIn(page), skipped: page.skipped.length } },
  ]
}

export function recordsIn({ records, deleted }: Pick<Page, 'records' | 'deleted'>): number {
  return records.length + deleted.length
}

/** In the order of a night. */
function broughtAlong<S extends Stream>(commit: Commit<S>): AnyCommit[] {
  return nightStreams
    .filter((stream) => stream !== commit.stream && commit.also?.includes(stream))
    .flatMap((stream) => {
      const page = commit.page.also?.[stream]
      return page === undefined ? [] : [{ ...commit, stream, page } as unknown as AnyCommit]
    })
}

async function bring(commit: AnyCommit): Promise<InStatement[]> {
  const { source, stream, runId, page, now } = commit
  const move = { source, stream, runId, cursor: page.cursor, records: recordsIn(page), now }
  return [bringAlong(move), ...(await writing<Stream>(commit as unknown as Commit<Stream>))]
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
    case 'census':
      return [...(await dealStatements(commit.page, commit)), ...removalStatements(commit.page, commit)]
    case 'removals':
      return removalStatements(commit.page, commit)
    case 'contracts':
      return toldStatements(commit.page, { ...commit, from: commit.contracts?.source ?? 'none' })
    case 'history':
      return historyStatements(commit.page.records, commit)
    default:
      return commit satisfies never
  }
}

/** Ids as a skipped row would carry them. */
function readableIds(commit: AnyCommit): string[] {
  switch (commit.stream) {
    case 'removals':
    case 'history':
      return []
    case 'currencies':
      return commit.page.records.map(({ currency }) => currency)
    case 'contracts':
      // `*` stands for all of them, where they could not be asked for.
      return [...commit.page.records.map(({ id }) => id), '*']
    case 'deals':
    case 'census':
      return lastOfEach(commit.page.records).map(({ id }) => id)
    default:
      return commit.page.records.map(({ id }) => id)
  }
}

const nightRuns = `SELECT COUNT(*) AS n FROM run
  WHERE source = :source AND id <> :run AND status = 'running' AND ${ofNights}`

const countRun = `UPDATE run SET pages = pages + 1, records = records + :records, skipped = skipped + :skipped
  WHERE id = :run`
