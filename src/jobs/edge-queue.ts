/** The two consumers of the edge: the working queue, and the one that parks what it gave up on. */
import type { MessageBatch, Message as QueueMessage } from '@cloudflare/workers-types'
import type { Message, Platform } from '../platform.ts'
import { handle } from '../sync/handle.ts'
import type { Outcome } from '../sync/outcome.ts'
import { park } from '../sync/park.ts'
import { errorText } from './error-text.ts'
import { parseMessage } from './message.ts'

/** Its name in `wrangler.toml`. */
export const PARKED_QUEUE = 'pegel-parked'

const RETRY_MS = 30_000
/** A queue holds a message back no longer. */
const LONGEST_DELAY_S = 43_200

export function delaySeconds(ms: number): number {
  return Math.min(LONGEST_DELAY_S, Math.max(0, Math.ceil(ms / 1000)))
}

export interface Consumer {
  open(): Promise<Platform>
  readonly log: Platform['log']
}

/** Total: a directory that does not answer is a reason to deliver again, no more. */
export async function consume(batch: MessageBatch, { open, log }: Consumer): Promise<void> {
  const work = batch.queue === PARKED_QUEUE ? lastTry : handle
  for (const delivered of batch.messages) {
    const message = parseMessage(delivered.body)
    if (message === null) {
      // Only we write here, so it is of another deployment; the sweep finds the work it stood for.
      log('message_unreadable', { queue: batch.queue, id: delivered.id })
      delivered.ack()
      continue
    }
    settle(delivered, await attempt(() => open().then((platform) => work(platform, message)), log))
  }
}

async function attempt(work: () => Promise<Outcome>, log: Platform['log']): Promise<Outcome> {
  try {
    return await work()
  } catch (error) {
    const reason = errorText(error)
    log('delivery_failed', { reason })
    return { kind: 'retry', delayMs: RETRY_MS, reason }
  }
}

function settle(delivered: QueueMessage, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'done':
    case 'parked':
    // Whoever holds the stream goes on by a message of its own, a cool-down has sent one already, and what a crash
    // loses the sweep finds. Delivered again it would count as a failure, and park a healthy run in the end.
    case 'busy':
      delivered.ack()
      return
    case 'retry':
      delivered.retry({ delaySeconds: delaySeconds(outcome.delayMs) })
      return
    default:
      outcome satisfies never
  }
}

/** A dead letter does not say what it died of: it is handled once more, which tells, or heals. */
async function lastTry(platform: Platform, message: Message): Promise<Outcome> {
  const outcome = await handle(platform, message)
  if (outcome.kind !== 'retry') return outcome
  await park(platform, message, outcome.reason)
  return { kind: 'parked', reason: outcome.reason }
}
