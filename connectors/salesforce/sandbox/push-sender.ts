/** Sends what the queue has due: one after the other, ten seconds each, no redirect, as a job in the org would. */
import type { PushDelivery, PushQueue } from './push-queue.ts'

const ANSWER_MS = 10_000
/** The org's clock may be a virtual one that jumps: nobody sleeps longer on it than this. */
const LOOK_AGAIN_MS = 500

export interface PushSender {
  /** No further delivery; the one under way is broken off. */
  close(): void
}

export function startPushSender(queue: PushQueue, clockMs: () => number): PushSender {
  const closing = new AbortController()
  let timer: NodeJS.Timeout | null = null
  let sending = false

  function arm(): void {
    const next = queue.nextAt()
    if (closing.signal.aborted || sending || next === null) return
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => void send(), Math.min(Math.max(0, next - clockMs()), LOOK_AGAIN_MS))
    timer.unref()
  }

  async function send(): Promise<void> {
    timer = null
    sending = true
    for (const delivery of queue.take()) {
      const status = await deliver(delivery)
      if (closing.signal.aborted) return
      queue.settle(delivery, status)
    }
    sending = false
    arm()
  }

  async function deliver({ url, method, headers, body }: PushDelivery): Promise<number | null> {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_MS)])
    try {
      const answer = await fetch(url, { method, headers, body, signal, redirect: 'manual' })
      await answer.arrayBuffer()
      return answer.status
    } catch {
      // No answer at all: it comes again.
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
