/** Sends what the queue has due, as HubSpot would: ten at once, five seconds each, no redirect. */
import type { Delivery, WebhookQueue } from './webhook-queue.ts'

const AT_ONCE = 10
const ANSWER_MS = 5_000
/** The clock of the queue may be a virtual one that jumps: nobody sleeps longer on it than this. */
const LOOK_AGAIN_MS = 250

export interface WebhookSender {
  /** No further delivery; those under way are broken off. */
  close(): void
}

export function startWebhookSender(queue: WebhookQueue, clockMs: () => number): WebhookSender {
  const closing = new AbortController()
  const waiting: Delivery[] = []
  let underWay = 0
  let timer: NodeJS.Timeout | null = null

  function arm(): void {
    // One that runs looks again soon enough: a CRM that lives through a day tells thousands at once.
    if (timer !== null) return
    const next = queue.nextAt()
    if (closing.signal.aborted || next === null) return
    timer = setTimeout(due, Math.min(Math.max(0, next - clockMs()), LOOK_AGAIN_MS))
    timer.unref()
  }

  function due(): void {
    timer = null
    waiting.push(...queue.take())
    send()
    arm()
  }

  function send(): void {
    while (underWay < AT_ONCE && !closing.signal.aborted) {
      const delivery = waiting.shift()
      if (delivery === undefined) return
      underWay += 1
      void deliver(delivery).then((status) => {
        underWay -= 1
        if (closing.signal.aborted) return
        queue.settle(delivery, status)
        send()
      })
    }
  }

  async function deliver({ url, method, headers, body }: Delivery): Promise<number | null> {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_MS)])
    try {
      const answer = await fetch(url, { method, headers, body, signal, redirect: 'manual' })
      await answer.arrayBuffer()
      return answer.status
    } catch {
      // No answer at all is an answer to a sender of webhooks: it comes again.
      return null
    }
  }

  queue.onWaiting(arm)
  arm()
  return {
    close() {
      closing.abort()
      if (timer !== null) clearTimeout(timer)
      queue.close()
    },
  }
}
