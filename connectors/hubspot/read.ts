/**
 * The only file that knows HubSpot's client. Its generated factories build the requests; our transport sends them and
 * `wire.ts` reads the answers, because the client's models drop fields they do not know and turn times into `Date`.
 */
import { BasicApiRequestFactory as CompanyLists } from '@hubspot/api-client/lib/codegen/crm/companies/apis/BasicApi.js'
import { SearchApiRequestFactory as CompanySearch } from '@hubspot/api-client/lib/codegen/crm/companies/apis/SearchApi.js'
import { ServerConfiguration as CompanyServer } from '@hubspot/api-client/lib/codegen/crm/companies/servers.js'
import { BasicApiRequestFactory as DealLists } from '@hubspot/api-client/lib/codegen/crm/deals/apis/BasicApi.js'
import { BatchApiRequestFactory as DealBatches } from '@hubspot/api-client/lib/codegen/crm/deals/apis/BatchApi.js'
import { SearchApiRequestFactory as DealSearch } from '@hubspot/api-client/lib/codegen/crm/deals/apis/SearchApi.js'
import { ServerConfiguration as DealServer } from '@hubspot/api-client/lib/codegen/crm/deals/servers.js'
import { OwnersApiRequestFactory as Owners } from '@hubspot/api-client/lib/codegen/crm/owners/apis/OwnersApi.js'
import { ServerConfiguration as OwnerServer } from '@hubspot/api-client/lib/codegen/crm/owners/servers.js'
import { PipelinesApiRequestFactory as Pipelines } from '@hubspot/api-client/lib/codegen/crm/pipelines/apis/PipelinesApi.js'
import { ServerConfiguration as PipelineServer } from '@hubspot/api-client/lib/codegen/crm/pipelines/servers.js'
import type { HttpRequest, Pull } from '../contract.ts'
import type { HubspotConfig } from './config.ts'
import { historyProperties } from './map-history.ts'
import { dated, paths } from './paths.ts'
import { isPlain, listPlain, type PlainKind, searchPlain } from './read-object.ts'
import type { SearchBody } from './search-body.ts'

/** What the API allows a page or batch. */
export const LIST_LIMIT = 100
const HISTORY_LIMIT = 50

export type Reading = Pick<Pull<HubspotConfig>, 'baseUrl' | 'transport'>
export type Kind = 'deals' | 'companies' | PlainKind

/** Everything, in the CRM's own order. `archived` reads the recycle bin instead. */
export function list(
  { baseUrl, transport }: Reading,
  kind: Kind,
  page: { readonly after: string | null; readonly properties: readonly string[]; readonly archived: boolean },
): Promise<string> {
  if (isPlain(kind)) return listPlain({ baseUrl, transport }, kind, page)
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

export function search({ baseUrl, transport }: Reading, kind: Kind, body: SearchBody): Promise<string> {
  if (isPlain(kind)) return searchPlain({ baseUrl, transport }, kind, body)
  return sent(transport, 'search', searchRequest(baseUrl, kind, body))
}

/** Deals by name, at most `LIST_LIMIT`: from the records themselves. `archived` looks into the recycle bin instead. */
export function batch(
  { baseUrl, transport }: Reading,
  ids: readonly string[],
  asked: { readonly properties: readonly string[]; readonly archived: boolean },
): Promise<string> {
  const request = new DealBatches(onto(new DealServer(baseUrl, {})))
  const body = {
    inputs: ids.map((id) => ({ id })),
    properties: [...asked.properties],
    propertiesWithHistory: [],
  }
  return sent(transport, 'api', request.read(body, asked.archived))
}

/** A page of the list whose records bring the past of some properties; so it is a smaller one. */
export function histories({ baseUrl, transport }: Reading, after: string | null): Promise<string> {
  const request = new DealLists(onto(new DealServer(baseUrl, {})))
  const past = [...historyProperties]
  const building = request.getPage(
    HISTORY_LIMIT,
    after ?? undefined,
    ['createdate', ...past],
    past,
    undefined,
    false,
  )
  return sent(transport, 'api', building)
}

/** How many there are; the list does not tell. */
export function count(reading: Reading, kind: Kind): Promise<string> {
  return search(reading, kind, { limit: 1 })
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

/** Endpoints of the platform for which the client has no module, or one that is not worth its size. A body is posted. */
export async function direct(
  { baseUrl, transport }: Reading,
  path: keyof typeof paths,
  body: string | null = null,
): Promise<string> {
  const accept = { accept: 'application/json' }
  const answer = await transport.send({
    method: body === null ? 'GET' : 'POST',
    url: baseUrl + paths[path],
    headers: body === null ? accept : { ...accept, 'content-type': 'application/json' },
    body,
    bucket: 'api',
    // Whatever we post asks.
    repeatable: true,
  })
  return answer.body
}

function searchRequest(
  baseUrl: string,
  kind: Exclude<Kind, PlainKind>,
  body: SearchBody,
): Promise<ClientRequest> {
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
    // Lists, searches and batches only read.
    repeatable: true,
  })
  return answer.body
}
