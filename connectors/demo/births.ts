/** The deals a day brings: new business, more from customers, and contracts that come up for renewal. */
import { addMonths } from '../values/time.ts'
import { type DayNumber, isWorkday, seasonOf, toDay } from './calendar.ts'
import type { Motion } from './divisions.ts'
import { firmNamed, newFirm, someFirm } from './firms.ts'
import { expansionName, type ProductLine, productLines, projectName, renewalName } from './names.ts'
import { exp, type Random, randomOf } from './prng.ts'
import type { World } from './world.ts'

/** A renewal is opened this many days before the contract ends. */
export const RENEWAL_LEAD = 90
const GROWTH_A_YEAR = 0.12

export interface Birth {
  readonly motion: Motion
  readonly companyId: string
  readonly name: string
  readonly line: ProductLine
  /** Major units, rounded as people quote. */
  readonly amount: number | null
  readonly recurring: number
  readonly termMonths: number
  readonly start: string | null
  readonly end: string | null
}

/** Log-normal around a median, in steps people quote in. */
function price(median: number, spread: number, random: Random): number {
  const raw = median * exp(random.normal() * spread)
  const step = raw > 20_000 ? 500 : raw > 4000 ? 100 : 10
  return Math.max(step, Math.round(raw / step) * step)
}

const terms = [12, 12, 12, 24, 24, 36] as const

function newBusiness(world: World, at: string, random: Random): Birth {
  const again = world.crm.companies.size > 60 && random.chance(0.3)
  const companyId = again ? someFirm(world, random) : newFirm(world, at)
  const line = random.pick(productLines)
  const amount = price(line === 'Robotik' ? 46_000 : 24_000, 0.75, random)
  return {
    motion: 'new',
    companyId,
    name: projectName(line, firmNamed(world, companyId), random),
    line,
    amount: random.chance(0.07) ? null : amount,
    recurring: Math.round(amount * (0.14 + random.next() * 0.12)),
    termMonths: random.pick(terms),
    start: null,
    end: null,
  }
}

/** Customers are those with a contract that runs. */
function customersOn(world: World, day: string): string[] {
  const found = new Set<string>()
  for (const deal of world.crm.deals.values()) {
    const end = deal.properties.contract_end
    const runs = end !== null && end !== undefined && end > day
    if (
      runs &&
      deal.deletedAt === null &&
      deal.companyId !== null &&
      isWon(world, deal.pipelineId, deal.stageId)
    )
      found.add(deal.companyId)
  }
  return [...found]
}

export function isWon(world: World, pipelineId: string, stageId: string): boolean {
  return world.track(pipelineId)?.won.id === stageId
}

function expansion(world: World, companyId: string, random: Random): Birth {
  const line = random.pick(productLines)
  const amount = price(9500, 0.7, random)
  return {
    motion: 'expansion',
    companyId,
    name: expansionName(line, firmNamed(world, companyId), random),
    line,
    amount: random.chance(0.04) ? null : amount,
    recurring: Math.round(amount * 0.2),
    termMonths: 12,
    start: null,
    end: null,
  }
}

export function renewalOf(
  world: World,
  companyId: string,
  line: ProductLine,
  recurring: number,
  start: string,
  random: Random,
): Birth {
  const termMonths = random.pick([12, 12, 12, 24])
  const yearly = Math.round(recurring * (0.95 + random.next() * 0.15))
  return {
    motion: 'renewal',
    companyId,
    name: renewalName(start.slice(0, 4), firmNamed(world, companyId)),
    line,
    amount: Math.round((yearly * termMonths) / 12),
    recurring: yearly,
    termMonths,
    start,
    end: addMonths(start, termMonths),
  }
}

function dueRenewals(world: World, day: DayNumber): Birth[] {
  const ending = toDay(day + RENEWAL_LEAD)
  const due: Birth[] = []
  for (const deal of world.crm.deals.values()) {
    if (deal.properties.contract_end !== ending || deal.companyId === null || deal.deletedAt !== null)
      continue
    if (!isWon(world, deal.pipelineId, deal.stageId)) continue
    const line = productLines.find((one) => one === deal.properties.product_line) ?? 'Wartung'
    const recurring = Number(deal.properties.recurring_amount ?? '0')
    const random = randomOf(world.seed, 'renewal', deal.id)
    due.push(renewalOf(world, deal.companyId, line, recurring, ending, random))
  }
  return due
}

/** A whole number of arrivals with the given mean. */
function arrivals(mean: number, random: Random): number {
  const jitter = mean * (0.4 + random.next() * 1.2)
  return Math.floor(jitter) + (random.chance(jitter % 1) ? 1 : 0)
}

function expected(world: World, motion: 'new' | 'expansion', day: DayNumber): number {
  const years = (day - world.anchor) / 365
  const growth = Math.max(0.5, 1 + GROWTH_A_YEAR * years)
  return world.setup.perDay[motion] * growth * seasonOf(day)
}

/** In no order of time yet. `at` is when the firms we meet today are entered. */
export function birthsOn(world: World, day: DayNumber, at: string): Birth[] {
  const random = randomOf(world.seed, 'births', day)
  const renewals = dueRenewals(world, day)
  if (!isWorkday(day)) return random.chance(0.06) ? [...renewals, newBusiness(world, at, random)] : renewals
  const fresh = Array.from({ length: arrivals(expected(world, 'new', day), random) }, () =>
    newBusiness(world, at, random),
  )
  const count = arrivals(expected(world, 'expansion', day), random)
  const customers = count === 0 ? [] : customersOn(world, toDay(day))
  const more = Array.from({ length: customers.length === 0 ? 0 : count }, () =>
    expansion(world, random.pick(customers), random),
  )
  return [...renewals, ...fresh, ...more]
}
