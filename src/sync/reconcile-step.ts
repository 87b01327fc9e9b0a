/** Where a comparison stands between two messages. A step and what it wrote are one batch, fenced by a version. */
import type { InStatement } from '@libsql/client/web'
import type { Instant, Slice } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import type { Compared } from './reconcile-compare.ts'
import type { Late } from './reconcile-late.ts'
import { LEASE_MS } from './stream-lease.ts'
import type { RunFailure } from './views.ts'

/** `look` numbers the comparisons of a run; `pass` the attempts at healing. */
export type Step =
  | { readonly at: 'begin' }
  /**
   * All pipelines together. `healed`: after some were looked into. `last`: what differs now is kept. `late`: what is
   * known to be the index's own.
   */
  | {
      readonly at: 'compare'
      readonly look: number
      readonly round: number
      readonly healed: boolean
      readonly last: boolean
      readonly late: Late
    }
  /** One pipeline after the other. `last`: nothing is healed any more, what differs is kept. */
  | {
      readonly at: 'locate'
      readonly look: number
      readonly pass: number
      readonly last: boolean
      readonly pipelines: readonly string[]
      readonly differs: readonly Compared[]
      /** Skipped deals that explain nothing yet. */
      readonly spare: number
    }
  /** Ids of the slices that differ: the first of `left` is on. */
  | {
      readonly at: 'list'
      readonly look: number
      readonly pass: number
      readonly differs: readonly Compared[]
      readonly left: readonly Slice[]
      readonly after: string | null
    }
  /** `differs` empty: at the beginning, what an administrator asked for. */
  | {
      readonly at: 'reread'
      readonly look: number
      readonly pass: number
      readonly differs: readonly Compared[]
    }
  | { readonly at: 'ended' }

export interface Progress {
  readonly step: Step
  readonly version: number
  readonly calls: number
  readonly attempts: number
}

/** Somebody else has taken a step meanwhile: nothing was written. */
export class StepTaken extends Error {
  override readonly name = 'StepTaken'
}

/** As short as a stream's lease, and for the same reason: it saves calls, and the fence keeps the steps right. */
const BUSY_MS = LEASE_MS

type Run = { readonly id: string; readonly source: string }

/** The run's progress, to work on; or until when somebody else is at it, or a pause lasts. */
export async function takeProgress(
  db: WorkspaceDb,
  run: Run,
  now: Instant,
): Promise<Progress | { readonly busyUntil: Instant }> {
  const place = { source: run.source, run: run.id, now }
  const [, taken, found] = await db.$client.batch(
    [
      {
        sql: `INSERT INTO reconciliation (source, run_id, step, updated_at) VALUES (:source, :run, :step, :now)
          ON CONFLICT (source) DO UPDATE SET run_id = excluded.run_id, step = excluded.step, version = version + 1,
            busy_until = NULL, calls = 0, attempts = 0, failure = NULL, updated_at = excluded.updated_at
          WHERE run_id <> excluded.run_id`,
        args: { ...place, step: JSON.stringify({ at: 'begin' } satisfies Step) },
      },
      {
        sql: `UPDATE reconciliation SET busy_until = :until, version = version + 1
          WHERE source = :source AND run_id = :run AND (busy_until IS NULL OR busy_until <= :now) RETURNING *`,
        args: { ...place, until: addMs(now, BUSY_MS) },
      },
      { sql: 'SELECT busy_until FROM reconciliation WHERE source = ?', args: [run.source] },
    ],
    'write',
  )
  const row = taken?.rows[0]
  if (row === undefined) return { busyUntil: String(found?.rows[0]?.busy_until ?? now) }
  return {
    step: JSON.parse(String(row.step)) as Step,
    version: Number(row.version),
    calls: Number(row.calls),
    attempts: Number(row.attempts),
  }
}

export interface Save {
  readonly run: Run
  readonly before: Progress
  readonly step: Step
  /** Of this step. */
  readonly calls: number
  readonly attempts: number
  /** The next step is not taken earlier; null lets anybody. */
  readonly busyUntil: Instant | null
  /** Why the comparison was given up. */
  readonly failure?: RunFailure
  readonly now: Instant
}

/** Throws `StepTaken` when the fence held it off. */
export async function saveProgress(
  db: WorkspaceDb,
  save: Save,
  statements: readonly InStatement[],
): Promise<Progress> {
  const { run, before, step, calls, attempts, busyUntil, failure = null, now } = save
  // As with a cursor: the column forbids NULL, and so a step that is not ours any more fails as a whole.
  const fence: InStatement = {
    sql: `UPDATE reconciliation SET step = :step, calls = calls + :calls, attempts = :attempts, busy_until = :until,
        failure = :failure, updated_at = :now,
        version = CASE WHEN run_id = :run AND version = :expected THEN version + 1 END
      WHERE source = :source`,
    args: {
      ...{ source: run.source, run: run.id, expected: before.version, now, calls, attempts },
      ...{ step: JSON.stringify(step), until: busyUntil },
      failure: failure === null ? null : JSON.stringify(failure),
    },
  }
  try {
    await db.$client.batch([fence, ...statements], 'write')
  } catch (error) {
    if (await wasTaken(db, save)) throw new StepTaken(`${run.source} is compared by somebody else.`)
    throw error
  }
  return { step, version: before.version + 1, calls: before.calls + calls, attempts }
}

async function wasTaken(db: WorkspaceDb, { run, before }: Save): Promise<boolean> {
  const { rows } = await db.$client.execute({
    sql: 'SELECT run_id, version FROM reconciliation WHERE source = ?',
    args: [run.source],
  })
  return rows[0]?.run_id !== run.id || Number(rows[0]?.version) !== before.version
}

export function busyFor(now: Instant, pauseMs = BUSY_MS): Instant {
  return addMs(now, pauseMs)
}
