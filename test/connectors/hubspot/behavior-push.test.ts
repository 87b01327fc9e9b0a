import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { push } from '../../../connectors/hubspot/push.ts'

const NOW = '2026-04-10T02:30:00.000Z'
const event = {
  eventId: 7,
  portalId: 1,
  occurredAt: Date.parse(NOW),
  subscriptionType: 'object.propertyChange',
  objectTypeId: '0-3',
  objectId: 301,
}
const noticesOf = (...events: unknown[]) => push.parse(JSON.stringify(events)) ?? []

function signed(uri: string, timestamp: string, received = uri) {
  const text = `POST${uri}[]${timestamp}`
  const signature = createHmac('sha256', 'secret').update(text).digest('base64')
  const headers = { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp }
  return { method: 'POST', url: received, headers, body: '[]' }
}
const accepts = (request: ReturnType<typeof signed>) => push.verify(request, ['secret'], NOW)
const at = (ms: number) => String(Date.parse(NOW) + ms)

test('A webhook proves only that something happened', () => {
  const [notice] = noticesOf({ ...event, propertyName: 'amount', propertyValue: '1000000' })
  expect(Object.keys(notice ?? {}).toSorted()).toEqual(['account', 'at', 'id', 'key'])
})

test('The id of an event is not its own', () => {
  const [first, repeated, other, later] = noticesOf(
    event,
    { ...event, attemptNumber: 4 },
    { ...event, objectId: 302 },
    { ...event, occurredAt: event.occurredAt + 1 },
  )
  expect(repeated?.key).toBe(first?.key)
  expect(new Set([first?.key, other?.key, later?.key]).size).toBe(3)
})

test('The signed address is not always the one that was called', async () => {
  const raw = 'https://pegel.example/webhooks/hubspot?by=a%40b&to=10%3a30&q=1%262'
  for (const uri of [raw, raw.replace('%40', '@'), raw.replace('%40', '@').replace('%3a', ':')])
    expect(await accepts(signed(uri, at(0), raw))).toBe(true)
  expect(await accepts(signed(decodeURIComponent(raw), at(0), raw))).toBe(false)
})

test('A signature ages in five minutes', async () => {
  const url = 'https://pegel.example/webhooks/hubspot'
  for (const [timestamp, accepted] of [
    [at(0), true],
    [at(-300_000), true],
    [at(-300_001), false],
    [at(300_001), false],
    [String(Date.parse(NOW) / 1000), false],
  ] as const)
    expect(await accepts(signed(url, timestamp))).toBe(accepted)
})

test('A merge names up to three deals', () => {
  const merge = { primaryObjectId: 301, mergedObjectIds: [301, 302], newObjectId: 303, objectId: 303 }
  const notices = noticesOf({ ...event, ...merge, subscriptionType: 'object.merge' })
  expect(notices.map((notice) => notice.id).toSorted()).toEqual(['301', '302', '303'])
})

test('One delivery may tell of several accounts', () => {
  const contact = { ...event, objectTypeId: '0-1' }
  const notices = noticesOf(event, { ...event, portalId: 2 }, contact)
  expect(notices.map((notice) => notice.account)).toEqual(['1', '2'])
})
