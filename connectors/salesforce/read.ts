/**
 * The only file that knows jsforce. A `Connection` builds the requests and reads the answers' JSON; our transport sends
 * them. No token is given to it, no refresh, no builder, no automatic paging: one request a call.
 */
import { Connection } from 'jsforce/lib/connection.js'
import type { HttpRequest, Pull } from '../contract.ts'
import type { SalesforceConfig } from './config.ts'

export type Reading = Pick<Pull<SalesforceConfig>, 'baseUrl' | 'transport'>

/** An org is upgraded over some weeks: never newer than what we know, never newer than what it has. */
export const NEWEST_VERSION = '68.0'

/** The API versions of the org, as JSON. */
export function versions(reading: Reading): Promise<unknown> {
  return page(reading, '/services/data')
}

/** `path` below the version: `/query?q=...` or `/queryAll?q=...`. */
export function query(reading: Reading, version: string, path: string): Promise<unknown> {
  return page(reading, `/services/data/v${version}${path}`)
}

/** A path that the org itself told: the next page of an answer. */
export function page(reading: Reading, url: string): Promise<unknown> {
  return connect(reading).request({ method: 'GET', url })
}

/** Several reads in one call, by a name for each. */
export function composite(
  reading: Reading,
  version: string,
  parts: Readonly<Record<string, string>>,
): Promise<unknown> {
  const base = `/services/data/v${version}`
  const compositeRequest = Object.entries(parts).map(([referenceId, path]) => ({
    method: 'GET',
    url: base + path,
    referenceId,
  }))
  return connect(reading).request({
    method: 'POST',
    url: `${base}/composite`,
    body: JSON.stringify({ allOrNone: false, compositeRequest }),
    headers: { 'content-type': 'application/json' },
  })
}

interface ClientRequest {
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

function connect({ baseUrl, transport }: Reading): Connection {
  const connection = new Connection({ instanceUrl: baseUrl, version: NEWEST_VERSION })
  const seam = {
    httpRequest(request: ClientRequest) {
      const sent = transport.send(toRequest(request)).then(({ status, headers, body }) => ({
        statusCode: status,
        headers,
        body,
      }))
      return Object.assign(sent, { stream: () => inert })
    },
  }
  // Private, and the one way in: a test fails if it moves.
  return Object.assign(connection, { _transport: seam })
}

function toRequest({ method, url, headers = {}, body }: ClientRequest): HttpRequest {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  // Whoever sends the body counts it.
  const own = named.filter(([name]) => name !== 'content-length')
  return {
    method: method === 'POST' ? 'POST' : 'GET',
    url,
    // The transport takes half a body for what it is only where JSON is asked for.
    headers: { ...Object.fromEntries(own), accept: 'application/json' },
    body: typeof body === 'string' ? body : null,
    bucket: 'api',
    // Queries and composites of reads only read.
    repeatable: true,
  }
}

/** The client lays a pipe to its transport's stream before it reads the answer whole; nothing flows through it. */
const inert = {
  on: () => inert,
  once: () => inert,
  prependListener: () => inert,
  listenerCount: () => 0,
  emit: () => false,
  removeListener: () => inert,
  write: () => true,
  end: () => inert,
  pipe: <T>(to: T): T => to,
}
