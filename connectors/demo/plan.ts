/** What becomes of a deal, decided by its id alone: the world looks it up, it is stored nowhere. */

import { type DayNumber, onWorkday, quarterEnd, toNumber } from './calendar.ts'
import type { Motion } from './divisions.ts'
import { exp, type Random, randomOf } from './prng.ts'
import type { CrmDeal } from './types.ts'

export interface Plan {
  readonly motion: Motion
  readonly bornOn: DayNumber
  /** The day it is decided. */
  readonly closeOn: DayNumber
  readonly won: boolean
  /** Nobody ever closes it: it stays open and falls overdue. */
  readonly forgotten: boolean
}

/** Median days from creation to decision, how widely they spread, and how often a deal is won. */
const habits = {
  new: { days: 66, spread: 0.38, won: 0.275 },
  expansion: { days: 42, spread: 0.35, won: 0.46 },
  renewal: { days: 84, spread: 0.1, won: 0.84 },
} as const

/** Days before a quarter's end that drift to it, and days after it that are pulled forward. */
const RUSH_BEFORE = 32
const RUSH_AFTER = 24
const RUSH_SHARE = 0.5
const FORGOTTEN_SHARE = 0.018

/** Buyers and sellers both like to be done by the end of the quarter. */
function rush(day: DayNumber, random: Random): DayNumber {
  const shift = random.between(0, 9)
  if (!random.chance(RUSH_SHARE)) return day
  const end = quarterEnd(day)
  if (end - day <= RUSH_BEFORE) return end - shift
  const previous = quarterEnd(day - RUSH_AFTER)
  return previous < day ? previous - shift : day
}

export function planOf(seed: number, deal: CrmDeal, motion: Motion): Plan {
  const random = randomOf(seed, 'plan', deal.id)
  const habit = habits[motion]
  const bornOn = toNumber(deal.createdAt.slice(0, 10))
  const days = Math.round(habit.days * exp(random.normal() * habit.spread))
  const won = random.chance(habit.won)
  // Half of the losses are seen coming and given up early.
  const early = !won && random.chance(0.5) ? 0.45 + random.next() * 0.4 : 1
  const natural = bornOn + Math.max(5, Math.round(days * early))
  const closeOn = won ? rush(natural, random) : natural
  const forgotten = !won && motion !== 'renewal' && random.chance(FORGOTTEN_SHARE)
  return { motion, bornOn, closeOn: onWorkday(Math.max(bornOn + 3, closeOn)), won, forgotten }
}
