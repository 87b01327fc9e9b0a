/** Hand-made pages on a free port of this machine, with the headers of the real routes. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { assets } from '../../src/web/assets.ts'

/** As the program sends it: what a page needs beyond it would fail here too. */
const policy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** Makes the page of a URL, or null where there is none. */
export type Render = (url: URL) => Promise<string | null>

export interface Served {
  readonly origin: string
  close(): void
}

export async function serve(render: Render): Promise<Served> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const asset = assets.find(({ path }) => path === url.pathname)
    if (asset !== undefined) {
      response.writeHead(200, { 'content-type': asset.type }).end(asset.body)
      return
    }
    const page = await render(url)
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }
    response.writeHead(page === null ? 404 : 200, headers).end(page ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  }
}
