/**
 * One running program: a Node process or an isolate. Everything it asks of the outside goes through `io`, which may end
 * the program before or after the call took effect, lose the answer, or hold the program still for a while.
 */
import type { Random } from '../../connectors/demo/prng.ts'
import type { Chaos } from './chaos.ts'
import type { Scheduler } from './scheduler.ts'

export interface Call<T> {
  readonly latencyMs: number
  run(): Promise<T>
  /** What the caller gets where the fault of this kind strikes; null: the kind knows none. */
  readonly busy: (() => Error) | null
  /** No answer will come. */
  hung?(): void
}

/** What happens at one call, in place of chance: the crash matrix names it. */
export type Fate = 'none' | 'crash before' | 'crash after' | 'reply lost' | 'hang'
export type FateOf = (name: string) => Fate

export interface Program {
  readonly name: string
  readonly alive: boolean
  /** Virtual time until which nothing moves in it. */
  readonly pausedUntil: number
  io<T>(name: string, call: Call<T>): Promise<T>
  sleep(ms: number): Promise<void>
  crash(): void
  onCrash(listener: () => void): void
  /** It stands still from now on, for a while. */
  onPause(listener: () => void): void
}

export interface ProgramOptions {
  readonly name: string
  readonly scheduler: Scheduler
  readonly random: Random
  readonly chaos: Chaos
  readonly fate?: FateOf
  /** What the program means to write may be missing from now on. */
  broke(): void
  /** It stands still: what it means to write is late. */
  paused(): void
}

export function createProgram({
  name,
  scheduler,
  random,
  chaos,
  fate,
  broke,
  paused,
}: ProgramOptions): Program {
  let alive = true
  let pausedUntil = 0
  const listeners: (() => void)[] = []
  const pauseListeners: (() => void)[] = []

  /** Goes on where the program was waiting: never in a dead one, later in one that stands still. */
  function resume(go: () => void): void {
    if (!alive) return
    if (scheduler.now() < pausedUntil) scheduler.at(pausedUntil, () => resume(go))
    else go()
  }

  function pause(ms: number): void {
    pausedUntil = scheduler.now() + ms
    for (const listener of pauseListeners) listener()
  }

  function crash(): void {
    if (!alive) return
    alive = false
    for (const listener of listeners) listener()
  }

  function drawn(what: string, busy: boolean): Fate | 'busy' | 'pause' | 'long pause' {
    if (what.includes('/oauth2/token') && chaos.hit('renewal of a grant held up')) return 'long pause'
    if (chaos.hit('crash before a call')) return 'crash before'
    if (chaos.hit('crash after a call')) return 'crash after'
    if (chaos.hit('process paused')) return 'pause'
    if (busy && chaos.hit('database busy')) return 'busy'
    if (busy && chaos.hit('database reply lost')) return 'reply lost'
    return 'none'
  }

  function io<T>(what: string, { latencyMs, run, busy, hung }: Call<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!alive) return
      const fallen = fate?.(what) ?? drawn(what, busy !== null)
      if (fallen === 'pause' || fallen === 'long pause') paused()
      else if (fallen !== 'none') broke()
      const later = (ms: number, go: () => void) => scheduler.after(ms, () => resume(go))
      if (fallen === 'crash before') {
        // A request on the wire may be served after its sender is gone.
        if (chaos.hit('late commit of a dead process'))
          scheduler.after(random.between(5, 100_000), () => void run().catch(() => undefined))
        crash()
        return
      }
      if (fallen === 'busy' && busy !== null) {
        later(latencyMs, () => reject(busy()))
        return
      }
      scheduler.after(latencyMs, () => {
        if (!alive && !chaos.hit('late commit of a dead process')) return
        if (fallen === 'pause') pause(random.between(5_000, 120_000))
        if (fallen === 'long pause') pause(random.between(31_000, 150_000))
        const answer = run()
        if (fallen === 'hang') return hung?.()
        answer.then(
          (value) => {
            if (fallen === 'crash after') return crash()
            if (fallen === 'reply lost')
              return later(1, () => reject(busy?.() ?? new TypeError('fetch failed')))
            // Others may act between the deed and its answer.
            if (chaos.on && random.chance(0.15)) later(random.between(1, 60), () => resolve(value))
            else resume(() => resolve(value))
          },
          (error: unknown) => resume(() => reject(error)),
        )
      })
    })
  }

  return {
    name,
    get alive() {
      return alive
    },
    get pausedUntil() {
      return pausedUntil
    },
    io,
    sleep: (ms) =>
      new Promise((resolve) => {
        if (alive) scheduler.after(Math.max(0, ms), () => resume(resolve))
      }),
    crash,
    onCrash: (listener) => listeners.push(listener),
    onPause: (listener) => pauseListeners.push(listener),
  }
}
