/** A clock of our own: time passes only where somebody sleeps, or we say so. */
import type { Instant } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'

/** Sleepers wake in the order of their time; each wake moves the clock there. */
export function createClock(start: Instant) {
  let now = start
  const sleepers: { readonly at: Instant; readonly wake: () => void }[] = []
  function wakeNext(): void {
    sleepers.sort((a, b) => (a.at < b.at ? -1 : 1))
    const next = sleepers.shift()
    if (next === undefined) return
    if (next.at > now) now = next.at
    next.wake()
  }
  return {
    now: () => now,
    set(instant: Instant) {
      now = instant
    },
    sleep: (ms: number) =>
      new Promise<void>((wake) => {
        sleepers.push({ at: addMs(now, ms), wake })
        setImmediate(wakeNext)
      }),
  }
}
