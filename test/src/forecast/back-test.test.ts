import { expect, test } from 'vitest'
import { backTest, passedOf, scores, widening } from '../../../src/forecast/back-test.ts'
import type { Life, Range, Step } from '../../../src/forecast/lives.ts'
import { outlook } from '../../../src/forecast/outlook.ts'
import { snapshots, stepAt } from '../../../src/forecast/snapshots.ts'
import fc from '../../support/properties.ts'
import { cellOf, type shot } from './snapshot.ts'

const LENGTH = 30
const cycles: Range[] = [0, 1, 2, 3, 4, 5].map((n) => ({ from: n * LENGTH, to: (n + 1) * LENGTH }))
const forever = Number.POSITIVE_INFINITY
const step = (
  from: number,
  to: number,
  status: Step['status'],
  closes: number | null,
  amount = 100,
): Step => ({
  ...{ from, to, status, closes, amount },
  stage: status === 'open' ? 'offer' : status,
})

test('a snapshot counts what was won, what was open and became won, and what came later', () => {
  const lives: Life[] = [
    { id: 1, created: 2, steps: [step(2, 8, 'open', 20), step(8, forever, 'won', 8)] },
    { id: 2, created: 2, steps: [step(2, 25, 'open', 20), step(25, forever, 'won', 25, 300)] },
    { id: 3, created: 2, steps: [step(2, 28, 'open', 20), step(28, forever, 'lost', 28)] },
    // Created after the day, and won in the cycle.
    { id: 4, created: 20, steps: [step(20, 22, 'open', 25), step(22, forever, 'won', 22, 50)] },
    // Won on paper in the cycle, entered after its end.
    { id: 5, created: 3, steps: [step(3, 40, 'open', 20), step(40, forever, 'won', 29)] },
    // Nobody knows how it stood: it teaches nothing.
    { id: 6, created: 3, steps: [step(24, forever, 'won', 24, 900)] },
  ]
  const [[seen]] = snapshots(lives, [cycles[0] as Range], [14], 'money') as [[ReturnType<typeof shot>]]
  expect(seen).toMatchObject({ wonSoFar: 100, later: 50, final: 100 + 300 + 50 + 900 })
  // Deals 2, 3 and 5, 12 to 13 days old on day 15.
  expect([...seen.cells.values()]).toEqual([
    cellOf('offer', 0, { open: 3, won: 1, sum: 300, squares: 30_000 }),
  ])
})

test('a day in no step is one on which the deal did not count', () => {
  const life: Life = { id: 1, created: 0, steps: [step(0, 5, 'open', null), step(8, forever, 'won', 8)] }
  expect([-1, 0, 4, 5, 7, 8, 99].map((day) => stepAt(life, day)?.status)).toEqual([
    undefined,
    'open',
    'open',
    undefined,
    undefined,
    'won',
    'won',
  ])
})

test('errors are means of distances, and the interval is judged by how often it held', () => {
  const model = (point: number) => ({
    point,
    low: point - 10,
    high: point + 10,
    fromOpen: 0,
    fromLater: 0,
    deviation: 10,
  })
  const trial = (point: number, line: number, final: number) => ({
    ...{ cycle: 2, daysLeft: 10, passed: 0.5, final },
    ...{ model: model(point), line: { point: line, low: null, high: null } },
  })
  const trials = [trial(105, 150, 100), trial(80, 120, 100), trial(100, 60, 100), trial(100, 100, 100)]
  expect(scores(trials)).toEqual({
    model: { trials: 4, error: 6.25, inside: 0.75, bias: -3.75 },
    line: { trials: 4, error: 27.5, inside: null, bias: 7.5 },
  })
  // Four trials that were right are assumed: (4 + 0.25 + 4 + 0 + 0) / 8.
  expect(widening(trials)).toBeCloseTo(1.03125, 12)
  expect(widening([])).toBe(1)
})

test('after ten of thirty days a third has passed, and never nothing', () => {
  expect(passedOf({ from: 0, to: 30 }, 20)).toBeCloseTo(1 / 3, 12)
  expect(passedOf({ from: 0, to: 30 }, 99)).toBeCloseTo(1 / 30, 12)
})

/** A deal's life as a company lives it: some stages, then won, lost or still open. */
const life = fc
  .record({
    created: fc.integer({ min: 0, max: LENGTH * 6 - 1 }),
    moves: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 4 }),
    end: fc.constantFrom('won', 'lost', 'open'),
    amount: fc.integer({ min: 1, max: 1000 }),
  })
  .map(({ created, moves, end, amount }, id = 0): Life => {
    const steps: Step[] = []
    let day = created
    moves.forEach((days, i) => {
      const last = end === 'open' && i === moves.length - 1
      const to = last ? forever : day + days
      steps.push({ from: day, to, status: 'open', stage: `stage ${i}`, amount, closes: day + 20 })
      day = to
    })
    if (end !== 'open')
      steps.push({ from: day, to: forever, status: end as 'won', stage: end, amount, closes: day })
    return { id, created, steps }
  })
const company = fc
  .array(life, { minLength: 20, maxLength: 60 })
  .map((list) => list.map((one, id) => ({ ...one, id })))

/** What was known at the end of a day. */
function knownBy(lives: readonly Life[], day: number): Life[] {
  return lives.flatMap((one) => {
    if (one.created > day) return []
    const steps = one.steps.filter(({ from }) => from <= day)
    const last = steps.at(-1)
    if (last === undefined) return []
    return [{ ...one, steps: [...steps.slice(0, -1), last.to > day ? { ...last, to: forever } : last] }]
  })
}

// Planted and seen red: the outcome of the cycle itself among what is learned from; a day too many in `stepAt`.
test('a past forecast uses only what was known by then: another future changes nothing', () => {
  fc.assert(
    fc.property(
      company,
      company,
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 1, max: 28 }),
      (lives, others, cycle, daysLeft) => {
        const origin = cycle * LENGTH + LENGTH - 1 - daysLeft
        const past = knownBy(lives, origin)
        // Everything that is not over by then happens otherwise: other deals appear, and the open ones all end differently.
        const appeared = others
          .filter(({ created }) => created > origin)
          .map((one) => ({ ...one, id: one.id + 1000 }))
        const otherwise = past.map((one) => {
          const last = one.steps.at(-1) as Step
          if (last.to !== forever) return one
          const turned: Step = {
            ...last,
            from: origin + 1,
            to: forever,
            status: 'won',
            closes: origin + 1,
            amount: 7,
          }
          return { ...one, steps: [...one.steps.slice(0, -1), { ...last, to: origin + 1 }, turned] }
        })
        const upTo = cycles.slice(0, cycle + 1)
        const at = (known: readonly Life[]) =>
          backTest(snapshots(known, upTo, [daysLeft], 'money'), upTo)
            .filter((trial) => trial.cycle === cycle)
            .map(({ model, line }) => ({ model, line }))
        const really = at(lives)
        expect(really).toHaveLength(1)
        expect(at(past)).toEqual(really)
        expect(at([...otherwise, ...appeared])).toEqual(really)
      },
    ),
  )
})

test('the forecast of today is the one that the back-test would have made of it', () => {
  fc.assert(
    fc.property(company, fc.integer({ min: 1, max: 28 }), (lives, daysLeft) => {
      const origin = 5 * LENGTH + LENGTH - 1 - daysLeft
      const day = new Date(origin * 86_400_000).toISOString().slice(0, 10)
      const today = outlook({
        lives: knownBy(lives, origin),
        cycle: cycles[5] as Range,
        past: cycles.slice(0, 5),
        measure: 'money',
        day,
      })
      const [trial] = backTest(snapshots(lives, cycles, [daysLeft], 'money'), cycles).filter(
        (one) => one.cycle === 5,
      )
      expect(today.line.point).toBeCloseTo(trial?.line.point ?? 0, 6)
      expect(today.model?.point ?? 0).toBeCloseTo(trial?.model?.point ?? 0, 6)
      expect(today.model?.low ?? 0).toBeCloseTo(trial?.model?.low ?? 0, 6)
    }),
  )
})

test('with three earlier cycles there is only the straight line, and it comes first', () => {
  const lives: Life[] = [
    { id: 1, created: 80, steps: [step(80, 100, 'open', 110), step(100, forever, 'won', 100)] },
  ]
  const answer = outlook({
    lives,
    cycle: cycles[3] as Range,
    past: cycles.slice(0, 3),
    measure: 'count',
    day: '1970-04-26',
  })
  expect(answer).toMatchObject({ model: null, tested: null, first: 'line', history: 3, wonSoFar: 1 })
})
