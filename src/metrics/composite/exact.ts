/** Fractions of whole numbers: nothing is rounded before the end, and no float comes between. Pure. */
import { divideHalfEven, parseDecimal } from '../../../connectors/values/money.ts'

/** `below` is above 0. */
export interface Exact {
  readonly above: bigint
  readonly below: bigint
}

export const zero: Exact = { above: 0n, below: 1n }

export function fraction(above: bigint, below: bigint): Exact {
  return below < 0n ? { above: -above, below: -below } : { above, below }
}

export function plus(one: Exact, other: Exact): Exact {
  return { above: one.above * other.below + other.above * one.below, below: one.below * other.below }
}

export function times(one: Exact, other: Exact): Exact {
  return { above: one.above * other.above, below: one.below * other.below }
}

/** `divisor` is not 0. */
export function over(one: Exact, divisor: Exact): Exact {
  return fraction(one.above * divisor.below, one.below * divisor.above)
}

/** Decimal text that was checked, or a whole number. */
export function decimal(text: string | number): Exact {
  const parsed = parseDecimal(String(text))
  if (parsed === null) throw new Error(`"${text}" is no decimal number.`)
  return { above: parsed.units, below: 10n ** BigInt(parsed.scale) }
}

/** Half-even to a whole number; null where that is too large to be held exactly. */
export function whole({ above, below }: Exact): number | null {
  const rounded = Number(divideHalfEven(above, below))
  return Number.isSafeInteger(rounded) ? rounded : null
}

/** More bits than a number holds, so that the last step rounds once and rightly. */
const BITS = 64

/** The number nearest to it. */
export function nearest({ above, below }: Exact): number {
  if (above < 0n) return -nearest({ above: -above, below })
  if (above === 0n) return 0
  const shift = BITS + below.toString(2).length - above.toString(2).length
  const [up, down] = shift >= 0 ? [above << BigInt(shift), below] : [above, below << BigInt(-shift)]
  // What the division leaves stands in the last bit: half way is half way only when nothing is left.
  const bits = (up / down) | (up % down === 0n ? 0n : 1n)
  return Number(bits) * 2 ** -shift
}
