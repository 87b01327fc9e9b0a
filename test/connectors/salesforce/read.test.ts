/** jsforce's private seam: `_transport`. Whatever moves it turns this red before a request can pass us by. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test, vi } from 'vitest'
import { ConnectorError, type HttpRequest } from '../../../connectors/contract.ts'
import { composite, page, query, versions } from '../../../connectors/salesforce/read.ts'

const answer = (body: string, status = 200) => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8' },
  body,
})

/** A real org's address that counts who comes, and a transport that answers in its place. */
async function watched(reply: (request: HttpRequest) => ReturnType<typeof answer>) {
  let visitors = 0
  const server = createServer((_request, response) => {
    visitors += 1
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const sent: HttpRequest[] = []
  const transport = {
    async send(request: HttpRequest) {
      sent.push(request)
      return reply(request)
    },
  }
  return {
    reading: { baseUrl, transport },
    sent,
    visitors: () => visitors,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

test('every request goes through our transport and none past it', async () => {
  await using org = await watched(() => answer('{"a":1}'))
  const { reading, sent } = org
  expect(await versions(reading)).toEqual({ a: 1 })
  expect(await query(reading, '66.0', '/query?q=SELECT%20Id%20FROM%20User')).toEqual({ a: 1 })
  expect(await page(reading, '/services/data/v66.0/query/01g-2000')).toEqual({ a: 1 })
  expect(await composite(reading, '66.0', { one: '/limits' })).toEqual({ a: 1 })
  expect(sent.map(({ method, url }) => `${method} ${url.replace(reading.baseUrl, '')}`)).toEqual([
    'GET /services/data',
    'GET /services/data/v66.0/query?q=SELECT%20Id%20FROM%20User',
    'GET /services/data/v66.0/query/01g-2000',
    'POST /services/data/v66.0/composite',
  ])
  expect(sent.every(({ url }) => url.startsWith(reading.baseUrl))).toBe(true)
  expect(org.visitors()).toBe(0)
})

test('a request with a body carries it whole, and no token of its own', async () => {
  await using org = await watched(() => answer('{}'))
  await composite(org.reading, '68.0', { café: '/limits', other: '/sobjects/User/describe' })
  const [request] = org.sent
  expect(JSON.parse(request?.body ?? '')).toEqual({
    allOrNone: false,
    compositeRequest: [
      { method: 'GET', url: '/services/data/v68.0/limits', referenceId: 'café' },
      { method: 'GET', url: '/services/data/v68.0/sobjects/User/describe', referenceId: 'other' },
    ],
  })
  expect(request?.headers).toEqual({ 'content-type': 'application/json', accept: 'application/json' })
  expect(request).toMatchObject({ bucket: 'api', repeatable: true })
})

test('a failure of the transport arrives as it was thrown, after one request, and nothing is printed', async () => {
  const failure = new ConnectorError('salesforce', { kind: 'unauthorized', detail: 'own words' })
  await using org = await watched(() => {
    throw failure
  })
  const prints = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name))
  await expect(versions(org.reading)).rejects.toBe(failure)
  expect(org.sent).toHaveLength(1)
  for (const print of prints) {
    expect(print).not.toHaveBeenCalled()
    print.mockRestore()
  }
})

test('what is no JSON stays text, to be refused', async () => {
  await using org = await watched(() => answer('{"records":['))
  expect(await versions(org.reading)).toBe('{"records":[')
})
