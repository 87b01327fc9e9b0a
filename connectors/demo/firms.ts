/** The firms of the demo world: numbered, named by their number, and true to one currency. */
import { firmName } from './names.ts'
import { hashOf, type Random } from './prng.ts'
import type { World } from './world.ts'

/** Six of seven pay in euro. */
function currencyOfNumber(seed: number, n: number): string {
  const roll = hashOf(seed, 'currency', n) % 100
  if (roll < 9) return 'CHF'
  return roll < 14 ? 'USD' : 'EUR'
}

export function currencyOf(world: World, companyId: string): string {
  return currencyOfNumber(world.seed, Number(companyId) - world.setup.firstCompanyId)
}

export function newFirm(world: World, at: string): string {
  const n = world.crm.companies.size
  const id = String(world.setup.firstCompanyId + n)
  const name = firmName(world.division, n, currencyOfNumber(world.seed, n))
  world.crm.upsertCompany({ id, name }, at)
  return id
}

export function someFirm(world: World, random: Random): string {
  return random.pick([...world.crm.companies.keys()])
}

export const firmNamed = (world: World, companyId: string) => world.crm.companies.get(companyId)?.name ?? ''
