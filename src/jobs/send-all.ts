/** Messages in as few requests as the queue knows how. */
import type { Message, Queue } from '../platform.ts'

export async function sendAll(queue: Queue, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return
  if (queue.sendAll !== undefined) return queue.sendAll(messages)
  for (const message of messages) await queue.send(message)
}
