/**
 * The edge entry: the same program as `npm start`, as a Cloudflare Worker.
 *
 * - `fetch`: the one Hono app.
 * - `scheduled`: the cron plans the nights that are due and asks, company by company, for what a lost message left lying.
 * - `queue`: messages one at a time. Each works pages of one stream for its share of an invocation and sends the next; what
 *   fails for good comes back from the dead-letter queue and is parked with its reason.
 *
 * The databases are libSQL over HTTP. Nothing that waits or holds a socket outlives its request or message, because workerd
 * lets no request await another's work; so the platform is put together anew each time, which costs no call. A schema is
 * brought up to date where it is opened: the directory once per isolate, a company's with each message, by one read.
 */
import type { ExecutionContext, ExportedHandler } from '@cloudflare/workers-types'
import { createApp } from './app.ts'
import { EnvError } from './env.ts'
import { plainHeaders } from './guard/headers.ts'
import { heartbeat } from './install/heartbeat.ts'
import { consume } from './jobs/edge-queue.ts'
import { errorText } from './jobs/error-text.ts'
import { planNights } from './jobs/schedule.ts'
import { sendSweeps } from './jobs/sweep-one.ts'
import { upkeep } from './leaving/upkeep.ts'
import type { Message } from './platform.ts'
import { type EdgeEnv, edgeLog, openEdge } from './platform-edge.ts'

/** The one program speaks the web's own `Request` and `Response`; the types of workerd differ from Node's in details. */
interface Worker extends Pick<ExportedHandler<EdgeEnv, Message>, 'scheduled' | 'queue'> {
  fetch(request: Request, env: EdgeEnv, context?: ExecutionContext): Promise<Response>
}

export default {
  async fetch(request, env, context?) {
    try {
      const app = createApp(await openEdge(env))
      return await app.fetch(request, env, context)
    } catch (error) {
      // Not set up, or no directory: for the operator in the log, and no detail for whoever called.
      edgeLog('not_ready', { reason: errorText(error) })
      const text = error instanceof EnvError ? `Pegel is not set up: ${error.message}` : 'Pegel is not ready.'
      return new Response(text, { status: 503, headers: { ...plainHeaders, 'retry-after': '60' } })
    }
  },

  async scheduled(_controller, env) {
    const platform = await openEdge(env)
    // The sweep first: it would take a night that was planned a moment ago for one whose message was lost.
    await sendSweeps(platform)
    await planNights(platform)
    await upkeep(platform)
    await heartbeat(platform)
  },

  async queue(batch, env) {
    await consume(batch, { open: () => openEdge(env), log: edgeLog })
  },
} satisfies Worker
