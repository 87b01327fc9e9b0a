/**
 * What metrics make together, worked out on paper: decimal text digit by digit, as one divides by hand. Imports only types of
 * ours. The terms come from the oracle of the metrics.
 */
import type { Composite } from '../../src/metrics/composite/types.ts'
import type { MetricId, Reason, Unit } from '../../src/metrics/types.ts'
import type { Expected } from './metrics.ts'

export interface Whole {
  readonly value: number | null
  readonly complete: boolean
  readonly skipped: number
  readonly sampleSize: number
  readonly reason: Reason | undefined
}

/** A number as whole parts of a whole number of them. */
type Share = readonly [parts: bigint, of: bigint]

/** Days of a median come in halves; a velocity is told rounded; everything else is what its two sums say. */
function shareOf(
  metric: MetricId,
  params: unknown,
  { value, numerator, denominator }: Expected,
): Share | null {
  if (value === null) return null
  if ((params as { statistic?: string } | undefined)?.statistic === 'median') return [BigInt(value * 2), 2n]
  if (denominator === null || metric === 'sales_velocity') return [BigInt(value), 1n]
  return [BigInt(numerator ?? 0), BigInt(denominator)]
}

function weightOf(weight: number | string | undefined): Share {
  const [whole = '', behind = ''] = String(weight ?? 1).split('.')
  return [BigInt(whole + behind), BigInt(`1${'0'.repeat(behind.length)}`)]
}

const sizeOf = (n: bigint) => (n < 0n ? -n : n)

/** Long division to 60 digits behind the point: more than a number tells apart, and the text says the nearest one. */
function written([parts, of]: Share): number {
  const negative = parts < 0n !== of < 0n
  let [rest, text] = [sizeOf(parts), '']
  const divisor = sizeOf(of)
  for (let digit = 0; digit <= 60; digit += 1) {
    text += `${rest / divisor}${digit === 0 ? '.' : ''}`
    rest = (rest % divisor) * 10n
  }
  return Number(`${negative ? '-' : ''}${text}`) + 0
}

/** To the nearest whole one, from the middle to the even one. */
function wholeOf([parts, of]: Share): number {
  const [size, divisor] = [sizeOf(parts), sizeOf(of)]
  const below = size / divisor
  const [toBelow, toAbove] = [size - below * divisor, (below + 1n) * divisor - size]
  const nearest = toBelow < toAbove || (toBelow === toAbove && below % 2n === 0n) ? below : below + 1n
  return Number(parts < 0n !== of < 0n ? -nearest : nearest) + 0
}

export function together({ operation, terms }: Composite, unit: Unit, of: readonly Expected[]): Whole {
  const rest = {
    skipped: of.reduce((sum, { skipped }) => sum + skipped, 0),
    sampleSize: of.reduce((sum, { sampleSize }) => sum + sampleSize, 0),
  }
  const shares = terms.map(({ metric, params }, n) => shareOf(metric, params, of[n] as Expected))
  const first = shares.indexOf(null)
  if (first >= 0) {
    const why = of[first]?.reason
    return { ...rest, value: null, complete: false, reason: why === 'target_reached' ? 'term_missing' : why }
  }
  const known = shares as Share[]
  const [[a, b], [c, d]] = known as unknown as readonly [Share, Share]
  let result: Share
  if (operation === 'ratio') {
    if (c === 0n) return { ...rest, value: null, complete: false, reason: 'denominator_zero' }
    result = [a * d, b * c]
  } else {
    const weights = terms.map(({ weight }, n) =>
      operation === 'weighted' ? weightOf(weight) : weightOf(operation === 'difference' && n === 1 ? -1 : 1),
    )
    // Over the product of everything below.
    const below = [...known, ...weights].reduce((product, [, part]) => product * part, 1n)
    const above = known.reduce((sum, [parts, by], n) => {
      const [weight, scale] = weights[n] as Share
      return sum + parts * weight * (below / (by * scale))
    }, 0n)
    result = [above, below]
  }
  const gap = of.find(({ complete }) => !complete)
  const value = unit === 'money' ? wholeOf(result) : written(result)
  return { ...rest, value, complete: gap === undefined, reason: gap?.reason }
}
