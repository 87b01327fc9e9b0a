/** A clock that moves to the next sleeper only when nobody has anything left to do at this instant. */
import type { Instant } from '../../connectors/contract.ts'
import { toInstant } from '../../connectors/values/time.ts'

export interface IdleClock {
  now(): Instant
  sleep(ms: number): Promise<void>
  /** Work that takes no time of this clock: until it is done the clock stands. */
  hold<T>(work: Promise<T>): Promise<T>
  /** Moves on, sleeper by sleeper, until `until`. */
  run(until: Instant): Promise<void>
  /** Moves on for as long as the work takes. */
  during<T>(work: Promise<T>): Promise<T>
}

/** Turns of the event loop without a new sleeper after which all others are taken to wait too. */
const QUIET_TURNS = 4

export function createIdleClock(start: Instant): IdleClock {
  let now = Date.parse(start)
  let asked = 0
  let held = 0
  let sleepers: { readonly at: number; readonly order: number; readonly wake: () => void }[] = []

  async function quiet(): Promise<void> {
    for (let turns = 0, seen = asked; turns < QUIET_TURNS; turns += 1) {
      await new Promise((resolve) => setImmediate(resolve))
      if (asked === seen && held === 0) continue
      seen = asked
      turns = 0
    }
  }

  /** False when nobody sleeps until then. */
  async function step(end: number): Promise<boolean> {
    await quiet()
    sleepers.sort((a, b) => a.at - b.at || a.order - b.order)
    const [next] = sleepers
    if (next === undefined || next.at > end) return false
    sleepers = sleepers.slice(1)
    now = Math.max(now, next.at)
    next.wake()
    return true
  }

  return {
    now: () => toInstant(now),
    sleep: (ms) =>
      new Promise((wake) => {
        asked += 1
        sleepers.push({ at: now + ms, order: asked, wake })
      }),
    async hold(work) {
      held += 1
      return work.finally(() => {
        held -= 1
      })
    },
    async run(until) {
      const end = Date.parse(until)
      while (await step(end));
      now = end
    },
    async during(work) {
      let over = false
      const ending = work.finally(() => {
        over = true
      })
      while (!over) await step(Number.POSITIVE_INFINITY)
      return ending
    },
  }
}
