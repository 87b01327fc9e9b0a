/** The vendor's own client against the sandbox, over a real socket. */
import * as companies from '@hubspot/api-client/lib/codegen/crm/companies'
import {
  BasicApi,
  BatchApi,
  createConfiguration,
  FilterOperatorEnum,
  SearchApi,
  ServerConfiguration,
} from '@hubspot/api-client/lib/codegen/crm/deals'
import * as owners from '@hubspot/api-client/lib/codegen/crm/owners'
import * as pipelines from '@hubspot/api-client/lib/codegen/crm/pipelines'
import { afterEach, expect, test } from 'vitest'
import type { Sandbox } from '../../../../connectors/demo/types.ts'
import { DEFAULT_TOKEN, startHubspotSandbox } from '../../../../connectors/hubspot/sandbox/index.ts'
import { smallAccount, someDeal, T0 } from './account.ts'

let open: Sandbox | null = null
afterEach(async () => {
  await open?.close()
  open = null
})

async function sandbox(): Promise<Sandbox> {
  const crm = smallAccount()
  for (let i = 0; i < 120; i += 1) crm.createDeal({ ...someDeal, name: `Anlage ${i}` }, T0)
  open = await startHubspotSandbox({ crm, now: () => '2026-03-02T08:00:00.000Z' })
  return open
}

/** The client calls the old paths; the dated ones are put in their place. */
const dated = (url: string) =>
  url
    .replace('/crm/v3/objects/', '/crm/objects/2026-09/')
    .replace('/crm/v3/pipelines/', '/crm/pipelines/2026-09/')
    .replace('/crm/v3/owners', '/crm/owners/2026-09')
    .replace(/(2026-09)\/(?=\?|$)/, '$1')

interface Context {
  getUrl(): string
  setUrl(url: string): void
}
const rewrite = {
  pre: async <C extends Context>(context: C) => {
    context.setUrl(dated(context.getUrl()))
    return context
  },
  post: async <C>(context: C) => context,
}
const shared = {
  authMethods: { oauth2: { accessToken: DEFAULT_TOKEN } },
  promiseMiddleware: [rewrite],
}
const options = (url: string) => ({ ...shared, baseServer: new ServerConfiguration(url, {}) })

test("the vendor's client walks all deals by list and stops at the last page", async () => {
  const { url } = await sandbox()
  const api = new BasicApi(createConfiguration(options(url)))
  const seen: string[] = []
  let after: string | undefined
  do {
    const page = await api.getPage(50, after, ['dealname', 'closedate'])
    seen.push(...page.results.map((deal) => deal.id))
    after = page.paging?.next?.after
  } while (after !== undefined)
  expect(seen).toEqual([...Array(120).keys()].map((i) => String(100 + i)))
})

test("the vendor's client reads one deal, a batch and a search page", async () => {
  const { url } = await sandbox()
  const configuration = createConfiguration(options(url))
  const one = await new BasicApi(configuration).getById('100', ['amount'])
  expect(one.properties.amount).toBe('1000.50')
  expect(one.createdAt.toISOString()).toBe(T0)

  const batch = await new BatchApi(configuration).read({
    inputs: [{ id: '101' }, { id: '102' }],
    properties: ['dealname'],
    propertiesWithHistory: ['dealstage'],
  })
  expect(batch.results.map((deal) => deal.properties.dealname)).toEqual(['Anlage 1', 'Anlage 2'])

  const found = await new SearchApi(configuration).doSearch({
    filterGroups: [
      { filters: [{ propertyName: 'hs_object_id', operator: FilterOperatorEnum.Gt, value: '217' }] },
    ],
    sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }] as unknown as string[],
    properties: ['dealname'],
    limit: 200,
    after: '0',
  })
  expect(found.total).toBe(2)
  expect(found.results.map((deal) => deal.id)).toEqual(['218', '219'])
})

test("the vendor's client reads owners, pipelines and companies", async () => {
  const { url } = await sandbox()
  const ownersApi = new owners.OwnersApi(
    owners.createConfiguration({ ...shared, baseServer: new owners.ServerConfiguration(url, {}) }),
  )
  const page = await ownersApi.getPage()
  expect(page.results.map((owner) => [owner.id, owner.teams?.[0]?.name])).toEqual([['501', 'Nord']])

  const pipelinesApi = new pipelines.PipelinesApi(
    pipelines.createConfiguration({ ...shared, baseServer: new pipelines.ServerConfiguration(url, {}) }),
  )
  const all = await pipelinesApi.getAll('deals')
  const probabilities = all.results[0]?.stages.map((stage) => stage.metadata?.probability)
  expect(probabilities).toEqual(['0.4', '0.9', '1.0', '0.0'])

  const searchApi = new companies.SearchApi(
    companies.createConfiguration({ ...shared, baseServer: new companies.ServerConfiguration(url, {}) }),
  )
  const found = await searchApi.doSearch({
    filterGroups: [],
    sorts: [],
    properties: ['name'],
    limit: 10,
    after: '0',
  })
  expect(found.results[0]?.properties.name).toBe('Hansen Fördertechnik GmbH')
})

test("the vendor's client, left on its old paths, is turned away", async () => {
  const { url } = await sandbox()
  const api = new BasicApi(createConfiguration({ ...options(url), promiseMiddleware: [] }))
  await expect(api.getPage()).rejects.toMatchObject({ code: 404 })
})
