/** A HubSpot account on a local port: wire format, limits and quirks of `facts` behind the neutral CRM. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Instant } from '../../contract.ts'
import { type Controlled, control } from '../../demo/control.ts'
import type { Crm, Sandbox } from '../../demo/types.ts'
import { createHubspotApi, DEFAULT_TOKEN, type HubspotApi } from './api.ts'
import type { SandboxRequest } from './http.ts'
import type { Installs, SandboxApp } from './installs.ts'
import { mergeInHubspot } from './merge.ts'
import type { Switches } from './switches.ts'
import { createWebhookQueue, type WebhookOptions, type WebhookQueue } from './webhook-queue.ts'
import { startWebhookSender } from './webhook-sender.ts'

export type { SandboxApp } from './installs.ts'
export { defaultSwitches, type Switches } from './switches.ts'
export type { WebhookOptions, WebhookQueue, WebhookSwitches } from './webhook-queue.ts'
export { createHubspotApi, createWebhookQueue, DEFAULT_TOKEN }

export interface HubspotSandboxOptions {
  readonly crm: Crm
  /** Read at every request. */
  now(): Instant
  readonly token?: string
  /** That may be installed here, besides the private app whose token that is. */
  readonly app?: SandboxApp
  /** 0 or absent: a free one. */
  readonly port?: number
  readonly switches?: Partial<Switches>
  /** Clock of the rate limits in milliseconds; real time by default, because calls arrive in it. */
  readonly clockMs?: () => number
  /** Lets `/_sandbox/advance` move the virtual clock. */
  readonly advance?: (ms: number) => void
  /** Edits are then told to this address: signed, in batches, in no order, and again when refused. */
  readonly webhooks?: WebhookOptions
}

export interface HubspotSandbox extends Sandbox {
  /** May be turned at any time; the next request sees it. */
  readonly switches: Switches
  readonly installs: Installs
  /** null without an address to tell. Its own switches may be turned at any time too. */
  readonly webhooks: WebhookQueue | null
}

export async function startHubspotSandbox(options: HubspotSandboxOptions): Promise<HubspotSandbox> {
  const { now } = options
  const clockMs = options.clockMs ?? (() => performance.now())
  const api = createHubspotApi({ ...options, clockMs })
  const { crm, switches } = api.portal
  const webhooks =
    options.webhooks === undefined ? null : createWebhookQueue(api.portal, { now, clockMs }, options.webhooks)
  const sender = webhooks === null ? null : startWebhookSender(webhooks, clockMs)
  const controlled: Controlled = {
    crm,
    now,
    fault: api.fault,
    clearFaults: api.clearFaults,
    calls: api.calls,
    advance: options.advance ?? null,
    mergeDeals: (survivorId, loserId, at) => mergeInHubspot(crm, switches, survivorId, loserId, at),
  }

  const server = createServer((incoming, outgoing) => {
    readBody(incoming)
      .then((body) => respond(api, controlled, requestOf(incoming, body), outgoing))
      .catch((error: unknown) => {
        // A bug of the sandbox, or a caller who broke off: never a quiet success.
        if (outgoing.headersSent) outgoing.destroy()
        else outgoing.writeHead(500, { 'content-type': 'text/plain' }).end(`sandbox: ${String(error)}`)
      })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    crm,
    switches,
    installs: api.portal.installs,
    webhooks,
    now,
    fault: api.fault,
    clearFaults: api.clearFaults,
    calls: api.calls,
    close: () =>
      new Promise((resolve) => {
        sender?.close()
        api.close()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function requestOf(incoming: IncomingMessage, body: string): SandboxRequest {
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])
  return {
    method: incoming.method ?? 'GET',
    url: incoming.url ?? '/',
    headers: Object.fromEntries(headers),
    body,
  }
}

function respond(api: HubspotApi, controlled: Controlled, request: SandboxRequest, outgoing: ServerResponse) {
  if (request.url.startsWith('/_sandbox/')) {
    const { status, body } = control(controlled, request.method, request.url, request.body)
    outgoing.writeHead(status, { 'content-type': 'application/json' })
    outgoing.end(body === null ? undefined : JSON.stringify(body))
    return
  }
  const answer = api.handle(request)
  switch (answer.kind) {
    case 'response':
      outgoing.writeHead(answer.response.status, answer.response.headers)
      outgoing.end(answer.response.body)
      return
    case 'reset':
      outgoing.socket?.resetAndDestroy()
      return
    case 'hang':
      // Open until the caller gives up or the sandbox closes.
      return
  }
}
