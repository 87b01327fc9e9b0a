/** Single values of a deal, of today or of the past. Pure; null or a code for what cannot be read. */
import type { AccountRecord } from '../contract.ts'
import { ABSURD_MINOR, minorDigits, parseDecimal, toMinor } from '../values/money.ts'

/** An unset property is null, absent or empty text; all are the same to us. */
export function blank(text: string | null | undefined): string | null {
  return text == null || text.trim() === '' ? null : text
}

/** In an account with one currency the code may be empty; with several, none on the deal is a gap. */
export function currencyValue(code: string | null, account: AccountRecord | null): string | null {
  const currency = code?.toUpperCase() ?? (account?.multiCurrency === true ? null : account?.currency)
  return currency != null && minorDigits(currency) !== null ? currency : null
}

/** Minor units of a currency that has some. */
export function amountValue(text: string, currency: string): number | 'not_a_number' | 'absurd' {
  const minor = toMinor(text, currency)
  if (minor === null) return 'not_a_number'
  return Math.abs(minor) > ABSURD_MINOR ? 'absurd' : minor
}

/** 0 to 1. */
export function probabilityValue(text: string): string | null {
  const decimal = parseDecimal(text)
  const fits = decimal !== null && decimal.units >= 0n && decimal.units <= 10n ** BigInt(decimal.scale)
  return fits ? text : null
}
