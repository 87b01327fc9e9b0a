/**
 * A small CRM behind a fake socket, with a connector of its own: what the sync does is told apart from what the vendors
 * do. Faults are given per request, in order.
 */
import { z } from 'zod'
import {
  ConnectorError,
  type Cursor,
  type Day,
  type DealRecord,
  defineConnector,
  type Failure,
  type HttpResponse,
  type Instant,
  type Page,
  type Pull,
  type Recheck,
  type Status,
  type Stream,
  statuses,
} from '../../../connectors/contract.ts'
import { type AnyConnector, open } from '../../../connectors/registry.ts'
import { advance, openList, openWindow, rest } from '../../../connectors/window.ts'

export interface ToyDeal {
  readonly id: string
  readonly amount: number
  readonly stage: string
  readonly closeDate: Day
  readonly changedAt: Instant
  /** Default: one of five, by its id. */
  readonly owner?: string
}

export type Fault =
  | 'html'
  | 'half'
  | 'hang'
  | 'reset'
  | { readonly status: number; readonly retryAfter?: number }

export interface ToyCrm {
  readonly host: string
  token: string
  accountId: string
  /** By id. */
  readonly deals: Map<string, ToyDeal>
  /** Taken from the front, one a request; empty: all is well. */
  faults: (Fault | null)[]
  /** Every request from now on. */
  always: Fault | null
  /** Paths with query, in order. */
  readonly requests: string[]
  answer(request: Request): Promise<Response>
}

const PAGE = 3
const edges = { overlapMs: 60_000, lagMs: 120_000 }

export function createToyCrm(host: string, count: number): ToyCrm {
  const crm: ToyCrm = {
    host,
    token: 'let-me-in-please',
    accountId: `account-of-${host}`,
    deals: new Map(),
    faults: [],
    always: null,
    requests: [],
    answer: (request) => answer(crm, request),
  }
  for (let n = 1; n <= count; n += 1) {
    const id = String(n).padStart(4, '0')
    const stage = n % 3 === 0 ? 'won' : 'open'
    crm.deals.set(id, {
      id,
      amount: n * 100,
      stage,
      closeDate: '2026-02-10',
      changedAt: '2026-02-01T10:00:00.000Z',
    })
  }
  return crm
}

/** The socket: routes by host, refuses what it does not know. */
export function toyFetch(crms: readonly ToyCrm[]): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const crm = crms.find(({ host }) => host === new URL(request.url).host)
    if (crm === undefined) throw new TypeError('fetch failed')
    return crm.answer(request)
  }
}

async function answer(crm: ToyCrm, request: Request): Promise<Response> {
  const url = new URL(request.url)
  crm.requests.push(url.pathname + url.search)
  const fault = crm.always ?? crm.faults.shift() ?? null
  if (fault !== null) return faulty(fault, request)
  if (request.headers.get('authorization') !== `Bearer ${crm.token}`)
    return Response.json({ message: 'token unknown' }, { status: 401 })
  if (url.pathname === '/account') return Response.json({ id: crm.accountId })
  const named = url.searchParams.get('ids')?.split(',')
  if (named !== undefined)
    return Response.json({ rows: named.flatMap((id) => crm.deals.get(id) ?? []), more: false })
  if (url.pathname === '/stages')
    return Response.json([...crm.deals.values()].map(({ id, stage }) => ({ id, stage })))
  const after = url.searchParams.get('after') ?? ''
  const [since, until] = [url.searchParams.get('since') ?? '', url.searchParams.get('until') ?? '9']
  const rows = [...crm.deals.values()]
    .filter(({ id, changedAt }) => id > after && changedAt >= since && changedAt <= until)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  return Response.json({ rows: rows.slice(0, PAGE), more: rows.length > PAGE })
}

function faulty(fault: Fault, request: Request): Promise<Response> {
  if (fault === 'html') return Promise.resolve(new Response('<html>Down for maintenance</html>'))
  if (fault === 'half') return Promise.resolve(new Response('{"rows":[{"id":"00'))
  if (fault === 'reset') return Promise.reject(new TypeError('fetch failed'))
  if (fault === 'hang')
    return new Promise((_, reject) => {
      request.signal.addEventListener('abort', () => reject(request.signal.reason))
    })
  const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
  return Promise.resolve(new Response('{"message":"no"}', { status: fault.status, headers }))
}

const config = z.strictObject({ host: z.string(), token: z.string().min(1) })
type Config = z.infer<typeof config>

const stagesSchema = z.array(z.object({ id: z.string(), stage: z.string() }))
const statusOf = (stage: string): Status => (stage === 'won' ? 'won' : 'open')

const recheck: Recheck<Config> = {
  limit: PAGE,
  async read(pull, ids) {
    const { rows } = rowsSchema.parse(await get(pull, `/deals?ids=${ids.join(',')}`))
    const found = new Set(rows.map(({ id }) => id))
    return {
      records: rows.map(record),
      deleted: [],
      skipped: [],
      missing: ids.filter((id) => !found.has(id)),
    }
  },
  async totals(pull, by) {
    const all = stagesSchema.parse(await get(pull, '/stages'))
    return statuses.map((status) => ({
      pipelineId: by === 'pipeline' ? 'main' : null,
      status,
      count: all.filter(({ stage }) => statusOf(stage) === status).length,
      amountMinor: null,
    }))
  },
  async ids(pull, { status }, after) {
    const all = stagesSchema.parse(await get(pull, '/stages'))
    const ids = all
      .filter(({ id, stage }) => statusOf(stage) === status && id > (after ?? ''))
      .map(({ id }) => id)
    return { ids, after: null }
  },
}

const toy = defineConnector<Config>({
  id: 'toy',
  title: 'Toy',
  config,
  hosts: ({ host }) => [host],
  authorize: async ({ token, host }) => ({ token, baseUrl: `https://${host}`, expiresAt: null }),
  failure,
  buckets: { all: { calls: 1000, perMs: 1000 } },
  streams: {
    account,
    pipelines,
    teams: nothing,
    owners,
    currencies: nothing,
    companies: nothing,
    deals,
    removals: nothing,
    contracts: nothing,
    history: nothing,
  },
  recheck,
  push: { verify: async () => false, parse: () => null },
  recordUrl: () => 'https://toy.test/',
})
export const toyRegistry = [open(toy)]

/** The same connector, reading some streams in another way. */
export function toyWith(replaced: Partial<AnyConnector['streams']>): readonly AnyConnector[] {
  const opened = open(toy)
  return [{ ...opened, streams: { ...opened.streams, ...replaced } }]
}

function failure({ status, headers }: HttpResponse): Failure {
  if (status === 401) return { kind: 'unauthorized', detail: 'the token is unknown or was revoked' }
  if (status === 403) return { kind: 'forbidden', missing: 'deals.read', detail: 'a permission is missing' }
  const retryAfterMs = headers['retry-after'] === undefined ? null : Number(headers['retry-after']) * 1000
  if (status === 429) return { kind: 'rate_limited', retryAfterMs: retryAfterMs ?? 1000, scope: 'burst' }
  if (status >= 500) return { kind: 'unavailable', status, retryAfterMs, detail: 'the CRM is down' }
  return { kind: 'refused', status, code: null, detail: 'refused' }
}

async function get(pull: Pull<Config>, path: string): Promise<unknown> {
  const { body } = await pull.transport.send({
    method: 'GET',
    url: `${pull.baseUrl}${path}`,
    headers: { accept: 'application/json' },
    body: null,
    bucket: 'all',
    repeatable: true,
  })
  return JSON.parse(body)
}

function page<S extends Stream>(fields: Partial<Page<S>> & { readonly cursor: Cursor }): Page<S> {
  return {
    records: [],
    deleted: [],
    skipped: [],
    more: fields.cursor.at !== 'rest',
    primary: true,
    total: null,
    ...fields,
  }
}

async function nothing<S extends Stream>(pull: Pull<Config>, cursor: Cursor | null): Promise<Page<S>> {
  return page<S>({ cursor: rest(openWindow(cursor, pull.now, edges), edges) })
}

async function account(pull: Pull<Config>): Promise<Page<'account'>> {
  const { id } = z.object({ id: z.string() }).parse(await get(pull, '/account'))
  const record = {
    id,
    name: 'Toy GmbH',
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    fiscalYearStartMonth: 1,
    uiHost: 'toy.test',
    apiVersion: null,
    multiCurrency: false,
    hidden: [],
  }
  return page<'account'>({ records: [record], cursor: rest(openList(null, pull.now), edges) })
}

async function pipelines(pull: Pull<Config>): Promise<Page<'pipelines'>> {
  const stage = (id: string, closed: boolean, won: boolean, position: number) => ({
    id,
    label: id,
    position,
    closed,
    won,
    probability: won ? '1' : '0.5',
    archived: false,
  })
  const stages = [stage('open', false, false, 0), stage('won', true, true, 1)]
  const record = { id: 'main', label: 'Main', archived: false, stages }
  return page<'pipelines'>({ records: [record], cursor: rest(openList(null, pull.now), edges) })
}

async function owners(pull: Pull<Config>): Promise<Page<'owners'>> {
  const records = [0, 1, 2, 3, 4].map((n) => ({ id: `user-${n}`, teamId: null, active: true }))
  return page<'owners'>({ records, cursor: rest(openList(null, pull.now), edges) })
}

const rowsSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      amount: z.number(),
      stage: z.string(),
      closeDate: z.string(),
      changedAt: z.string(),
      owner: z.string().optional(),
    }),
  ),
  more: z.boolean(),
})

async function deals(pull: Pull<Config>, cursor: Cursor | null): Promise<Page<'deals'>> {
  const walk = openWindow(cursor, pull.now, edges)
  const query = new URLSearchParams(walk.at === 'window' ? { since: walk.since, until: walk.until } : {})
  if (walk.after !== null) query.set('after', walk.after)
  const parsed = rowsSchema.safeParse(await get(pull, `/deals?${query}`))
  if (!parsed.success) throw new ConnectorError('toy', { kind: 'unreadable', path: 'rows', issue: 'no rows' })
  const { rows, more } = parsed.data
  const last = rows.at(-1)?.id
  return page<'deals'>({
    records: rows.map(record),
    cursor: more && last !== undefined ? advance(walk, last) : rest(walk, edges),
    total: null,
  })
}

function record(deal: z.infer<typeof rowsSchema>['rows'][number]): DealRecord {
  const { id, amount, stage, closeDate, changedAt, owner = `user-${Number(id) % 5}` } = deal
  return {
    id,
    version: changedAt,
    createdAt: '2026-01-15T09:00:00.000Z',
    name: `Deal ${id}`,
    pipelineId: 'main',
    stageId: stage,
    amountMinor: amount,
    currency: 'EUR',
    rate: null,
    closeDate,
    probability: null,
    forecastCategory: null,
    type: null,
    ownerId: owner,
    teamId: null,
    companyId: null,
    mergedIds: [],
    properties: {},
    problems: [],
  }
}
