/** Knows which messages were sent and not yet worked on to their end. */
import type { Message as QueueMessage } from '@cloudflare/workers-types'
import type { Message } from '../../src/platform.ts'
import type { EdgeEnv } from '../../src/platform-edge.ts'
import { noteSend } from './requests.ts'

type Work = EdgeEnv['WORK']

/** By company: messages of other companies, of an earlier test file, may still come by. */
const pending = new Map<string, number>()

export function pendingMessages(workspaceIds: readonly string[]): number {
  return workspaceIds.reduce((sum, id) => sum + (pending.get(id) ?? 0), 0)
}

function add({ workspaceId }: Message, change: 1 | -1): void {
  pending.set(workspaceId, (pending.get(workspaceId) ?? 0) + change)
}

export function countedQueue(queue: Work): Work {
  return {
    metrics: () => queue.metrics(),
    send(message, options) {
      add(message, 1)
      noteSend()
      return queue.send(message, options)
    },
    sendBatch(messages, options) {
      const all = [...messages]
      for (const { body } of all) add(body, 1)
      noteSend()
      return queue.sendBatch(all, options)
    },
  }
}

/** The same message; it stays pending when it is to come again. */
export function followed(message: QueueMessage<Message>): QueueMessage<Message> {
  const { id, timestamp, body, attempts } = message
  return {
    ...{ id, timestamp, body, attempts },
    ack() {
      add(body, -1)
      message.ack()
    },
    retry: (options) => message.retry(options),
  }
}
