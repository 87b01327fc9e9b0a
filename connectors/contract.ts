/**
 * The agreement every CRM connector signs. A connector turns one request of ours into one page of records.
 * It owns no state, clock, environment or socket: the cursor, the account and the transport travel in.
 */
import type * as z from 'zod'
import type { CardDoor } from './card.ts'
import type { ContractMapping, ContractOffer } from './contract-mapping.ts'
import type { Failure } from './failures.ts'
import type { Native } from './native.ts'
import type { OAuthApp, OAuthDoor } from './oauth.ts'
import type { Reads } from './reads.ts'
import type { AccountRecord, DealRecord, Instant, Records, Removal, Skipped, Stream } from './records.ts'

export * from './contract-mapping.ts'
export * from './failures.ts'
export * from './records.ts'

/** One page and the place it leaves us: committed together or not at all. */
export interface Page<S extends Stream = Stream> {
  readonly records: readonly Records[S][]
  readonly deleted: readonly Removal[]
  readonly skipped: readonly Skipped[]
  readonly cursor: Cursor
  readonly more: boolean
  /** Read from the records themselves and not from a search index that may be late. */
  readonly primary: boolean
  /** How many records the CRM says the whole walk has; null when it does not tell. For progress only. */
  readonly total: number | null
  /** Whole walks of later set-up streams that the same call has answered: committed with this page. */
  readonly also?: { readonly [O in Stream]?: Page<O> }
}

/**
 * Where a stream stands. `rest` waits for the next run; `list` walks everything once (the first import); `window` walks the
 * rows changed at `since` or later by id, so that ties, caps and edits lose nothing: all that changed up to `until` is in then.
 */
export type Cursor =
  | { readonly at: 'rest'; readonly until: Instant }
  | { readonly at: 'list'; readonly openedAt: Instant; readonly after: string | null }
  | { readonly at: 'window'; readonly since: Instant; readonly until: Instant; readonly after: string | null }

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  /** Which of the CRM's budgets the call draws on. */
  readonly bucket: string
  /** A POST that only reads (search, batch read) may be repeated. */
  readonly repeatable: boolean
  /** What the body gives away and no failure may show. */
  readonly secrets?: readonly string[]
}

export interface HttpResponse {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The only way to a CRM: host allow-list, deadline, bounded retry, budget, metering, credentials. */
export interface Transport {
  /** Answers only 2xx; everything else throws a `ConnectorError` with the `Failure`. */
  send(request: HttpRequest): Promise<HttpResponse>
}

/** All a connector may know. */
export interface Pull<Config> {
  readonly config: Config
  /** Base URL of the API: fixed for HubSpot, the org's instance for Salesforce. */
  readonly baseUrl: string
  readonly transport: Transport
  readonly now: Instant
  /** As read by the `account` stream of this connection; null only while that stream itself is pulled. */
  readonly account: AccountRecord | null
  /** The company's zone: a vendor instant becomes a day in it. */
  readonly timeZone: string
  /** The company's currency, for an account with one currency that does not tell which. */
  readonly currency?: string
  /** Extra deal properties to mirror, by the CRM's internal name. */
  readonly properties: readonly string[]
  /** Read what rarely changes too: at the first import, once a week, and where a record names what we do not know. */
  readonly thorough?: boolean
  /** Where contracts stand, as a person chose; none is the same as left out. */
  readonly contracts?: ContractMapping
}

export const statuses = ['open', 'won', 'lost'] as const
export type Status = (typeof statuses)[number]

/** Deals of one status; `pipelineId` null: of all pipelines together, `''`: of deals on none, told by pipeline too. */
export interface Slice {
  readonly pipelineId: string | null
  readonly status: Status
}

/** What the CRM itself counts. */
export interface Total extends Slice {
  readonly count: number
  /** Sum in minor units of the account's currency; null where the CRM cannot say it exactly. */
  readonly amountMinor: number | null
}

/** Deals looked at again by name: to compare the mirror with the CRM, to heal it, and after a push. */
export interface Recheck<Config> {
  /** Ids that one `read` takes. */
  readonly limit: number
  /** As they are now, from the records themselves. `missing`: ids the CRM has no record for, deleted ones aside. */
  read(pull: Pull<Config>, ids: readonly string[]): Promise<Reread>
  /**
   * All slices of the account, empty ones included: by status at most three calls, by pipeline as few as it takes. Where
   * they come from an index that is late, an edit of the last minutes is counted as it was before.
   */
  totals(
    pull: Pull<Config>,
    by: 'status' | 'pipeline',
    pipelines: readonly string[],
  ): Promise<readonly Total[]>
  /** Ids of a slice, a page at a time; `after` null at the end. */
  ids(
    pull: Pull<Config>,
    slice: Slice,
    after: string | null,
  ): Promise<{ readonly ids: readonly string[]; readonly after: string | null }>
}

export interface Reread {
  readonly records: readonly DealRecord[]
  readonly deleted: readonly Removal[]
  readonly skipped: readonly Skipped[]
  readonly missing: readonly string[]
}

/** One thing a CRM says has happened. The record is read again; nothing of the event itself is believed. */
export interface Notice {
  /** `AccountRecord.id` of whom it happened to. */
  readonly account: string
  /** Of the deal. */
  readonly id: string
  /** The same for a repeated delivery. */
  readonly key: string
  readonly at: Instant
}

export interface Push {
  /** Constant in time. `url` as received by the public address; `secrets`: any one may have signed. */
  verify(request: Received, secrets: readonly string[], now: Instant): Promise<boolean>
  /** Of a verified body; null when it is none of ours. Notices about other objects are left out. */
  parse(body: string): readonly Notice[] | null
}

export interface Received {
  readonly method: string
  readonly url: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What lets us call: a bearer token, the base URL it is good for, and when it ends (null: unknown). */
export interface Grant {
  readonly token: string
  readonly baseUrl: string
  readonly expiresAt: Instant | null
  /** Gets the next one, where a person let our app in. May be another after each renewal: then the old one is dead. */
  readonly refreshToken?: string
}

/** What a renewal may stand on besides the config. */
export interface Held {
  /** The one that is stored. */
  readonly grant: Grant | null
  /** Ours, where the deployment has one for this CRM. */
  readonly app: OAuthApp | null
}

/** The CRM's own count of a bucket: calls in a window of `perMs`, and how many are left to all who share it. */
export interface Limits {
  readonly bucket: string
  readonly calls: number
  readonly perMs: number
  readonly remaining: number
}

export type PullStream<Config, S extends Stream> = (
  pull: Pull<Config>,
  cursor: Cursor | null,
) => Promise<Page<S>>

export interface Connector<Config> {
  /** Also the folder's name: `hubspot`, `salesforce`. */
  readonly id: string
  readonly title: string
  /** Strict: an unknown key is refused. Secrets of the connection are part of it and are sealed at rest. */
  readonly config: z.ZodType<Config>
  /** Every host a request may go to; a leading dot allows sub-domains. */
  hosts(config: Config): readonly string[]
  /** What is read of a connection, for people who want to know. */
  readonly reads?: Reads
  /** Gets a first or fresh grant. `send` is unauthenticated. Throws `unauthorized` when the vendor refuses. */
  authorize(config: Config, send: Transport['send'], now: Instant, held?: Held): Promise<Grant>
  /** Pure: a non-2xx answer as a `Failure`, decided by codes and never by message text. */
  failure(response: HttpResponse, now: Instant): Failure
  /** Calls per window in each of the CRM's buckets, until an answer tells: at most 80 % of the vendor's own limit. */
  readonly buckets: Readonly<Record<string, { readonly calls: number; readonly perMs: number }>>
  /** Calls used and allowed in the day of all the customer's apps, where an answer tells; the transport keeps clear. */
  quota?(response: HttpResponse): { readonly used: number; readonly limit: number } | null
  /** What an answer tells of one of the buckets. Pure. */
  limits?(response: HttpResponse): Limits | null
  readonly streams: { readonly [S in Exclude<Stream, 'census'>]: PullStream<Config, S> }
  readonly recheck: Recheck<Config>
  /** What contracts could be read from, the likeliest first; only ever asked for by a person. */
  contractOffers?(pull: Pull<Config>): Promise<readonly ContractOffer[]>
  /** Numbers that the CRM works out itself. */
  readonly native?: Native<Config>
  readonly push: Push
  /** Where an administrator lets our app in; left out by a CRM that knows no such thing. */
  readonly oauth?: OAuthDoor<Config>
  /** Left out by a CRM in whose pages we show nothing. */
  readonly card?: CardDoor
  /** The record's page in the CRM, for evidence. */
  recordUrl(account: AccountRecord, kind: 'deal' | 'company', id: string): string
}

/** The census walks the records of `deals`, with a cursor of its own. */
export function pullOf<Config, S extends Stream>(
  connector: Pick<Connector<Config>, 'streams'>,
  stream: S,
): PullStream<Config, S> {
  const all = { ...connector.streams, census: connector.streams.deals }
  return (all as unknown as { readonly [O in Stream]: PullStream<Config, O> })[stream]
}

export function defineConnector<Config>(connector: Connector<Config>): Connector<Config> {
  return connector
}
