import { expect, test } from 'vitest'
import { type Part, rollup } from '../../../src/okr/rollup.ts'
import { statuses } from '../../../src/okr/types.ts'
import fc from '../../support/properties.ts'

const part = (progress: number | null, status: Part['status'], weight = 1): Part => ({
  progress,
  status,
  weight,
})

test('progress is the weighted mean of clamped progress over those with data', () => {
  const examples: [Part[], number | null][] = [
    [[part(1.4, 'achieved'), part(0.5, 'on_track')], 0.75],
    [[part(-0.3, 'at_risk'), part(0.5, 'on_track')], 0.25],
    [[part(0.8, 'on_track', 3), part(0.4, 'behind', 1)], 0.7],
    [[part(0.8, 'on_track'), part(null, 'no_data', 9)], 0.8],
    [[part(0.8, 'on_track', 0)], null],
    [[], null],
  ]
  for (const [parts, expected] of examples) {
    expect(rollup(parts).progress ?? -1).toBeCloseTo(expected ?? -1, 12)
  }
})

test('status is the worst rated one and never praises while a key result is unrated', () => {
  const examples: [Part['status'][], Part['status'], number][] = [
    [['on_track', 'at_risk', 'behind'], 'at_risk', 3],
    [['on_track', 'stale', 'behind'], 'behind', 2],
    [['on_track', 'achieved'], 'on_track', 2],
    [['achieved', 'achieved'], 'achieved', 2],
    [['on_track', 'no_data'], 'incomplete', 1],
    [['achieved', 'broken'], 'incomplete', 1],
    [['no_data', 'broken'], 'broken', 0],
    [['stale'], 'stale', 0],
    [[], 'no_data', 0],
  ]
  for (const [found, status, rated] of examples) {
    expect(rollup(found.map((one) => part(0.5, one)))).toMatchObject({ status, rated })
  }
})

const anyPart = fc.record({
  progress: fc.option(fc.double({ min: -10, max: 10, noNaN: true })),
  status: fc.constantFrom(...statuses),
  weight: fc.double({ min: 0, max: 1e6, noNaN: true }),
})

// Planted and seen red: a mean of unclamped parts; weights of parts without data counted; the best rating taken; praise
// while one is unrated (the last two by the table above).
test('a roll-up stays within 0 and 1, between its parts, and does not depend on their order', () => {
  fc.assert(
    fc.property(fc.array(anyPart, { maxLength: 8 }), (parts) => {
      const { progress, status, rated } = rollup(parts)
      const backwards = rollup(parts.toReversed())
      expect(backwards).toMatchObject({ status, rated })
      expect(Math.abs((backwards.progress ?? 0) - (progress ?? 0))).toBeLessThan(1e-9)
      const known = parts.flatMap((one) => (one.progress === null || one.weight === 0 ? [] : [one.progress]))
      const clamped = known.map((one) => Math.min(1, Math.max(0, one)))
      expect(progress === null).toBe(known.length === 0)
      expect(progress ?? 0).toBeGreaterThanOrEqual(
        Math.min(1, ...clamped) * (progress === null ? 0 : 1) - 1e-9,
      )
      expect(progress ?? 0).toBeLessThanOrEqual(Math.max(0, ...clamped) + 1e-9)
      expect(progress ?? 0).toBeLessThanOrEqual(1)
      // What lies beyond 0 or 1 counts as 0 or 1.
      const inside = (value: number) => Math.min(1, Math.max(0, value))
      const bars = parts.map((one) => ({
        ...one,
        progress: one.progress === null ? null : inside(one.progress),
      }))
      expect(rollup(bars)).toEqual(rollup(parts))
    }),
  )
})
