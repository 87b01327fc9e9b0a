/** The share of the simulation that every test run does. The whole of it: `npm run simulate`. */
import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { bugs } from './bugs.ts'
import { crashMatrix } from './crash.ts'
import { hunt } from './hunt.ts'
import { live } from './life.ts'
import { runNights } from './nights.ts'
import { misplaced } from './plant.ts'
import { seeded } from './seeded.ts'

const workers = Math.min(2, availableParallelism())
/** Nothing here says how fast it is: a machine that does other work too needs long. Only what hangs is to be ended. */
const HANGS_MS = 1_800_000
/** Another share each day; the whole is done in a week or two. */
const turn = Math.floor(Date.now() / 86_400_000)

test(
  'two thousand nights hold all twelve invariants',
  async () => {
    const report = await runNights(2_000, 'ci', workers)
    expect(report.violations).toEqual([])
    expect(report.nights).toBeGreaterThanOrEqual(2_000)
  },
  HANGS_MS,
)

test('one seed lives the same life twice', async () => {
  for (const seed of ['twice-1', 'twice-2', 'twice-3']) {
    const [first, second] = [await seeded(seed, () => live(seed)), await seeded(seed, () => live(seed))]
    expect(second).toEqual(first)
    const other = await seeded(`${seed}!`, () => live(`${seed}!`))
    expect(other.hash).not.toBe(first.hash)
  }
}, 60_000)

test('each planted bug has its place in the program, exactly once', () => {
  expect(bugs.flatMap(misplaced)).toEqual([])
  expect(new Set(bugs.map(({ name }) => name)).size).toBe(bugs.length)
  expect(bugs.length).toBeGreaterThanOrEqual(30)
})

test(
  'five planted bugs, others each day, are found',
  async () => {
    const names = Array.from({ length: 5 }, (_, n) => bugs[(turn * 5 + n) % bugs.length]?.name ?? '')
    const found = await hunt(names, 'nights', 10_000, workers, () => undefined)
    expect(found.filter(({ hit }) => hit === null)).toEqual([])
    expect(found.flatMap(({ unsound }) => unsound)).toEqual([])
  },
  HANGS_MS,
)

test(
  'a night that is struck at any call ends as if it had not been',
  async () => {
    const report = await crashMatrix(workers, 16, turn % 16)
    expect(report.wrong).toEqual([])
    expect(report.points).toBeGreaterThan(200)
    expect(report.scenes).toBeGreaterThanOrEqual(4 * Math.floor(report.points / 16))
  },
  HANGS_MS,
)
