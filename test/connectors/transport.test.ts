import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { ConnectorError, type Failure, type Grant, type HttpRequest } from '../../connectors/contract.ts'
import { MAX_ANSWER_BYTES } from '../../connectors/exchange.ts'
import { type Call, createTransport, plainSend, type SendOptions } from '../../connectors/transport.ts'
import { type Answer, fakeClock, fakeConnector, fakeFetch, request } from './support/fake-crm.ts'

const TOKEN = 'very-secret-token'
const grantOf = (token: string): Grant => ({ token, baseUrl: 'https://crm.example.com', expiresAt: null })

function setUp(
  answers: Answer[],
  more: Partial<SendOptions> & { renewed?: string; secrets?: string[] } = {},
) {
  const { fetch, told } = fakeFetch(...answers)
  const clock = fakeClock()
  const calls: Call[] = []
  let renewals = 0
  const transport = createTransport({
    connector: fakeConnector,
    hosts: ['crm.example.com'],
    fetch,
    now: clock.now,
    sleep: clock.sleep,
    random: () => 0,
    onCall: (call) => calls.push(call),
    grant: {
      current: async () => grantOf(TOKEN),
      renew: async () => {
        renewals += 1
        return grantOf(more.renewed ?? TOKEN)
      },
    },
    ...more,
  })
  return { transport, told, clock, calls, renewals: () => renewals }
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ConnectorError)
  const shown = `${String(error)} ${(error as ConnectorError).stack} ${JSON.stringify(error)}`
  expect(shown).not.toContain(TOKEN)
  return (error as ConnectorError).failure
}

const servers: { close(): void }[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A real socket, where a fake would only imitate what `fetch` does. */
async function listening(listener: RequestListener): Promise<HttpRequest> {
  const server = createServer(listener)
  servers.push({
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { ...request, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/deals` }
}
const local = { fetch, hosts: ['127.0.0.1'] }

test('a good answer comes back, and the token goes on the request and nowhere else', async () => {
  const { transport, told, calls } = setUp([{ status: 200, body: '{"a":1}', headers: { 'X-Limit': '9' } }])
  const response = await transport.send(request)
  expect(response).toMatchObject({ status: 200, body: '{"a":1}', headers: { 'x-limit': '9' } })
  expect(told[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`)
  expect(calls).toEqual([{ bucket: 'api', status: 200, ms: 0 }])
})

test('a host that is not allowed is never called', async () => {
  const { transport, told } = setUp([{ status: 200 }])
  const failure = await failureOf(transport.send({ ...request, url: 'https://evil.test/deals' }))
  expect(failure).toEqual({ kind: 'misconfigured', detail: 'evil.test is not an allowed host' })
  expect(told).toEqual([])
})

test('a redirect is a failure and is not followed', async () => {
  const other: string[] = []
  const target = await listening((incoming, outgoing) => {
    other.push(incoming.url ?? '')
    outgoing.end('{}')
  })
  const source = await listening((_, outgoing) => outgoing.writeHead(302, { location: target.url }).end())
  const { transport } = setUp([], local)
  const failure = await failureOf(transport.send(source))
  expect(failure).toMatchObject({ kind: 'refused', status: 302, code: 'redirect' })
  expect(other).toEqual([])
})

test('a short outage is ridden out', async () => {
  const { transport, told, clock } = setUp([{ status: 503 }, 'reset', { status: 200 }])
  await transport.send(request)
  expect(told).toHaveLength(3)
  expect(clock.slept).toEqual([200, 400])
})

test('a lasting outage ends after four requests', async () => {
  const { transport, told, calls } = setUp([{ status: 503 }])
  expect(await failureOf(transport.send(request))).toMatchObject({ kind: 'unavailable', status: 503 })
  expect(told).toHaveLength(4)
  expect(calls).toHaveLength(4)
})

test('a short Retry-After is waited out in place; a long one is thrown with its wait, for the queue', async () => {
  const short = setUp([{ status: 429, body: '2000' }, { status: 200 }])
  await short.transport.send(request)
  expect(short.clock.slept).toEqual([2000])
  const long = setUp([{ status: 429, body: '60000' }])
  expect(await failureOf(long.transport.send(request))).toMatchObject({ retryAfterMs: 60_000 })
  expect(long.told).toHaveLength(1)
  expect(long.clock.slept).toEqual([])
})

test('a refused token is renewed once and the request repeated once', async () => {
  const { transport, told, renewals } = setUp([{ status: 401 }, { status: 200 }], { renewed: 'fresh' })
  await transport.send(request)
  expect(told.map((one) => one.headers.authorization)).toEqual([`Bearer ${TOKEN}`, 'Bearer fresh'])
  expect(renewals()).toBe(1)
})

test('a second refusal is an error and not a loop', async () => {
  const { transport, told, renewals } = setUp([{ status: 401, body: 'fresh' }], { renewed: 'fresh' })
  expect(await failureOf(transport.send(request))).toEqual({
    kind: 'unauthorized',
    detail: 'refused: [secret]',
  })
  expect(told).toHaveLength(2)
  expect(renewals()).toBe(1)
})

test('when no better token is to be had, the request is not repeated', async () => {
  const { transport, told } = setUp([{ status: 401 }])
  expect(await failureOf(transport.send(request))).toMatchObject({ kind: 'unauthorized' })
  expect(told).toHaveLength(1)
})

const OLD = 'https://crm.example.com'
const NEW = 'https://new.example.com'

/** An account that has moved: the grant in hand names the old address, the next one the new. */
function moving(answers: Answer[], hosts = ['crm.example.com', 'new.example.com']) {
  let held: Grant = grantOf(TOKEN)
  let renewals = 0
  const grant = {
    current: async () => held,
    renew: async () => {
      renewals += 1
      held = { token: `fresh-${renewals}`, baseUrl: NEW, expiresAt: null }
      return held
    },
  }
  const connector: SendOptions['connector'] = {
    ...fakeConnector,
    failure: (response, now) =>
      response.status === 420
        ? { kind: 'unavailable', status: 420, retryAfterMs: 60_000, detail: 'moved' }
        : fakeConnector.failure(response, now),
  }
  const { fetch, told } = fakeFetch(...answers)
  const options = { connector, hosts, fetch, random: () => 0, ...fakeClock() }
  return { transport: createTransport({ ...options, grant }), told, renewals: () => renewals }
}

test.each([401, 420])('after a %d the request follows the account to its new address', async (status) => {
  const { transport, told, renewals } = moving([{ status }, { status: 200 }])
  await transport.send({ ...request, url: `${OLD}/deals?after=7` })
  expect(told.map((one) => [one.url, one.headers.authorization])).toEqual([
    [`${OLD}/deals?after=7`, `Bearer ${TOKEN}`],
    [`${NEW}/deals?after=7`, 'Bearer fresh-1'],
  ])
  // What was built for the old address before the move goes to the new one at once.
  await transport.send({ ...request, url: `${OLD}/deals?after=8` })
  expect(told.at(-1)?.url).toBe(`${NEW}/deals?after=8`)
  expect(renewals()).toBe(1)
})

test('a new address that is not an allowed host is never called', async () => {
  const { transport, told } = moving([{ status: 401 }, { status: 200 }], ['crm.example.com'])
  expect(await failureOf(transport.send(request))).toEqual({
    kind: 'misconfigured',
    detail: 'new.example.com is not an allowed host',
  })
  expect(told).toHaveLength(1)
})

test('a request to an address that no grant named stays where it is', async () => {
  const hosts = ['crm.example.com', 'new.example.com', 'files.example.com']
  const { transport, told } = moving([{ status: 401 }, { status: 200 }], hosts)
  await transport.send({ ...request, url: 'https://files.example.com/a' })
  expect(told.map((one) => one.url)).toEqual(Array(2).fill('https://files.example.com/a'))
})

test('an account that is nowhere yet is asked for a new address once, and left to the queue', async () => {
  const { transport, told, renewals } = moving([{ status: 420 }])
  expect(await failureOf(transport.send(request))).toMatchObject({ kind: 'unavailable', status: 420 })
  expect(told).toHaveLength(2)
  expect(await failureOf(transport.send(request))).toMatchObject({ kind: 'unavailable', status: 420 })
  // The same address again: the fresh token is not tried there.
  expect(told).toHaveLength(3)
  expect(renewals()).toBe(2)
})

test('a token that the CRM echoes does not stay in the failure', async () => {
  const { transport } = setUp([{ status: 400, body: `bad token ${TOKEN}` }])
  expect(await failureOf(transport.send(request))).toMatchObject({ detail: 'bad token [secret]' })
})

test('a request that changes something is not sent twice', async () => {
  for (const answer of ['reset', { status: 502 }] satisfies Answer[]) {
    const { transport, told } = setUp([answer, { status: 200 }])
    await failureOf(transport.send({ ...request, method: 'POST', body: '{}', repeatable: false }))
    expect(told).toHaveLength(1)
  }
})

test('a CRM that hangs is left after the deadline', async () => {
  const { transport, told } = setUp(['hang', { status: 200 }], { deadlineMs: 20 })
  await transport.send(request)
  expect(told).toHaveLength(2)
  const lasting = setUp(['hang'], { deadlineMs: 5 })
  expect(await failureOf(lasting.transport.send(request))).toMatchObject({
    kind: 'unavailable',
    detail: 'no answer within 5 ms',
  })
})

test('a body that never ends is left after the deadline too', async () => {
  const endless = await listening((_, outgoing) => outgoing.writeHead(200).write('{"results":['))
  const { transport } = setUp([], { ...local, deadlineMs: 50, policy: oneTry })
  expect(await failureOf(transport.send(endless))).toMatchObject({ detail: 'no answer within 50 ms' })
})

const oneTry = { attempts: 1, inPlaceMs: 0, totalMs: 0, firstBackoffMs: 1 }

test('a connection that breaks inside the body is no answer', async () => {
  const broken = await listening((_, outgoing) => {
    outgoing.writeHead(200, { 'content-length': '1000' })
    outgoing.write('{"results":[', () => outgoing.destroy())
  })
  const { transport } = setUp([], { ...local, policy: oneTry })
  expect(await failureOf(transport.send(broken))).toMatchObject({ kind: 'unavailable', status: null })
})

test.each([
  ['HTML where JSON was asked for', '<html><body>Maintenance</body></html>', 'something else than JSON'],
  ['nothing where JSON was asked for', '', 'something else than JSON'],
  ['half a body', '{"results":[{"id":"1"},{"i', 'half a body'],
])('%s under a 200 is an outage, tried again', async (_, body, detail) => {
  const { transport, told } = setUp([{ status: 200, body }])
  expect(await failureOf(transport.send(request))).toEqual({
    kind: 'unavailable',
    status: 200,
    retryAfterMs: null,
    detail,
  })
  expect(told).toHaveLength(4)
})

test('an empty answer is fine where none is promised', async () => {
  const { transport } = setUp([{ status: 204 }])
  expect(await transport.send({ ...request, method: 'DELETE' })).toMatchObject({ status: 204, body: '' })
})

test('the budget holds for retries as for first requests', async () => {
  const { transport, clock } = setUp([{ status: 200 }])
  for (let i = 0; i < 3; i += 1) await transport.send({ ...request, bucket: 'slow' })
  expect(clock.slept).toEqual([1000])
})

test('at four fifths of the customer’s day we stop, an answer in hand is kept, and the next hour asks again', async () => {
  const quota = (used: number) => ({ status: 200, headers: { 'x-used': String(used) } })
  const counting: SendOptions['connector'] = {
    ...fakeConnector,
    quota: ({ headers }) => ({ used: Number(headers['x-used']), limit: 1000 }),
  }
  const answers = [quota(799), quota(800), quota(900)]
  const { transport, told } = setUp(answers, { connector: counting })
  await transport.send(request)
  await transport.send(request)
  expect(await failureOf(transport.send(request))).toEqual({
    kind: 'rate_limited',
    retryAfterMs: 3_600_000,
    scope: 'day',
  })
  expect(told).toHaveLength(2)
  await setUp(answers.slice(2), { connector: counting }).transport.send(request)
})

test('a cancelled transport stops at once and does not retry', async () => {
  const { transport, told } = setUp(['hang'], { signal: AbortSignal.timeout(5) })
  expect(await failureOf(transport.send(request))).toMatchObject({ detail: 'cancelled' })
  expect(told).toHaveLength(1)
})

test('sending without a grant puts no token on, and takes given secrets out of failures', async () => {
  const { fetch, told } = fakeFetch({ status: 400, body: 'client_secret hush is wrong' })
  const { now, sleep } = fakeClock()
  const options = { connector: fakeConnector, hosts: ['crm.example.com'], fetch, now, sleep, random: () => 0 }
  const send = plainSend({ ...options, secrets: ['hush'] })
  expect(await failureOf(send(request))).toMatchObject({ detail: 'client_secret [secret] is wrong' })
  expect(told[0]?.headers.authorization).toBeUndefined()
})

test('regression: an answer without end was read until memory was full', async () => {
  let sent = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1024 * 1024
      controller.enqueue(new Uint8Array(1024 * 1024).fill(91))
    },
  })
  const { transport } = setUp([], { fetch: async () => new Response(endless, { status: 200 }) })
  expect(await failureOf(transport.send(request))).toMatchObject({
    kind: 'unreadable',
    issue: `the answer is longer than ${MAX_ANSWER_BYTES} bytes`,
  })
  expect(sent).toBeLessThan(MAX_ANSWER_BYTES + 4 * 1024 * 1024)
})

test('letters that two chunks share come out whole', async () => {
  const bytes = new TextEncoder().encode('{"name":"Zürich 💶"}')
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]))
      controller.close()
    },
  })
  const { transport } = setUp([], { fetch: async () => new Response(body, { status: 200 }) })
  expect((await transport.send(request)).body).toBe('{"name":"Zürich 💶"}')
})

test('regression: a vendor that quotes the client secret or an e-mail address left both in the failure', async () => {
  const body = 'hush of anna.meier+crm@zahnrad.example is not allowed'
  const { fetch } = fakeFetch({ status: 400, body })
  const { transport } = setUp([], { fetch, secrets: ['hush'] })
  expect(await failureOf(transport.send(request))).toMatchObject({
    detail: '[secret] of [email] is not allowed',
  })
})
