/** An administrator decides on deals that are held: they are gone, or they are to be looked at once more. */
import type { Instant } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { answerHeld, removing } from './inferred.ts'

export const decisions = ['confirm', 'read_again'] as const
export type HeldDecision = (typeof decisions)[number]

export interface HeldRemoval {
  readonly source: string
  readonly id: string
  readonly runId: string
  readonly seenAt: Instant
  /** `again`: an administrator asked to read it once more, and that has not happened yet. */
  readonly state: 'held' | 'again'
}

export async function heldRemovals(db: WorkspaceDb, source?: string): Promise<readonly HeldRemoval[]> {
  const { rows } = await db.$client.execute({
    sql: `SELECT source, external_id, run_id, seen_at, state FROM inferred_removal
      WHERE state IN ('held', 'again') AND (:source IS NULL OR source = :source) ORDER BY source, external_id`,
    args: { source: source ?? null },
  })
  return rows.map((row) => ({
    source: String(row.source),
    id: String(row.external_id),
    runId: String(row.run_id),
    seenAt: String(row.seen_at),
    state: row.state === 'again' ? 'again' : 'held',
  }))
}

/**
 * How many deals were decided on; with 0 nothing is written. Read again happens in the next run of the connection, before
 * it is compared: what is found is kept, what is not waits for a decision once more.
 */
export async function decideHeld(
  db: WorkspaceDb,
  source: string,
  decision: HeldDecision,
  actor: string,
  now: Instant,
): Promise<number> {
  await db.$client.execute(answerHeld(source, now))
  const all = await heldRemovals(db, source)
  // Asked for once already: that a run has not come to it yet is no reason for another.
  const held = decision === 'read_again' ? all.filter(({ state }) => state === 'held') : all
  if (held.length === 0) return 0
  const ids = JSON.stringify(held.map(({ id }) => id))
  const note = {
    sql: 'INSERT INTO audit (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)',
    args: [now, actor, `held_removals.${decision}`, source, JSON.stringify({ deals: held.length })],
  }
  await db.$client.batch([...(await written()), note], 'write')
  return held.length

  async function written() {
    switch (decision) {
      case 'confirm':
        return [...removals(held, source, now), { sql: confirm, args: { ids, source, actor, now } }]
      case 'read_again':
        return [{ sql: readAgain, args: { ids, source, actor, now } }]
      default:
        return decision satisfies never
    }
  }
}

function removals(held: readonly HeldRemoval[], source: string, now: Instant) {
  const byRun = Map.groupBy(held, ({ runId }) => runId)
  return [...byRun].flatMap(([runId, of]) =>
    removing(
      of.map(({ id }) => id),
      { source, runId, sentAt: now, now },
    ),
  )
}

const chosen = `WHERE source = :source AND state IN ('held', 'again')
  AND external_id IN (SELECT value FROM json_each(:ids))`
const confirm = `UPDATE inferred_removal SET state = 'confirmed', decided_by = :actor, decided_at = :now ${chosen}`
const readAgain = `UPDATE inferred_removal SET state = 'again', decided_by = :actor, decided_at = :now ${chosen}`
