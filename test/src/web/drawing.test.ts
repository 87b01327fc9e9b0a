// Planted and seen red: the domain without its pad (a flat line on the edge), `share` without the clamp, the baseline
// left out of the domain, the band's scale without the value.

import { expect, test } from 'vitest'
import { addDays } from '../../../connectors/values/time.ts'
import { bandScale } from '../../../src/web/band.ts'
import { scales } from '../../../src/web/chart-scale.ts'
import { level, share } from '../../../src/web/level.ts'
import { monthStarts, placeOf } from '../../../src/web/ruler.ts'
import { pageContext, text } from '../../support/page-context.ts'
import fc from '../../support/properties.ts'
import { cycle, detail, keyResult, today } from '../../support/views.ts'

const amount = fc.double({ min: -1e12, max: 1e12, noNaN: true })
const maybe = fc.option(amount, { nil: null })
const frame = { width: 360, height: 270, left: 50, right: 10, top: 20, bottom: 30 }

test('whatever the numbers are, every one of them lies inside the chart', () => {
  fc.assert(
    fc.property(
      fc.array(maybe, { maxLength: 60 }),
      maybe,
      maybe,
      maybe,
      (values, baseline, target, lower) => {
        const history = values.map((value, i) => ({
          ...{ day: addDays(cycle.startsOn, i), value, progress: null, complete: true },
        }))
        const view = detail({ keyResult: keyResult({ baseline, target, lower }), history, pace: [] })
        const { x, y, plot } = scales(view, frame)
        const numbers = [...values, baseline, target, lower].filter((one) => one !== null)
        for (const value of numbers) {
          expect(y(value)).toBeLessThanOrEqual(plot.y0 + 1e-6)
          expect(y(value)).toBeGreaterThanOrEqual(plot.y1 - 1e-6)
        }
        for (const { day } of history) {
          expect(x(day)).toBeGreaterThan(plot.x0)
          expect(x(day)).toBeLessThan(plot.x1)
        }
      },
    ),
  )
})

test('a flat line lies inside the chart and not on its edge', () => {
  const history = [{ day: cycle.startsOn, value: 100, progress: null, complete: true }]
  const view = detail({ keyResult: keyResult({ baseline: null, target: null }), history, pace: [] })
  const { y, plot } = scales(view, frame)
  expect(y.domain()[0]).toBeLessThan(100)
  expect(y.domain()[1]).toBeGreaterThan(100)
  expect(y(100)).toBeGreaterThan(plot.y1)
})

test('a bar never leaves its track, however far the progress is off', async () => {
  const ctx = pageContext()
  await fc.assert(
    fc.asyncProperty(
      fc.option(fc.double({ min: -50, max: 50, noNaN: true }), { nil: null }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom('on_track', 'behind', 'at_risk', 'missed', 'stale'),
      async (progress, expected, status) => {
        const html = await text(level({ progress, expected, status }, ctx))
        const lengths = [...html.matchAll(/(?:width|x|x1)="(-?[\d.]+)%"/g)].map((m) => Number(m[1]))
        expect(lengths.every((n) => n >= 0 && n <= 100)).toBe(true)
        expect(html).not.toMatch(/NaN|Infinity/)
      },
    ),
    { numRuns: 60 },
  )
})

test('a share is a length between nothing and all', () => {
  expect([-0.08, 0, 0.5, 1, 1.12].map(share)).toEqual(['0.00%', '0.00%', '50.00%', '100.00%', '100.00%'])
})

test('the scale of a band holds its bounds and the value, in their order', () => {
  fc.assert(
    fc.property(amount, fc.option(amount, { nil: null }), maybe, (lower, upper, value) => {
      const at = bandScale(lower, upper, value)
      for (const n of [lower, upper, value].filter((one) => one !== null)) {
        expect(at(n)).toBeGreaterThanOrEqual(0)
        expect(at(n)).toBeLessThanOrEqual(1)
      }
    }),
  )
})

test('months begin on their first day, also in a cycle that begins in the middle of one', () => {
  expect(monthStarts(cycle)).toEqual(['2026-10-01', '2026-11-01', '2026-12-01'])
  expect(monthStarts({ ...cycle, startsOn: '2026-10-15' })).toEqual(['2026-11-01', '2026-12-01'])
  expect(placeOf(cycle, today)).toBeCloseTo(54 / 92)
})
