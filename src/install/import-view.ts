/** How far the first read of a connection is. */
import type { Row } from '@libsql/client/web'
import { nightStreams, type Stream } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { ofNights } from '../sync/run-kinds.ts'

export interface ImportPart {
  readonly stream: Stream
  readonly state: 'waiting' | 'running' | 'finished' | 'stopped'
  readonly records: number
}

export interface ImportView {
  readonly source: string
  readonly crm: string
  /** `none`: nobody has begun it. */
  readonly status: 'none' | 'running' | 'complete' | 'failed'
  readonly failure: string | null
  readonly parts: readonly ImportPart[]
  readonly skipped: number
}

/** Null for a connection that is not there. */
export async function readImport({ $client }: WorkspaceDb, source: string): Promise<ImportView | null> {
  const [sources, runs, states] = await $client.batch(
    [
      { sql: 'SELECT crm FROM source WHERE id = ?', args: [source] },
      {
        sql: `SELECT id, status, skipped, failure ->> '$.kind' AS failure FROM run WHERE source = ? AND ${ofNights}
          ORDER BY status = 'complete' DESC, started_at DESC, rowid DESC LIMIT 1`,
        args: [source],
      },
      {
        sql: 'SELECT stream, run_id, status, pages, records, walked_at FROM stream_state WHERE source = ?',
        args: [source],
      },
    ],
    'read',
  )
  const [row, run] = [sources?.rows[0], runs?.rows[0]]
  if (row === undefined) return null
  const walked = new Map((states?.rows ?? []).map((state) => [String(state.stream), state]))
  const parts = nightStreams.flatMap((stream): ImportPart[] => {
    const state = walked.get(stream)
    if (state === undefined || (state.run_id !== run?.id && state.walked_at === null)) return []
    const ours = state.run_id === run?.id
    return [{ stream, state: ours ? stateOf(state) : 'finished', records: Number(state.records) }]
  })
  return {
    ...{ source, crm: String(row.crm), parts, skipped: Number(run?.skipped ?? 0) },
    status: run === undefined ? 'none' : (String(run.status) as ImportView['status']),
    failure: run?.failure == null ? null : String(run.failure),
  }
}

/** Of a stream that this run walks. */
function stateOf({ status, pages }: Row): ImportPart['state'] {
  if (status === 'parked') return 'stopped'
  if (status === 'done') return 'finished'
  return Number(pages) > 0 ? 'running' : 'waiting'
}

/** The same mark is the same page. */
export function markOf({ status, parts }: ImportView): string {
  return [status, ...parts.map(({ stream, state, records }) => `${stream}-${state}-${records}`)].join('.')
}
