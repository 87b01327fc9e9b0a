/**
 * Runs beside the nights: the history of all deals, read once, and the census, a full pass once a week. Each walks one
 * stream with the machinery of a night, publishes nothing and steps back while a night is on its way.
 */
import type { InStatement } from '@libsql/client/web'
import type { Day, Instant } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import type { Platform } from '../platform.ts'
import { type BackgroundKind, ofBackground } from './run-kinds.ts'
import { setOut } from './set-out.ts'
import type { RunView } from './views.ts'

/** How long a turn that met a night waits before it looks whether the night is over. */
export const STEP_BACK_MS = 60_000

/**
 * To stand in the batch that completes a night, behind it. The history is opened until it was read to its end once, so that
 * a failed one is taken up by the next night.
 */
export function openings(night: RunView, kinds: readonly BackgroundKind[], now: Instant): InStatement[] {
  return kinds.flatMap((kind) => [open(night, kind, now), setOut(kind, placeOf(night, kind, now))])
}

function placeOf({ source, day }: RunView, kind: BackgroundKind, now: Instant) {
  return { source, runId: backgroundId(source, day, kind), now }
}

export function backgroundId(source: string, day: Day, kind: BackgroundKind): string {
  return `${source}-${day}-${kind}`
}

const wanted: { readonly [K in BackgroundKind]: string } = {
  history: `NOT EXISTS (SELECT 1 FROM stream_state
    WHERE source = n.source AND stream = 'history' AND cursor ->> '$.at' = 'rest')`,
  census: 'true',
}

function open(night: RunView, kind: BackgroundKind, now: Instant): InStatement {
  const { source, runId } = placeOf(night, kind, now)
  return {
    sql: `INSERT INTO run (id, source, day, kind, status, started_at)
      SELECT :id, n.source, n.day, :kind, 'running', :now FROM run n
      WHERE n.id = :night AND n.source = :source AND n.status = 'complete' AND ${wanted[kind]}
        AND NOT EXISTS (SELECT 1 FROM run WHERE source = n.source AND kind = :kind AND status = 'running')
      ON CONFLICT DO NOTHING`,
    args: { id: runId, kind, now, night: night.id, source },
  }
}

/** A night has ended: what it opened begins, and what it held up goes on. */
export async function wake(
  { queue }: Pick<Platform, 'queue'>,
  workspaceId: string,
  source: string,
  runs: readonly string[],
): Promise<void> {
  for (const runId of runs) await queue.send({ kind: 'pull', workspaceId, source, runId })
}

export const underWay = `SELECT id FROM run WHERE source = ? AND status = 'running' AND ${ofBackground} ORDER BY id`

export async function runningBackground(db: WorkspaceDb, source: string): Promise<string[]> {
  const { rows } = await db.$client.execute({ sql: underWay, args: [source] })
  return rows.map(({ id }) => String(id))
}
