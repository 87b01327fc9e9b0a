/** A small account and a caller without a socket: the ground of the sandbox's tests. */
import { createCrm } from '../../../../connectors/demo/crm.ts'
import type { Crm, CrmDealFields } from '../../../../connectors/demo/types.ts'
import { createHubspotApi, DEFAULT_TOKEN } from '../../../../connectors/hubspot/sandbox/api.ts'
import type { Switches } from '../../../../connectors/hubspot/sandbox/switches.ts'

const stage = (id: string, position: number, probability: string) => ({
  id,
  label: id,
  position,
  closed: probability === '0' || probability === '1',
  won: probability === '1',
  probability,
  archived: false,
})

export const someDeal: CrmDealFields = {
  name: 'Palettierer Halle 3',
  companyId: '9001',
  pipelineId: 'default',
  stageId: 'qualifiedtobuy',
  amount: '1000.50',
  currency: 'EUR',
  closeDate: '2026-03-31',
  probability: null,
  type: 'newbusiness',
  ownerId: '501',
  forecastCategory: 'best_case',
  properties: { region: 'Nord' },
}

export const T0 = '2026-03-01T08:00:00.000Z'

export function smallAccount(): Crm {
  const crm = createCrm({
    name: 'Nordwerk',
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    fiscalYearStartMonth: 1,
    firstDealId: 100,
    customFields: ['region'],
    rates: [{ currency: 'CHF', factor: '1.05', from: null }],
    teams: [
      { id: '1', name: 'Vertrieb', parentId: null },
      { id: '2', name: 'Nord', parentId: '1' },
    ],
    users: [
      { id: '501', name: 'Jana Petersen', email: 'jana@nordwerk.example', teamId: '2', active: true },
      { id: '502', name: 'Ole Brandt', email: 'ole@nordwerk.example', teamId: '2', active: false },
    ],
    pipelines: [
      {
        id: 'default',
        label: 'Neugeschäft',
        archived: false,
        stages: [
          stage('qualifiedtobuy', 0, '0.4'),
          stage('contractsent', 1, '0.9'),
          stage('closedwon', 2, '1'),
          stage('closedlost', 3, '0'),
        ],
      },
    ],
  })
  crm.upsertCompany({ id: '9001', name: 'Hansen Fördertechnik GmbH' }, T0)
  return crm
}

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into the vendor's free-form JSON.
  readonly body: any
}

/** Calls without a socket. `clock.ms` is both the virtual now and the clock of the limits. */
export function callerOf(crm: Crm, switches: Partial<Switches> = {}, at = T0) {
  const clock = { ms: Date.parse(at) }
  const api = createHubspotApi({
    crm,
    now: () => new Date(clock.ms).toISOString(),
    clockMs: () => clock.ms,
    switches,
  })
  function call(method: string, url: string, body?: unknown, headers: Record<string, string> = {}): Reply {
    const answer = api.handle({
      method,
      url,
      headers: {
        authorization: `Bearer ${DEFAULT_TOKEN}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
    })
    if (answer.kind !== 'response') throw new Error(`the sandbox would ${answer.kind}`)
    const { status, headers: sent, body: text } = answer.response
    const isJson = sent['content-type']?.startsWith('application/json')
    return { status, headers: sent, body: isJson ? JSON.parse(text) : text }
  }
  const get = (url: string) => call('GET', url)
  const post = (url: string, body: unknown) => call('POST', url, body)
  const search = (body: unknown) => post('/crm/objects/2026-09/deals/search', body)
  return { api, clock, call, get, post, search }
}
