/** A sandbox of the small company and a signed-in way to ask it. */
import type { Crm } from '../../../../connectors/demo/types.ts'
import {
  type SalesforceSandbox,
  type Switches,
  startSalesforceSandbox,
} from '../../../../connectors/salesforce/sandbox/index.ts'
import { NOW, smallCompany } from './company.ts'

type Json = Readonly<Record<string, unknown>>

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Parsed JSON; errors of the REST API are lists. */
  readonly body: Json
}

export interface Client {
  readonly sandbox: SalesforceSandbox
  /** Moves the virtual clock. */
  at(now: string): void
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  send(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<Answer>
  query(soql: string): Promise<Answer>
  /** The records of a statement that must succeed. */
  rows(soql: string): Promise<Json[]>
  readonly token: string
  [Symbol.asyncDispose](): Promise<void>
}

export async function startClient(
  switches: Partial<Switches> = {},
  crm: Crm = smallCompany(),
): Promise<Client> {
  let now = NOW
  const sandbox = await startSalesforceSandbox({
    crm,
    now: () => now,
    clientId: 'client',
    clientSecret: 'secret',
    redirectUris: ['https://app.example.com/callback'],
    switches,
  })
  const granted = await request(sandbox.url, 'POST', '/services/oauth2/token', {
    body: 'grant_type=client_credentials&client_id=client&client_secret=secret',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  const token = String(granted.body.access_token)
  const authorization = { authorization: `Bearer ${token}` }

  const client: Client = {
    sandbox,
    token,
    at: (instant) => {
      now = instant
    },
    get: (path, headers = {}) =>
      request(sandbox.url, 'GET', path, { headers: { ...authorization, ...headers } }),
    send: (method, path, body, headers = {}) =>
      request(sandbox.url, method, path, {
        headers: { ...authorization, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body }),
      }),
    query: (soql) => client.get(`/services/data/v68.0/query?q=${encodeURIComponent(soql)}`),
    async rows(soql) {
      const answer = await client.query(soql)
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`)
      return answer.body.records as Json[]
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  }
  return client
}

export async function request(
  url: string,
  method: string,
  path: string,
  init: { headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const response = await fetch(url + path, { method, redirect: 'manual', ...init })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : {},
  }
}
