import { expect, test } from 'vitest'
import { usage } from '../../../connectors/salesforce/usage.ts'
import { smallCompany } from '../support/company.ts'
import { openSalesforce } from './subject.ts'

test.each([
  ['api-usage=25/5000', { used: 25, limit: 5000 }],
  ['api-usage=25/5000; per-app-api-usage=17/250(appName=x)', { used: 25, limit: 5000 }],
  ['per-app-api-usage=17/250(appName=x); api-usage=25/5000', { used: 25, limit: 5000 }],
  ['per-app-api-usage=17/250(appName=x)', null],
  ['api-usage=0/0', null],
  ['own words', null],
])('%s says how much of the day is used', (info, told) => {
  expect(usage({ headers: { 'sforce-limit-info': info } })).toEqual(told)
})

test('an answer without the header says nothing', () => {
  expect(usage({ headers: {} })).toBeNull()
})

for (const perAppUsage of [true, false])
  test(`at four fifths of the org’s day no further call is made (the app’s share told: ${perAppUsage})`, async () => {
    await using bench = await openSalesforce(smallCompany(3), { perAppUsage })
    bench.org.switches.dailyRequests = 1000
    bench.org.switches.requestsByOthers = 800
    // The answer in hand is kept.
    expect(await bench.walk('deals', null)).toHaveLength(1)
    const calls = bench.sandbox.calls.length
    for (const stream of ['deals', 'companies', 'owners'] as const)
      expect(await bench.failure(stream)).toEqual({
        kind: 'rate_limited',
        scope: 'day',
        retryAfterMs: 3_600_000,
      })
    expect(bench.sandbox.calls).toHaveLength(calls)
  })
