/** One seed from its first import to its last calm night. */
import { hashOf } from '../../connectors/demo/prng.ts'
import { addDays, atLocalTime, toInstant } from '../../connectors/values/time.ts'
import { connectCrm } from '../../src/sync/connect.ts'
import { type Checks, createChecks } from './checks.ts'
import { cycleOf, foundCompany, setGoals } from './company-row.ts'
import { type Crew, createCrew } from './crew.ts'
import { editOnce } from './edits.ts'
import { checkDays, checkFresh, checkNoon } from './ends.ts'
import type { Favour } from './favour.ts'
import { checkValues, type MeasuredKeyResult } from './invariants/values.ts'
import { type Counts, count, type Violation } from './kinds.ts'
import { newProgram, openPlatform, options, type Surroundings } from './machine.ts'
import { dayIn } from './oracle.ts'
import { type Plan, planOf } from './plan.ts'
import { pushChanges } from './pushes.ts'
import { createEdgeQueue, type EdgeQueue } from './queue.ts'
import { recount } from './recount.ts'
import { noonOf, openWorld } from './setting.ts'
import { checkVanished, scheduleVanishing } from './vanish.ts'
import type { Vendor } from './vendor.ts'
import { createWeather, type Weather } from './weather.ts'
import { violated, WORKSPACE, type World } from './world.ts'

export interface LifeResult {
  readonly seed: string
  readonly nights: number
  /** Nights begun: the last one is that of the violation. */
  readonly lived: number
  readonly faults: Counts
  readonly edits: Counts
  readonly calls: number
  readonly answers429: number
  readonly events: number
  readonly violation: Violation | null
  /** Of the whole trace and of the databases at the end. */
  readonly hash: string
  readonly lines: readonly string[]
}

interface Life {
  readonly plan: Plan
  readonly world: World
  readonly around: Surroundings
  readonly checks: Checks
  readonly weather: Weather
  readonly crew: Crew
  readonly queue: EdgeQueue | null
  readonly keyResults: readonly MeasuredKeyResult[]
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export async function live(seed: string, keep = 0, favour: Favour = {}): Promise<LifeResult> {
  const plan = { ...planOf(seed), ...favour.plan }
  const world = await openWorld(plan, keep, favour)
  const edits: Counts = {}
  const life = await begin(plan, world, edits, favour)
  let lived = 0
  for (let n = 0; n < plan.nights && world.violation === null; n += 1) {
    lived = n + 1
    const begins = Date.parse(atLocalTime(addDays(plan.firstDay, n + 1), '04:00', plan.timeZone))
    if (plan.vanishing) scheduleVanishing(plan, world, edits, n, begins)
    await liveNight(life, n)
    if (world.violation !== null) break
    // Whoever is asked to connect again does so this noon or the next; before the calm nights in any case.
    if (n >= plan.nights - plan.calmNights - 1 || world.random.chance(0.6)) await putRight(life)
  }
  const { checks, keyResults, around } = life
  for (const vendor of world.vendors) if (world.violation === null) await checkVanished(world, vendor)
  if (world.violation === null && checks.values !== null)
    checkDays(world, keyResults, checks.values, noonOf(plan, 0))
  const dump = world.violation === null ? await recount(world, around) : ''
  world.directory.close()
  world.workspace.close()
  const { calls, answers429, violation, chaos, scheduler, trace } = world
  return {
    ...{ seed, nights: plan.nights, lived, faults: chaos.counts, edits, calls, answers429, violation },
    events: scheduler.events(),
    hash: `${trace.hash()}-${hashOf(dump).toString(16)}`,
    lines: trace.lines,
  }
}

/** The company is founded, its CRMs are connected, its goals are set, its programs run. */
async function begin(plan: Plan, world: World, edits: Counts, favour: Favour): Promise<Life> {
  const { scheduler, random, chaos, vendors, trace } = world
  const queue = plan.runtime === 'edge' ? createEdgeQueue(scheduler, random, chaos) : null
  const weather = createWeather(world, () => crew.crashAll())
  const checks = createChecks(world, weather)
  const around: Surroundings = {
    world,
    down: weather.down,
    crowded: weather.crowded,
    meddle(vendor) {
      const done = editOnce({
        crm: vendor.crm,
        random,
        at: toInstant(scheduler.now()),
        freeText: vendor.id === 'hubspot',
        merge: vendor.merge,
        setupChanged: vendor.versions.setupChanged,
        ...(favour.edits === undefined ? {} : { weights: favour.edits }),
      })
      if (done !== null) count(edits, done)
      trace.add('edit', vendor.id, done ?? 'nothing')
    },
    latencyMs: plan.latencyMs,
    watcher: {
      sent(call) {
        weather.calling(call.vendor)
        checks.calls.sent(call)
      },
      answered: checks.calls.answered,
    },
    written: checks.written,
    log: checks.log,
  }
  const crew = createCrew(around, plan, queue, weather.offUntil)
  const at = toInstant(scheduler.now())
  const cycle = cycleOf(plan.firstDay)
  await foundCompany(world, at)
  for (const vendor of vendors) await connect(around, checks, vendor)
  const keyResults = await setGoals(world, cycle, at)
  checks.values = checkValues(world, keyResults, cycle)
  if (plan.lagMs > 0) chaos.note(plan.crms.includes('hubspot') ? 'index lag' : 'late CRM commit')
  if (plan.pageRows < 20) chaos.note('short page')
  if (plan.pushes) for (const vendor of vendors) pushChanges(world, vendor, crew.any)
  crew.complete()
  return { plan, world, around, checks, weather, crew, queue, keyResults }
}

/** A person at the connection's form, with nothing going wrong. */
async function connect(around: Surroundings, { calls }: Checks, vendor: Vendor): Promise<void> {
  const { chaos, scheduler } = around.world
  const wasOn = chaos.on
  chaos.on = false
  calls.connecting = true
  const program = newProgram(around, 'form')
  const platform = { ...openPlatform(around, program), queue: { send: async () => undefined } }
  const { id } = vendor
  const input = { workspaceId: WORKSPACE, crm: id, label: id, config: vendor.config(), properties: [] }
  const work = connectCrm(platform, input, options)
  await scheduler.runUntilDone(work, HOUR)
  const result = await work
  if (!result.ok) throw new Error(`${id} cannot be connected: ${JSON.stringify(result.failure)}`)
  calls.connecting = false
  chaos.on = wasOn
}

/** From one noon to the next. */
async function liveNight(life: Life, n: number): Promise<void> {
  const { plan, world, checks, weather, queue, keyResults } = life
  const { scheduler, chaos } = world
  const calm = n >= plan.nights - plan.calmNights
  const end = noonOf(plan, n + 1)
  // A day that the zone skipped.
  if (end <= scheduler.now()) return
  const begins = Date.parse(atLocalTime(addDays(plan.firstDay, n + 1), '04:00', plan.timeZone))
  chaos.on = !calm
  if (plan.clockChange) chaos.note('night at a clock change')
  checks.calls.newNight()
  if (!calm) weather.night(begins)
  schedule(life, n, begins, end)
  if (!(await scheduler.runUntil(end))) violated(world, 6, 'the night does not come to an end')
  if (world.violation !== null) return
  if (weather.offUntil() < end - 6 * HOUR && world.lastBroken < end - 4 * HOUR) await checkNoon(world, queue)
  if (calm && checks.values !== null)
    await checkFresh(world, keyResults, checks.values, {
      begin: begins,
      day: dayBefore(begins, plan.timeZone),
    })
}

/** What people do, and when the programs look what is due. */
function schedule({ plan, world, around, crew }: Life, n: number, begins: number, end: number): void {
  const { scheduler, random, vendors } = world
  for (const vendor of vendors) {
    const editAt = (at: number) => scheduler.at(at, () => around.meddle(vendor))
    for (let k = random.between(0, 6); k > 0; k -= 1) editAt(random.between(scheduler.now(), begins - HOUR))
    // In the last night nobody works, so that what it reads can be told exactly.
    if (n === lastNight(plan)) continue
    for (let k = random.between(0, plan.bustle); k > 0; k -= 1)
      editAt(begins + random.between(-5 * MINUTE, 75 * MINUTE))
  }
  const tickAt = (at: number) => scheduler.at(at, crew.tick)
  for (let t = random.between(0, 9); t <= 150; t += 10) tickAt(begins + t * MINUTE)
  for (let k = 0; k < 3; k += 1) tickAt(random.between(scheduler.now(), begins))
  tickAt(end - 2 * HOUR)
  tickAt(end - HOUR)
}

/** Where the zone skipped the last day there is no night of it. */
function lastNight(plan: Plan): number {
  let n = plan.nights - 1
  while (noonOf(plan, n + 1) <= noonOf(plan, n)) n -= 1
  return n
}

function dayBefore(instant: number, timeZone: string): string {
  const today = dayIn(instant, timeZone)
  let t = instant
  while (dayIn(t, timeZone) === today) t -= HOUR
  return dayIn(t, timeZone)
}

/** At noon people put right what asks for it. */
async function putRight({ world, weather, crew, around, checks }: Life): Promise<void> {
  world.chaos.on = false
  weather.clear()
  crew.complete()
  for (const vendor of world.vendors)
    if (checks.asksToReconnect(vendor.id)) await connect(around, checks, vendor)
}
