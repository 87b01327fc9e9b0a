/**
 * The queue of the embedded program: in memory, since the databases are the truth and the sweep finds what a stop loses.
 * Different connections side by side, one message at a time each, but for the opening of a night. Invariant 6: a poison message delays nobody else.
 */
import type { Message, Queue } from '../platform.ts'
import type { Outcome } from '../sync/outcome.ts'
import { errorText } from './error-text.ts'

export interface LocalQueueOptions {
  handle(message: Message): Promise<Outcome>
  sleep(ms: number): Promise<void>
  log(event: string, fields: Readonly<Record<string, string | number | boolean | null>>): void
  /** Messages worked on at the same time, and one of a push beside them. */
  readonly concurrency?: number
  /** Deliveries of one message, the first included. */
  readonly maxDeliveries?: number
  onOutcome?(message: Message, outcome: Outcome): void
  /** Gives the work of a message that is given up on its reason: `park` of `src/sync/park.ts`. */
  onDead?(message: Message, reason: string): Promise<void>
}

export interface DeadMessage {
  readonly message: Message
  readonly reason: string
}

export interface LocalQueue extends Queue {
  /** Given up on, newest last; the sweep will find their work once what broke is repaired. */
  readonly dead: readonly DeadMessage[]
  /** When nothing is waiting, delayed or being worked on. */
  idle(): Promise<void>
  /** Takes nothing new and waits for what is being worked on. */
  stop(): Promise<void>
}

interface Entry {
  readonly message: Message
  readonly deliveries: number
}

const RETRY_MS = 30_000
/** Kept to be seen; older ones stand in the log. */
const DEAD_KEPT = 100

export function createLocalQueue(options: LocalQueueOptions): LocalQueue {
  const { concurrency = 2, maxDeliveries = 5 } = options
  const ready: Entry[] = []
  const busy = new Set<string>()
  const dead: DeadMessage[] = []
  const running = new Set<Promise<void>>()
  const lanes = { quick: 0, work: 0 }
  let delayed = 0
  let stopped = false
  let waiting: (() => void)[] = []

  async function send(message: Message, delayMs = 0): Promise<void> {
    enqueue({ message, deliveries: 0 }, delayMs)
  }

  function enqueue(entry: Entry, delayMs: number): void {
    if (stopped) return
    if (delayMs <= 0) {
      ready.push(entry)
      pump()
      return
    }
    delayed += 1
    const wake = () => {
      delayed -= 1
      enqueue(entry, 0)
      settle()
    }
    // A sleep that is cut short only makes the message early, and every message may come early.
    options.sleep(delayMs).then(wake, wake)
  }

  function pump(): void {
    while (!stopped) {
      const index = ready.findIndex(({ message }) => !busy.has(keyOf(message)) && hasRoom(message))
      const [entry] = index < 0 ? [] : ready.splice(index, 1)
      if (entry === undefined) return
      const key = keyOf(entry.message)
      busy.add(key)
      const lane = laneOf(entry.message)
      lanes[lane] += 1
      const work = deliver(entry).finally(() => {
        busy.delete(key)
        lanes[lane] -= 1
        running.delete(work)
        pump()
        settle()
      })
      running.add(work)
    }
  }

  function hasRoom(message: Message): boolean {
    const lane = laneOf(message)
    return lanes[lane] < (lane === 'quick' ? 1 : concurrency)
  }

  async function deliver({ message, deliveries }: Entry): Promise<void> {
    const outcome = await attempt(message)
    options.onOutcome?.(message, outcome)
    if (outcome.kind !== 'retry') return
    if (deliveries + 1 < maxDeliveries) {
      enqueue({ message, deliveries: deliveries + 1 }, outcome.delayMs)
      return
    }
    await bury({ message, reason: outcome.reason })
  }

  async function bury(given: DeadMessage): Promise<void> {
    const { message, reason } = given
    dead.push(given)
    if (dead.length > DEAD_KEPT) dead.shift()
    options.log('message_dead', { kind: message.kind, workspace: message.workspaceId, reason })
    try {
      await options.onDead?.(message, reason)
    } catch (error) {
      // The same database that broke it, most likely. The sweep meets the work again.
      options.log('message_not_parked', { workspace: message.workspaceId, reason: errorText(error) })
    }
  }

  async function attempt(message: Message): Promise<Outcome> {
    try {
      return await options.handle(message)
    } catch (error) {
      return { kind: 'retry', delayMs: RETRY_MS, reason: errorText(error) }
    }
  }

  function settle(): void {
    if (!stopped && ready.length + delayed + running.size > 0) return
    if (running.size > 0) return
    for (const resolve of waiting) resolve()
    waiting = []
  }

  function idle(): Promise<void> {
    return new Promise((resolve) => {
      waiting.push(resolve)
      settle()
    })
  }

  async function stop(): Promise<void> {
    stopped = true
    ready.length = 0
    await Promise.all(running)
    settle()
  }

  return { send, dead, idle, stop }
}

/** A night is opened beside what works in the background, which then makes room after the page it is at. */
/** A push is read at once, since somebody may be looking: turns of imports and histories do not stand before it. */
function laneOf({ kind }: Message): 'quick' | 'work' {
  return kind === 'changed' ? 'quick' : 'work'
}

function keyOf(message: Message): string {
  switch (message.kind) {
    case 'publish':
      return message.workspaceId
    case 'night':
      return `${message.workspaceId}/${message.source}/night`
    case 'changed':
      return `${message.workspaceId}/${message.source}/changed`
    case 'sweep':
      return `${message.workspaceId}/sweep`
    case 'pull':
      return `${message.workspaceId}/${message.source}`
    default:
      return message satisfies never
  }
}
