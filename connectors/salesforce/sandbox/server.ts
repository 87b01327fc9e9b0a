/** The socket: reads requests, plays faults, keeps the list of calls. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Controlled, control } from '../../demo/control.ts'
import type { Fault, Sandbox } from '../../demo/types.ts'
import { faultAnswer } from './faults.ts'
import { bucketOf, dressed, handle } from './handle.ts'
import { pathOf, type Request, type Response } from './http.ts'
import type { State } from './state.ts'

interface Server {
  readonly url: string
  readonly calls: Sandbox['calls']
  close(): Promise<void>
}

/** Above the vendor's own limit, so that our 414 and 431 are the vendor's and not Node's. */
const MAX_HEADER_BYTES = 1_048_576

export async function serve(
  state: State,
  faults: { fault: Fault; left: number }[],
  port: number,
): Promise<Server> {
  const calls: Sandbox['calls'] = []
  const controlled: Controlled = {
    crm: state.crm,
    now: state.now,
    fault: (fault) => faults.push({ fault, left: fault.times }),
    clearFaults: () => {
      faults.length = 0
    },
    calls,
    // Opportunities cannot be merged in Salesforce: the neutral merge shows as the loser's deletion.
    mergeDeals: state.crm.mergeDeals,
    advance: null,
  }
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      // A mistake of the sandbox must not look like the vendor's.
      outgoing.writeHead(599, { 'content-type': 'text/plain' })
      outgoing.end(`sandbox failed: ${error instanceof Error ? error.stack : String(error)}`)
    })
  })

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await read(incoming)
    if (request.url.startsWith('/_sandbox/')) {
      const { status, body } = control(controlled, request.method, request.url, request.body)
      outgoing.writeHead(status, { 'content-type': 'application/json' })
      outgoing.end(body === null ? undefined : JSON.stringify(body))
      return
    }
    const fault = takeFault(request)
    const log = (status: number) => {
      const path = pathOf(request)
      calls.push({ method: request.method, path, status, bucket: bucketOf(path) })
    }
    // A call without an answer is logged with status 0.
    if (fault?.kind === 'hang') return log(0)
    if (fault?.kind === 'reset') {
      log(0)
      outgoing.destroy()
      return
    }
    const spoilt = fault === null ? null : faultAnswer(fault, request)
    const response = spoilt === null ? handle(state, request) : dressed(state, request, spoilt)
    log(response.status)
    outgoing.sendDate = false
    write(outgoing, request, response, fault?.kind === 'half_body')
  }

  function takeFault(request: Request): Fault | null {
    const line = `${request.method} ${decoded(request.url)}`
    const found = faults.find((entry) => entry.left > 0 && line.includes(entry.fault.match))
    if (found === undefined) return null
    found.left -= 1
    return found.fault
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the sandbox has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}

async function read(incoming: IncomingMessage): Promise<Request> {
  let body = ''
  incoming.setEncoding('utf8')
  for await (const chunk of incoming) body += chunk
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
  return { method: incoming.method ?? 'GET', url: incoming.url ?? '/', headers, body }
}

function write(outgoing: ServerResponse, request: Request, response: Response, half: boolean): void {
  const bytes = Buffer.from(response.body, 'utf8')
  const bodiless = response.status === 304
  outgoing.writeHead(response.status, {
    ...response.headers,
    ...(bodiless ? {} : { 'content-length': String(bytes.length) }),
  })
  if (!half) {
    outgoing.end(request.method === 'HEAD' || bodiless ? undefined : bytes)
    return
  }
  outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy())
}

/** A fault may name a word of the statement as people write it. */
function decoded(url: string): string {
  try {
    return decodeURIComponent(url.replaceAll('+', ' '))
  } catch {
    return url
  }
}
