/**
 * Our package in the org, without a socket: a trigger on Opportunity notes what changed, and a job sends it, signed and in
 * batches. Two clocks: `now` is the org's, `clockMs` the one in which deliveries wait.
 */
import { createHmac } from 'node:crypto'
import type { Instant } from '../../contract.ts'
import { randomOf } from '../../demo/prng.ts'
import type { Crm } from '../../demo/types.ts'
import { organizationId, recordId } from './id.ts'
import type { Switches } from './switches.ts'

/** A trigger sees at most so many records at once. */
const BATCH = 200
/** Then it is the night's. */
const RETRIES = 3
const RETRY_MS = 30_000

/** What nobody may lean on. May be turned at any time. */
export interface PushSwitches {
  /** An event goes out after a time of its own, up to this. */
  delayMs: number
  /** Share of the events that never come, 0 to 1. */
  lost: number
  /** Share of the events that come twice, each time on a way of its own. */
  duplicates: number
  /** Events in any order, or as they happened. */
  reordered: boolean
  /** Ids of the org and its records with 15 characters instead of 18. */
  shortIds: boolean
  /** Each batch also names an account, and an event that asks for everything. */
  mixed: boolean
}

export const defaultPushSwitches: Readonly<PushSwitches> = {
  delayMs: 200,
  lost: 0,
  duplicates: 0,
  reordered: true,
  shortIds: false,
  mixed: false,
}

export interface PushOptions {
  readonly url: string
  /** Default: the client secret of the app. */
  readonly secret?: string
  readonly switches?: Partial<PushSwitches>
  readonly seed?: number
}

export interface PushEvent {
  readonly id: string
  readonly change: string
  readonly at: Instant
  readonly key: string
}

export interface PushDelivery {
  readonly method: 'POST'
  readonly url: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly events: readonly PushEvent[]
  /** From 0. */
  readonly attempt: number
}

export interface PushQueue {
  readonly switches: PushSwitches
  readonly counts: Record<'events' | 'lost' | 'delivered' | 'refused' | 'dropped', number>
  /** When the next one is due on `clockMs`; null when nothing waits. */
  nextAt(): number | null
  /** What is due, signed at `now`. Each has to be settled. */
  take(): PushDelivery[]
  /** Anything but 2xx comes again, three times. null: no answer. */
  settle(delivery: PushDelivery, status: number | null): void
  /** Told after an edit that left something to deliver. */
  onWaiting(listener: () => void): void
  close(): void
}

export interface PushSource {
  readonly crm: Crm
  readonly switches: Switches
  readonly clientSecret: string
}

export function createPushQueue(
  { crm, switches: org, clientSecret }: PushSource,
  clocks: { now(): Instant; clockMs(): number },
  options: PushOptions,
): PushQueue {
  const switches = { ...defaultPushSwitches, ...options.switches }
  const secret = options.secret ?? clientSecret
  const random = randomOf(options.seed ?? 1, 'pushes')
  const counts = { events: 0, lost: 0, delivered: 0, refused: 0, dropped: 0 }
  const alive = new Map([...crm.deals.values()].map((deal) => [deal.id, deal.deletedAt === null]))
  let fresh: { event: PushEvent; dueMs: number }[] = []
  let again: { events: readonly PushEvent[]; attempt: number; dueMs: number }[] = []
  let tell: () => void = () => undefined

  const stop = crm.watch((kind, id) => {
    const deal = kind === 'deal' ? crm.deals.get(id) : undefined
    if (deal === undefined) return
    const [before, now] = [alive.get(id), deal.deletedAt === null]
    alive.set(id, now)
    counts.events += 1
    const change = before === undefined ? 'CREATE' : before === now ? 'UPDATE' : now ? 'UNDELETE' : 'DELETE'
    // Another start of the sandbox counts anew: the time tells its transactions apart.
    const key = `tx-${Date.parse(deal.updatedAt)}-${counts.events}`
    const event = { id: recordId('Opportunity', id), change, at: deal.updatedAt, key }
    if (random.chance(switches.lost)) {
      counts.lost += 1
      return
    }
    const ways = random.chance(switches.duplicates) ? 2 : 1
    for (let way = 0; way < ways; way += 1)
      fresh.push({ event, dueMs: clocks.clockMs() + random.next() * switches.delayMs })
    tell()
  })

  /** The job runs when the transaction has ended; a company that lives a day in advance has edits yet to come. */
  function waitsMs({ event }: { readonly event: PushEvent }): number {
    return Math.max(0, Date.parse(event.at) + org.commitLagMs - Date.parse(clocks.now()))
  }

  function signed(events: readonly PushEvent[], attempt: number): PushDelivery {
    const cut = (id: string) => (switches.shortIds ? id.slice(0, 15) : id)
    const told = [...events, ...(switches.mixed ? strangers(events) : [])]
    const body = JSON.stringify({
      orgId: cut(organizationId(org.organization)),
      events: told.map((event) => ({ ...event, id: cut(event.id) })),
    })
    const t = Date.parse(clocks.now())
    const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('base64')
    const headers = { 'content-type': 'application/json', 'x-pegel-signature': `t=${t},v1=${v1}` }
    return { method: 'POST', url: options.url, headers, body, events, attempt }
  }

  function shuffled<T>(list: readonly T[]): T[] {
    const keyed = list.map((one) => ({ one, key: random.next() }))
    return keyed.sort((a, b) => a.key - b.key).map(({ one }) => one)
  }

  function take(): PushDelivery[] {
    const at = clocks.clockMs()
    const isDue = (one: (typeof fresh)[number]) => one.dueMs <= at && waitsMs(one) === 0
    const due = fresh.filter(isDue)
    fresh = fresh.filter((one) => !isDue(one))
    const events = (switches.reordered ? shuffled(due) : due).map(({ event }) => event)
    const deliveries: PushDelivery[] = []
    for (let start = 0; start < events.length; start += BATCH)
      deliveries.push(signed(events.slice(start, start + BATCH), 0))
    const repeated = again.filter(({ dueMs }) => dueMs <= at)
    again = again.filter(({ dueMs }) => dueMs > at)
    return [...deliveries, ...repeated.map((one) => signed(one.events, one.attempt))]
  }

  function settle(delivery: PushDelivery, status: number | null): void {
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
    again.push({ events: delivery.events, attempt, dueMs: clocks.clockMs() + RETRY_MS })
    tell()
  }

  return {
    switches,
    counts,
    take,
    settle,
    nextAt() {
      const at = clocks.clockMs()
      const due = [
        ...fresh.map((one) => Math.max(one.dueMs, at + waitsMs(one))),
        ...again.map((one) => one.dueMs),
      ]
      return due.length === 0 ? null : due.reduce((a, b) => Math.min(a, b))
    },
    onWaiting: (listener) => {
      tell = listener
    },
    close: stop,
  }
}

function strangers([first]: readonly PushEvent[]): readonly PushEvent[] {
  if (first === undefined) return []
  return [
    { ...first, id: recordId('Account', '1'), key: `${first.key}-account` },
    { ...first, id: '000000000000000AAA', change: 'GAP_OVERFLOW', key: `${first.key}-gap` },
  ]
}
