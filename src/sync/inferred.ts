/**
 * Deals that nobody said are deleted and of which the CRM has no record any more. Invariant 5: more than a few at once are
 * held until an administrator decides.
 */
import type { InStatement } from '@libsql/client/web'
import type { Instant } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { removalStatements } from './commit-removals.ts'
import type { Rechecked, RecheckTurn } from './recheck-turn.ts'
import { ask, forgetList, rereadSome } from './reread.ts'

/** The larger of the two may go without being asked about. */
export const HELD_SHARE = 0.05
export const HELD_COUNT = 20

/** Pure. `alive`: deals of the connection, the missing ones among them. */
export function mustHold(missing: number, alive: number): boolean {
  return missing > Math.max(alive * HELD_SHARE, HELD_COUNT)
}

/** Batches of one message: up to three calls, the list, the set-up and the writing for each. */
const BATCHES = 4

/**
 * At the end of a full pass, until it says `done`: deals that it did not meet are read again by name; those that are truly
 * gone are removed, or held. Throws what the CRM throws: a pass that failed deletes nothing.
 */
export async function endCensus(turn: RecheckTurn): Promise<Rechecked> {
  const { db } = turn.workspace
  const { run } = turn
  await db.$client.execute(
    ask(run, { sql: notMet, args: { source: run.source, opened: run.startedAt, census: run.id } }),
  )
  for (let batch = 0; batch < BATCHES; batch += 1) {
    if (await rereadSome(turn)) continue
    await settleMissing(db, run, turn.platform.now())
    await db.$client.execute(forgetList(run))
    return { kind: 'done' }
  }
  return { kind: 'again', delayMs: 0 }
}

// What this pass has read again already is not asked a second time, also where an index told later of another state.
const notMet = `SELECT d.external_id FROM deal d CROSS JOIN revision r ON r.seq = d.current_seq
  WHERE d.source = :source AND r.deleted = 0 AND (d.alive_at IS NULL OR d.alive_at < :opened)
    AND NOT EXISTS (SELECT 1 FROM rereading x
      WHERE x.source = d.source AND x.run_id = :census AND x.external_id = d.external_id)`

/** Of all that a run found missing, those it removed before included. Repeating it changes nothing. */
export async function settleMissing(
  db: WorkspaceDb,
  run: { readonly id: string; readonly source: string },
  now: Instant,
): Promise<{ readonly removed: number; readonly held: number }> {
  const { source } = run
  await db.$client.execute(answerHeld(source, now))
  const [missing, counted] = await db.$client.batch(
    [
      { sql: missingOf, args: { source, run: run.id } },
      { sql: counts, args: { source, run: run.id } },
    ],
    'read',
  )
  const found = (missing?.rows ?? []).map((row) => ({ id: String(row.external_id), at: String(row.at) }))
  if (found.length === 0) return { removed: 0, held: 0 }
  const count = (name: 'there' | 'removed' | 'waiting') => Number(counted?.rows[0]?.[name] ?? 0)
  const hold = mustHold(found.length + count('removed') + count('waiting'), count('there') + count('removed'))
  const ids = JSON.stringify(found.map(({ id }) => id))
  const row = { source, run: run.id, now, ids }
  if (hold) {
    await db.$client.execute({ sql: holding, args: row })
    return { removed: 0, held: found.length }
  }
  // Whoever was read since the first of these requests is left to the next pass.
  const sentAt = found.map(({ at }) => at).sort()[0] ?? now
  await db.$client.batch(
    [
      ...removing(
        found.map(({ id }) => id),
        { source, runId: run.id, sentAt, now },
      ),
      { sql: removedNow, args: row },
    ],
    'write',
  )
  return { removed: found.length, held: 0 }
}

export function removing(
  ids: readonly string[],
  context: Parameters<typeof removalStatements>[1],
): InStatement[] {
  const deleted = ids.map((id) => ({ id, at: null, mergedInto: null }))
  return removalStatements({ records: [], deleted }, context)
}

const there = `EXISTS (SELECT 1 FROM deal d CROSS JOIN revision r ON r.seq = d.current_seq
  WHERE d.source = m.source AND d.external_id = m.external_id AND r.deleted = 0)`

// One that is held already stays held, and counts in any case.
const missingOf = `SELECT m.external_id, m.at FROM rereading m
  WHERE m.source = :source AND m.run_id = :run AND m.state = 'missing' AND ${there}
    AND NOT EXISTS (SELECT 1 FROM inferred_removal i
      WHERE i.source = m.source AND i.external_id = m.external_id AND i.state = 'held')`

const counts = `SELECT
  (SELECT COUNT(*) FROM deal d CROSS JOIN revision r ON r.seq = d.current_seq
    WHERE d.source = :source AND r.deleted = 0) AS there,
  (SELECT COUNT(*) FROM inferred_removal WHERE source = :source AND run_id = :run AND state = 'confirmed'
    AND decided_by = 'pegel') AS removed,
  (SELECT COUNT(*) FROM inferred_removal WHERE source = :source AND state = 'held') AS waiting`

const again = `ON CONFLICT (source, external_id) DO UPDATE SET run_id = excluded.run_id, seen_at = excluded.seen_at,
  state = excluded.state, decided_by = excluded.decided_by, decided_at = excluded.decided_at`

const holding = `INSERT INTO inferred_removal (source, external_id, run_id, seen_at, state)
  SELECT :source, value, :run, :now, 'held' FROM json_each(:ids) WHERE true ${again}`

const removedNow = `INSERT INTO inferred_removal
    (source, external_id, run_id, seen_at, state, decided_by, decided_at)
  SELECT m.source, m.external_id, :run, :now, 'confirmed', 'pegel', :now FROM
    (SELECT :source AS source, value AS external_id FROM json_each(:ids)) m WHERE NOT ${there} ${again}`

/** What was held and was told since: it is there after all, or the CRM said itself that it is deleted. */
export function answerHeld(source: string, now: Instant): InStatement {
  return {
    sql: `UPDATE inferred_removal AS i SET decided_by = 'crm', decided_at = :now, state = CASE WHEN
        (SELECT r.deleted ${current}) THEN 'confirmed' ELSE 'dismissed' END
      WHERE i.source = :source AND i.state IN ('held', 'again')
        AND (SELECT r.deleted = 1 OR d.read_at > i.seen_at ${current})`,
    args: { source, now },
  }
}

const current = `FROM deal d CROSS JOIN revision r ON r.seq = d.current_seq
  WHERE d.source = i.source AND d.external_id = i.external_id`
