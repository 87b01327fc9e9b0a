/** Where the mirror and a CRM differ, and which key results that touches. */
import type { Day, Instant, Status } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { hasAmounts, statusesOf } from '../metrics/statuses.ts'
import type { Definition } from '../metrics/types.ts'

export interface Difference {
  readonly source: string
  /** Empty: of no pipeline in particular. */
  readonly pipelineId: string
  /** What the CRM calls it; null for one it no longer lists. */
  readonly pipeline: string | null
  /** Null: a deal whose stage is unknown. */
  readonly status: Status | null
  /** `held`: deals the CRM has no record of any more, until an administrator decides. Theirs are 0 of them. */
  readonly measure: 'count' | 'amount' | 'held'
  readonly ours: number
  readonly theirs: number
  /** At most 100. */
  readonly ids: readonly string[]
  /** Days in a row that found it; of held deals 0. */
  readonly nights: number
  /** The day of the run that found it last; null for held deals. */
  readonly day: Day | null
  /** Runs that ended in `[since, until)` have it in them; `until` null: it stands. */
  readonly since: Instant
  readonly until: Instant | null
}

/** For so many days a value waits; from then on it is published with the difference. */
export const NIGHTS_TO_WAIT = 3
/** What was decided longer ago concerns no run that still speaks for a day. */
const DECIDED_MS = 7 * 86_400_000

export interface Differences {
  readonly all: readonly Difference[]
  /** `[source, stage]` as JSON to the pipelines that have it: a filter names stages without them. */
  readonly pipelinesOfStage: ReadonlyMap<string, ReadonlySet<string>>
}

/** Those that stand, and those that stood when a recent run ended. */
export async function readDifferences(db: WorkspaceDb, now: Instant): Promise<Differences> {
  const [drift, held, stages] = await db.$client.batch(
    [
      `SELECT x.*, p.label FROM drift x JOIN source s ON s.id = x.source AND ${connected}
        LEFT JOIN pipeline p ON p.source = x.source AND p.id = x.pipeline_id
        ORDER BY x.source, x.pipeline_id, x.status, x.measure`,
      { sql: heldSlices, args: { recent: addMs(now, -DECIDED_MS) } },
      'SELECT source, pipeline_id, id FROM stage',
    ],
    'read',
  )
  const pipelinesOfStage = new Map<string, Set<string>>()
  for (const row of stages?.rows ?? []) {
    const key = stageOf(String(row.source), String(row.id))
    pipelinesOfStage.set(key, (pipelinesOfStage.get(key) ?? new Set()).add(String(row.pipeline_id)))
  }
  const all = [...(drift?.rows ?? []), ...(held?.rows ?? [])].map(
    (row): Difference => ({
      source: String(row.source),
      pipelineId: String(row.pipeline_id ?? ''),
      pipeline: row.label === null ? null : String(row.label),
      status: row.status === null ? null : (String(row.status) as Status),
      measure: String(row.measure) as Difference['measure'],
      ours: Number(row.ours),
      theirs: Number(row.theirs),
      ids: (JSON.parse(String(row.ids)) as string[]).slice(0, 100),
      nights: Number(row.nights),
      day: row.day === null ? null : String(row.day),
      since: String(row.since),
      until: row.healed_at === null ? null : String(row.healed_at),
    }),
  )
  return { all, pipelinesOfStage }
}

// Of a connection that a person ended nothing new is expected, and nothing is compared any more.
const connected = "s.status <> 'disconnected'"

// A person's decision takes time; what was removed at once was never held.
const heldSlices = `SELECT i.source, r.pipeline_id, p.label, r.status, 'held' AS measure, COUNT(*) AS ours, 0 AS theirs,
    json_group_array(i.external_id) AS ids, 0 AS nights, NULL AS day, i.seen_at AS since,
    CASE WHEN i.state IN ('confirmed', 'dismissed') THEN i.decided_at END AS healed_at
  FROM inferred_removal i JOIN source s ON s.id = i.source AND ${connected}
  CROSS JOIN deal d ON d.source = i.source AND d.external_id = i.external_id
  CROSS JOIN revision r ON r.seq = d.current_seq
  LEFT JOIN pipeline p ON p.source = i.source AND p.id = r.pipeline_id
  WHERE i.state IN ('held', 'again') OR (i.decided_at > i.seen_at AND i.decided_at > :recent)
  GROUP BY i.source, r.pipeline_id, r.status, i.seen_at, healed_at
  ORDER BY i.source, r.pipeline_id, r.status, i.seen_at`

function stageOf(source: string, stage: string): string {
  return JSON.stringify([source, stage])
}

/** Those that stand and that one of the definitions looks at. */
export function standingFor(definitions: readonly Definition[], known: Differences): readonly Difference[] {
  return known.all.filter(
    (one) => one.until === null && definitions.some((definition) => touches(definition, one, known)),
  )
}

/** Pure. Whatever the window: a deal that we do not have the right way may lie in any. */
export function touches(definition: Definition, difference: Difference, known: Differences): boolean {
  const { metric, filter = {} } = definition
  const { source, pipelineId, status, measure } = difference
  if (filter.connections !== undefined && !filter.connections.includes(source)) return false
  if (status !== null && !statusesOf[metric].includes(status)) return false
  if (measure === 'amount' && !hasAmounts(metric) && filter.minAmountMinor === undefined) return false
  if (pipelineId === '') return true
  if (filter.pipelines !== undefined && !filter.pipelines.includes(pipelineId)) return false
  if (filter.stages === undefined) return true
  const places = filter.stages.map((stage) => known.pipelinesOfStage.get(stageOf(source, stage)))
  // A stage that nobody knows makes the key result broken; here it rules nothing out.
  return places.some((pipelines) => pipelines === undefined || pipelines.has(pipelineId))
}

export interface EndedRun {
  readonly source: string
  readonly day: Day
  readonly finishedAt: Instant
}

/** What a run has in it. Pure. `blocks`: a value from this run waits. */
export function inRun(difference: Difference, run: EndedRun): 'absent' | 'shown' | 'blocks' {
  const { source, since, until, nights, day } = difference
  if (source !== run.source || since > run.finishedAt || (until !== null && until <= run.finishedAt))
    return 'absent'
  // Of an earlier run than the one that counted last it is not known how many nights it was.
  const counted = day !== null && run.day >= day
  return counted && nights > NIGHTS_TO_WAIT ? 'shown' : 'blocks'
}
