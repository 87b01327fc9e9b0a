/** The shipped Worker, with its requests counted. */

// After it: the program takes the counting `fetch`.
import worker from '../../src/worker.ts'
import { counted } from './requests.ts'

type Worker = typeof worker

export default {
  fetch: (request, env) => counted(new URL(request.url).pathname, null, () => worker.fetch(request, env)),
  scheduled: (controller, env) => counted('cron', null, async () => worker.scheduled(controller, env)),
  queue(batch, env) {
    const [message] = batch.messages
    const { kind, workspaceId } = message?.body ?? { kind: 'nothing', workspaceId: null }
    return counted(`${batch.queue} ${kind}`, workspaceId, async () => worker.queue(batch, env))
  },
} satisfies Worker
