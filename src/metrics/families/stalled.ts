/** Whether a deal has stood in one stage since before an instant, by what the ledger was told. */
import type { Instant } from '../../../connectors/contract.ts'
import { type StateAt, toldBy } from '../../../db/workspace/state.ts'
import { type Atom, atom } from '../atom.ts'
import { raw, type Sql, sql } from '../sql.ts'

/**
 * The state told last before `instant`, and every state told after it, have the stage of now. Holds for deals known
 * before `instant`: so the whole question can only be asked when the ledger begins before it.
 */
export function stalled(at: StateAt, instant: Instant): Atom {
  const last = sql`SELECT MAX(r.seq) FROM revision r
    WHERE r.deal_id = s.deal_id AND r.effective_at < ${instant} AND ${told(at)}`
  const moved = sql`SELECT 1 FROM revision r WHERE r.deal_id = s.deal_id AND ${told(at)} AND r.seq >= (${last})
    AND (r.pipeline_id IS NOT s.pipeline_id OR r.stage_id IS NOT s.stage_id)`
  return atom(sql`(${last}) IS NOT NULL AND NOT EXISTS (${moved})`)
}

/** Reconstructed states only fill the past before the ledger, where this question is not answered. */
function told(at: StateAt): Sql {
  const read = sql`r.time_from <> 'history'`
  switch (at.kind) {
    case 'now':
      return read
    case 'known': {
      const by = toldBy(at, 'r')
      return sql`${read} AND ${raw(by.sql, by.args)}`
    }
    case 'asOf':
      return sql`${read} AND r.effective_at <= ${at.instant}`
    default:
      return at satisfies never
  }
}
