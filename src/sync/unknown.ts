/**
 * What deals name and the mirror does not know: a stage made this morning, an owner who is new. It is read in the same run,
 * so that the value of the night is right the same night.
 */
import type { InStatement } from '@libsql/client/web'
import type { Stream } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { ofNights } from './run-kinds.ts'
import { setOutAgain } from './set-out.ts'
import type { RunView } from './views.ts'

/** Asked for and still unknown: asked again only with the next thorough run. */
const REMEMBERED = 1000

interface Asked {
  /** The run that asked last: each does so once. */
  readonly runId: string | null
  /** `stream/name` of what was asked for. */
  readonly names: readonly string[]
}

export interface Unknown {
  /** This run has asked already, and what it asked for was walked. */
  readonly asked: boolean
  /** To be walked; empty where the mirror knows all that is named. */
  readonly streams: readonly Stream[]
  readonly names: readonly string[]
}

/** Of the deals whose state was written since the last complete night of the source. One round trip. */
export async function findUnknown(db: WorkspaceDb, run: RunView): Promise<Unknown> {
  const [kept, found] = await db.$client.batch(
    [
      { sql: 'SELECT value FROM setting WHERE key = ?', args: [keyOf(run.source)] },
      { sql: unknownNames, args: { source: run.source } },
    ],
    'read',
  )
  const value = kept?.rows[0]?.value
  const before = value === undefined ? nothing : (JSON.parse(String(value)) as Asked)
  if (before.runId === run.id) return { asked: true, streams: [], names: [] }
  const known = new Set(run.thorough ? [] : before.names)
  const rows = (found?.rows ?? []).map(({ stream, name }) => ({ stream: String(stream), name: String(name) }))
  const fresh = rows.filter((row) => !known.has(nameOf(row)))
  const streams = new Set(fresh.flatMap(({ stream }) => [...(concerned[stream] ?? [])]))
  const names = [...new Set([...fresh.map(nameOf), ...known])].slice(0, REMEMBERED)
  return { asked: false, streams: [...streams], names }
}

const nothing: Asked = { runId: null, names: [] }

function nameOf({ stream, name }: { readonly stream: string; readonly name: string }): string {
  return `${stream}/${name}`
}

/** The account tells whether there is more than one currency at all. */
const concerned: Readonly<Record<string, readonly Stream[]>> = {
  pipelines: ['pipelines'],
  owners: ['owners'],
  teams: ['teams'],
  currencies: ['account', 'currencies'],
  companies: ['companies'],
}

/** The run goes on with them, thoroughly. One batch. */
export async function askFor(
  db: WorkspaceDb,
  { id: runId, source }: RunView,
  { streams, names }: Unknown,
  now: string,
): Promise<void> {
  const asked: Asked = { runId, names }
  const statements: InStatement[] = [
    ...streams.map((stream) => setOutAgain(stream, { source, runId, now })),
    { sql: "UPDATE run SET thorough = 1 WHERE id = ? AND status = 'running'", args: [runId] },
    { sql: keep, args: { key: keyOf(source), value: JSON.stringify(asked) } },
  ]
  await db.$client.batch(statements, 'write')
}

const keep = `INSERT INTO setting (key, value) VALUES (:key, :value)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value`

function keyOf(source: string): string {
  return `unknown:${source}`
}

const missing = (stream: string, column: string, table: string, key: string) => `
  UNION SELECT '${stream}', n.${column} FROM named n WHERE n.${column} IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM ${table} t WHERE t.source = :source AND t.${key} = n.${column})`

export const unknownNames = `WITH named AS MATERIALIZED (
    SELECT r.status, r.pipeline_id, r.stage_id, r.team_id, r.currency, r.rate_rule, r.company_id, r.owner_hash
    FROM revision r CROSS JOIN deal d ON d.id = r.deal_id AND d.current_seq = r.seq
    WHERE d.source = :source AND r.deleted = 0 AND r.time_from <> 'history'
      AND r.seq > COALESCE((SELECT MAX(seq) FROM run WHERE source = :source AND status = 'complete' AND ${ofNights}), 0))
  SELECT 'pipelines' AS stream, n.stage_id AS name FROM named n WHERE n.status IS NULL AND n.stage_id IS NOT NULL
  ${missing('pipelines', 'pipeline_id', 'pipeline', 'id')}
  ${missing('owners', 'owner_hash', 'owner', 'hash')}
  ${missing('teams', 'team_id', 'team', 'id')}
  ${missing('companies', 'company_id', 'company', 'id')}
  UNION SELECT 'currencies', n.currency FROM named n WHERE n.rate_rule = 'missing' AND n.currency IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM rate t WHERE t.source = :source AND t.currency = n.currency AND t.archived = 0)
  LIMIT ${REMEMBERED}`
