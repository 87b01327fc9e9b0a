import { expect, test } from 'vitest'
import { runNight } from '../../../src/sync/run-night.ts'
import fc from '../../support/properties.ts'
import { type PushedWorld, pushedWorld } from './pushed-world.ts'
import type { ToyDeal } from './toy.ts'
import { options } from './world.ts'

const NIGHT = '2026-03-04T03:40:00.000Z'
const ids = ['0001', '0002', '0003', '0004', '0007']

/** An edit in the CRM at a minute of the afternoon, and what becomes of its notice: lost, or delivered some times late. */
interface Edit {
  readonly id: string
  readonly minute: number
  readonly amount: number
  readonly stage: string
  readonly delays: readonly number[]
}
const edits: fc.Arbitrary<Edit> = fc.record({
  id: fc.constantFrom(...ids),
  minute: fc.integer({ min: 0, max: 600 }),
  amount: fc.integer({ min: 1, max: 9 }).map((n) => n * 100),
  stage: fc.constantFrom('open', 'won', 'not read yet'),
  delays: fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 3 }),
})

const noon = Date.parse('2026-03-03T11:00:00.000Z')
const atMinute = (minute: number) => new Date(noon + minute * 60_000).toISOString()

const fieldsOf = ({ amount, stage, minute }: Edit) => ({ amount, stage, changedAt: atMinute(minute) })

/** Plays the day in the order of its minutes: edits, deliveries, and turns of the message now and then. */
async function play(made: readonly Edit[], pushed: boolean): Promise<PushedWorld> {
  const played = await pushedWorld()
  const { world, one, edit, push, deliver } = played
  const steps = made.flatMap((each, n) => [
    { minute: each.minute, act: async () => edit(one, each.id, fieldsOf(each)) },
    ...(pushed ? each.delays : []).map((delay) => ({
      minute: each.minute + delay,
      act: () => push('one', [each.id], [`event ${n}`]),
    })),
  ])
  // What happens in one minute happens in the order it was written.
  for (const { minute, act } of steps.toSorted((a, b) => a.minute - b.minute)) {
    if (world.platform.now() < atMinute(minute)) world.set(atMinute(minute))
    await act()
    if (minute % 2 === 0) await deliver()
  }
  await deliver()
  expect(await world.rows('SELECT * FROM changed')).toEqual([])
  world.sent.length = 0
  one.requests.length = 0
  return played
}

const state = `SELECT d.external_id, v.status, v.stage_id, v.amount_minor, v.deleted, v.problem, v.owner_hash, d.version
  FROM deal d JOIN revision v ON v.seq = d.current_seq WHERE d.source = 'one' ORDER BY d.external_id`

/** Deals of which a notice came after their last edit: they need no night. */
function heardOf(made: readonly Edit[]): Set<string> {
  const last = new Map<string, number>()
  for (const { id, minute } of made.toSorted((a, b) => a.minute - b.minute)) last.set(id, minute)
  // Its repetitions are known by their key and say nothing new.
  const heard = made.filter(({ id, minute, delays }) => minute + Math.min(...delays) > (last.get(id) ?? 0))
  return new Set(heard.flatMap(({ id, delays }) => (delays.length > 0 ? [id] : [])))
}

/**
 * Planted and seen red: provisional values written as measurements; a push that moves the cursor of deals; a reread kept
 * under the time it was asked instead of the deal's own version; marks taken away without reading.
 */
test('whichever notices come, late, twice or never: the night ends in what the CRM says, and only it is official', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edits, { minLength: 1, maxLength: 8 }), async (made) => {
      const [quiet, loud] = [await play(made, false), await play(made, true)]
      expect(await loud.official()).toEqual(await quiet.official())
      const fresh = heardOf(made)
      const before = (await loud.world.rows(state)).map((row) => [row.external_id, row.amount_minor])
      expect(before.filter(([id]) => fresh.has(String(id)))).toEqual(
        [...loud.one.deals.values()].filter(({ id }) => fresh.has(id)).map(({ id, amount }) => [id, amount]),
      )
      for (const { world } of [quiet, loud]) {
        world.set(NIGHT)
        await runNight(world.platform, 'acme', { ...options, kind: 'night' })
      }
      const [told, known] = [await quiet.world.rows(state), await loud.world.rows(state)]
      expect(known).toEqual(told)
      expect(known.map((row) => [row.external_id, row.stage_id, row.amount_minor])).toEqual(
        [...loud.one.deals.values()].map(({ id, stage, amount }: ToyDeal) => [id, stage, amount]),
      )
      expect(await loud.official()).toEqual(await quiet.official())
    }),
    { numRuns: 10, endOnFailure: true },
  )
})
