/** A function from request to answer, on a local port. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SandboxRequest } from '../../connectors/hubspot/sandbox/http.ts'

export interface Served {
  readonly url: string
  close(): void
}

export async function served(
  answer: (request: SandboxRequest) => { readonly status: number; readonly body: string },
): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    const chunks: string[] = []
    incoming.setEncoding('utf8')
    incoming.on('data', (chunk: string) => chunks.push(chunk))
    incoming.on('end', () => {
      const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])
      const { status, body } = answer({
        ...{ method: incoming.method ?? 'GET', url: incoming.url ?? '/', body: chunks.join('') },
        headers: Object.fromEntries(headers),
      })
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
