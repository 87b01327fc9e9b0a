/** Exact decimal arithmetic on the text a CRM keeps; null when an operand is no number. */
import { parseDecimal } from '../../values/money.ts'

function write(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const cut = digits.length - scale
  const fraction = digits.slice(cut).replace(/0+$/, '')
  const whole = digits.slice(0, cut)
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

export function times(a: string, b: string): string | null {
  const left = parseDecimal(a)
  const right = parseDecimal(b)
  if (left === null || right === null) return null
  return write(left.units * right.units, left.scale + right.scale)
}

/** Below, at or above the other as -1, 0, 1; null when one is no number. */
export function compareDecimals(a: string, b: string): -1 | 0 | 1 | null {
  const left = parseDecimal(a)
  const right = parseDecimal(b)
  if (left === null || right === null) return null
  const l = left.units * 10n ** BigInt(right.scale)
  const r = right.units * 10n ** BigInt(left.scale)
  if (l === r) return 0
  return l < r ? -1 : 1
}

/** All digits of the double nearest to `text`, as Java's BigDecimal writes it: 0.4 is 0.40000000000000002220.... */
export function doubleDigits(text: string): string {
  const value = Number(text)
  if (!Number.isFinite(value) || Number.isInteger(value)) return text
  return value.toFixed(60).replace(/0+$/, '')
}
