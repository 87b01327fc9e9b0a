/** The world of a seed before anything happens: clock, CRMs with their company, empty databases. */
import { randomOf } from '../../connectors/demo/prng.ts'
import { addDays, atLocalTime } from '../../connectors/values/time.ts'
import { createChaos } from './chaos.ts'
import { createCompany } from './company.ts'
import { openMemory } from './database.ts'
import type { Favour } from './favour.ts'
import type { Plan } from './plan.ts'
import { createScheduler } from './scheduler.ts'
import { createTrace } from './trace.ts'
import { createHubspot, createSalesforce, type Vendor } from './vendor.ts'
import type { World } from './world.ts'

const MONTH_MS = 30 * 86_400_000

/** Nights are counted from noon to noon. */
export function noonOf({ firstDay, timeZone }: Plan, n: number): number {
  return Date.parse(atLocalTime(addDays(firstDay, n), '12:00', timeZone))
}

export async function openWorld(plan: Plan, keep: number, favour: Favour): Promise<World> {
  const { seed, timeZone, lagMs, pageRows, deals } = plan
  const begun = noonOf(plan, 0)
  const scheduler = createScheduler(begun, randomOf(seed, 'order'))
  const vendors = plan.crms.map((id): Vendor => {
    const random = randomOf(seed, id)
    const crm = createCompany({ name: id, timeZone, foundedMs: begun - MONTH_MS, deals }, random)
    const make = id === 'hubspot' ? createHubspot : createSalesforce
    return make({ crm, random, now: scheduler.now, lagMs, pageRows })
  })
  return {
    ...{ seed, timeZone, scheduler, vendors },
    random: randomOf(seed, 'life'),
    chaos: createChaos(randomOf(seed, 'chaos'), favour.faults),
    directory: await openMemory('directory'),
    workspace: await openMemory('workspace'),
    trace: createTrace(scheduler.now, keep),
    ...{
      clockOffset: 0,
      clockError: 0,
      lastBroken: 0,
      lastPaused: 0,
      upsets: 0,
      calls: 0,
      answers429: 0,
      violation: null,
    },
  }
}
