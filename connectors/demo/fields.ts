/** What a newborn deal looks like in the CRM: whose it is, when its owner hopes to close it, what is filled in. */

import type { Birth } from './births.ts'
import { type DayNumber, onWorkday, quarterEnd, toDay, toNumber } from './calendar.ts'
import { currencyOf } from './firms.ts'
import { type Random, randomOf } from './prng.ts'
import type { CrmDealFields } from './types.ts'
import type { World } from './world.ts'

const types = { new: 'newbusiness', expansion: 'existingbusiness', renewal: 'renewal' } as const

/** Somebody of the team who works here on that day. */
export function sellerOf(world: World, teamId: string, day: DayNumber, random: Random): string {
  const here = world.crm.users.filter((user) => user.teamId === teamId && (user.active || day < world.leftOn))
  return random.pick(here).id
}

/** People promise the end of a quarter. */
function hopedClose(birth: Birth, day: DayNumber, random: Random): DayNumber {
  if (birth.start !== null) return toNumber(birth.start) - random.between(5, 20)
  const days = birth.motion === 'new' ? random.between(35, 85) : random.between(20, 55)
  const end = quarterEnd(day + days)
  return random.chance(0.35) ? end : day + days
}

/** Decimal text; one amount in twenty was worked out to the cent. */
export function amountText(amount: number, random: Random): string {
  return random.chance(0.05) ? (amount + random.between(1, 99) / 100).toFixed(2) : `${amount}.00`
}

export function fieldsOf(world: World, birth: Birth, day: DayNumber, n: number): CrmDealFields {
  const random = randomOf(world.seed, 'fields', day, n)
  const track = world.track(world.setup.pipelineOf[birth.motion])
  const stage = track?.open[0]
  if (track === null || stage === undefined) throw new Error(`No pipeline for ${birth.motion}`)
  const seller = random.pick(world.setup.sellers[birth.motion])
  const dateless = world.setup.dateless && birth.motion === 'new' && random.chance(0.08)
  return {
    name: birth.name,
    companyId: birth.companyId,
    pipelineId: world.setup.pipelineOf[birth.motion],
    stageId: stage.id,
    amount: birth.amount === null ? null : amountText(birth.amount, random),
    currency: currencyOf(world, birth.companyId),
    closeDate: dateless ? null : toDay(onWorkday(hopedClose(birth, day, random))),
    probability: null,
    type: types[birth.motion],
    ownerId: sellerOf(world, seller.teamId, day, random),
    forecastCategory: 'pipeline',
    properties: {
      product_line: birth.line,
      region: seller.region,
      term_months: String(birth.termMonths),
      recurring_amount: `${birth.recurring}.00`,
      contract_start: birth.start,
      contract_end: birth.end,
      lost_reason: null,
    },
  }
}
