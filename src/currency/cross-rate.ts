/**
 * A rate made of others, as the decimal text that is recorded and multiplied by: so that amount times recorded rate is the
 * amount in the company's currency to the cent, for an auditor too. Pure.
 */
import { divideHalfEven, parseDecimal } from '../../connectors/values/money.ts'

/** At least so many digits count: an amount of 10^13 is off by less than a hundredth of its smallest unit. */
const DIGITS = 16

/** The product of `times` divided by the product of `over`; null when one is no number above 0. */
export function crossRate(times: readonly string[], over: readonly string[]): string | null {
  const top = productOf(times)
  const bottom = productOf(over)
  if (top === null || bottom === null) return null
  const numerator = top.units * 10n ** BigInt(bottom.scale)
  const denominator = bottom.units * 10n ** BigInt(top.scale)
  const shift = DIGITS + String(denominator).length - String(numerator).length
  const digits =
    shift >= 0
      ? divideHalfEven(numerator * 10n ** BigInt(shift), denominator)
      : divideHalfEven(numerator, denominator * 10n ** BigInt(-shift))
  return textOf(digits, shift)
}

function productOf(factors: readonly string[]): { readonly units: bigint; readonly scale: number } | null {
  let [units, scale] = [1n, 0]
  for (const factor of factors) {
    const decimal = parseDecimal(factor)
    if (decimal === null || decimal.units <= 0n) return null
    units *= decimal.units
    scale += decimal.scale
  }
  return { units, scale }
}

/** `digits` divided by ten to the power of `shift`, without trailing zeros. */
function textOf(digits: bigint, shift: number): string {
  if (shift <= 0) return String(digits * 10n ** BigInt(-shift))
  const padded = String(digits).padStart(shift + 1, '0')
  const fraction = padded.slice(-shift).replace(/0+$/, '')
  const whole = padded.slice(0, -shift)
  return fraction === '' ? whole : `${whole}.${fraction}`
}
