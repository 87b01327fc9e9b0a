/** Whole numbers divided without a float between. Pure. */
import { divideHalfEven } from '../../connectors/values/money.ts'

/** Product of `above` over product of `below`, half-even to a whole number. `below` is not 0. */
export function quotient(above: readonly number[], below: readonly number[]): number {
  const product = (factors: readonly number[]) =>
    factors.reduce((result, factor) => result * BigInt(factor), 1n)
  const [numerator, denominator] = [product(above), product(below)]
  return Number(
    denominator < 0n ? divideHalfEven(-numerator, -denominator) : divideHalfEven(numerator, denominator),
  )
}
