/** Exact decimal arithmetic of the oracle, apart from the program's own. */

interface Decimal {
  readonly units: bigint
  readonly scale: number
}

function decimal(text: string): Decimal | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) return null
  const [, sign = '', whole = '0', fraction = ''] = match
  const units = BigInt(whole + fraction)
  return { units: sign === '-' ? -units : units, scale: fraction.length }
}

/** Half to even. */
function divided(units: bigint, by: bigint): bigint {
  const [negative, size] = [units < 0n, units < 0n ? -units : units]
  const [whole, rest] = [size / by, size % by]
  const up = rest * 2n > by || (rest * 2n === by && whole % 2n === 1n)
  const rounded = up ? whole + 1n : whole
  return negative ? -rounded : rounded
}

export const digitsOf = (currency: string) => (currency === 'JPY' ? 0 : 2)

/** Minor units of a major amount; null when it is no number. */
export function minor(text: string, digits: number): number | null {
  const value = decimal(text)
  if (value === null) return null
  return Number(divided(value.units * 10n ** BigInt(digits), 10n ** BigInt(value.scale)))
}

/** `minor` of one currency times `factor`, in minor units of another. */
export function convert(amount: number, factor: string, from: number, to: number): number {
  const rate = decimal(factor)
  if (rate === null) throw new Error(`no factor: ${factor}`)
  return Number(divided(BigInt(amount) * rate.units * 10n ** BigInt(to), 10n ** BigInt(from + rate.scale)))
}
