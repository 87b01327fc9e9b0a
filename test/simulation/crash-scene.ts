/** One night with few pages, in which one chosen call to the outside goes wrong. */
import { randomOf } from '../../connectors/demo/prng.ts'
import { addDays, atLocalTime, toInstant } from '../../connectors/values/time.ts'
import { workspaceDb } from '../../db/client.ts'
import { canonical, exportAll } from '../../src/export.ts'
import { connectCrm } from '../../src/sync/connect.ts'
import type { Chaos } from './chaos.ts'
import { createCompany, dealFields } from './company.ts'
import { cycleOf, foundCompany, setGoals } from './company-row.ts'
import { openMemory } from './database.ts'
import {
  newProgram,
  openPlatform,
  options,
  type Running,
  type Surroundings,
  startEmbedded,
} from './machine.ts'
import type { Fate } from './program.ts'
import { createScheduler } from './scheduler.ts'
import { createTrace } from './trace.ts'
import { createHubspot, createSalesforce } from './vendor.ts'
import { WORKSPACE, type World } from './world.ts'

export const fates = ['crash before', 'crash after', 'reply lost', 'hang'] as const satisfies readonly Fate[]

export interface Scene {
  /** Calls of the disturbed night until it had begun anew. */
  readonly points: number
  /** What the call was that went wrong; null: none. */
  readonly struck: string | null
  /** All that the company's database says, without what is ours. */
  readonly result: string
  readonly running: number
}

const ZONE = 'Europe/Berlin'
const FIRST = '2026-06-10'
const MINUTE = 60_000
/** A program that is stuck is ended and begun anew. */
const PATIENCE_MS = 5 * MINUTE

/** `at`: the call of the second night that `fate` strikes, from 1; 0: none. */
export async function playScene(at: number, fate: Fate): Promise<Scene> {
  const begun = Date.parse(atLocalTime(FIRST, '12:00', ZONE))
  const scheduler = createScheduler(begun, randomOf('crash', 'order'))
  const calm: Chaos = { on: false, counts: {}, hit: () => false, note: () => undefined, rate: () => 0 }
  const founded = begun - 30 * 86_400_000
  const vendors = [createHubspot, createSalesforce].map((make, n) => {
    const random = randomOf('crash', n)
    const crm = createCompany({ name: `crm ${n}`, timeZone: ZONE, foundedMs: founded, deals: 5 }, random)
    return make({ crm, random, now: scheduler.now, lagMs: 0, pageRows: 3 })
  })
  const world: World = {
    ...{ seed: 'crash', timeZone: ZONE, scheduler, random: randomOf('crash', 'life'), chaos: calm, vendors },
    directory: await openMemory('directory'),
    workspace: await openMemory('workspace'),
    trace: createTrace(scheduler.now, 0),
    ...{
      clockOffset: 0,
      clockError: 0,
      lastBroken: 0,
      lastPaused: 0,
      upsets: 0,
      calls: 0,
      answers429: 0,
      violation: null,
    },
  }
  let counting = false
  let points = 0
  let struck: string | null = null
  const running: Running[] = []
  const around: Surroundings = {
    world,
    ...{ down: () => false, crowded: () => false, meddle: () => undefined, latencyMs: 20 },
    watcher: { sent: () => undefined, answered: () => undefined },
    written: async () => undefined,
    log: () => undefined,
    fate(name) {
      if (!counting) return 'none'
      points += 1
      if (points !== at) return 'none'
      struck = name
      if (fate === 'hang' && !name.startsWith('fetch'))
        scheduler.after(PATIENCE_MS, () => running.at(-1)?.program.crash())
      return fate
    },
  }

  const tick = (one: Running) => one.tick().catch(() => undefined)
  function start(): void {
    const one = startEmbedded(around, 2, `p${running.length}`)
    running.push(one)
    one.program.onCrash(() => scheduler.after(20_000, start))
    void tick(one)
  }
  async function night(day: string): Promise<void> {
    const begin = Date.parse(atLocalTime(day, '04:00', ZONE))
    for (let t = 0; t < 150; t += 10)
      scheduler.at(begin + t * MINUTE, () => {
        const one = running.at(-1)
        if (one?.program.alive === true) void tick(one)
      })
    await scheduler.runUntil(begin + 180 * MINUTE)
  }

  await foundCompany(world, toInstant(begun))
  const form = newProgram(around, 'form')
  const platform = { ...openPlatform(around, form), queue: { send: async () => undefined } }
  for (const { id, config } of vendors) {
    const input = { workspaceId: WORKSPACE, crm: id, label: id, config: config(), properties: [] }
    const work = connectCrm(platform, input, options)
    await scheduler.runUntilDone(work, 3_600_000)
    const connected = await work
    if (!connected.ok) throw new Error(`${id} cannot be connected: ${JSON.stringify(connected.failure)}`)
  }
  await setGoals(world, cycleOf(FIRST), toInstant(begun))
  start()
  await night(addDays(FIRST, 1))
  for (const vendor of vendors) {
    const [first, second, third] = [...vendor.crm.deals.keys()]
    const now = toInstant(scheduler.now())
    const random = randomOf('crash', vendor.id, 'edits')
    vendor.crm.updateDeal(first ?? '', { amount: '4711.00' }, now)
    vendor.crm.createDeal(dealFields(vendor.crm, random, FIRST), now)
    vendor.crm.deleteDeal(second ?? '', now)
    vendor.merge(first ?? '', third ?? '', now)
  }
  counting = true
  await night(addDays(FIRST, 2))
  counting = false
  const db = workspaceDb(world.workspace)
  const workspace = { id: WORKSPACE, name: 'Acme', timeZone: ZONE, currency: 'EUR', db }
  const result = JSON.stringify(canonical(await exportAll(workspace)).tables, null, 1)
  const open = await world.workspace.execute("SELECT id FROM run WHERE status <> 'complete'")
  world.directory.close()
  world.workspace.close()
  return { points, struck, result, running: open.rows.length }
}
