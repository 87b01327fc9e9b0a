/**
 * Looks at the CRM's set-up as the night has read it, before its values are published: what changed since the last look
 * is kept with the deals and the key results it touches. One round trip where nothing did.
 */
import type { InStatement, Row } from '@libsql/client/web'
import type { Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import { type Composite, termsOf } from '../metrics/index.ts'
import type { Definition } from '../metrics/types.ts'
import type { Workspace } from '../platform.ts'
import { type Change, type ChangeKind, detect } from './detect.ts'
import { touchesDefinition } from './follow.ts'
import { type SetUp, setUpSchema } from './set-up.ts'
import { dealsStatement, heirsStatement } from './standing.ts'

const ALWAYS: ReadonlySet<ChangeKind> = new Set([
  'pipeline_renamed',
  'pipeline_archived',
  'team_renamed',
  'team_archived',
  'team_empty',
])

interface Noticed extends Change {
  readonly source: string
  readonly keyResults: readonly string[]
}

/** How many changes are new. */
export async function noticeMapping({ db, timeZone }: Workspace, now: Instant): Promise<number> {
  const [sources, pipelines, stages, teams, seen, keyResults, waiting] = await db.$client.batch(
    [
      `SELECT id, account ->> '$.absent' AS absent, account ->> '$.hidden' AS hidden FROM source s
        WHERE EXISTS (SELECT 1 FROM run r WHERE r.source = s.id AND r.status = 'complete')`,
      'SELECT source, id, label, archived FROM pipeline ORDER BY id',
      'SELECT source, pipeline_id, id, label, archived FROM stage ORDER BY pipeline_id, id',
      `SELECT t.source, t.id, t.name AS label, t.archived, (SELECT COUNT(*) FROM owner o
        WHERE o.source = t.source AND o.team_id = t.id AND o.active) AS people FROM team t ORDER BY t.id`,
      'SELECT source, set_up FROM mapping_seen',
      {
        sql: `SELECT k.id, k.definition FROM key_result k JOIN objective o ON o.id = k.objective_id
          JOIN cycle c ON c.id = o.cycle_id WHERE k.definition IS NOT NULL AND c.ends_on > ? ORDER BY k.id`,
        args: [localDay(now, timeZone)],
      },
      `SELECT id, source, kind, subject FROM mapping_finding WHERE state = 'open' AND successor IS NULL
        AND (kind LIKE '%_archived' OR kind = 'team_empty')`,
    ],
    'read',
  )
  const rows = (result: typeof seen) => result?.rows ?? []
  const of = (result: typeof seen, source: unknown) => rows(result).filter((row) => row.source === source)
  const before = new Map(rows(seen).map((row) => [row.source, String(row.set_up)]))
  const definitions = rows(keyResults).flatMap(({ id, definition }) =>
    metricsIn(String(definition)).map((one) => ({ id: String(id), definition: one })),
  )
  const all: Noticed[] = []
  const writes: InStatement[] = []
  for (const { id, absent, hidden } of rows(sources)) {
    const source = String(id)
    const setUp: SetUp = {
      pipelines: of(pipelines, id).map(namedOf),
      stages: of(stages, id).map((row) => ({ ...namedOf(row), pipelineId: String(row.pipeline_id) })),
      teams: of(teams, id).map((row) => ({ ...namedOf(row), people: Number(row.people) })),
      missing: missing(absent, hidden),
    }
    const text = JSON.stringify(setUp)
    const last = before.get(id)
    if (text === last) continue
    writes.push({
      sql: `INSERT INTO mapping_seen (source, set_up, at) VALUES (?, ?, ?)
        ON CONFLICT (source) DO UPDATE SET set_up = excluded.set_up, at = excluded.at`,
      args: [source, text, now],
    })
    if (last === undefined) continue
    for (const change of detect(setUpSchema.parse(JSON.parse(last)), setUp)) {
      const touched = definitions.filter((one) => touchesDefinition(one.definition, change, source, setUp))
      // What is nobody's business is not told, but the end or a new name of what people know is.
      if (touched.length === 0 && !ALWAYS.has(change.kind)) continue
      all.push({ ...change, source, keyResults: [...new Set(touched.map((one) => one.id))] })
    }
  }
  const found = once(all)
  for (const change of found) writes.push(insert(change, now), dealsStatement(change))
  for (const change of [...found, ...rows(waiting).map(waitingOf)]) writes.push(...heirsStatement(change))
  if (writes.length > 0) await db.$client.batch(writes, 'write')
  return found.length
}

/** Salesforce lists a stage in every record type: it is one change of one stage all the same. */
function once(all: readonly Noticed[]): Noticed[] {
  const groups = Map.groupBy(all, ({ source, kind, subject, label }) =>
    JSON.stringify([source, kind, subject, label]),
  )
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined || others.length === 0) return first ?? []
    const keyResults = [...new Set([first, ...others].flatMap((one) => one.keyResults))].toSorted()
    return [{ ...first, within: null, keyResults }]
  })
}

/** Of a composite those of its terms; none where the CRM itself works the number out. */
function metricsIn(text: string): Definition[] {
  const stored = JSON.parse(text) as Definition | Composite
  if ('terms' in stored) return termsOf(stored).map((term) => term.definition)
  return 'metric' in stored ? [stored] : []
}

function namedOf(row: Row) {
  return { id: String(row.id), label: String(row.label), archived: Boolean(row.archived) }
}

function missing(absent: unknown, hidden: unknown): string[] {
  const list = (text: unknown): unknown[] => (typeof text === 'string' ? JSON.parse(text) : [])
  const fields = list(hidden) as { readonly field: string }[]
  return [...new Set([...(list(absent) as string[]), ...fields.map(({ field }) => field)])].toSorted()
}

function waitingOf({ source, kind, subject }: Row) {
  return { source: String(source), kind: String(kind) as Change['kind'], subject: String(subject) }
}

/** The same change that is open already is not told twice. */
function insert(
  { source, kind, subject, within, label, before, keyResults }: Noticed,
  now: Instant,
): InStatement {
  return {
    sql: `INSERT INTO mapping_finding (source, kind, subject, within, label, before, key_results, noticed_at)
      SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE NOT EXISTS (SELECT 1 FROM mapping_finding
        WHERE source = ?1 AND kind = ?2 AND subject = ?3 AND within IS ?4 AND label = ?5 AND state = 'open')`,
    args: [source, kind, subject, within, label, before, JSON.stringify(keyResults), now],
  }
}
