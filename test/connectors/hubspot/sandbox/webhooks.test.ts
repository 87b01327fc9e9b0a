/** Webhooks of the sandbox (section 7 of the facts): no kinder than the vendor. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { push } from '../../../../connectors/hubspot/push.ts'
import { createWebhookQueue, startHubspotSandbox } from '../../../../connectors/hubspot/sandbox/index.ts'
import type {
  Delivery,
  WebhookQueue,
  WebhookSwitches,
} from '../../../../connectors/hubspot/sandbox/webhook-queue.ts'
import { callerOf, smallAccount, someDeal, T0 } from './account.ts'

const target = { url: 'https://pegel.example/webhooks/hubspot', secret: 'client-secret' }

function account(switches: Partial<WebhookSwitches> = {}, deals = 3) {
  const crm = smallAccount()
  for (let n = 0; n < deals; n += 1) crm.createDeal(someDeal, T0)
  const { api, clock } = callerOf(crm)
  const now = () => new Date(clock.ms).toISOString()
  const clocks = { now, clockMs: () => clock.ms }
  const queue = createWebhookQueue(api.portal, clocks, { ...target, switches: { delayMs: 0, ...switches } })
  const pass = (ms: number) => {
    clock.ms += ms
  }
  return { crm, queue, now, pass, clock }
}

const eventsOf = (deliveries: readonly Delivery[]) =>
  deliveries.flatMap(({ events }) => events.map((event) => [event.subscriptionType, event.propertyName]))

test('[V] only properties with a subscription fire, one event each', () => {
  const { crm, queue, now } = account({ reordered: false })
  crm.updateDeal('100', { amount: '7', stageId: 'closedwon', probability: '0.5' }, now())
  crm.updateDeal('101', { properties: { region: 'South' } }, now())
  expect(eventsOf(queue.take())).toEqual([
    ['object.propertyChange', 'dealstage'],
    ['object.propertyChange', 'amount'],
  ])
  expect(queue.nextAt()).toBeNull()
})

test('[D] a calculated property and the change time cannot be subscribed', () => {
  const { api, clock } = callerOf(smallAccount())
  const clocks = { now: () => T0, clockMs: () => clock.ms }
  for (const name of ['hs_lastmodifieddate', 'hs_deal_stage_probability'])
    expect(() => createWebhookQueue(api.portal, clocks, { ...target, properties: [name] })).toThrow(name)
})

test('[V] creation, deletion, restore, merge and association fire', () => {
  const { crm, queue, now } = account({ reordered: false })
  crm.createDeal(someDeal, now())
  crm.deleteDeal('100', now())
  crm.restoreDeal('100', now())
  crm.mergeDeals('101', '102', now())
  crm.updateDeal('100', { companyId: null }, now())
  const deliveries = queue.take()
  expect(eventsOf(deliveries).map(([type]) => type)).toEqual([
    'object.creation',
    'object.deletion',
    'object.restore',
    'object.merge',
    'object.associationChange',
  ])
  const notices = deliveries.flatMap(({ body }) => push.parse(body) ?? [])
  expect(notices.map(({ id }) => id)).toEqual(['103', '100', '100', '101', '102', '100'])
})

test('[V] batches hold at most 100 events and are signed over the raw body', async () => {
  const { crm, queue, now } = account({}, 250)
  for (const id of crm.deals.keys()) crm.updateDeal(id, { amount: '1' }, now())
  const deliveries = queue.take()
  expect(deliveries.map(({ events }) => events.length)).toEqual([100, 100, 50])
  for (const delivery of deliveries) {
    expect(await push.verify(delivery, [target.secret], now())).toBe(true)
    const forged = { ...delivery, body: `${delivery.body} ` }
    expect(await push.verify(forged, [target.secret], now())).toBe(false)
  }
})

test('[V] a refused batch comes again ten times within a day, with the number of the attempt', () => {
  const { crm, queue, now, pass } = account()
  const begun = Date.parse(now())
  crm.updateDeal('100', { amount: '1' }, now())
  let attempts = 0
  for (let due = queue.nextAt(); due !== null; due = queue.nextAt()) {
    pass(Math.max(0, due - Date.parse(now())))
    for (const delivery of queue.take()) {
      expect(JSON.parse(delivery.body)).toMatchObject([{ attemptNumber: attempts }])
      attempts += 1
      queue.settle(delivery, attempts % 2 === 0 ? 500 : null)
    }
  }
  expect(attempts).toBe(11)
  expect(Date.parse(now()) - begun).toBeLessThan(86_400_000)
  expect(queue.counts).toMatchObject({ events: 1, delivered: 0, refused: 11, dropped: 1 })
})

test('[D] events may come twice, late, in any order, or never', () => {
  const { crm, queue, now, pass } = account({ delayMs: 60_000, lost: 0.2, duplicates: 0.3 }, 200)
  for (const id of crm.deals.keys()) crm.updateDeal(id, { amount: '1' }, now())
  const seen: string[] = []
  for (let second = 0; second <= 60; second += 1) {
    for (const { events } of queue.take()) seen.push(...events.map((event) => String(event.objectId)))
    pass(1_000)
  }
  const once = new Set(seen)
  expect(once.size).toBe(200 - queue.counts.lost)
  expect(queue.counts.lost).toBeGreaterThan(20)
  expect(seen.length).toBeGreaterThan(once.size + 20)
  expect(seen).not.toEqual(seen.toSorted((a, b) => Number(a) - Number(b)))
})

test('[U] a batch may tell of other accounts and of other objects', () => {
  const { crm, queue, now } = account({ mixed: true })
  crm.updateDeal('100', { amount: '1' }, now())
  const [delivery] = queue.take()
  expect(push.parse(delivery?.body ?? '')?.map(({ account: id }) => id)).toEqual(['48110221', '48110220'])
  expect(delivery?.events).toHaveLength(3)
})

test('[V] events named by the type of the object are the same', () => {
  const told = (switches: Partial<WebhookSwitches>) => {
    const { crm, queue, now } = account(switches)
    crm.updateDeal('100', { amount: '1' }, now())
    return queue.take().flatMap(({ body }) => push.parse(body)?.map(({ id }) => id) ?? [])
  }
  expect(told({ form: 'deal' })).toEqual(told({ form: 'object' }))
})

test('an edit reaches the address over a socket, and again after a refusal', async () => {
  const crm = smallAccount()
  crm.createDeal(someDeal, T0)
  const received: { body: string; headers: Record<string, string> }[] = []
  const arrived = Promise.withResolvers<void>()
  const server = createServer((incoming, outgoing) => {
    let body = ''
    incoming.on('data', (chunk) => {
      body += String(chunk)
    })
    incoming.on('end', () => {
      received.push({ body, headers: incoming.headers as Record<string, string> })
      outgoing.writeHead(received.length === 1 ? 500 : 204).end()
      if (received.length === 2) arrived.resolve()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/hubspot?a=%40`
  // A minute is a millisecond: the second attempt is soon due.
  const clockMs = () => performance.now() * 60_000
  const webhooks = { url, secret: 'client-secret' }
  const sandbox = await startHubspotSandbox({ crm, now: () => T0, clockMs, webhooks })
  try {
    crm.updateDeal('100', { amount: '1' }, T0)
    await arrived.promise
    const [, second] = received
    const request = { method: 'POST', url, headers: second?.headers ?? {}, body: second?.body ?? '' }
    expect(await push.verify(request, ['client-secret'], T0)).toBe(true)
    expect(push.parse(request.body)).toMatchObject([{ account: '48110220', id: '100', at: T0 }])
  } finally {
    await sandbox.close()
    server.close()
  }
  expect((sandbox.webhooks as WebhookQueue).counts).toMatchObject({ events: 1, refused: 1 })
})
