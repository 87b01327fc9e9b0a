/** A queue that outlives programs, as the edge has it: at least once, in any order, and now and then not at all. */
import type { MessageBatch } from '@cloudflare/workers-types'
import type { Random } from '../../connectors/demo/prng.ts'
import { consume, PARKED_QUEUE } from '../../src/jobs/edge-queue.ts'
import type { Message, Platform } from '../../src/platform.ts'
import type { Chaos } from './chaos.ts'
import { onBehalfOf } from './party.ts'
import type { Program } from './program.ts'
import type { Scheduler } from './scheduler.ts'

const MAX_RETRIES = 3
/** An invocation that ends without a word is delivered again after this. */
const VISIBILITY_MS = 60_000

interface Entry {
  readonly message: Message
  readyAt: number
  deliveries: number
  parked: boolean
}

export interface Consumer {
  readonly program: Program
  open(): Promise<Platform>
  log: Platform['log']
}

export interface EdgeQueue {
  send(message: Message, delayMs: number): void
  addConsumer(consumer: Consumer, slots: number): void
  /** Waiting, delayed or being worked on. */
  waiting(): readonly { readonly message: Message; readonly readyAt: number }[]
}

export function createEdgeQueue(scheduler: Scheduler, random: Random, chaos: Chaos): EdgeQueue {
  const entries: Entry[] = []
  const working = new Set<Entry>()
  const free: Consumer[] = []

  function put(entry: Entry): void {
    entries.push(entry)
    scheduler.at(entry.readyAt, dispatch)
  }

  function send(message: Message, delayMs: number): void {
    if (chaos.hit('message lost')) return
    const readyAt = scheduler.now() + delayMs + random.between(5, 400)
    put({ message, readyAt, deliveries: 0, parked: false })
    if (chaos.hit('message delayed'))
      put({ message, readyAt: readyAt + random.between(1, 30) * 3_600_000, deliveries: 0, parked: false })
    if (chaos.hit('message duplicated'))
      put({ message, readyAt: readyAt + random.between(0, 90_000), deliveries: 0, parked: false })
  }

  function dispatch(): void {
    for (;;) {
      const ready = entries.filter((entry) => entry.readyAt <= scheduler.now() && !working.has(entry))
      const index = free.findIndex(({ program }) => program.alive)
      const [first] = ready
      if (first === undefined || index < 0) return
      const entry = ready.length > 1 && chaos.hit('message reordered') ? random.pick(ready) : first
      const [consumer] = free.splice(index, 1)
      if (consumer !== undefined) deliver(entry, consumer)
    }
  }

  function deliver(entry: Entry, consumer: Consumer): void {
    working.add(entry)
    if (working.size > 1) chaos.note('parallel consumers')
    let settled = false
    const settle = (then: () => void) => {
      if (settled) return
      settled = true
      working.delete(entry)
      then()
    }
    const remove = () => entries.splice(entries.indexOf(entry), 1)
    const again = (delayMs: number) => {
      entry.deliveries += 1
      if (!entry.parked && entry.deliveries > MAX_RETRIES) {
        entry.parked = true
        entry.deliveries = 0
      }
      entry.readyAt = scheduler.now() + delayMs
      scheduler.at(entry.readyAt, dispatch)
    }
    const body = {
      id: '1',
      body: entry.message,
      ack: () => settle(() => (chaos.hit('acknowledgement lost') ? again(VISIBILITY_MS) : remove())),
      retry: ({ delaySeconds = 0 }: { readonly delaySeconds?: number } = {}) =>
        settle(() => again(delaySeconds * 1000)),
    }
    const batch = { queue: entry.parked ? PARKED_QUEUE : 'pegel-work', messages: [body] }
    consumer.program.onCrash(() => settle(() => again(VISIBILITY_MS)))
    // Nobody hears of it, so somebody else gets the message too: one delivery more of the same message, which counts
    // like any other, and what the paused one says of it later is no longer heard. A copy that began its own count
    // would beget copies without end wherever a message takes long enough.
    consumer.program.onPause(() =>
      settle(() => {
        chaos.note('message duplicated')
        again(random.between(5_000, 40_000))
      }),
    )
    onBehalfOf(entry.message, scheduler.now(), () =>
      consume(batch as unknown as MessageBatch, consumer),
    ).finally(() => {
      if (!consumer.program.alive) return
      free.push(consumer)
      dispatch()
    })
  }

  return {
    send,
    addConsumer(consumer, slots) {
      for (let n = 0; n < slots; n += 1) free.push(consumer)
      dispatch()
    },
    waiting: () => entries,
  }
}
