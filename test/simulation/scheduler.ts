/**
 * Virtual time. Whatever waits for the outside (a fetch, a statement, a sleep, a message) is an event here; the next one
 * is the earliest, and of equals the one the seed picks. Between two events all promises run dry, so one seed gives one
 * order of everything.
 */
import type { Random } from '../../connectors/demo/prng.ts'

export interface Scheduler {
  /** True time in ms, as the CRMs' clocks show it. */
  now(): number
  after(ms: number, run: () => void): void
  at(ms: number, run: () => void): void
  /** Time passes while nothing happens: the machine slept. What was due meanwhile comes at once, late. */
  suspend(ms: number): void
  /** Runs events until none is left before `end`, then stands at `end`. False: there is no end of them. */
  runUntil(end: number): Promise<boolean>
  /** Runs events until `done`. Throws when nothing is left to happen, or after `limitMs` of virtual time. */
  runUntilDone(work: Promise<unknown>, limitMs: number): Promise<void>
  events(): number
}

/** A day of a seed has some thousand. */
const MOST_EVENTS = 100_000

interface Event {
  readonly at: number
  readonly tie: number
  readonly run: () => void
}

export function createScheduler(start: number, random: Random): Scheduler {
  let time = start
  let count = 0
  const heap: Event[] = []

  function push(event: Event): void {
    let i = heap.push(event) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!earlier(event, heap[parent] as Event)) break
      heap[i] = heap[parent] as Event
      i = parent
    }
    heap[i] = event
  }

  function pop(): Event | undefined {
    const [first] = heap
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    let i = 0
    for (;;) {
      const left = 2 * i + 1
      if (left >= heap.length) break
      const right = left + 1
      const child = right < heap.length && earlier(heap[right] as Event, heap[left] as Event) ? right : left
      if (!earlier(heap[child] as Event, last)) break
      heap[i] = heap[child] as Event
      i = child
    }
    heap[i] = last
    return first
  }

  async function step(): Promise<void> {
    const event = pop()
    if (event === undefined) return
    time = Math.max(time, event.at)
    count += 1
    event.run()
    await drained()
  }

  const at = (ms: number, run: () => void) => push({ at: ms, tie: random.next(), run })

  return {
    now: () => time,
    at,
    after: (ms, run) => at(time + ms, run),
    suspend(ms) {
      time += ms
    },
    async runUntil(end) {
      await drained()
      const most = count + MOST_EVENTS
      while (heap[0] !== undefined && heap[0].at <= end) {
        if (count > most) return false
        await step()
      }
      time = Math.max(time, end)
      return true
    },
    async runUntilDone(work, limitMs) {
      let done = false
      const end = time + limitMs
      const settle = () => {
        done = true
      }
      work.then(settle, settle)
      await drained()
      while (!done) {
        if (heap.length === 0) throw new Error('nothing is left to happen, and the work is not done')
        if (time > end) throw new Error('the work does not end')
        await step()
      }
      await work
    },
    events: () => count,
  }
}

function earlier(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.tie < b.tie)
}

/** No port of the harness is a real one, so every promise that can go on does so before the next macrotask. */
function drained(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
