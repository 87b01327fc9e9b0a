/** The form of a report's answer, as the vendor documents it; [U] is what nobody could confirm, and a switch. */
import { expect, test } from 'vitest'
import { defaultReports } from '../../../../connectors/salesforce/sandbox/index.ts'
import { startClient } from './client.ts'
import { dealFields } from './company.ts'

const DATA = '/services/data/v68.0'
const RUN = `${DATA}/analytics/reports/${defaultReports[0]?.id}?includeDetails=false`
const won = { ...dealFields, stageId: '13', amount: '1000.50', closeDate: '2026-11-20' }

test('a summary report answers its grand total under T!T, in the order of its aggregates', async () => {
  await using client = await startClient()
  for (const amount of ['1000.50', '2000.25'])
    client.sandbox.crm.createDeal({ ...won, amount }, '2026-11-01T00:00:00.000Z')
  const { status, body } = await client.get(RUN)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    allData: true,
    factMap: { 'T!T': { aggregates: [{ value: 3000.75 }, { value: 2 }] } },
    reportMetadata: { reportFormat: 'SUMMARY', aggregates: ['s!AMOUNT', 'RowCount'], currency: null },
    reportExtendedMetadata: { aggregateColumnInfo: { 's!AMOUNT': { dataType: 'currency' } } },
  })
})

test('[U] a total of money may name its currency', async () => {
  await using client = await startClient({ reportAmounts: 'with currency' })
  client.sandbox.crm.createDeal(won, '2026-11-01T00:00:00.000Z')
  const { body } = await client.get(RUN)
  expect(body).toMatchObject({
    factMap: { 'T!T': { aggregates: [{ value: { amount: 1000.5, currency: 'EUR' } }, { value: 1 }] } },
  })
})

test('[U] a report that is deleted is not there any more', async () => {
  await using client = await startClient()
  client.sandbox.switches.reports = []
  const { status, body } = await client.get(RUN)
  expect([status, body]).toEqual([404, [{ errorCode: 'NOT_FOUND', message: expect.any(String) }]])
})

test('a report is no part of a composite call', async () => {
  await using client = await startClient()
  const part = { method: 'GET', url: RUN, referenceId: 'one' }
  const { status } = await client.send(
    'POST',
    `${DATA}/composite`,
    JSON.stringify({ compositeRequest: [part] }),
  )
  expect(status).toBe(400)
})

test('running a report counts as a call and needs a token', async () => {
  await using client = await startClient()
  expect((await client.get(RUN)).headers.get('sforce-limit-info')).toMatch(/^api-usage=1\//)
  expect((await client.get(RUN, { authorization: 'Bearer 00D!wrong' })).status).toBe(401)
})
