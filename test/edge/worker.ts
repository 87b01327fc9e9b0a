/** The shipped Worker, with its requests and messages counted. */

import type { EdgeEnv } from '../../src/platform-edge.ts'
// After it: the program takes the counting `fetch`.
import worker from '../../src/worker.ts'
import { counted } from './requests.ts'
import { countedQueue, followed } from './sent.ts'

type Worker = typeof worker

export default {
  fetch: (request, env, context) =>
    counted(new URL(request.url).pathname, null, () => worker.fetch(request, watched(env), context)),
  scheduled: (controller, env) =>
    counted('cron', null, async () => worker.scheduled(controller, watched(env))),
  queue(batch, env) {
    const [message] = batch.messages
    const { kind, workspaceId } = message?.body ?? { kind: 'nothing', workspaceId: null }
    const { queue, metadata } = batch
    const same = {
      ...{ queue, metadata, messages: batch.messages.map(followed) },
      ackAll: () => batch.ackAll(),
      retryAll: () => batch.retryAll(),
    }
    return counted(`${queue} ${kind}`, workspaceId, async () => worker.queue(same, watched(env)))
  },
} satisfies Worker

function watched(env: EdgeEnv): EdgeEnv {
  return { ...env, WORK: countedQueue(env.WORK) }
}
