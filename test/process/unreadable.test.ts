/** Deals that cannot be read, and CRMs that answer badly, as the command line tells them. */
import { expect, test } from 'vitest'
import type { CrmDealFields } from '../../connectors/demo/types.ts'
import { crms } from './crms.ts'

const year = { from: '2026-01-01', to: '2027-01-01' }
const WON = JSON.stringify({ metric: 'won_revenue', window: year })

test('a deal with a field that cannot be read is held with id and reason, and every value it could touch says so', async () => {
  const { hubspot, salesforce, pegel, connect, change, later } = await crms()
  for (const crm of ['hubspot', 'salesforce'] as const) await connect(crm)
  await pegel.cli(['sync'])
  const before = JSON.parse((await pegel.cli(['metric', WON, '--json'])).out)
  expect(before.complete).toBe(true)

  later(30)
  const changes: [string, Partial<CrmDealFields>][] = [
    ['1', { stageId: 'nowhere' }],
    ['3', { amount: 'plenty' }],
    ['7', { amount: '99999999999999999' }],
    ['11', { closeDate: 'soon' }],
    ['5', { currency: 'JPY' }],
  ]
  for (const [id, fields] of changes) change(hubspot, id, fields)
  change(salesforce, '3', { stageId: 'nowhere' })

  const synced = await pegel.cli(['sync', '--json', '--now', later(60)])
  expect(synced.code).toBe(0)
  expect(JSON.parse(synced.out).runs).toMatchObject([
    { source: 'hubspot', status: 'complete', skipped: 4 },
    { source: 'salesforce', status: 'complete', skipped: 1 },
  ])
  const doctor = await pegel.cli(['doctor', '--json'])
  expect(doctor.code).toBe(0)
  const [one, other] = JSON.parse(doctor.out).connections
  expect(one.held).toEqual({
    total: 4,
    first: [
      { id: '1', problems: [{ field: 'stage', code: 'unknown_stage', raw: 'nowhere' }] },
      { id: '11', problems: [{ field: 'closeDate', code: 'not_a_date', raw: 'soon' }] },
      { id: '3', problems: [{ field: 'amount', code: 'not_a_number', raw: 'plenty' }] },
      { id: '7', problems: [{ field: 'amount', code: 'absurd', raw: '99999999999999999' }] },
    ],
  })
  expect(other.held).toMatchObject({ total: 1, first: [{ problems: [{ code: 'unknown_stage' }] }] })
  const german = await pegel.cli(['doctor'], { settings: { LANG: 'de_DE.UTF-8' } })
  expect(german.out).toContain('deals 3: amount ist keine Zahl (plenty)')

  const value = JSON.parse((await pegel.cli(['metric', WON, '--json'])).out)
  expect(value).toMatchObject({ complete: false, reason: 'held_deals', skipped: expect.any(Number) })
  expect(value.skipped).toBeGreaterThan(0)
})

test('a currency without a rate is converted to nothing and named on the value it could touch', async () => {
  const { hubspot, pegel, connect, change, later } = await crms()
  await connect('hubspot')
  later(30)
  change(hubspot, '2', { currency: 'JPY', stageId: 'closedwon' })
  expect(await pegel.cli(['sync', '--now', later(60)])).toMatchObject({ code: 0 })
  const value = JSON.parse((await pegel.cli(['metric', WON, '--json'])).out)
  expect(value).toMatchObject({ complete: false, reason: 'rate_missing' })
  const count = JSON.stringify({ metric: 'won_deals', window: year })
  expect(JSON.parse((await pegel.cli(['metric', count, '--json'])).out)).toMatchObject({ complete: true })
})

test('a CRM that asks for a long pause is parked with its reason at once, and the night of the other is whole', async () => {
  const { hubspot, pegel, connect, later } = await crms()
  for (const crm of ['hubspot', 'salesforce'] as const) await connect(crm)
  hubspot.fault({ match: '', times: 10_000, kind: 'rate_limit', retryAfterSeconds: 3600 })
  const synced = await pegel.cli(['sync'])
  expect(synced.code).toBe(1)
  expect(synced.out).toMatch(/hubspot .*failed .*The CRM accepts no further requests for now\./)
  expect(synced.out).toMatch(/salesforce .*complete/)
  const doctor = await pegel.cli(['doctor'])
  expect(doctor).toMatchObject({ code: 1, err: 'Needs you: hubspot\n' })
  expect(doctor.out).toMatch(/given up .*The CRM accepts no further requests for now\./)
  hubspot.clearFaults()
  // Until the pause is over it is not asked at all, whichever process comes.
  const asked = hubspot.calls.length
  expect(await pegel.cli(['sync'])).toMatchObject({ code: 1 })
  expect(hubspot.calls).toHaveLength(asked)
  expect(await pegel.cli(['sync', '--now', later(61)])).toMatchObject({ code: 0 })
  expect(await pegel.cli(['doctor'])).toMatchObject({ code: 0 })
})
