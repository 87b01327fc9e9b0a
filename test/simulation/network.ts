/** The sockets of a program: requests reach the vendors' own code in memory, and what can befall them befalls them here. */
import type { Random } from '../../connectors/demo/prng.ts'
import type { Fault } from '../../connectors/demo/types.ts'
import type { Chaos } from './chaos.ts'
import type { FaultKind } from './kinds.ts'
import { type Party, party } from './party.ts'
import type { Program } from './program.ts'
import type { Scheduler } from './scheduler.ts'
import type { Vendor, VendorAnswer, VendorRequest } from './vendor.ts'

/** One request on the wire, for whoever watches. */
export interface Sent {
  readonly vendor: Vendor
  readonly program: Program
  readonly url: string
  readonly body: string
  readonly token: string | null
  /** On whose behalf: see `party.ts`. */
  readonly party: Party
  /** True time at which it left. */
  readonly at: number
}
export interface Answered extends Sent {
  /** 0: none came. */
  readonly status: number
  readonly retryAfterS: number | null
  /** The fault was ours to make, or another app's doing. */
  readonly made: boolean
  readonly answer: string
}

export interface Watcher {
  sent(call: Sent): void
  answered(call: Answered): void
}

export interface NetworkOptions {
  readonly program: Program
  readonly scheduler: Scheduler
  readonly random: Random
  readonly chaos: Chaos
  readonly vendors: readonly Vendor[]
  /** Whether the vendor is down altogether. */
  down(vendor: Vendor): boolean
  /** Another app has been calling: a 429 is not our doing. */
  crowded(vendor: Vendor): boolean
  /** A chance for people to edit while we read. */
  meddle(vendor: Vendor): void
  readonly latencyMs: number
  readonly watcher: Watcher
}

/** A deadline in virtual time; `AbortSignal.timeout` is replaced by it while a simulation runs. */
export interface Deadline {
  aborted: boolean
  readonly ms: number
}

const httpFaults: readonly (readonly [FaultKind, Omit<Fault, 'match' | 'times'>])[] = [
  ['http 429', { kind: 'rate_limit', retryAfterSeconds: 2 }],
  ['http 500', { kind: 'status', status: 500 }],
  ['http 503 with Retry-After', { kind: 'status', status: 503, retryAfterSeconds: 30 }],
  ['html answer', { kind: 'html' }],
  ['half body', { kind: 'half_body' }],
  ['connection reset', { kind: 'reset' }],
  ['no answer', { kind: 'hang' }],
  ['token refused once', { kind: 'unauthorized' }],
]

export function createFetch(options: NetworkOptions): typeof fetch {
  const { program, scheduler, random, chaos, vendors, watcher } = options

  function serve(vendor: Vendor, request: VendorRequest): { answer: VendorAnswer; made: boolean } {
    if (chaos.hit('edit during reading')) options.meddle(vendor)
    if (options.down(vendor)) {
      vendor.fault({ match: '', times: 1, kind: 'status', status: 500 })
      return { answer: vendor.handle(request), made: true }
    }
    for (const [kind, fault] of httpFaults) {
      if (!chaos.hit(kind)) continue
      vendor.fault({ match: '', times: 1, ...fault })
      return { answer: vendor.handle(request), made: true }
    }
    const answer = vendor.handle(request)
    return { answer: spoilt(answer, request, vendor), made: options.crowded(vendor) }
  }

  /** No vendor promises rows: a page without one may still name a next one, behind which they are. */
  function spoilt(answer: VendorAnswer, request: VendorRequest, vendor: Vendor): VendorAnswer {
    if (answer.kind !== 'response' || answer.response.status !== 200 || vendor.id !== 'hubspot') return answer
    const page = JSON.parse(answer.response.body) as {
      readonly results?: readonly { readonly id?: string }[]
    }
    const first = page.results?.[0]?.id
    if (first === undefined || !request.url.includes('/objects/')) return answer
    if (request.url.includes('/deals') && chaos.hit('unreadable row')) {
      const body = answer.response.body.replace(
        /"hs_lastmodifieddate":"[^"]*"/,
        '"hs_lastmodifieddate":"soon"',
      )
      return { kind: 'response', response: { ...answer.response, body } }
    }
    const after = request.url.includes('/search') ? '0' : markBefore(first, request.url)
    if (after === null || !chaos.hit('empty page with a next cursor')) return answer
    const body = JSON.stringify({ ...page, results: [], paging: { next: { after } } })
    return { kind: 'response', response: { ...answer.response, body } }
  }

  async function answer(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const url = new URL(String(input))
    const vendor = vendors.find(({ host }) => host === url.host)
    if (vendor === undefined) throw new TypeError('fetch failed')
    const headers = headersOf(init?.headers)
    const request: VendorRequest = {
      method: init?.method ?? 'GET',
      url: url.pathname + url.search,
      headers,
      body: String(init?.body ?? ''),
    }
    const token = headers.authorization?.replace(/^Bearer /, '') ?? null
    const sent: Sent = {
      party: party(),
      vendor,
      program,
      url: request.url,
      body: request.body,
      token,
      at: scheduler.now(),
    }
    watcher.sent(sent)
    const deadline = init?.signal as unknown as Deadline | undefined
    const { promise, resolve, reject } = Promise.withResolvers<Response>()
    const upMs = random.between(1, options.latencyMs)
    const wait = (ms: number, then: () => void) => void program.sleep(ms).then(then)
    const timeOut = (spentMs: number) =>
      wait((deadline?.ms ?? 30_000) - spentMs, () => {
        if (deadline !== undefined) deadline.aborted = true
        reject(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
      })
    const asked = program.io(`fetch: ${request.method} ${url.pathname}`, {
      latencyMs: upMs,
      busy: null,
      hung: () => timeOut(upMs),
      run: async () => {
        const { answer, made } = serve(vendor, request)
        const response = answer.kind === 'response' ? answer.response : null
        const retryAfterS = Number(response?.headers['retry-after'] ?? Number.NaN)
        watcher.answered({
          ...sent,
          status: response?.status ?? 0,
          retryAfterS: Number.isNaN(retryAfterS) ? null : retryAfterS,
          made,
          answer: response?.body ?? '',
        })
        return answer
      },
    })
    const reply = await Promise.race([asked, promise.then(() => null)])
    switch (reply?.kind) {
      case 'reset':
        wait(1, () => reject(new TypeError('fetch failed')))
        break
      case 'hang':
        timeOut(upMs)
        break
      case 'response':
        wait(random.between(1, options.latencyMs), () => resolve(responseOf(reply.response)))
        break
      case undefined:
        break
      default:
        reply satisfies never
    }
    return promise
  }

  return answer as typeof fetch
}

function headersOf(headers: RequestInit['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
  )
}

/** What the exchange reads of a response: a stream in one piece, which no thread of the platform's has to deliver. */
function responseOf(given: Extract<VendorAnswer, { kind: 'response' }>['response']): Response {
  const { status, body } = given
  const headers = Object.entries(given.headers).map(([name, value]) => [name.toLowerCase(), value])
  const chunks = body === '' ? [] : [new TextEncoder().encode(body)]
  const read = async () => {
    const value = chunks.shift()
    return value === undefined ? { done: true } : { done: false, value }
  }
  const reader = { read, cancel: async () => undefined }
  return { status, headers, body: { getReader: () => reader } } as unknown as Response
}

/** A mark of the list that stands before `id` and is not the one that was asked from; null where there is none. */
function markBefore(id: string, url: string): string | null {
  const asked = /[?&]after=(\d+)/.exec(url)?.[1] ?? '0'
  const before = String(Number(id) - 1)
  // Of the same length, so that both orders of ids agree.
  return before.length === id.length && Number(before) > Number(asked) && asked.length === id.length
    ? before
    : null
}
