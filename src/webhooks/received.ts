/** A request as it was signed. */
import type { Received } from '../../connectors/contract.ts'

/** For the address that the CRM was given: what a proxy made of the host is not it. Path and query as received, escapes and all. */
export function receivedAt(publicUrl: string, { method, url, headers }: Request, body: string): Received {
  const path = url.slice(url.indexOf('/', url.indexOf('//') + 2))
  return { method, url: publicUrl + path, headers: Object.fromEntries(headers), body }
}
