/** A regression, found by the simulation: a window with an upper end skipped the rows that changed again while it was read. */
import { expect, test } from 'vitest'
import { openHubspot } from './hubspot/subject.ts'
import { openSalesforce } from './salesforce/subject.ts'
import { smallCompany } from './support/company.ts'

test.each([
  ['HubSpot', openHubspot],
  ['Salesforce', openSalesforce],
] as const)('a deal that something changes every half minute is read every night: %s', async (_, open) => {
  await using bench = await open(smallCompany(5))
  const { walk, crm, now, pass } = bench
  const first = await walk('deals', null)
  crm.updateDeal('3', { amount: '4711.00' }, now())
  for (let n = 0; n < 100; n += 1) {
    pass(30_000)
    crm.updateDeal('3', { type: `seen ${n}` }, now())
  }
  const pages = await walk('deals', first.at(-1)?.cursor ?? null)
  const read = pages.flatMap(({ records }) => records)
  expect(read).toContainEqual(expect.objectContaining({ amountMinor: 471_100, version: now() }))
})
