/**
 * Deals that go without a word: no push, no recycle bin, as after a clean-up by the vendor's own support. Few of them, or
 * more than may go without being asked about (invariant 5). Drawn apart, so that the lives of other seeds stay theirs.
 */
import { randomOf } from '../../connectors/demo/prng.ts'
import { toInstant } from '../../connectors/values/time.ts'
import { type Counts, count } from './kinds.ts'
import type { Plan } from './plan.ts'
import type { Vendor } from './vendor.ts'
import { violated, type World } from './world.ts'

/** More than the twenty that may go by themselves; a company of ours has fewer than four hundred. */
const MANY = 21
const HOUR = 3_600_000

/** Once in a seed that has it, in the afternoon before a night that is not calm, and not before the first. */
export function scheduleVanishing(plan: Plan, world: World, edits: Counts, n: number, begins: number): void {
  for (const vendor of world.vendors) {
    const random = randomOf(plan.seed, `vanish ${vendor.id}`)
    const [strikes, many] = [random.chance(0.2), random.chance(0.5)]
    if (!strikes || n !== random.between(1, plan.nights - plan.calmNights - 1)) continue
    world.scheduler.at(begins - 2 * HOUR, () => {
      const alive = [...vendor.crm.deals.values()].filter(({ deletedAt }) => deletedAt === null)
      const most =
        many && alive.length >= MANY + 3 ? random.between(MANY, alive.length - 3) : random.between(1, 3)
      const at = toInstant(world.scheduler.now())
      for (let k = 0; k < most; k += 1) {
        const [deal] = alive.splice(random.between(0, alive.length - 1), 1)
        if (deal !== undefined) vendor.vanish(deal.id, at)
      }
      count(edits, most >= MANY ? 'many deals vanished' : 'few deals vanished')
      world.trace.add('edit', vendor.id, `${most} deals vanished`)
    })
  }
}

/** At the end, after calm nights: few are ended, and of many none is taken for gone that is held. */
export async function checkVanished(world: World, vendor: Vendor): Promise<void> {
  if (vendor.vanished.size === 0) return
  const { rows } = await world.workspace.execute({
    sql: "SELECT external_id FROM inferred_removal WHERE source = ? AND state = 'held'",
    args: [vendor.id],
  })
  if (rows.length > 0 && vendor.vanished.size < MANY)
    violated(
      world,
      5,
      `${rows.length} deals of ${vendor.id} are held, and only ${vendor.vanished.size} are gone`,
    )
  for (const row of rows)
    if (!isAway(vendor, vendor.neutral(String(row.external_id))))
      violated(world, 5, `deal ${String(row.external_id)} of ${vendor.id} is held, and was never away`)
}

/** It went itself, or went into one that did: then nobody can tell any more what became of it. */
function isAway(vendor: Vendor, id: string): boolean {
  if (vendor.vanished.has(id)) return true
  const survivor = vendor.crm.deals.get(id)?.mergedInto ?? null
  return survivor !== null && isAway(vendor, survivor)
}
