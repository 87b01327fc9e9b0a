/** Exact arithmetic on decimal text and minor units: no float touches money. */

/** Amounts above this many minor units are held as absurd. */
export const ABSURD_MINOR = 10 ** 13

const digitsOf = new Map<string, number>()

/** Minor digits of an ISO 4217 code (EUR 2, JPY 0); null when it is no code. */
export function minorDigits(currency: string): number | null {
  const known = digitsOf.get(currency)
  if (known !== undefined) return known
  if (!/^[A-Z]{3}$/.test(currency)) return null
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  digitsOf.set(currency, digits)
  return digits
}

export interface Decimal {
  readonly units: bigint
  /** Digits after the point. */
  readonly scale: number
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/

/** Plain or scientific decimal text; null when it is no number. */
export function parseDecimal(text: string): Decimal | null {
  const match = DECIMAL.exec(text.trim())
  if (match === null) return null
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return null
  const units = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n)
  const scale = fraction.length - Number(exponent)
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 }
}

/** Half-even to an integer: `numerator / denominator`, denominator above 0. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n
  const magnitude = negative ? -numerator : numerator
  const quotient = magnitude / denominator
  const twice = (magnitude % denominator) * 2n
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n)
  const rounded = up ? quotient + 1n : quotient
  return negative ? -rounded : rounded
}

/** Decimal text of major units as minor units, half-even; null when it is no number. */
export function toMinor(text: string, currency: string): number | null {
  const decimal = parseDecimal(text)
  const digits = minorDigits(currency)
  if (decimal === null || digits === null) return null
  return Number(divideHalfEven(decimal.units * 10n ** BigInt(digits), 10n ** BigInt(decimal.scale)))
}

/** Minor units times decimal text, across currencies with different minor digits, half-even. */
export function multiplyMinor(
  minor: number,
  factor: string,
  fromDigits: number,
  toDigits: number,
): number | null {
  const decimal = parseDecimal(factor)
  if (decimal === null) return null
  const numerator = BigInt(minor) * decimal.units * 10n ** BigInt(toDigits)
  return Number(divideHalfEven(numerator, 10n ** BigInt(decimal.scale + fromDigits)))
}
