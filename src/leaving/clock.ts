/**
 * The clock that runs after the last CRM was disconnected. While it runs the company is `closing`: no night is planned, and
 * people still sign in, take everything out, or keep the company. Connecting again stops it.
 */
import type { Instant } from '../../connectors/contract.ts'
import type { DirectoryDb } from '../../db/client.ts'
import { errorText } from '../jobs/error-text.ts'
import type { Platform } from '../platform.ts'
import { type EndDeps, endCompany } from './end.ts'

export const MOST_DAYS = 90
export const USUAL_DAYS = 30

/** Of one look; the next takes the rest. */
const BATCH = 5

export interface Clock {
  readonly days: number
  readonly startedAt: Instant | null
  readonly dueAt: Instant | null
  readonly keptAt: Instant | null
}

export async function readClock({ $client }: DirectoryDb, workspaceId: string): Promise<Clock> {
  const { rows } = await $client.execute({
    sql: 'SELECT days, started_at, due_at, kept_at FROM deletion_clock WHERE workspace_id = ?',
    args: [workspaceId],
  })
  const [row] = rows
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return {
    days: Number(row?.days ?? USUAL_DAYS),
    startedAt: text(row?.started_at),
    dueAt: text(row?.due_at),
    keptAt: text(row?.kept_at),
  }
}

const due = (from: string, days: string) =>
  `strftime('%Y-%m-%dT%H:%M:%fZ', ${from}, '+' || ${days} || ' days')`

/** An uninstall that was seen, or a last connection that was cut. One that runs, or was decided against, stays as it is. */
export async function startClock({ $client }: DirectoryDb, workspaceId: string, now: Instant): Promise<void> {
  await $client.batch(
    [
      {
        sql: `INSERT INTO deletion_clock (workspace_id, days, started_at, due_at)
          SELECT id, ${USUAL_DAYS}, ?2, ${due('?2', `${USUAL_DAYS}`)} FROM workspace WHERE id = ?1
          ON CONFLICT (workspace_id) DO UPDATE SET started_at = ?2, due_at = ${due('?2', 'deletion_clock.days')}
            WHERE deletion_clock.started_at IS NULL AND deletion_clock.kept_at IS NULL`,
        args: [workspaceId, now],
      },
      marked,
    ],
    'write',
  )
}

const marked = `UPDATE workspace SET status = 'closing' WHERE status = 'active'
  AND id IN (SELECT workspace_id FROM deletion_clock WHERE started_at IS NOT NULL)`
const unmarked = `UPDATE workspace SET status = 'active' WHERE status = 'closing'
  AND id NOT IN (SELECT workspace_id FROM deletion_clock WHERE started_at IS NOT NULL)`

/** 0 to 90; a clock that runs is due as many days after its start. */
export async function chooseDays({ $client }: DirectoryDb, workspaceId: string, days: number): Promise<void> {
  await $client.execute({
    sql: `INSERT INTO deletion_clock (workspace_id, days) VALUES (?1, ?2) ON CONFLICT (workspace_id) DO UPDATE SET
      days = ?2, due_at = CASE WHEN started_at IS NULL THEN NULL ELSE ${due('started_at', '?2')} END`,
    args: [workspaceId, days],
  })
}

/** False: it does not run. */
export async function keepCompany(
  { $client }: DirectoryDb,
  workspaceId: string,
  actor: string,
  now: Instant,
): Promise<boolean> {
  const [kept] = await $client.batch(
    [
      {
        sql: `UPDATE deletion_clock SET started_at = NULL, due_at = NULL, kept_at = ?, kept_by = ?
          WHERE workspace_id = ? AND started_at IS NOT NULL`,
        args: [now, actor, workspaceId],
      },
      unmarked,
    ],
    'write',
  )
  return kept?.rowsAffected === 1
}

/** A company that never had a CRM is still being set up. */
const left = `SELECT w.id FROM workspace w WHERE w.status = 'active'
  AND EXISTS (SELECT 1 FROM connection c WHERE c.workspace_id = w.id)
  AND NOT EXISTS (SELECT 1 FROM connection c WHERE c.workspace_id = w.id AND c.status <> 'disconnected')
  AND NOT EXISTS (SELECT 1 FROM deletion_clock k WHERE k.workspace_id = w.id
    AND (k.started_at IS NOT NULL OR k.kept_at IS NOT NULL))`

/** Belongs to every tick: starts clocks, stops those of companies that came back, and ends what is due. */
export async function runClocks(
  platform: Pick<Platform, 'directory' | 'now' | 'log'>,
  ends: EndDeps,
): Promise<{ readonly ended: number }> {
  const { directory, now, log } = platform
  const at = now()
  const over = {
    sql: `SELECT w.id FROM workspace w LEFT JOIN deletion_clock k ON k.workspace_id = w.id
      WHERE w.status = 'ending' OR (w.status = 'closing' AND k.due_at <= ?) ORDER BY w.id LIMIT ${BATCH}`,
    args: [at],
  }
  const [, , unconnected, gone] = await directory.$client.batch([cameBack, unmarked, left, over], 'write')
  for (const { id } of unconnected?.rows ?? []) {
    await startClock(directory, String(id), at)
    log('deletion_clock_started', { workspace: String(id) })
  }
  let ended = 0
  for (const { id } of gone?.rows ?? []) {
    try {
      await endCompany(ends, String(id))
      ended += 1
    } catch (error) {
      // The next tick takes it up where it is.
      log('company_not_ended', { workspace: String(id), reason: errorText(error) })
    }
  }
  return { ended }
}

const cameBack = `UPDATE deletion_clock SET started_at = NULL, due_at = NULL, kept_at = NULL, kept_by = NULL
  WHERE (started_at IS NOT NULL OR kept_at IS NOT NULL) AND EXISTS
    (SELECT 1 FROM connection c WHERE c.workspace_id = deletion_clock.workspace_id AND c.status = 'active')`
