import { expect, test } from 'vitest'
import {
  divideHalfEven,
  minorDigits,
  multiplyMinor,
  parseDecimal,
  toMinor,
} from '../../../connectors/values/money.ts'
import fc from '../../support/properties.ts'

test.each([
  ['EUR', 2],
  ['JPY', 0],
  ['KWD', 3],
  ['eur', null],
  ['EURO', null],
  ['', null],
])('%s has %s minor digits', (currency, digits) => {
  expect(minorDigits(currency)).toBe(digits)
})

test.each([
  ['1234.5', 'EUR', 123_450],
  ['0.005', 'EUR', 0],
  ['0.015', 'EUR', 2],
  ['-0.015', 'EUR', -2],
  ['1e3', 'EUR', 100_000],
  ['1.5', 'JPY', 2],
  ['.5', 'EUR', 50],
  ['1,5', 'EUR', null],
  ['NaN', 'EUR', null],
  ['Infinity', 'EUR', null],
  ['0x10', 'EUR', null],
  ['', 'EUR', null],
])('%s %s are %s minor units', (text, currency, minor) => {
  expect(toMinor(text, currency)).toBe(minor)
})

// Planted and seen red: rounding half up, rounding towards zero, a float in between.
test('rounding is to the nearest, and a tie goes to the even neighbour', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      fc.bigInt({ min: 1n, max: 10n ** 9n }),
      (n, d) => {
        const q = divideHalfEven(n, d)
        const off = 2n * (q * d - n)
        const distance = off < 0n ? -off : off
        expect(distance <= d).toBe(true)
        if (distance === d) expect(q % 2n).toBe(0n)
      },
    ),
  )
})

test('a factor of one changes nothing, and a factor and its exact inverse cancel', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e13, max: 1e13 }), (minor) => {
      expect(multiplyMinor(minor, '1', 2, 2)).toBe(minor)
      expect(multiplyMinor(multiplyMinor(minor, '8', 2, 2) ?? 0, '0.125', 2, 2)).toBe(minor)
    }),
  )
})

test.each([
  [25, '0.1', 2],
  [35, '0.1', 4],
  [9_999_999_999_999, '1.0000000000001', 10_000_000_000_000],
  [4_503_599_627_370, '2.0000000000003', 9_007_199_254_741],
])('%i times %s is %i', (minor, factor, product) => {
  expect(multiplyMinor(minor, factor, 2, 2)).toBe(product)
})

test('minor digits of both currencies are minded', () => {
  // 1,000 yen at 0.0061 are 6.10 euros.
  expect(multiplyMinor(1000, '0.0061', 0, 2)).toBe(610)
})

test('decimal text keeps every digit it has', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.integer({ min: 0, max: 20 }), (units, scale) => {
      const digits = units.toString().padStart(scale + 1, '0')
      const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
      expect(parseDecimal(text)).toEqual({ units, scale })
    }),
  )
})
