/** A CRM that answers from a list: the edge that transport tests fake. */
import type { Connector, Failure, HttpRequest, HttpResponse } from '../../../connectors/contract.ts'

export interface Told {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

export type Answer =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  /** The connection breaks. */
  | 'reset'
  /** No answer until the caller gives up. */
  | 'hang'

/** Answers in order; the last one stays. */
export function fakeFetch(...answers: Answer[]): { fetch: typeof fetch; told: Told[] } {
  const told: Told[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const answer = answers[Math.min(told.length, answers.length - 1)] ?? 'reset'
    told.push({
      url: String(input),
      method: init?.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: typeof init?.body === 'string' ? init.body : null,
    })
    if (answer === 'reset') throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })
    if (answer === 'hang') return untilAborted(init?.signal ?? null)
    const { status, headers, body } = answer
    return new Response(status === 204 ? null : (body ?? '{}'), { status, ...(headers ? { headers } : {}) })
  }
  return { fetch, told }
}

function untilAborted(signal: AbortSignal | null): Promise<Response> {
  return new Promise((_, reject) => {
    // A timer of the platform does not keep the process alive by itself.
    const alive = setInterval(() => undefined, 1000)
    signal?.addEventListener('abort', () => {
      clearInterval(alive)
      reject(signal.reason)
    })
  })
}

/** A clock that moves only when somebody sleeps. */
export function fakeClock(start = '2026-11-24T04:30:00.000Z') {
  let time = Date.parse(start)
  const slept: number[] = []
  return {
    now: () => new Date(time).toISOString(),
    sleep: async (ms: number) => {
      slept.push(ms)
      time += ms
    },
    advance: (ms: number) => {
      time += ms
    },
    slept,
  }
}

function failureOf(response: HttpResponse): Failure {
  const { status, body } = response
  if (status === 401) return { kind: 'unauthorized', detail: `refused: ${body}` }
  if (status === 429) return { kind: 'rate_limited', retryAfterMs: Number(body), scope: 'burst' }
  if (status >= 500) return { kind: 'unavailable', status, retryAfterMs: null, detail: 'down' }
  return { kind: 'refused', status, code: null, detail: body }
}

export const fakeConnector: Pick<Connector<never>, 'id' | 'failure' | 'buckets'> = {
  id: 'fake',
  failure: failureOf,
  buckets: { api: { calls: 1000, perMs: 1000 }, slow: { calls: 2, perMs: 1000 } },
}

export const request: HttpRequest = {
  method: 'GET',
  url: 'https://crm.example.com/deals',
  headers: { accept: 'application/json' },
  body: null,
  bucket: 'api',
  repeatable: true,
}
