/** Programs with all their parts: platform, queue, cron; the same code as the two entries put together. */
import { toInstant } from '../../connectors/values/time.ts'
import { directoryDb, workspaceDb } from '../../db/client.ts'
import { createLocalQueue, type LocalQueue } from '../../src/jobs/local-queue.ts'
import { planNights } from '../../src/jobs/schedule.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { sendSweeps } from '../../src/jobs/sweep-one.ts'
import { type Message, type Platform, type Sealer, WorkspaceMissing } from '../../src/platform.ts'
import { handle, type SyncOptions } from '../../src/sync/handle.ts'
import { park } from '../../src/sync/park.ts'
import { throughPorts, type Written } from './database.ts'
import { createFetch, type NetworkOptions } from './network.ts'
import { onBehalfOf } from './party.ts'
import { createProgram, type FateOf, type Program } from './program.ts'
import type { EdgeQueue } from './queue.ts'
import { shownTime, WORKSPACE, type World } from './world.ts'

export const options: SyncOptions = { deadlineMs: 8_000 }

export interface Surroundings
  extends Pick<NetworkOptions, 'down' | 'crowded' | 'meddle' | 'latencyMs' | 'watcher'> {
  readonly world: World
  readonly written: Written
  log: Platform['log']
  readonly fate?: FateOf
}

/** Everything but the queue, which differs between the two runtimes. */
export function openPlatform(around: Surroundings, program: Program): Omit<Platform, 'queue'> {
  const { world, written } = around
  const { scheduler, random, chaos, vendors } = world
  const directory = directoryDb(throughPorts(world.directory, 'directory', program, random, written))
  const db = workspaceDb(throughPorts(world.workspace, 'workspace', program, random, written))
  const workspace = { id: WORKSPACE, name: 'Acme', timeZone: world.timeZone, currency: 'EUR', db }
  return {
    directory,
    async open(id) {
      if (id !== WORKSPACE) throw new WorkspaceMissing(id)
      return workspace
    },
    now: () => toInstant(shownTime(world)),
    sleep: program.sleep,
    sealer,
    fetch: createFetch({ ...around, program, scheduler, random, chaos, vendors }),
    lifetime: program,
    allowHosts: [],
    log: around.log,
  }
}

export function newProgram({ world, fate }: Surroundings, name: string): Program {
  const { scheduler, random, chaos } = world
  const broke = () => {
    world.lastBroken = scheduler.now()
    world.upsets += 1
  }
  const paused = () => {
    world.lastPaused = scheduler.now()
    world.upsets += 1
  }
  const program = createProgram({
    name,
    scheduler,
    random,
    chaos,
    broke,
    paused,
    ...(fate === undefined ? {} : { fate }),
  })
  program.onCrash(() => {
    world.lastBroken = scheduler.now()
    world.trace.add('crash', name)
  })
  return program
}

/** A message that leaves the program: it may be refused, or taken and said to be refused. */
async function sent(world: World, program: Program, put: () => void): Promise<void> {
  await program.io('queue: send', {
    latencyMs: world.random.between(1, 5),
    busy: null,
    async run() {
      if (world.chaos.hit('send failed')) throw new Error('the queue does not answer')
      put()
      if (world.chaos.hit('send repeated')) throw new Error('the queue did not answer in time')
    },
  })
}

export interface Running {
  readonly program: Program
  readonly platform: Platform
  tick(): Promise<void>
}

export function startEdge(around: Surroundings, queue: EdgeQueue, slots: number, name: string): Running {
  const { world } = around
  const program = newProgram(around, name)
  const platform: Platform = {
    ...openPlatform(around, program),
    queue: { send: (message, delayMs = 0) => sent(world, program, () => queue.send(message, delayMs)) },
  }
  queue.addConsumer({ program, open: async () => platform, log: around.log }, slots)
  return {
    program,
    platform,
    async tick() {
      await sendSweeps(platform)
      await planNights(platform)
    },
  }
}

export function startEmbedded(around: Surroundings, slots: number, name: string): Running {
  const { world } = around
  const { chaos, random } = world
  const program = newProgram(around, name)
  const rest = openPlatform(around, program)
  const local: LocalQueue = createLocalQueue({
    handle: (message) => onBehalfOf(message, world.scheduler.now(), () => handle(platform, message, options)),
    sleep: rest.sleep,
    log: rest.log,
    concurrency: slots,
    onDead: (message, reason) => park(platform, message, reason),
  })
  function put(message: Message, delayMs: number): void {
    if (chaos.hit('message lost')) return
    void local.send(message, delayMs)
    if (chaos.hit('message duplicated')) void local.send(message, delayMs + random.between(0, 90_000))
  }
  const platform: Platform = {
    ...rest,
    queue: { send: (message, delayMs = 0) => sent(world, program, () => put(message, delayMs)) },
  }
  let first = true
  return {
    program,
    platform,
    async tick() {
      await planNights(platform)
      await sweep(platform, first ? { quietMs: 0 } : {})
      first = false
    },
  }
}

/** Keeps the order of the program's awaits and hides nothing: what is sealed is looked at by the checks. */
export const sealer: Sealer = {
  seal: async (plain, context) => `${context}|${plain}`,
  async open(sealed, context) {
    if (!sealed.startsWith(`${context}|`)) throw new Error(`A secret sealed for ${context} does not open.`)
    return sealed.slice(context.length + 1)
  },
  async hash(text) {
    let hash = 0x811c9dc5
    for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    return `h${(hash >>> 0).toString(16)}`
  },
}
