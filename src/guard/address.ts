/** Whence a request comes, as far as it can be believed. */
import type { Context } from 'hono'

/** Node's own request, as the server hands it on. */
interface NodeBindings {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } }
}

const UNKNOWN = 'unknown'
const NEAR = /^(?:::ffff:)?(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|^::1$|^f[cd]/i

/**
 * Embedded it is the socket's; a proxy on this machine or beside it is believed for the last address it added. At the edge
 * the platform names it, in a header that no caller can set. An address of IPv6 stands for its network of 64 bits.
 */
export function addressOf(c: Context): string {
  const socket = (c.env as NodeBindings | undefined)?.incoming?.socket?.remoteAddress
  if (socket === undefined) return network(c.req.header('cf-connecting-ip'))
  const added = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  return network(NEAR.test(socket) && added ? added : socket)
}

function network(address: string | undefined): string {
  if (address === undefined || address.length > 45) return UNKNOWN
  if (!address.includes(':') || address.includes('.')) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const groups = head.split(':').filter((group) => group !== '')
  const rest = tail === undefined ? [] : tail.split(':').filter((group) => group !== '')
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0')
  return [...groups, ...(tail === undefined ? [] : zeros), ...rest].slice(0, 4).join(':')
}
