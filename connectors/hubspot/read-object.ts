/**
 * Objects of the API that the client has modules for which differ in nothing but their path: a list and a search of each
 * are not worth 70 KB. Through our transport like everything else.
 */
import type { HttpRequest, Pull } from '../contract.ts'
import type { HubspotConfig } from './config.ts'
import type { SearchBody } from './search-body.ts'

export const plainKinds = ['line_items', 'subscriptions'] as const
export type PlainKind = (typeof plainKinds)[number]
type Reading = Pick<Pull<HubspotConfig>, 'baseUrl' | 'transport'>

const LIST_LIMIT = 100

export function isPlain(kind: string): kind is PlainKind {
  return (plainKinds as readonly string[]).includes(kind)
}

export function listPlain(
  reading: Reading,
  kind: PlainKind,
  page: { readonly after: string | null; readonly properties: readonly string[]; readonly archived: boolean },
): Promise<string> {
  const query = new URLSearchParams({
    limit: String(LIST_LIMIT),
    ...(page.after === null ? {} : { after: page.after }),
    properties: page.properties.join(','),
    archived: String(page.archived),
  })
  return send(reading, 'api', 'GET', `${pathOf(kind)}?${query}`, null)
}

export function searchPlain(reading: Reading, kind: PlainKind, body: SearchBody): Promise<string> {
  return send(reading, 'search', 'POST', `${pathOf(kind)}/search`, JSON.stringify(body))
}

function pathOf(kind: PlainKind): string {
  return `/crm/objects/2026-09/${kind}`
}

async function send(
  { baseUrl, transport }: Reading,
  bucket: HttpRequest['bucket'],
  method: 'GET' | 'POST',
  path: string,
  body: string | null,
): Promise<string> {
  const accept = { accept: 'application/json' }
  const headers = body === null ? accept : { ...accept, 'content-type': 'application/json' }
  // Lists and searches only read.
  const answer = await transport.send({
    ...{ method, url: baseUrl + path, headers, body, bucket },
    repeatable: true,
  })
  return answer.body
}
