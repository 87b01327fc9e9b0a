/** One request and its answer, or the failure it came to. No retry here. */
import type { Connector, Failure, HttpRequest, HttpResponse, Instant } from './contract.ts'
import { isAllowed } from './hosts.ts'

/** Of an answer, decoded: pages of ours are a few megabytes at most, and memory is shared by all companies. */
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024

export interface ExchangeOptions {
  readonly connector: Pick<Connector<never>, 'failure'>
  readonly hosts: readonly string[]
  readonly fetch: typeof fetch
  now(): Instant
  readonly deadlineMs: number
  readonly signal?: AbortSignal
}

export type Exchange =
  | { readonly ok: true; readonly status: number; readonly response: HttpResponse }
  | { readonly ok: false; readonly status: number | null; readonly failure: Failure }

export async function exchange(
  options: ExchangeOptions,
  request: HttpRequest,
  token: string | null,
): Promise<Exchange> {
  if (!isAllowed(request.url, options.hosts))
    return failed(null, { kind: 'misconfigured', detail: `${hostOf(request.url)} is not an allowed host` })
  const deadline = AbortSignal.timeout(options.deadlineMs)
  const signal = options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal])
  try {
    // Called without a receiver: workerd refuses `options.fetch(...)`.
    const { fetch } = options
    const answer = await fetch(request.url, {
      method: request.method,
      headers: token === null ? request.headers : { ...request.headers, authorization: `Bearer ${token}` },
      body: request.body,
      redirect: 'manual',
      signal,
    })
    const body = await textOf(answer)
    if (body === null)
      return failed(answer.status, {
        kind: 'unreadable',
        path: '',
        issue: `the answer is longer than ${MAX_ANSWER_BYTES} bytes`,
      })
    return judge(options, request, {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body,
    })
  } catch (error) {
    // The request may have arrived: `repeatable` decides whether it may be sent again.
    return failed(null, unavailable(null, reasonOf(error, deadline, options)))
  }
}

/** Null for more than we take; the rest of it is not read. */
async function textOf({ body }: Response): Promise<string | null> {
  if (body === null) return ''
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let [text, size] = ['', 0]
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    size += value.byteLength
    if (size > MAX_ANSWER_BYTES) {
      await reader.cancel()
      return null
    }
    text += decoder.decode(value, { stream: true })
  }
}

function judge(options: ExchangeOptions, request: HttpRequest, response: HttpResponse): Exchange {
  const { status } = response
  // Browsers and some runtimes show a redirect that was not followed as status 0.
  if (status === 0 || (status >= 300 && status < 400))
    return failed(status, { kind: 'refused', status, code: 'redirect', detail: 'redirects are not followed' })
  if (status < 200 || status >= 300) return failed(status, options.connector.failure(response, options.now()))
  const flaw = flawOf(request, response)
  if (flaw !== null) return failed(status, unavailable(status, flaw))
  return { ok: true, status, response }
}

/** A gateway's page or half a body under a 2xx. Only its ends are looked at: parsing is the connector's work. */
function flawOf(request: HttpRequest, response: HttpResponse): string | null {
  const wantsJson = request.headers.accept?.includes('json') === true
  if (!wantsJson || response.status === 204) return null
  const body = response.body.trim()
  if (!/^[[{]/.test(body)) return 'something else than JSON'
  return /[\]}]$/.test(body) ? null : 'half a body'
}

function unavailable(status: number | null, detail: string): Failure {
  return { kind: 'unavailable', status, retryAfterMs: null, detail }
}

function failed(status: number | null, failure: Failure): Exchange {
  return { ok: false, status, failure }
}

function reasonOf(error: unknown, deadline: AbortSignal, options: ExchangeOptions): string {
  if (options.signal?.aborted === true) return 'cancelled'
  if (deadline.aborted) return `no answer within ${options.deadlineMs} ms`
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : null
  return code === null ? 'connection failed' : `connection failed (${code})`
}

function hostOf(address: string): string {
  return URL.parse(address)?.host ?? 'an address that is none'
}
