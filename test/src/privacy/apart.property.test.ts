/**
 * The guard against somebody who adds and subtracts at will, worked out in another way: unknown is what each person has in each
 * region, an answer is a row of a system over them, and somebody is given away where leaving the columns of few people out
 * costs the system rank. Whole numbers without bound, every group of people. Planted and seen red: groups of one region only; only
 * regions of one selection; not all large regions taken away.
 */
import { expect, test } from 'vitest'
import { admit } from '../../../src/privacy/admit.ts'
import { tooFewApart } from '../../../src/privacy/apart.ts'
import type { Region } from '../../../src/privacy/types.ts'
import fc from '../../support/properties.ts'

const PEOPLE = 7
const worlds = fc.record({
  minimum: fc.integer({ min: 2, max: 4 }),
  selections: fc.integer({ min: 1, max: 5 }),
  regions: fc.array(
    fc.tuple(fc.integer({ min: 1, max: 31 }), fc.uniqueArray(fc.nat(PEOPLE - 1), { minLength: 1 })),
    { minLength: 1, maxLength: 9 },
  ),
})

interface World {
  readonly minimum: number
  readonly selections: number
  readonly regions: readonly (readonly [number, readonly number[]])[]
}

function regionsOf({ selections, regions }: World): Region[] {
  const mask = 2 ** selections - 1
  const people = new Map<number, Set<string>>()
  for (const [bits, owners] of regions) {
    const inside = bits & mask
    for (const owner of owners) people.set(inside, (people.get(inside) ?? new Set()).add(`p${owner}`))
  }
  return [...people].map(([bits, owners]) => ({
    inside: Array.from({ length: selections }, (_, n) => (bits >> n) % 2 === 1),
    people: new Map([['crm', owners]]),
  }))
}

/** By fractions kept as whole numbers: row times pivot, less pivot row times entry. */
function rank(matrix: readonly (readonly bigint[])[]): number {
  let rows = matrix.map((row) => [...row])
  let found = 0
  for (let column = 0; column < (matrix[0]?.length ?? 0); column++) {
    const pivot = rows.find((row) => row[column] !== 0n)
    if (pivot === undefined) continue
    found += 1
    rows = rows
      .filter((row) => row !== pivot)
      .map((row) =>
        row.map((entry, n) => entry * (pivot[column] ?? 0n) - (pivot[n] ?? 0n) * (row[column] ?? 0n)),
      )
  }
  return found
}

/** Every group of fewer people than the minimum. */
function groups(minimum: number): Set<string>[] {
  return Array.from(
    { length: 2 ** PEOPLE },
    (_, bits) =>
      new Set(
        Array.from({ length: PEOPLE }, (_, n) => n)
          .filter((n) => (bits >> n) % 2 === 1)
          .map((n) => `p${n}`),
      ),
  ).filter(({ size }) => size > 0 && size < minimum)
}

function isGivenAway(regions: readonly Region[], selections: number, minimum: number): boolean {
  const unknown = regions.flatMap((region) =>
    [...(region.people.get('crm') ?? [])].map((who) => ({ region, who })),
  )
  const system = (some: typeof unknown) =>
    Array.from({ length: selections }, (_, n) =>
      some.map(({ region }) => (region.inside[n] === true ? 1n : 0n)),
    )
  const whole = rank(system(unknown))
  return groups(minimum).some((group) => rank(system(unknown.filter(({ who }) => !group.has(who)))) < whole)
}

test('answers that fit together give away nothing of few people, whatever is added and subtracted', () => {
  const seen = { safe: 0, unsafe: 0 }
  fc.assert(
    fc.property(worlds, (world) => {
      const regions = regionsOf(world)
      const found = tooFewApart(regions, world.selections, world.minimum)
      expect(found !== null).toBe(isGivenAway(regions, world.selections, world.minimum))
      if (found !== null) expect(found.people).toBeLessThan(world.minimum)
      seen[found === null ? 'safe' : 'unsafe'] += 1
    }),
    { numRuns: 2_000 },
  )
  console.log(`${seen.safe} sets of answers that give nobody away, ${seen.unsafe} that do`)
  expect(Math.min(seen.safe, seen.unsafe)).toBeGreaterThan(200)
})

test('in the order they came, each selection that fits is let in, and no other', () => {
  let turnedAway = 0
  fc.assert(
    fc.property(worlds, ({ regions: drawn, selections, minimum }) => {
      // The first is the company's total: it holds everything, and everybody knows it.
      const regions = regionsOf({
        regions: drawn.map(([bits, owners]) => [bits | 1, owners]),
        selections,
        minimum,
      })
      const { admitted, refused } = admit(regions, selections, minimum)
      const told: number[] = [0]
      for (let n = 1; n < selections; n++) {
        const chosen = [...told, n]
        const reduced = regions.map(({ inside, people }) => ({
          inside: chosen.map((m) => inside[m] === true),
          people,
        }))
        if (!isGivenAway(reduced, chosen.length, minimum)) told.push(n)
      }
      expect(admitted).toEqual(told)
      expect([...admitted, ...refused.keys()].sort()).toEqual(Array.from({ length: selections }, (_, n) => n))
      turnedAway += refused.size
    }),
    { numRuns: 1_000 },
  )
  expect(turnedAway).toBeGreaterThan(200)
})
