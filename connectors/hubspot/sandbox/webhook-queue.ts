/**
 * Deliveries of webhooks without a socket: events wait, go out signed in batches, and come again when they are
 * refused. Two clocks as everywhere here: `now` is the CRM's, `clockMs` the one in which deliveries wait.
 */
import { createHmac } from 'node:crypto'
import type { Instant } from '../../contract.ts'
import { randomOf } from '../../demo/prng.ts'
import { decodeSigned } from '../signed-uri.ts'
import type { Portal } from './portal.ts'
import { createEventSource, type EventForm, type WebhookEvent } from './webhook-events.ts'

const BATCH = 100
const RETRIES = 10
const MINUTE_MS = 60_000

/** What no app may lean on. May be turned at any time. */
export interface WebhookSwitches {
  /** An event goes out after a time of its own, up to this. */
  delayMs: number
  /** Share of the events that never come, 0 to 1. */
  lost: number
  /** Share of the events that come twice, each time on its way of its own. */
  duplicates: number
  /** Events in any order, or as they happened. */
  reordered: boolean
  /** Each batch also tells of another account, and of a contact of this one (section 7: unknown). */
  mixed: boolean
  form: EventForm
}

export const defaultWebhookSwitches: Readonly<WebhookSwitches> = {
  delayMs: 200,
  lost: 0,
  duplicates: 0,
  reordered: true,
  mixed: false,
  form: 'object',
}

export interface WebhookOptions {
  /** The app's one target, as the signature has it. */
  readonly url: string
  /** The app's client secret. */
  readonly secret: string
  readonly portalId?: number
  /** Properties with a subscription; `subscribedProperties` when absent. */
  readonly properties?: readonly string[]
  readonly switches?: Partial<WebhookSwitches>
  readonly seed?: number
}

export interface Delivery {
  readonly method: 'POST'
  readonly url: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly events: readonly WebhookEvent[]
  /** From 0. */
  readonly attempt: number
}

export interface WebhookQueue {
  readonly switches: WebhookSwitches
  readonly counts: {
    readonly events: number
    readonly lost: number
    readonly delivered: number
    readonly refused: number
    /** Given up after the last attempt. */
    readonly dropped: number
  }
  /** When the next one is due on `clockMs`; null when nothing waits. */
  nextAt(): number | null
  /** What is due, signed at `now`. Each has to be settled. */
  take(): Delivery[]
  /** Anything but 2xx in time comes again, ten times in a day. null: no answer. */
  settle(delivery: Delivery, status: number | null): void
  /** Told after an edit that left something to deliver. */
  onWaiting(listener: () => void): void
  close(): void
}

export function createWebhookQueue(
  portal: Portal,
  clocks: { now(): Instant; clockMs(): number },
  options: WebhookOptions,
): WebhookQueue {
  const switches = { ...defaultWebhookSwitches, ...options.switches }
  const source = createEventSource(portal, options)
  const random = randomOf(options.seed ?? 1, 'webhooks')
  const counts = { events: 0, lost: 0, delivered: 0, refused: 0, dropped: 0 }
  let fresh: { event: WebhookEvent; dueMs: number }[] = []
  let again: { events: readonly WebhookEvent[]; attempt: number; dueMs: number }[] = []
  let tell: () => void = () => undefined

  const stop = portal.crm.watch((kind, id) => {
    if (kind !== 'deal') return
    for (const event of source.of(id, switches.form)) {
      counts.events += 1
      if (random.chance(switches.lost)) {
        counts.lost += 1
        continue
      }
      const ways = random.chance(switches.duplicates) ? 2 : 1
      for (let way = 0; way < ways; way += 1)
        fresh.push({ event, dueMs: clocks.clockMs() + random.next() * switches.delayMs })
    }
    if (fresh.length > 0) tell()
  })

  function signed(events: readonly WebhookEvent[], attempt: number): Delivery {
    const body = JSON.stringify(events.map((event) => ({ ...event, attemptNumber: attempt })))
    const timestamp = String(Date.parse(clocks.now()))
    const text = `POST${decodeSigned(options.url)}${body}${timestamp}`
    const headers = {
      'content-type': 'application/json',
      'x-hubspot-signature-v3': createHmac('sha256', options.secret).update(text).digest('base64'),
      'x-hubspot-request-timestamp': timestamp,
    }
    return { method: 'POST', url: options.url, headers, body, events, attempt }
  }

  function shuffled<T>(list: readonly T[]): T[] {
    const keyed = list.map((one) => ({ one, key: random.next() }))
    return keyed.sort((a, b) => a.key - b.key).map(({ one }) => one)
  }

  /** Someone else's deal with an id of ours, and our own contact with the id of a deal. */
  function withStrangers(events: readonly WebhookEvent[]): readonly WebhookEvent[] {
    const [first] = events
    if (!switches.mixed || first === undefined) return events
    const contact = { ...first, subscriptionType: 'object.creation', objectTypeId: '0-1' }
    return [{ ...first, portalId: first.portalId + 1 }, ...events, contact]
  }

  function take(): Delivery[] {
    const at = clocks.clockMs()
    const due = fresh.filter(({ dueMs }) => dueMs <= at)
    fresh = fresh.filter(({ dueMs }) => dueMs > at)
    const inTurn = switches.reordered ? shuffled(due) : due
    const events = inTurn.map(({ event }) => event)
    const room = switches.mixed ? BATCH - 2 : BATCH
    const deliveries: Delivery[] = []
    for (let start = 0; start < events.length; start += room)
      deliveries.push(signed(withStrangers(events.slice(start, start + room)), 0))
    const repeated = again.filter(({ dueMs }) => dueMs <= at)
    again = again.filter(({ dueMs }) => dueMs > at)
    return [...deliveries, ...repeated.map((one) => signed(one.events, one.attempt))]
  }

  function settle(delivery: Delivery, status: number | null): void {
    if (status !== null && status >= 200 && status < 300) {
      counts.delivered += 1
      return
    }
    counts.refused += 1
    const attempt = delivery.attempt + 1
    if (attempt > RETRIES) {
      counts.dropped += 1
      return
    }
    // 1, 2, 4 ... minutes: ten of them end within a day, jitter included.
    const waitMs = MINUTE_MS * 2 ** delivery.attempt * (0.75 + random.next() / 2)
    again.push({ events: delivery.events, attempt, dueMs: clocks.clockMs() + waitMs })
    tell()
  }

  return {
    switches,
    counts,
    take,
    settle,
    nextAt: () => {
      const due = [...fresh, ...again].map(({ dueMs }) => dueMs)
      return due.length === 0 ? null : due.reduce((a, b) => Math.min(a, b))
    },
    onWaiting: (listener) => {
      tell = listener
    },
    close: stop,
  }
}
