/**
 * Bugs planted to see these red: the cursor moved in a batch of its own, before the page and after it; the run completed
 * although a stream was still walking.
 */

import { expect, test } from 'vitest'
import { canonical, exportAll } from '../../../src/export.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import fc from '../../support/properties.ts'
import { killer } from './killer.ts'
import { createToyCrm, type ToyCrm } from './toy.ts'
import { connectToy, createWorld, NIGHT, options, type World, worldOn } from './world.ts'

const manual = { ...options, kind: 'manual' as const, leaseMs: 1000 }

async function dump({ platform }: World): Promise<unknown> {
  const { tables } = canonical(await exportAll(await platform.open('acme')))
  const { source, pipeline, stage, deal, revision, skipped } = tables
  const noRun = (rows: typeof source) => rows?.map(({ listedBy: _, ...row }) => row)
  return { source: noRun(source), pipeline: noRun(pipeline), stage: noRun(stage), deal, revision, skipped }
}

/** An import, then two edits and a night: what a company's first day is made of. */
async function live(world: World, crm: ToyCrm): Promise<void> {
  await runNight(world.platform, 'acme', manual)
  edit(crm)
  await runNight(world.platform, 'acme', { ...options, kind: 'night', leaseMs: 1000 })
}

function edit(crm: ToyCrm): void {
  for (const id of ['0002', '0004']) {
    const deal = crm.deals.get(id)
    if (deal !== undefined)
      crm.deals.set(id, { ...deal, stage: 'won', amount: 99, changedAt: '2026-03-03T03:30:00.000Z' })
  }
}

async function calm() {
  const crm = createToyCrm('toy.test', 7)
  const world = await createWorld([crm])
  await connectToy(world, crm)
  const counter = killer(Number.POSITIVE_INFINITY, false)
  await live(await worldOn(world, [crm], NIGHT, counter.wrap), crm)
  return { dump: await dump(world), calls: counter.calls() }
}

test('killed at any call, before or after it took effect, an import resumes to the same mirror', async () => {
  const undisturbed = await calm()
  expect(undisturbed.calls).toBeGreaterThan(40)
  for (let at = 1; at <= undisturbed.calls; at += 1) {
    const crm = createToyCrm('toy.test', 7)
    const world = await createWorld([crm])
    await connectToy(world, crm)
    const doomed = await worldOn(world, [crm], NIGHT, killer(at, at % 2 === 0).wrap)
    await live(doomed, crm).catch(() => undefined)
    const next = await worldOn(world, [crm], doomed.platform.now())
    await live(next, crm)
    expect(await dump(next), `killed at call ${at}`).toEqual(undisturbed.dump)
    const open = await world.rows("SELECT id FROM run WHERE status = 'running'")
    expect(open, `killed at call ${at}`).toEqual([])
  }
}, 240_000)

test('killed again and again, the same open run goes on and no page is committed twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 25 }), fc.boolean()), { maxLength: 8 }),
      async (kills) => {
        const crm = createToyCrm('toy.test', 7)
        const world = await createWorld([crm])
        await connectToy(world, crm)
        let now = NIGHT
        for (const [at, reached] of kills) {
          const doomed = await worldOn(world, [crm], now, killer(at, reached).wrap)
          await runNight(doomed.platform, 'acme', { ...manual, kind: 'night' }).catch(() => undefined)
          now = doomed.platform.now()
        }
        await runNight((await worldOn(world, [crm], now)).platform, 'acme', { ...manual, kind: 'night' })
        // Seven streams of one page each and three pages of deals, each counted by the batch that wrote it.
        expect(
          await world.rows(
            "SELECT COUNT(*) AS runs, SUM(pages) AS pages, SUM(records) AS records FROM run WHERE kind = 'night'",
          ),
        ).toEqual([{ runs: 1, pages: 10, records: 14 }])
        expect(await world.rows('SELECT COUNT(*) AS n FROM revision')).toEqual([{ n: 7 }])
      },
    ),
    { numRuns: 15 },
  )
})
