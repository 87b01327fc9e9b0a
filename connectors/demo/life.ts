/** One day in the life of an open deal: at most one edit, as a seller would make it. */
import { addMonths } from '../values/time.ts'
import { type DayNumber, isWorkday, onWorkday, quarterEnd, toDay, toNumber } from './calendar.ts'
import { amountText, sellerOf } from './fields.ts'
import { churnReasons, lostReasons } from './names.ts'
import type { Plan } from './plan.ts'
import { type Random, randomOf } from './prng.ts'
import type { CrmDeal, CrmDealFields } from './types.ts'
import type { Track, World } from './world.ts'

export type Change = Partial<CrmDealFields>

/** Null when nobody touches the deal today. */
export function changeOn(world: World, deal: CrmDeal, day: DayNumber): Change | null {
  const track = world.track(deal.pipelineId)
  const position = track?.open.findIndex((stage) => stage.id === deal.stageId) ?? -1
  if (track === null || position < 0 || !isWorkday(day)) return null
  const plan = world.planOf(deal)
  const random = randomOf(world.seed, 'day', deal.id, day)

  if (day >= plan.closeOn && !plan.forgotten)
    return plan.won ? win(deal, track, day, random) : lose(track, day, random)
  const owner = handover(world, deal, day, random)
  if (owner !== null) return { ownerId: owner }
  return (
    advance(deal, track, plan, position, day, random) ??
    slip(deal, plan, day, random) ??
    reprice(deal, random)
  )
}

function win(deal: CrmDeal, track: Track, day: DayNumber, random: Random): Change {
  const start = deal.properties.contract_start ?? toDay(day + 14)
  const term = Number(deal.properties.term_months ?? '12')
  return {
    stageId: track.won.id,
    closeDate: toDay(day),
    forecastCategory: 'closed',
    amount: deal.amount ?? amountText(random.between(40, 240) * 100, random),
    properties: { contract_start: start, contract_end: addMonths(start, term) },
  }
}

function lose(track: Track, day: DayNumber, random: Random): Change {
  const reason = random.pick(track.motion === 'renewal' ? churnReasons : lostReasons)
  return {
    stageId: track.lost.id,
    closeDate: toDay(day),
    forecastCategory: 'omitted',
    properties: { lost_reason: reason },
  }
}

/** Deals of somebody who left find a new owner within some days. */
function handover(world: World, deal: CrmDeal, day: DayNumber, random: Random): string | null {
  if (day < world.leftOn) return null
  const owner = world.crm.users.find((user) => user.id === deal.ownerId)
  if (owner === undefined || owner.active || owner.teamId === null || !random.chance(0.2)) return null
  return sellerOf(world, owner.teamId, day, random)
}

function category(position: number, stages: number, random: Random): CrmDealFields['forecastCategory'] {
  if (position >= stages - 1) return random.chance(0.7) ? 'commit' : 'best_case'
  return position >= stages / 2 ? 'best_case' : 'pipeline'
}

/** Stages follow the share of the way that has passed; deals that will be lost often stay behind. */
function advance(
  deal: CrmDeal,
  track: Track,
  plan: Plan,
  position: number,
  day: DayNumber,
  random: Random,
): Change | null {
  const stages = track.open.length
  const passed = (day - plan.bornOn) / Math.max(1, plan.closeOn - plan.bornOn)
  const reach = plan.won ? stages - 1 : randomOf(deal.id, 'reach').between(1, stages - 1)
  const due = Math.min(reach, Math.floor(passed * stages))
  const next = track.open[position + 1]
  if (next === undefined || position >= due || !random.chance(0.4)) return null
  const dated = deal.closeDate ?? toDay(onWorkday(Math.max(day + 20, plan.closeOn)))
  const priced =
    deal.amount ??
    (position >= 1 && random.chance(0.6) ? amountText(random.between(40, 400) * 100, random) : null)
  return {
    stageId: next.id,
    forecastCategory: category(position + 1, stages, random),
    closeDate: dated,
    amount: priced,
  }
}

/** A close date that has passed is put off within some days: to a new promise, or to what it will be. */
function slip(deal: CrmDeal, plan: Plan, day: DayNumber, random: Random): Change | null {
  if (deal.closeDate === null) return null
  const overdue = toNumber(deal.closeDate) < day
  if (!random.chance(overdue ? (plan.forgotten ? 0.01 : 0.22) : 0.002)) return null
  const later = day + random.between(10, 40)
  const end = quarterEnd(later)
  return { closeDate: toDay(onWorkday(random.chance(0.4) ? end : later)) }
}

function reprice(deal: CrmDeal, random: Random): Change | null {
  if (deal.amount === null || !random.chance(0.008)) return null
  const factor = 0.78 + random.next() * 0.4
  return { amount: `${Math.max(100, Math.round((Number(deal.amount) * factor) / 10) * 10)}.00` }
}
