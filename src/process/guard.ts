/** Goals are agreed on, worked for and looked back at: once the review has begun nobody rewrites them. */
import { sql } from 'drizzle-orm'
import type { WorkspaceDb } from '../../db/client.ts'

type Rewritten = { readonly cycle: string } | { readonly objective: string } | { readonly keyResult: string }

/** The refusal, where somebody has moved the cycle past its running; a cycle that follows its days refuses nothing. */
export async function goalsRefused(
  db: WorkspaceDb,
  of: Rewritten,
): Promise<'phase_closing' | 'phase_closed' | null> {
  const cycleId =
    'cycle' in of
      ? sql`${of.cycle}`
      : 'objective' in of
        ? sql`(SELECT cycle_id FROM objective WHERE id = ${of.objective})`
        : sql`(SELECT o.cycle_id FROM key_result k JOIN objective o ON o.id = k.objective_id WHERE k.id = ${of.keyResult})`
  const [last] = await db.all<{ phase: string }>(
    sql`SELECT phase FROM cycle_phase WHERE cycle_id = ${cycleId} ORDER BY number DESC LIMIT 1`,
  )
  if (last?.phase === 'closing') return 'phase_closing'
  return last?.phase === 'closed' ? 'phase_closed' : null
}
