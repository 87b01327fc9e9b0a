/** An org that moves to another address while we read: the token of the old one ends, and only the next tells where. */
import { expect, test } from 'vitest'
import { open } from '../../../connectors/any-connector.ts'
import {
  type AccountRecord,
  type Cursor,
  type Grant,
  type Page,
  pullOf,
  type Stream,
} from '../../../connectors/contract.ts'
import { salesforce } from '../../../connectors/salesforce/index.ts'
import { startSalesforceSandbox } from '../../../connectors/salesforce/sandbox/index.ts'
import { createTransport, plainSend } from '../../../connectors/transport.ts'
import { recordsOf } from '../support/bench.ts'
import { smallCompany } from '../support/company.ts'
import { CLIENT } from './subject.ts'

const NEW = 'https://acme-new.my.salesforce.com'
const NOW = '2026-04-10T02:30:00.000Z'

/** After `move` the data API lives at `NEW` alone, and the old address answers `status`. */
async function movingOrg(status: number) {
  const crm = smallCompany(120)
  const now = () => NOW
  const org = await startSalesforceSandbox({ crm, now, ...CLIENT, switches: { pageRows: 1 } })
  const asked: string[] = []
  const world: typeof fetch = async (input, init) => {
    const url = String(input)
    asked.push(url)
    if (url.startsWith(NEW)) return fetch(url.replace(NEW, org.url), init)
    const left = org.switches.instanceUrl === NEW && url.includes('/services/data')
    return left ? new Response('<html></html>', { status }) : fetch(url, init)
  }
  const connector = open(salesforce)
  const config = { instanceUrl: org.url, ...CLIENT }
  const hosts = [...connector.hosts(config), new URL(org.url).host]
  const sleep = async () => undefined
  const wire = { connector, hosts, fetch: world, now, sleep, random: () => 0.5 }
  const send = plainSend({ ...wire, secrets: [CLIENT.clientSecret] })
  let grant: Grant = await connector.authorize(config, send, NOW)
  const renew = async () => {
    grant = await connector.authorize(config, send, NOW)
    return grant
  }
  const transport = createTransport({ ...wire, grant: { current: async () => grant, renew } })
  let account: AccountRecord | null = null
  async function pull<S extends Stream>(stream: S, cursor: Cursor | null = null): Promise<Page<S>> {
    const about = { timeZone: crm.timeZone, properties: [], account, now: NOW }
    return pullOf(connector, stream)({ config, baseUrl: grant.baseUrl, transport, ...about }, cursor)
  }
  account = (await pull('account')).records[0] ?? null
  return {
    asked,
    pull,
    move: () => {
      org.switches.instanceUrl = NEW
    },
    [Symbol.asyncDispose]: () => org.close(),
  }
}

for (const status of [401, 420])
  test(`an org that moved, whose old address answers ${status}, is read on without connecting again`, async () => {
    await using org = await movingOrg(status)
    const first = await org.pull('deals')
    org.move()
    const began = org.asked.length
    const pages: Page<'deals'>[] = [first]
    while (pages.at(-1)?.more === true) pages.push(await org.pull('deals', pages.at(-1)?.cursor))
    expect(new Set(recordsOf(pages).map((deal) => deal.id)).size).toBe(120)
    // One call at the old address, one token, and all else at the new one.
    const since = org.asked.slice(began)
    expect(since.filter((url) => !url.startsWith(NEW))).toHaveLength(2)
    expect((await org.pull('account')).records[0]?.uiHost).toBe('acme-new.lightning.force.com')
  })

test('an org that moves between two pages of one list is read to the end of it', async () => {
  await using org = await movingOrg(401)
  org.move()
  // One pull, several requests: all of them were built for the old address.
  const rates = await org.pull('currencies')
  expect(rates.records.map((rate) => rate.currency).toSorted()).toEqual(['CHF', 'EUR', 'USD'])
})
