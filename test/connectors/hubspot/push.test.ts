import { expect, test } from 'vitest'
import { push } from '../../../connectors/hubspot/push.ts'
import { signatureVectors } from './signature-vectors.ts'

for (const vector of signatureVectors)
  test(`the signature ${vector.name} is ${vector.valid ? 'accepted' : 'refused'}`, async () => {
    const headers = {
      'x-hubspot-signature-v3': vector.signature,
      ...(vector.timestamp === null ? {} : { 'x-hubspot-request-timestamp': vector.timestamp }),
    }
    const { method, url, body, secret } = vector
    const now = new Date(vector.nowMs).toISOString()
    const others = ['', 'another-secret', secret]
    expect(await push.verify({ method, url, headers, body }, others, now)).toBe(vector.valid)
    expect(await push.verify({ method, url, headers, body }, ['', 'another-secret'], now)).toBe(false)
  })

test('the vectors hold accepted and refused ones, of HubSpot’s own libraries too', () => {
  expect(signatureVectors.filter((one) => one.valid).length).toBeGreaterThan(8)
  expect(signatureVectors.filter((one) => !one.valid).length).toBeGreaterThan(12)
  expect(signatureVectors.map((one) => one.name)).toEqual(
    expect.arrayContaining(['backend-v3-body', 'python-v3', 'ruby-v3']),
  )
})

const base = { eventId: 7, subscriptionId: 1, portalId: 48110220, appId: 2, occurredAt: 1_767_225_600_000 }
const deal = { ...base, objectTypeId: '0-3' }
const noticed = (...events: unknown[]) =>
  push.parse(JSON.stringify(events))?.map(({ account, id }) => [account, id])

test('an event of a deal is told with its account, its time and a key that repeats with it', () => {
  const event = { ...deal, subscriptionType: 'object.propertyChange', objectId: 301, propertyName: 'amount' }
  const [notice] = push.parse(JSON.stringify([event])) ?? []
  expect(notice).toEqual({
    account: '48110220',
    id: '301',
    key: '48110220:object.propertyChange:301:7:1767225600000',
    at: '2026-01-01T00:00:00.000Z',
  })
  const again = push.parse(JSON.stringify([{ ...event, attemptNumber: 3 }]))
  expect(again).toEqual([notice])
})

test('each kind of event names the deals that it changed', () => {
  const table: readonly (readonly [unknown, readonly string[]])[] = [
    [{ ...deal, subscriptionType: 'object.creation', objectId: 301 }, ['301']],
    [{ ...base, subscriptionType: 'deal.deletion', objectId: 301 }, ['301']],
    [{ ...base, subscriptionType: 'deal.restore', objectId: '301' }, ['301']],
    [
      {
        ...deal,
        subscriptionType: 'object.merge',
        objectId: 303,
        primaryObjectId: 301,
        mergedObjectIds: [301, 302],
        newObjectId: 303,
      },
      ['303', '301', '302'],
    ],
    [
      {
        ...deal,
        subscriptionType: 'object.associationChange',
        associationType: 'DEAL_TO_COMPANY',
        fromObjectId: 301,
        toObjectId: 9,
      },
      ['301'],
    ],
    [
      {
        ...deal,
        subscriptionType: 'object.associationChange',
        associationType: 'COMPANY_TO_DEAL',
        fromObjectId: 9,
        toObjectId: 301,
      },
      ['301'],
    ],
    [{ ...base, objectTypeId: '0-1', subscriptionType: 'object.creation', objectId: 301 }, []],
    [{ ...base, subscriptionType: 'contact.creation', objectId: 301 }, []],
    [{ ...base, subscriptionType: 'object.creation', objectId: 301 }, []],
    [{ ...deal, subscriptionType: 'object.somethingNew', objectId: 301 }, []],
    [{ ...deal, subscriptionType: 'object.creation', objectId: 301, occurredAt: 'now' }, []],
    [{ ...deal, subscriptionType: 'object.creation', objectId: 301, occurredAt: 8.64e15 }, []],
    ['text', []],
  ]
  for (const [event, ids] of table) expect(noticed(event)).toEqual(ids.map((id) => ['48110220', id]))
})

test('one batch may tell of several accounts', () => {
  const event = { ...deal, subscriptionType: 'object.creation', objectId: 301 }
  expect(noticed(event, { ...event, portalId: 5 })).toEqual([
    ['48110220', '301'],
    ['5', '301'],
  ])
})

test('a body of another shape is none of ours', () => {
  for (const body of ['', 'null', '{}', '{"events":[]}', 'not json', JSON.stringify(Array(101).fill({}))])
    expect(push.parse(body)).toBeNull()
  expect(push.parse('[]')).toEqual([])
})

test('regression: a megabyte that nobody signed was told as notices with keys of many gigabytes', () => {
  const merge = { ...deal, subscriptionType: 'object.merge', objectId: 303 }
  const many = (n: number) => ({ ...merge, mergedObjectIds: Array.from({ length: n }, (_, k) => k) })
  expect(noticed({ ...merge, portalId: '4'.repeat(400_000) })).toEqual([])
  expect(noticed({ ...merge, eventId: '4'.repeat(400_000) })).toEqual([])
  expect(noticed({ ...merge, objectId: '4'.repeat(400_000) })).toEqual([])
  expect(noticed({ ...deal, objectId: 1, subscriptionType: `object.${'.'.repeat(400_000)}` })).toEqual([])
  expect(noticed(many(200_000))).toEqual([])
  expect(noticed(many(250))).toHaveLength(251)
})

test('ids that HubSpot does not give are left to the night, whatever letters they are made of', () => {
  const event = { ...deal, subscriptionType: 'object.creation', objectId: 1 }
  for (const objectId of ['\ud800', '\u0000', '3 01', '٣٠١', '../301', "301' OR 1=1"])
    expect(noticed({ ...event, objectId })).toEqual([])
})

test('brackets without end are no deliveries', () => {
  for (const body of [
    '['.repeat(1_000_000),
    `${'['.repeat(500_000)}${']'.repeat(500_000)}`,
    '{"a":'.repeat(100_000),
  ])
    expect(push.parse(body) ?? []).toEqual([])
})
