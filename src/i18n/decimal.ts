/** Decimal text in and out of minor units: what people type and what formatters want, without a float between. */
import { minorDigits, toMinor } from '../../connectors/values/money.ts'
import type { Locale } from '../app-env.ts'
import type { Unit } from '../metrics/types.ts'

declare const numeric: unique symbol
/** `Intl.NumberFormat` takes decimal text exactly; its types want a literal of digits. */
export type DecimalText = `${number}` & { readonly [numeric]?: true }

/** 124350000 with 2 digits is `1243500.00`. */
export function decimalText(minor: number, digits: number): DecimalText {
  const sign = minor < 0 ? '-' : ''
  const text = String(Math.abs(Math.round(minor))).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  const fraction = digits === 0 ? '' : `.${text.slice(-digits)}`
  return `${sign}${whole}${fraction}` as DecimalText
}

const separators: Record<Locale, { group: RegExp; point: string; grouped: RegExp }> = {
  de: { group: /\./g, point: ',', grouped: /^\d{1,3}(\.\d{3})+(,|$)/ },
  en: { group: /,/g, point: '.', grouped: /^\d{1,3}(,\d{3})+(\.|$)/ },
}

/**
 * Plain decimal text of a number as people write it (`1.250.000,00`, `1250000`, `- 3,5 %`); null when it is none.
 * A group separator in a place where no group ends is refused and never guessed: `1.25` is no German number.
 */
export function parseTyped(text: string, locale: Locale): string | null {
  const bare = text.replace(/[\s\u00a0\u202f'’]|[€$£%]|\b[A-Z]{3}\b/g, '').replace(/^[−–]/, '-')
  const negative = bare.startsWith('-')
  const digits = negative ? bare.slice(1) : bare
  const { group, point, grouped } = separators[locale]
  const cleared = grouped.test(digits) ? digits.replace(group, '') : digits
  const normal = point === ',' ? cleared.replace(',', '.') : cleared
  const foreign = point === ',' ? cleared.includes('.') : cleared.includes(',')
  if (foreign || !/^\d+(\.\d*)?$|^\.\d+$/.test(normal)) return null
  return (negative ? '-' : '') + normal
}

/** A typed number in the unit of a value: minor units, a count, 0..1 (typed as percent), days. */
export function parseValue(text: string, unit: Unit, currency: string, locale: Locale): number | null {
  const plain = parseTyped(text, locale)
  if (plain === null) return null
  switch (unit) {
    case 'money':
      return minorDigits(currency) === null ? null : toMinor(plain, currency)
    case 'count':
    case 'days':
      return Number(plain)
    case 'ratio':
      // Two digits to the left in text: 12.3 / 100 as floats would leave a tail.
      return Number(`${plain}e-2`)
    default:
      return unit satisfies never
  }
}

/** A value as it stands in an input of the same language, so that it can be read back by `parseValue`. */
export function typedValue(
  value: number,
  unit: Unit,
  currency: string,
  locale: Locale,
  style: 'plain' | 'grouped' = 'plain',
): string {
  const plain =
    unit === 'money'
      ? decimalText(value, minorDigits(currency) ?? 2)
      : unit === 'ratio'
        ? String(Number(`${value}e2`))
        : String(value)
  const [whole = '', fraction] = plain.split('.')
  const { dot, comma } = locale === 'de' ? { dot: ',', comma: '.' } : { dot: '.', comma: ',' }
  const shown = style === 'grouped' ? whole.replace(/\B(?=(\d{3})+$)/g, comma) : whole
  return fraction === undefined ? shown : `${shown}${dot}${fraction}`
}
