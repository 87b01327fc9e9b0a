/** Programs side by side that make calls of one connection, each by a clock of its own, in time that only they move. */
import type { Budget } from '../../../connectors/budget.ts'
import type { Failure } from '../../../connectors/contract.ts'
import { createRateLimits } from '../../../connectors/hubspot/sandbox/rate-limits.ts'
import { defaultSwitches } from '../../../connectors/hubspot/sandbox/switches.ts'
import { addMs } from '../../../connectors/values/time.ts'
import type { DirectoryDb } from '../../../db/client.ts'
import { openBudget, type Purpose } from '../../../src/sync/budget.ts'
import { createIdleClock } from '../../support/idle-clock.ts'

export const PER_MS = 10_000
const START = '2026-11-24T04:30:00.000Z'

export interface Program {
  readonly purpose: Purpose
  readonly startMs: number
  readonly calls: number
  /** Between an answer and the next call. */
  readonly pauseMs: number
  readonly skewMs: number
  /** Programs of one number live in one process. */
  readonly process: number
  /** Calls after which it dies without a word; null: it ends well. */
  readonly diesAfter: number | null
}

export interface Sending {
  readonly at: number
  readonly program: number
  readonly refused: boolean
}

/** `serverClock`: the directory keeps the time for all, as a server does. */
export function besideEachOther(directory: DirectoryDb, limit: number, serverClock = false) {
  const connectionId = crypto.randomUUID()
  const clock = createIdleClock(START)
  const clockMs = () => Date.parse(clock.now()) - Date.parse(START)
  const vendor = createRateLimits({ ...defaultSwitches, burstLimit: limit }, clockMs)
  const processes = new Map<number, object>()
  const sent: Sending[] = []
  const failures: Failure[] = []
  let trips = 0

  const counted = {
    $client: {
      batch: (...args: Parameters<DirectoryDb['$client']['batch']>) => {
        trips += 1
        return directory.$client.batch(...args)
      },
      execute: directory.$client.execute.bind(directory.$client),
    },
  } as unknown as DirectoryDb

  function budgetOf({ purpose, skewMs, process }: Pick<Program, 'purpose' | 'skewMs' | 'process'>): Budget {
    const lifetime = processes.get(process) ?? {}
    processes.set(process, lifetime)
    const platform = {
      directory: counted,
      lifetime,
      now: () => addMs(clock.now(), skewMs),
      sleep: clock.sleep,
      ...(serverClock ? { serverClock: clock.now } : {}),
    }
    const buckets = { api: { calls: limit, perMs: PER_MS } }
    return openBudget(platform, { workspaceId: 'company', connectionId }, { buckets }, purpose)
  }

  function send(program: number): void {
    const { refusal } = vendor.take('burst')
    sent.push({ at: clockMs(), program, refused: refusal !== null })
  }

  async function live(program: Program, index: number): Promise<void> {
    await clock.sleep(program.startMs)
    const budget = budgetOf(program)
    for (let made = 0; made < program.calls; made += 1) {
      if (made === program.diesAfter) return
      const failure = await budget.take('api')
      if (failure !== null) {
        failures.push(failure)
        break
      }
      send(index)
      await clock.sleep(program.pauseMs)
    }
    await budget.release()
  }

  async function run(programs: readonly Program[]): Promise<void> {
    await clock.during(Promise.all(programs.map(live)))
  }

  return { clock, clockMs, run, budgetOf, send, sent, failures, trips: () => trips }
}

/** Most calls in any window. */
export function densest(sent: readonly Sending[]): number {
  return Math.max(
    0,
    ...sent.map(({ at }, i) => sent.slice(i).filter((other) => other.at < at + PER_MS).length),
  )
}
