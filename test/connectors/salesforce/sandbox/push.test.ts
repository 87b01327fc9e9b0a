import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import type { Crm } from '../../../../connectors/demo/types.ts'
import { push } from '../../../../connectors/salesforce/push.ts'
import {
  createPushQueue,
  type PushSwitches,
  recordId,
  startSalesforceSandbox,
} from '../../../../connectors/salesforce/sandbox/index.ts'
import { defaultSwitches } from '../../../../connectors/salesforce/sandbox/switches.ts'
import { addMs } from '../../../../connectors/values/time.ts'
import { dealFields, NOW, smallCompany } from './company.ts'

const URL = 'https://app.example.com/webhooks/salesforce'
const idOf = (id: string) => recordId('Opportunity', id)

/** A queue on clocks of ours. */
function queueOf(switches: Partial<PushSwitches> = {}, crm: Crm = smallCompany(), commitLagMs = 0) {
  let ms = Date.parse(NOW)
  const now = () => new Date(ms).toISOString()
  const queue = createPushQueue(
    { crm, switches: { ...defaultSwitches, commitLagMs }, clientSecret: 'secret' },
    { now, clockMs: () => ms },
    { url: URL, switches },
  )
  const pass = (more: number) => {
    ms += more
  }
  const drain = () => {
    const found = []
    for (let next = queue.nextAt(); next !== null; next = queue.nextAt()) {
      ms = Math.max(ms, next)
      for (const delivery of queue.take()) {
        found.push(delivery)
        queue.settle(delivery, 200)
      }
    }
    return found
  }
  return { crm, queue, now, pass, drain }
}

test('3 every kind of edit is told with its change, signed as agreed', async () => {
  const { crm, drain, now, pass } = queueOf({ delayMs: 0, reordered: false })
  const { id } = crm.createDeal(dealFields, now())
  pass(1000)
  crm.updateDeal(id, { amount: '5' }, now())
  crm.deleteDeal(id, now())
  crm.restoreDeal(id, now())
  const deliveries = drain()
  expect(deliveries.flatMap((one) => one.events.map((event) => event.change))).toEqual([
    'CREATE',
    'UPDATE',
    'DELETE',
    'UNDELETE',
  ])
  for (const delivery of deliveries) expect(await push.verify(delivery, ['secret'], now())).toBe(true)
  const notices = deliveries.flatMap((one) => push.parse(one.body) ?? [])
  expect(new Set(notices.map((notice) => notice.key)).size).toBe(4)
  expect(notices.map((notice) => notice.id)).toEqual(Array(4).fill(idOf(id)))
})

test('a batch has two hundred events at most; what is lost never comes, what is doubled comes with the same key', () => {
  const edited = (switches: Partial<PushSwitches>) => {
    const { crm, queue, drain, now } = queueOf(switches)
    for (let n = 0; n < 450; n += 1) crm.createDeal(dealFields, now())
    const deliveries = drain()
    for (const { events } of deliveries) expect(events.length).toBeLessThanOrEqual(200)
    const keys = deliveries.flatMap((one) => one.events.map((event) => event.key))
    return { keys, counts: queue.counts }
  }
  const plain = edited({ delayMs: 0 })
  expect(plain.keys).toHaveLength(450)
  expect(plain.keys).not.toEqual(plain.keys.toSorted())
  const lossy = edited({ lost: 0.3 })
  expect(lossy.keys).toHaveLength(450 - lossy.counts.lost)
  expect(lossy.counts.lost).toBeGreaterThan(50)
  const doubled = edited({ duplicates: 0.5 })
  expect(new Set(doubled.keys).size).toBe(450)
  expect(doubled.keys.length).toBeGreaterThan(550)
  expect(edited({ duplicates: 0.5 }).keys).toEqual(doubled.keys)
})

test('what is refused comes again, three times, and then no more', () => {
  const { crm, queue, now, pass } = queueOf({ delayMs: 0 })
  crm.createDeal(dealFields, now())
  let sent = 0
  for (let next = queue.nextAt(); next !== null; next = queue.nextAt()) {
    pass(next - Date.parse(now()))
    for (const delivery of queue.take()) {
      sent += 1
      queue.settle(delivery, sent % 2 === 0 ? 503 : null)
    }
  }
  expect(sent).toBe(4)
  expect(queue.counts).toMatchObject({ refused: 4, dropped: 1, delivered: 0 })
})

test('an edit is told when its time has come and its transaction has ended', () => {
  const { crm, queue, now, pass } = queueOf({ delayMs: 0 }, smallCompany(), 60_000)
  crm.createDeal(dealFields, addMs(now(), 3_600_000))
  expect(queue.take()).toEqual([])
  pass(3_659_999)
  expect(queue.take()).toEqual([])
  pass(1)
  expect(queue.take()).toHaveLength(1)
})

test('short ids and strangers among the events change nothing that is read', () => {
  const read = (switches: Partial<PushSwitches>) => {
    const { crm, drain, now } = queueOf({ delayMs: 0, ...switches })
    crm.createDeal(dealFields, now())
    return drain().flatMap((one) => push.parse(one.body) ?? [])
  }
  const plain = read({})
  expect(plain).toHaveLength(1)
  expect(read({ shortIds: true, mixed: true })).toEqual(plain)
})

test('over a socket an edit arrives by itself, from the org that its switch names', async () => {
  const arrived: { body: string; headers: Record<string, string> }[] = []
  let whole: (() => void) | undefined
  const done = new Promise<void>((resolve) => {
    whole = resolve
  })
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    arrived.push({ body, headers: { 'x-pegel-signature': String(request.headers['x-pegel-signature']) } })
    // The first is refused: it must come again, and only the clock of deliveries says when.
    response.writeHead(arrived.length === 1 ? 500 : 204).end()
    if (arrived.length === 2) whole?.()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const crm = smallCompany()
  let ahead = 0
  const sandbox = await startSalesforceSandbox({
    crm,
    now: () => NOW,
    clientSecret: 'secret',
    switches: { organization: '5' },
    // Half a minute goes by with each look at it.
    clockMs: () => {
      ahead += 30_000
      return ahead
    },
    push: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, switches: { delayMs: 0 } },
  })
  const { id } = crm.createDeal(dealFields, NOW)
  await done
  await sandbox.close()
  server.close()
  const [first, second] = arrived
  expect(second?.body).toBe(first?.body)
  const request = { method: 'POST', url: '', body: second?.body ?? '', headers: second?.headers ?? {} }
  expect(await push.verify(request, ['secret'], NOW)).toBe(true)
  expect(push.parse(request.body)).toMatchObject([{ account: recordId('Organization', '5'), id: idOf(id) }])
  expect(sandbox.pushes?.counts).toMatchObject({ events: 1, refused: 1 })
})
