/** The socket: requests from it, answers to it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Controlled, control } from '../../demo/control.ts'
import type { SalesforceApi } from './api.ts'
import type { Request, Response } from './http.ts'

interface Server {
  readonly url: string
  close(): Promise<void>
}

/** Above the vendor's own limit, so that our 414 and 431 are the vendor's and not Node's. */
const MAX_HEADER_BYTES = 1_048_576

export async function serve(
  api: Pick<SalesforceApi, 'handle'>,
  controlled: Controlled,
  port: number,
): Promise<Server> {
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
    const given = api.handle(request)
    switch (given.kind) {
      case 'response':
        outgoing.sendDate = false
        return write(outgoing, request, given.response)
      case 'reset':
        outgoing.destroy()
        return
      case 'hang':
        // Open until the caller gives up or the sandbox closes.
        return
      default:
        return given satisfies never
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the sandbox has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
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

/** A body that is shorter than was announced breaks off with the connection. */
function write(outgoing: ServerResponse, request: Request, response: Response): void {
  const bytes = Buffer.from(response.body, 'utf8')
  const bodiless = response.status === 304
  const announced = response.headers['content-length']
  outgoing.writeHead(response.status, {
    ...(bodiless ? {} : { 'content-length': String(bytes.length) }),
    ...response.headers,
  })
  if (announced !== undefined && Number(announced) > bytes.length) {
    outgoing.write(bytes, () => outgoing.destroy())
    return
  }
  outgoing.end(request.method === 'HEAD' || bodiless ? undefined : bytes)
}
