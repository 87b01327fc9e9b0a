import { expect, onTestFinished, test } from 'vitest'
import { createDemoCompany } from '../../../../connectors/demo/company.ts'
import { startSalesforceSandbox } from '../../../../connectors/salesforce/sandbox/index.ts'

test('edits and faults come over HTTP as at every sandbox, and are no calls of the vendor', async () => {
  const crm = createDemoCompany({ seed: 1, anchor: '2026-03-02', crm: 'salesforce' })
  const sandbox = await startSalesforceSandbox({ crm, now: () => '2026-03-03T10:00:00.000Z' })
  onTestFinished(() => sandbox.close())
  const [deal] = crm.deals.values()
  const control = (method: string, path: string, body?: object) =>
    fetch(`${sandbox.url}/_sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })

  expect((await control('PATCH', `/deals/${deal?.id}`, { amount: '123.45' })).status).toBe(200)
  expect(crm.deals.get(deal?.id ?? '')?.amount).toBe('123.45')
  expect((await control('DELETE', `/deals/${deal?.id}`)).status).toBe(204)
  expect(crm.deals.get(deal?.id ?? '')?.deletedAt).not.toBeNull()
  expect((await control('PATCH', '/deals/1', { amount: 5 })).status).toBe(400)
  expect(sandbox.calls).toEqual([])

  await control('POST', '/faults', { match: '/services/data', times: 1, kind: 'status', status: 503 })
  expect((await fetch(`${sandbox.url}/services/data`)).status).toBe(503)
  expect((await fetch(`${sandbox.url}/services/data`)).status).toBe(200)
  expect(sandbox.calls.map(({ status }) => status)).toEqual([503, 200])
})
