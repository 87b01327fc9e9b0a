/**
 * A process that dies anywhere while it heals leaves nothing half done: the next one ends with the same mirror.
 *
 * Bugs planted to see it red: a step saved before what it found; a comparison that begins anew with every message.
 */
import { expect, test } from 'vitest'
import { addMs } from '../../../connectors/values/time.ts'
import { DAY_MS, imported, mirror, standing, sync, truth } from './compared-night.ts'
import { killer } from './killer.ts'
import { NIGHT, options, worldOn } from './world.ts'

/** A lost deal, a stale one and one too many; the process that compares is killed at call `at`. */
async function killedAt(at: number, reached: boolean) {
  const { world, crm } = await imported(7)
  await world.workspace.batch([
    "DELETE FROM deal WHERE external_id = '0001'",
    `UPDATE revision SET stage_id = 'won', status = 'won'
      WHERE seq = (SELECT current_seq FROM deal WHERE external_id = '0002')`,
    `INSERT INTO deal (source, external_id, created_at, created_day, version, read_at, current_seq)
      SELECT source, 'x004', created_at, created_day, version, read_at, current_seq FROM deal WHERE external_id = '0004'`,
  ])
  const doom = killer(at, reached)
  const doomed = await worldOn(world, [crm], addMs(NIGHT, DAY_MS), doom.wrap)
  await sync(doomed, options, 'night').catch(() => undefined)
  return { crm, doom, next: await worldOn(world, [crm], doomed.platform.now()) }
}

/** Killing at every call takes minutes; each of these is another place of the night. */
const STRIDE = 3

test('killed anywhere while it heals, the night ends with the same mirror', async () => {
  const { doom } = await killedAt(Number.POSITIVE_INFINITY, false)
  expect(doom.calls()).toBeGreaterThan(60)
  for (let at = 1; at <= doom.calls(); at += STRIDE) {
    const { crm, next } = await killedAt(at, at % 2 === 0)
    expect(await sync(next, options, 'night'), `killed at ${at}`).toMatchObject({
      dead: [],
      runs: [{ status: 'complete' }],
    })
    expect(await mirror(next), `killed at ${at}`).toEqual(truth(crm))
    expect(await standing(next), `killed at ${at}`).toEqual([])
    expect(await next.rows('SELECT COUNT(*) AS n FROM rereading'), `killed at ${at}`).toEqual([{ n: 0 }])
    expect(await next.rows("SELECT COUNT(*) AS n FROM revision WHERE cause = 'removed'")).toEqual([{ n: 1 }])
  }
}, 180_000)
