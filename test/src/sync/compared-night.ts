/** Nights of a toy company whose mirror and CRM were made to differ, and what there is to see afterwards. */
import type { Instant, Recheck } from '../../../connectors/contract.ts'
import type { AnyConnector } from '../../../connectors/registry.ts'
import { addMs } from '../../../connectors/values/time.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import type { SyncOptions } from '../../../src/sync/views.ts'
import { createToyCrm, type ToyCrm, toyRegistry } from './toy.ts'
import { connectToy, createWorld, NIGHT, options, type World } from './world.ts'

export const DAY_MS = 86_400_000

/** The toy CRM, telling some things of its deals in another way. */
export function lying(change: (recheck: Recheck<unknown>) => Partial<Recheck<unknown>>): SyncOptions {
  const registry = toyRegistry.map(
    (toy): AnyConnector => ({ ...toy, recheck: { ...toy.recheck, ...change(toy.recheck) } }),
  )
  return { ...options, registry }
}

export function sync(world: World, how: SyncOptions = options, kind: 'night' | 'manual' = 'manual') {
  return runNight(world.platform, 'acme', { ...how, kind })
}

/** A company whose first import is a day old. */
export async function imported(deals = 10): Promise<{ world: World; crm: ToyCrm }> {
  const crm = createToyCrm('toy.test', deals)
  const world = await createWorld([crm])
  await connectToy(world, crm)
  await sync(world)
  world.set(addMs(NIGHT, DAY_MS))
  return { world, crm }
}

/** The newest night or sync by hand. */
const newest = `(SELECT id FROM run WHERE kind IN ('night', 'manual') ORDER BY started_at DESC, rowid DESC LIMIT 1)`

/** Its comparisons, counts only: `[round, pipeline, status, ours, theirs]`. */
export async function looks(world: World): Promise<unknown[][]> {
  const rows = await world.rows(`SELECT round, pipeline_id, status, ours, theirs FROM comparison
    WHERE measure = 'count' AND run_id = ${newest} ORDER BY id`)
  return rows.map((row) => Object.values(row))
}

export function standing(world: World) {
  return world.rows(`SELECT pipeline_id, status, measure, ours, theirs, ids, nights FROM drift
    WHERE healed_at IS NULL ORDER BY pipeline_id, status, measure`)
}

/** Current states of the mirror. */
export function mirror(world: World) {
  return world.rows(`SELECT d.external_id AS id, r.stage_id AS stage, r.amount_minor AS amount FROM deal d
    JOIN revision r ON r.seq = d.current_seq WHERE r.deleted = 0 ORDER BY d.external_id`)
}

export function truth(crm: ToyCrm) {
  return [...crm.deals.values()]
    .map(({ id, stage, amount }) => ({ id, stage, amount }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Without `changedAt` no change time tells of it. */
export function restage(crm: ToyCrm, id: string, stage: string, changedAt?: Instant): void {
  const deal = crm.deals.get(id)
  if (deal === undefined) throw new Error(`no deal ${id}`)
  crm.deals.set(id, { ...deal, stage, changedAt: changedAt ?? deal.changedAt })
}
