/** Reads again, by name, the deals that a run has on its list; what the CRM has no record of is only noted. */
import type { InStatement } from '@libsql/client/web'
import type { WorkspaceDb } from '../../db/client.ts'
import { rereadStatements } from './commit-reread.ts'
import { type RecheckTurn, recheckPull } from './recheck-turn.ts'
import { loadSetup } from './setup.ts'

/** One call and one batch. False when nothing is left to be read. */
export async function rereadSome(turn: RecheckTurn): Promise<boolean> {
  const { platform, workspace, crm, run } = turn
  const ids = await askedIds(workspace.db, turn)
  if (ids.length === 0) return false
  const setup = await loadSetup(workspace.db, run.source)
  const sentAt = platform.now()
  const reread = await crm.connector.recheck.read(await recheckPull(turn, sentAt), ids)
  const { timeZone, currency: homeCurrency } = workspace
  const { hash } = platform.sealer
  const place = { source: run.source, runId: run.id, sentAt, now: platform.now() }
  const written = await rereadStatements({ reread, ...place, timeZone, homeCurrency, setup, hash })
  await workspace.db.$client.batch([...written, ...answered(place, ids, reread.missing)], 'write')
  return true
}

type Place = { readonly source: string; readonly runId: string; readonly sentAt: string }

function answered({ source, runId: run, sentAt }: Place, ids: readonly string[], missing: readonly string[]) {
  const args = { source, run, sent: sentAt, ids: JSON.stringify(ids), missing: JSON.stringify(missing) }
  const note: InStatement = {
    sql: `UPDATE rereading SET at = :sent, state = CASE WHEN external_id IN (SELECT value FROM json_each(:missing))
        THEN 'missing' ELSE 'read' END
      WHERE source = :source AND run_id = :run AND external_id IN (SELECT value FROM json_each(:ids))`,
    args,
  }
  // What could not be read and is no longer there is no gap any more.
  const forget: InStatement = {
    sql: `DELETE FROM skipped WHERE source = :source AND stream = 'deals'
      AND external_id IN (SELECT value FROM json_each(:missing)) AND seen_at <= :sent`,
    args: { source, sent: sentAt, missing: args.missing },
  }
  return [note, forget]
}

async function askedIds(db: WorkspaceDb, { crm, run }: RecheckTurn): Promise<string[]> {
  const { rows } = await db.$client.execute({
    sql: `SELECT external_id FROM rereading WHERE source = ? AND run_id = ? AND state = 'asked'
      ORDER BY external_id LIMIT ?`,
    args: [run.source, run.id, crm.connector.recheck.limit],
  })
  return rows.map((row) => String(row.external_id))
}

/** Puts deals on the run's list; `select` gives their `external_id`. What was found missing is not asked twice. */
export function ask(
  { source, id: run }: { source: string; id: string },
  select: InStatement & object,
): InStatement {
  return {
    sql: `INSERT INTO rereading (source, run_id, external_id, state)
      SELECT :source, :run, external_id, 'asked' FROM (${select.sql}) WHERE true
      ON CONFLICT (source, run_id, external_id) DO UPDATE SET state = 'asked' WHERE state = 'read'`,
    args: { ...(select.args as Record<string, string | number>), source, run },
  }
}

/** Lists of runs that ended go with it: one that broke off leaves nothing behind. */
export function forgetList({ source, id: run }: { source: string; id: string }): InStatement {
  return {
    sql: `DELETE FROM rereading WHERE source = :source
      AND (run_id = :run OR run_id NOT IN (SELECT id FROM run WHERE source = :source AND status = 'running'))`,
    args: { source, run },
  }
}
