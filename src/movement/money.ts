/** The amount in the company's currency, and its weight, of a state between two states. Pure. */
import { ABSURD_MINOR, minorDigits, multiplyMinor } from '../../connectors/values/money.ts'
import type { State } from './hybrids.ts'

/** What was told is kept as it was told by the first of `sides` that fits: only a mixture of both is worked out. */
export function reworked(state: State, sides: readonly State[], home: string): State {
  const money = ['amount_minor', 'currency', 'rate', 'rate_rule']
  const told = sides.find((side) => money.every((column) => side[column] === state[column]))
  const homeMinor = told === undefined ? homeOf(state, home) : number(told.home_minor)
  const weighed = sides.find(
    (side) => number(side.home_minor) === homeMinor && side.probability === state.probability,
  )
  const weightedMinor = weighed === undefined ? weightOf(homeMinor, state) : number(weighed.weighted_minor)
  return { ...state, home_minor: homeMinor, weighted_minor: weightedMinor }
}

/** As the sync does it (`src/sync/derive.ts`); what would be absurd has no rate. */
function homeOf({ amount_minor, currency, rate, rate_rule }: State, home: string): number | null {
  const minor = number(amount_minor)
  if (minor === null) return null
  if (rate_rule === 'same') return minor
  if (typeof rate !== 'string' || typeof currency !== 'string') return null
  const [from, to] = [minorDigits(currency), minorDigits(home)]
  const product = from === null || to === null ? null : multiplyMinor(minor, rate, from, to)
  return product === null || Math.abs(product) > ABSURD_MINOR ? null : product
}

function weightOf(homeMinor: number | null, { probability }: State): number | null {
  return homeMinor === null || typeof probability !== 'string'
    ? null
    : multiplyMinor(homeMinor, probability, 0, 0)
}

function number(value: State[string] | undefined): number | null {
  return typeof value === 'number' ? value : null
}
