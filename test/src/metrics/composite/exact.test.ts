import { expect, test } from 'vitest'
import {
  decimal,
  fraction,
  nearest,
  over,
  plus,
  times,
  whole,
} from '../../../../src/metrics/composite/exact.ts'
import fc from '../../../support/properties.ts'

test.each([
  [5n, 2n, 2],
  [7n, 2n, 4],
  [-5n, 2n, -2],
  [5n, -2n, -2],
  [2n, 3n, 1],
  [10n ** 30n, 1n, null],
])('%s / %s is %s as a whole number', (above, below, want) => {
  expect(whole(fraction(above, below))).toBe(want)
})

test('weights add up without a last digit of a float', () => {
  const sum = ['0.1', '0.2', '0.3'].map((text) => decimal(text)).reduce(plus)
  expect(nearest(sum)).toBe(0.6)
  expect(nearest(over(times(decimal('-0.25'), decimal(4)), decimal(3)))).toBe(-1 / 3)
})

// Seen red with `Number(above) / Number(below)`: both sides are rounded before they are divided.
test('the nearest number is the one that the decimal text of the fraction has', () => {
  const side = fc.noBias(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }))
  fc.assert(
    fc.property(
      side,
      side.filter((n) => n !== 0n),
      (above, below) => {
        const [a, b] = [above < 0n ? -above : above, below < 0n ? -below : below]
        const text = `${a / b}.${String(((a % b) * 10n ** 60n) / b).padStart(60, '0')}`
        const sign = above < 0n !== below < 0n ? -1 : 1
        expect(nearest(fraction(above, below)) + 0).toBe(sign * Number(text) + 0)
      },
    ),
    { numRuns: 2000 },
  )
})

test('numbers of every size come out as they went in', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-6, max: 1e15 }), (number) => {
      expect(nearest(decimal(number.toFixed(40)))).toBe(Number(number.toFixed(40)))
    }),
  )
})
