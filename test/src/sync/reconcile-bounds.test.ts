/** A message stays within its share of an invocation, however much differs. */
import { expect, test } from 'vitest'
import type { Client } from '../../../db/client.ts'
import { openCrm } from '../../../src/sync/crm.ts'
import { openRun } from '../../../src/sync/night.ts'
import { reconcile } from '../../../src/sync/reconcile.ts'
import { loadConnection, loadRun } from '../../../src/sync/views.ts'
import { imported, lying, mirror, truth } from './compared-night.ts'
import { NIGHT, worldOn } from './world.ts'

/** Counts the round trips to a database. */
function counted(made: { trips: number }) {
  return (inner: Client): Client =>
    new Proxy(inner, {
      get(target, key) {
        const value = Reflect.get(target, key)
        if (typeof value !== 'function') return value
        const method = value.bind(target)
        if (key !== 'execute' && key !== 'batch') return method
        return (...args: unknown[]) => {
          made.trips += 1
          return method(...args)
        }
      },
    })
}

test('two hundred deals that the mirror has lost, listed ten at a time, are healed in messages of at most 36 requests', async () => {
  const { world: first, crm: toy } = await imported(200)
  await first.workspace.execute('DELETE FROM deal')
  const made = { trips: 0 }
  const world = await worldOn(first, [toy], first.platform.now(), { client: counted(made) })
  // Each question costs as many calls as the dearest CRM needs for it.
  const dear = lying((recheck) => ({
    async totals(pull, by, pipelines) {
      for (let call = 1; call < (by === 'status' ? 3 : 12); call += 1)
        await recheck.totals(pull, by, pipelines)
      return recheck.totals(pull, by, pipelines)
    },
    async ids(pull, slice, after) {
      const { ids } = await recheck.ids(pull, slice, after)
      return { ids: ids.slice(0, 10), after: ids.length > 10 ? (ids[9] ?? null) : null }
    },
  }))
  const workspace = await world.platform.open('acme')
  await openRun(workspace.db, {
    runId: 'by-hand',
    source: 'toy',
    day: '2026-03-03',
    kind: 'manual',
    now: NIGHT,
  })
  const connection = await loadConnection(world.platform.directory, 'acme', 'toy')
  const run = await loadRun(workspace.db, 'toy', 'by-hand')
  if (connection === null || run === null) throw new Error('no run')
  let messages = 0
  for (let kind = 'again'; kind !== 'done'; messages += 1) {
    const crm = await openCrm(world.platform, connection, dear)
    made.trips = 0
    const answer = await reconcile({ platform: world.platform, workspace, run, crm })
    kind = answer.kind
    expect(crm.calls() + made.trips).toBeLessThanOrEqual(36)
    if (answer.kind === 'again')
      world.set(new Date(Date.parse(world.platform.now()) + answer.delayMs).toISOString())
  }
  expect(messages).toBeLessThan(60)
  expect(await mirror(world)).toEqual(truth(toy))
}, 60_000)
