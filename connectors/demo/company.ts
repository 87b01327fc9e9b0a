/**
 * The believable company of the demo: every day of its history is lived in the same way as every day to come, so the
 * past is the present repeated, and a replay from the same seed and anchor gives the same records, ids and times.
 */
import type { Day, Instant } from '../contract.ts'
import { addMonths, atLocalTime } from '../values/time.ts'
import { type Birth, birthsOn, RENEWAL_LEAD, renewalOf } from './births.ts'
import { type DayNumber, isWorkday, toDay, toNumber } from './calendar.ts'
import { isCopy } from './copies.ts'
import { createCrm } from './crm.ts'
import { customFields, type Division, rates, setups } from './divisions.ts'
import { fieldsOf } from './fields.ts'
import { newFirm } from './firms.ts'
import { changeOn } from './life.ts'
import { productLines } from './names.ts'
import { randomOf } from './prng.ts'
import type { Crm } from './types.ts'
import { createWorld, type World } from './world.ts'

const TIME_ZONE = 'Europe/Berlin'
const YEARS = 3
/** The deals that were open when the three years began. */
const RUN_UP_DAYS = 75
const WORKING_SECONDS = 37_800
/** Chance that somebody deletes a deal on a working day. */
const DELETION = 0.03

const worlds = new WeakMap<Crm, { readonly world: World; lived: DayNumber }>()

/** Three years up to the end of `anchor`. About 3,000 deals in HubSpot, half of that in Salesforce. */
export function createDemoCompany(options: { seed: number; anchor: Day; crm: Division }): Crm {
  const { seed, anchor, crm: division } = options
  const setup = setups[division]()
  const crm = createCrm({
    name: setup.name,
    timeZone: TIME_ZONE,
    currency: 'EUR',
    fiscalYearStartMonth: 1,
    pipelines: setup.pipelines,
    teams: setup.teams,
    users: setup.users,
    rates: [...rates],
    customFields,
    firstDealId: setup.firstDealId,
  })
  const last = toNumber(anchor)
  const first = toNumber(addMonths(anchor, -12 * YEARS)) - RUN_UP_DAYS
  const world = createWorld({
    seed,
    division,
    setup,
    crm,
    anchor: last,
    leftOn: toNumber(addMonths(anchor, -10)),
  })

  const inherited = oldContracts(world, first)
  for (let day = first; day <= last; day += 1) liveOn(world, day, inherited.get(day) ?? [])
  worlds.set(crm, { world, lived: last })
  return crm
}

/** The next day of a company from `createDemoCompany`. Days are lived in order and once: anything else throws. */
export function liveDay(crm: Crm, day: Day): void {
  const life = worlds.get(crm)
  if (life === undefined) throw new Error('Only a demo company can live on')
  const next = life.lived + 1
  if (toNumber(day) !== next) throw new Error(`The next day is ${toDay(next)}, not ${day}`)
  liveOn(life.world, next, [])
  life.lived = next
}

/** Ids of the pipelines by what is sold in them. */
export function demoPipelines(division: Division) {
  const { pipelineOf } = setups[division]()
  return { newBusiness: [pipelineOf.new], expansion: [pipelineOf.expansion], renewal: [pipelineOf.renewal] }
}

/** Customers from before the CRM: each has a contract that ends in its first year. */
function oldContracts(world: World, first: DayNumber): Map<DayNumber, Birth[]> {
  const byDay = new Map<DayNumber, Birth[]>()
  const at = atLocalTime(toDay(first), '07:30', TIME_ZONE)
  for (let i = 0; i < world.setup.oldCustomers; i += 1) {
    const random = randomOf(world.seed, 'old', i)
    const companyId = newFirm(world, at)
    const end = first + random.between(20, 385)
    const line = random.pick(productLines)
    const birth = renewalOf(world, companyId, line, random.between(15, 190) * 100, toDay(end), random)
    const day = Math.max(first, end - RENEWAL_LEAD)
    byDay.set(day, [...(byDay.get(day) ?? []), birth])
  }
  return byDay
}

function liveOn(world: World, day: DayNumber, inherited: readonly Birth[]): void {
  const { crm, seed } = world
  const start = Date.parse(atLocalTime(toDay(day), '08:00', TIME_ZONE))
  const at = (second: number): Instant => new Date(start + second * 1000).toISOString()

  // What is open this morning; today's newborn rest until tomorrow.
  const changes = [...crm.deals.values()].flatMap((deal) => {
    const change = deal.deletedAt === null && !isCopy(deal) ? changeOn(world, deal, day) : null
    return change === null ? [] : [{ deal, change }]
  })
  for (const { deal, change } of changes) {
    const planned = at(randomOf(seed, 'time', deal.id, day).between(0, WORKING_SECONDS))
    // A person may have touched it later in the day already.
    const tooLate = planned < deal.updatedAt
    crm.updateDeal(deal.id, change, tooLate ? deal.updatedAt : planned)
  }

  const births = [...inherited, ...birthsOn(world, day, at(0))]
  const clock = randomOf(seed, 'births at', day)
  const seconds = births.map(() => clock.between(0, WORKING_SECONDS)).sort((a, b) => a - b)
  births.forEach((birth, n) => {
    crm.createDeal(fieldsOf(world, birth, day, n), at(seconds[n] ?? 0))
  })
  deleteOne(world, day, at(WORKING_SECONDS))
}

/** Somebody tidies up: an open deal that should not be there. */
function deleteOne(world: World, day: DayNumber, at: Instant): void {
  const random = randomOf(world.seed, 'deletion', day)
  if (!isWorkday(day) || !random.chance(DELETION)) return
  const open = [...world.crm.deals.values()].filter((deal) => {
    const stages = world.track(deal.pipelineId)?.open ?? []
    return (
      deal.deletedAt === null &&
      !isCopy(deal) &&
      deal.updatedAt <= at &&
      stages.some((stage) => stage.id === deal.stageId)
    )
  })
  if (open.length > 0) world.crm.deleteDeal(random.pick(open).id, at)
}
