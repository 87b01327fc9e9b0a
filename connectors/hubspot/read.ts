/**
 * The only file that knows HubSpot's client. Its generated factories build the requests; our transport sends them and
 * `wire.ts` reads the answers, because the client's models drop fields they do not know and turn times into `Date`.
 */
import { BasicApiRequestFactory as CompanyLists } from '@hubspot/api-client/lib/codegen/crm/companies/apis/BasicApi.js'
import { SearchApiRequestFactory as CompanySearch } from '@hubspot/api-client/lib/codegen/crm/companies/apis/SearchApi.js'
import { ServerConfiguration as CompanyServer } from '@hubspot/api-client/lib/codegen/crm/companies/servers.js'
import { BasicApiRequestFactory as DealLists } from '@hubspot/api-client/lib/codegen/crm/deals/apis/BasicApi.js'
import { SearchApiRequestFactory as DealSearch } from '@hubspot/api-client/lib/codegen/crm/deals/apis/SearchApi.js'
import { ServerConfiguration as DealServer } from '@hubspot/api-client/lib/codegen/crm/deals/servers.js'
import { OwnersApiRequestFactory as Owners } from '@hubspot/api-client/lib/codegen/crm/owners/apis/OwnersApi.js'
import { ServerConfiguration as OwnerServer } from '@hubspot/api-client/lib/codegen/crm/owners/servers.js'
import { PipelinesApiRequestFactory as Pipelines } from '@hubspot/api-client/lib/codegen/crm/pipelines/apis/PipelinesApi.js'
import { ServerConfiguration as PipelineServer } from '@hubspot/api-client/lib/codegen/crm/pipelines/servers.js'
import type { HttpRequest, Instant, Pull } from '../contract.ts'
import type { HubspotConfig } from './config.ts'
import { dated, paths } from './paths.ts'

/** What the API allows a page. */
export const LIST_LIMIT = 100
export const SEARCH_LIMIT = 200
const SEARCH_BODY_LIMIT = 3_000

export type Reading = Pick<Pull<HubspotConfig>, 'baseUrl' | 'transport'>
export type Kind = 'deals' | 'companies'

export interface Changes {
  readonly since: Instant
  readonly until: Instant
  /** Ids above this one; null from the start. */
  readonly after: string | null
}

/** Everything, in the CRM's own order. `archived` reads the recycle bin instead. */
export function list(
  { baseUrl, transport }: Reading,
  kind: Kind,
  page: { readonly after: string | null; readonly properties: readonly string[]; readonly archived: boolean },
): Promise<string> {
  const properties = [...page.properties]
  const after = page.after ?? undefined
  // A branch per kind: the client's classes look alike and are not the same to the compiler.
  const request =
    kind === 'deals'
      ? new DealLists(onto(new DealServer(baseUrl, {})))
      : new CompanyLists(onto(new CompanyServer(baseUrl, {})))
  return sent(
    transport,
    'api',
    request.getPage(LIST_LIMIT, after, properties, undefined, undefined, page.archived),
  )
}

/** Rows changed in the window, ids ascending: the last id, and never an offset, says where to go on. */
export function search(
  { baseUrl, transport }: Reading,
  kind: Kind,
  changes: Changes,
  properties: readonly string[],
): Promise<string> {
  return sent(transport, 'search', searchRequest(baseUrl, kind, changesBody(changes, properties)))
}

/** Characters by which a search for these properties is longer than HubSpot reads; 0 when it fits. */
export function searchExcess(properties: readonly string[]): number {
  const epoch = '2026-01-01T00:00:00.000Z'
  const longest = changesBody({ since: epoch, until: epoch, after: '9'.repeat(20) }, properties)
  return Math.max(0, JSON.stringify(longest).length - SEARCH_BODY_LIMIT)
}

function changesBody(changes: Changes, properties: readonly string[]): SearchBody {
  const changed = {
    propertyName: 'hs_lastmodifieddate',
    operator: 'BETWEEN',
    value: String(Date.parse(changes.since)),
    highValue: String(Date.parse(changes.until)),
  }
  const beyond = { propertyName: 'hs_object_id', operator: 'GT', value: changes.after ?? '0' }
  return {
    filterGroups: [{ filters: changes.after === null ? [changed] : [changed, beyond] }],
    sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
    properties,
    limit: SEARCH_LIMIT,
  }
}

/** How many there are; the list does not tell. */
export function count({ baseUrl, transport }: Reading, kind: Kind): Promise<string> {
  return sent(transport, 'search', searchRequest(baseUrl, kind, { limit: 1 }))
}

export function pipelines({ baseUrl, transport }: Reading): Promise<string> {
  return sent(transport, 'api', new Pipelines(onto(new PipelineServer(baseUrl, {}))).getAll('deals'))
}

export function owners(
  { baseUrl, transport }: Reading,
  page: { readonly after: string | null; readonly archived: boolean },
): Promise<string> {
  const request = new Owners(onto(new OwnerServer(baseUrl, {})))
  return sent(
    transport,
    'api',
    request.getPage(undefined, page.after ?? undefined, LIST_LIMIT, page.archived),
  )
}

/** Endpoints of the platform for which the client has no module, or one that is not worth its size. */
export async function direct({ baseUrl, transport }: Reading, path: keyof typeof paths): Promise<string> {
  const headers = { accept: 'application/json' }
  const url = baseUrl + paths[path]
  const answer = await transport.send({
    method: 'GET',
    url,
    headers,
    body: null,
    bucket: 'api',
    repeatable: true,
  })
  return answer.body
}

interface SearchBody {
  readonly filterGroups?: readonly {
    readonly filters: readonly Readonly<Record<'propertyName' | 'operator' | 'value', string>>[]
  }[]
  readonly sorts?: readonly { readonly propertyName: string; readonly direction: 'ASCENDING' }[]
  readonly properties?: readonly string[]
  readonly limit: number
}

function searchRequest(baseUrl: string, kind: Kind, body: SearchBody): Promise<ClientRequest> {
  const request =
    kind === 'deals'
      ? new DealSearch(onto(new DealServer(baseUrl, {})))
      : new CompanySearch(onto(new CompanyServer(baseUrl, {})))
  // The client types a sort rule as text and each module has its own operator enum; the API takes this.
  return request.doSearch(body as never)
}

/** The client must not open a socket of its own: it only ever builds requests here. */
function onto<Server>(baseServer: Server) {
  const httpApi = {
    send(): never {
      throw new Error('HubSpot requests are sent by the transport')
    },
  }
  return { baseServer, httpApi, middleware: [], authMethods: {} }
}

/** What the request classes of all the client's modules have in common. */
interface ClientRequest {
  getUrl(): string
  getHttpMethod(): string
  getHeaders(): Record<string, string>
  getBody(): unknown
}

async function sent(
  transport: Reading['transport'],
  bucket: HttpRequest['bucket'],
  building: Promise<ClientRequest>,
): Promise<string> {
  const request = await building
  const headers = Object.entries(request.getHeaders()).map(([name, value]) => [name.toLowerCase(), value])
  const body = request.getBody()
  const answer = await transport.send({
    method: request.getHttpMethod() === 'POST' ? 'POST' : 'GET',
    url: dated(request.getUrl()),
    headers: Object.fromEntries(headers),
    body: typeof body === 'string' ? body : null,
    bucket,
    // Lists and searches only read.
    repeatable: true,
  })
  return answer.body
}
