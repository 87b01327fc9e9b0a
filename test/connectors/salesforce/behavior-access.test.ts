import { expect, test } from 'vitest'
import { salesforce } from '../../../connectors/salesforce/index.ts'
import { plainSend } from '../../../connectors/transport.ts'
import { recordsOf } from '../support/bench.ts'
import { smallCompany } from '../support/company.ts'
import { CLIENT, openSalesforce } from './subject.ts'

test('A token tells no lifetime, and the next one may tell another address', async () => {
  await using bench = await openSalesforce(smallCompany(3), { tokenLifetimeMs: 900_000 })
  const asked = () =>
    bench.sandbox.calls.filter((call) => call.path.startsWith('/services/oauth2/token')).length
  expect(asked()).toBe(1)
  bench.pass(3_600_000)
  expect(recordsOf(await bench.walk('deals', null))).toHaveLength(3)
  expect(asked()).toBe(2)
  bench.org.switches.instanceUrl = 'https://acme.my.salesforce.com/'
  const grant = await authorized(bench.sandbox.url)
  expect(grant.baseUrl).toBe('https://acme.my.salesforce.com')
  // Kept for half a day at most, so that a move is noticed by the next night.
  expect(grant.expiresAt).toBe('2026-04-10T14:30:00.000Z')
  expect(salesforce.hosts(configOf(bench.sandbox.url))).toContain('.my.salesforce.com')
})

test('A used-up day is a 403 like a busy moment', async () => {
  await using bench = await openSalesforce(smallCompany(3))
  bench.sandbox.fault({ match: '', times: 1000, kind: 'rate_limit' })
  expect(await bench.failure('deals')).toEqual({
    kind: 'rate_limited',
    scope: 'burst',
    retryAfterMs: 120_000,
  })
  bench.sandbox.clearFaults()
  // The busy moment is over.
  bench.pass(130_000)
  bench.org.switches.dailyRequests = 10
  bench.org.switches.requestsByOthers = 10
  expect(await bench.failure('deals')).toEqual({
    kind: 'rate_limited',
    scope: 'day',
    retryAfterMs: 3_600_000,
  })
})

test('A grant that is refused is not always gone', async () => {
  await using bench = await openSalesforce(smallCompany(1))
  for (const [reason, kind] of [
    ['ip restricted', 'misconfigured'],
    ['inactive user', 'unauthorized'],
  ] as const) {
    bench.org.switches.grantsRefused = reason
    await expect(authorized(bench.sandbox.url)).rejects.toMatchObject({ failure: { kind, detail: reason } })
  }
  bench.org.switches.grantsRefused = null
  bench.org.switches.clientCredentials = false
  await expect(authorized(bench.sandbox.url)).rejects.toMatchObject({ failure: { kind: 'misconfigured' } })
  bench.org.switches.clientCredentials = true
  bench.org.switches.tokenRefused = { error: 'invalid_request', description: 'own words' }
  await expect(authorized(bench.sandbox.url)).rejects.toMatchObject({ failure: { kind: 'misconfigured' } })
})

const configOf = (instanceUrl: string) => ({ instanceUrl, ...CLIENT })

async function authorized(instanceUrl: string) {
  const now = () => '2026-04-10T02:30:00.000Z'
  const hosts = [new URL(instanceUrl).host]
  const send = plainSend({
    connector: salesforce,
    hosts,
    fetch,
    now,
    sleep: async () => undefined,
    random: () => 0.5,
  })
  return salesforce.authorize(configOf(instanceUrl), send, now())
}
