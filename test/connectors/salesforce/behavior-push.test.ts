import { expect, test } from 'vitest'
import { push } from '../../../connectors/salesforce/push.ts'
import { createPushQueue } from '../../../connectors/salesforce/sandbox/index.ts'
import { smallCompany } from '../support/company.ts'
import { CLIENT, idOf, openSalesforce, subject } from './subject.ts'

const { recheck } = subject('Salesforce', {}).connector

test('A change is told by a package of ours, and believed only to have happened', async () => {
  await using bench = await openSalesforce(smallCompany(5))
  const clocks = { now: bench.now, clockMs: () => Date.parse(bench.now()) }
  const queue = createPushQueue(bench.org, clocks, {
    url: 'https://app.example.com/',
    switches: { delayMs: 0 },
  })
  bench.crm.updateDeal('2', { amount: '1.11' }, bench.now())
  bench.crm.deleteDeal('3', bench.now())
  const [delivery, ...more] = queue.take()
  expect(more).toEqual([])
  if (delivery === undefined) throw new Error('nothing was told')
  expect(await push.verify(delivery, [CLIENT.clientSecret], bench.now())).toBe(true)
  const notices = push.parse(delivery.body) ?? []
  expect(notices.map((one) => one.account)).toEqual([bench.account()?.id, bench.account()?.id])
  // By the time it is looked at, the CRM may have moved on.
  bench.crm.updateDeal('2', { amount: '2.22' }, bench.now())
  const told = await recheck.read(
    bench.requested(),
    notices.map((one) => one.id),
  )
  expect(told.records.map((deal) => [deal.id, deal.amountMinor])).toEqual([[idOf('deal', '2'), 222]])
  expect(told.deleted.map((one) => one.id)).toEqual([idOf('deal', '3')])
  queue.close()
})

test('An event that asks for everything is left to the night', () => {
  const told = (change: string) =>
    push.parse(
      JSON.stringify({
        orgId: '00D000000000001EAA',
        events: [{ id: '006gL000000000gQAA', change, at: '2026-11-24T08:00:00.000Z', key: 'tx-1' }],
      }),
    )
  expect(told('GAP_OVERFLOW')).toEqual([])
  for (const change of ['GAP_CREATE', 'GAP_UPDATE', 'GAP_DELETE', 'GAP_UNDELETE'])
    expect(told(change)).toHaveLength(1)
})
