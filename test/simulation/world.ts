/** What one seed's programs, vendors and checks share. */
import type { Random } from '../../connectors/demo/prng.ts'
import type { Client } from '../../db/client.ts'
import type { Chaos } from './chaos.ts'
import { type Invariant, Violation } from './kinds.ts'
import type { Scheduler } from './scheduler.ts'
import type { Trace } from './trace.ts'
import type { Vendor } from './vendor.ts'

export const WORKSPACE = 'acme'

export interface World {
  readonly seed: string
  readonly timeZone: string
  readonly scheduler: Scheduler
  readonly random: Random
  readonly chaos: Chaos
  readonly vendors: readonly Vendor[]
  /** Without ports and faults: for checks. */
  readonly directory: Client
  readonly workspace: Client
  readonly trace: Trace
  /** What the programs' clocks are ahead of the true time, in ms. */
  clockOffset: number
  /** The largest error of the clock so far. */
  clockError: number
  /** Programs or the machine stopped, or a database failed, lately: what they meant to write may be missing. */
  lastBroken: number
  /** A program stood still lately: what it means to write may be late. */
  lastPaused: number
  /** How often a program ended, stood still, or had a call of its own go wrong. */
  upsets: number
  calls: number
  answers429: number
  violation: Violation | null
}

export function violated(world: World, invariant: Invariant, detail: string): void {
  world.violation ??= new Violation(invariant, detail)
  world.trace.add('VIOLATION', detail)
}

/** What the programs' clocks show. */
export const shownTime = (world: World) => world.scheduler.now() + world.clockOffset
