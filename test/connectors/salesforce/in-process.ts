/** A Salesforce org without a socket, behind `fetch`; one virtual clock for everything. */
import { open } from '../../../connectors/any-connector.ts'
import type { AccountRecord, Cursor, Page, Pull, Stream } from '../../../connectors/contract.ts'
import type { Crm } from '../../../connectors/demo/types.ts'
import { salesforce } from '../../../connectors/salesforce/index.ts'
import { createSalesforceApi, type Switches } from '../../../connectors/salesforce/sandbox/index.ts'
import { createTransport, plainSend } from '../../../connectors/transport.ts'

export const connector = open(salesforce)
const START = Date.parse('2026-04-10T02:30:00.000Z')
const HOST = 'acme.my.salesforce.com'

export async function createWorld(crm: Crm, switches: Partial<Switches>) {
  let time = START
  const now = () => new Date(time).toISOString()
  const api = createSalesforceApi({ crm, now, switches })
  const inProcess: typeof fetch = async (input, init) => {
    const url = new URL(String(input))
    const answer = api.handle({
      method: init?.method ?? 'GET',
      url: url.pathname + url.search,
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: String(init?.body ?? ''),
    })
    if (answer.kind !== 'response') throw new TypeError('fetch failed')
    const { status, headers, body } = answer.response
    return new Response(body, { status, headers })
  }
  const { clientId, clientSecret } = api
  const config = { instanceUrl: `https://${HOST}`, clientId, clientSecret }
  const wire = {
    connector,
    hosts: [HOST],
    fetch: inProcess,
    now,
    sleep: async (ms: number) => {
      time += ms
    },
    random: () => 0.5,
  }
  const authorize = () => connector.authorize(config, plainSend(wire), now())
  let grant = await authorize()
  const renew = async () => {
    grant = await authorize()
    return grant
  }
  const transport = createTransport({ ...wire, grant: { current: async () => grant, renew } })
  let account: AccountRecord | null = null
  const request = (): Pull<unknown> => ({
    config,
    baseUrl: grant.baseUrl,
    transport,
    account,
    now: now(),
    timeZone: crm.timeZone,
    properties: [],
  })
  account = (await connector.streams.account(request(), null)).records[0] ?? null
  return {
    now,
    request,
    pass: (ms: number) => {
      time += ms
    },
    fail: (kind: 'status' | 'half_body' | 'reset') =>
      api.fault({ match: 'query', times: 5, kind, ...(kind === 'status' ? { status: 503 } : {}) }),
    heal: api.clearFaults,
    pull: <S extends Exclude<Stream, 'census'>>(stream: S, cursor: Cursor | null) =>
      (connector.streams[stream] as (pull: Pull<unknown>, at: Cursor | null) => Promise<Page<S>>)(
        request(),
        cursor,
      ),
  }
}

export type World = Awaited<ReturnType<typeof createWorld>>
