/** The host allow-list: what keeps a token, and a URL a customer typed, from leading anywhere else. */

/** This machine: plain http is for tests and demos here. */
export const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

interface Place {
  readonly host: string
  readonly port: string
}

const NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/

function split(entry: string): Place {
  const match = /^(.*?)(?::(\d+))?$/.exec(entry)
  return { host: (match?.[1] ?? entry).toLowerCase(), port: match?.[2] ?? '' }
}

function fits(entry: string, url: URL): boolean {
  const origin = /^(https?:)\/\/(.+)$/.exec(entry)
  if (origin !== null && origin[1] !== url.protocol) return false
  const { host, port } = split(origin?.[2] ?? entry)
  // A URL does not show the port that its protocol has anyway.
  if (port !== '' && port !== (url.port || (url.protocol === 'http:' ? '80' : '443'))) return false
  if (!host.startsWith('.')) return url.hostname === host
  // Whoever has a sub-domain of a vendor does not choose its port; a bare suffix has no name in front.
  return url.port === (port === '' ? '' : url.port) && NAME.test(url.hostname) && url.hostname.endsWith(host)
}

/**
 * Entries are `host`, `host:port`, `.domain` for its sub-domains, or a whole origin. Plain http is for loopback
 * and for an origin that is listed as `http://...`. Credentials in a URL are refused: they would reach a log.
 */
export function isAllowed(address: string, entries: readonly string[]): boolean {
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '') return false
  const listed = entries.filter((entry) => fits(entry, url))
  if (listed.length === 0) return false
  if (url.protocol === 'https:') return true
  if (url.protocol !== 'http:') return false
  return LOOPBACK.has(url.hostname) || listed.some((entry) => entry.startsWith('http://'))
}
