/** Invariants 4 and 12 at the end of each complete run: every deal is shown as the CRM had it since the data's instant. */
import { type Shown, wrongWith } from '../oracle.ts'
import type { Vendor } from '../vendor.ts'
import { type DealVersion, heldSince } from '../versions.ts'
import { columnsOf, wholeOf } from '../whole.ts'
import { violated, type World } from '../world.ts'

/** Teams, currencies and companies may be a week old. */
const current = 'FROM deal d JOIN revision r ON r.seq = d.current_seq WHERE d.source = ?'
const columns = columnsOf(
  ...(['d.external_id', 'd.name', 'd.created_day', 'r.deleted', 'r.pipeline_id', 'r.stage_id'] as const),
  ...(['r.status', 'r.amount_minor', 'r.currency', 'r.home_minor', 'r.weighted_minor'] as const),
  ...(['r.probability', 'r.close_date', 'r.team_id', 'r.type', 'r.problem', 'r.merged_into'] as const),
)

export async function checkMirror(
  world: World,
  vendor: Vendor,
  run: {
    readonly dataThrough: string
    readonly startedAt: string
    /** Of the run before it. */
    readonly before: string | null
  },
): Promise<void> {
  const rows = await wholeOf(world.workspace, columns, current, [vendor.id])
  const unread = await world.workspace.execute({
    sql: `SELECT external_id FROM skipped WHERE source = :source AND stream IN ('deals', 'census', 'removals')
      UNION SELECT external_id FROM inferred_removal WHERE source = :source AND state = 'held'`,
    args: { source: vendor.id },
  })
  // Counted and shown, so the mirror makes no claim about them.
  const skipped = new Set(unread.rows.map((row) => vendor.neutral(String(row.external_id))))
  const shown = new Map(rows.map((row) => [vendor.neutral(String(row.external_id)), row as unknown as Shown]))
  const error = 2 * world.clockError
  const sinceOf = (dataThrough: string) => Date.parse(dataThrough) - vendor.lagMs - error
  const since = sinceOf(run.dataThrough)
  const before = run.before === null ? since : sinceOf(run.before)
  // A walk that was begun earlier ends in this run, and was derived by the set-up of then until it is derived anew.
  const setupSince = Date.parse(run.startedAt) - error
  for (const [id, versions] of vendor.versions.deals()) {
    if (skipped.has(id)) continue
    // Nobody told of it, so that a night whose comparison was given up cannot know; the last one has to.
    if (vendor.vanished.has(id) && shown.get(id)?.deleted === 0) continue
    const states = statesSince(vendor, versions, since, before)
    const wrong = wrongWith(vendor, versions, shown.get(id), states, since, setupSince, skipped.size === 0)
    if (wrong === null) continue
    const past = versions.map(
      ({ from, deal }) => `${new Date(from).toISOString()}${deal.deletedAt === null ? '' : ' gone'}`,
    )
    return violated(
      world,
      4,
      `after a complete run deal ${id} of ${vendor.id}: ${wrong}, changed ${past.join(', ')}`,
    )
  }
  for (const id of shown.keys())
    if (vendor.versions.deal(id).length === 0)
      violated(world, 4, `the mirror of ${vendor.id} has a deal ${id} that the CRM never had`)
}

/**
 * States that an honest mirror may show. A deal of HubSpot that was deleted and came back again between two nights is in no list
 * of the second while the index is behind: neither deleted nor found. It may look as the night before left it.
 */
function statesSince(vendor: Vendor, versions: readonly DealVersion[], since: number, before: number) {
  const held = heldSince(versions, since)
  const gone = held.filter(({ deal }) => deal.deletedAt !== null)
  const back = held.filter(({ deal }) => deal.deletedAt === null)
  const cameBackUnseen =
    vendor.id === 'hubspot' && gone.length > 0 && back.length > 0 && back.every(({ from }) => from > since)
  return cameBackUnseen ? heldSince(versions, before) : held
}
