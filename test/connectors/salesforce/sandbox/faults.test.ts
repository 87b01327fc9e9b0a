import { expect, test } from 'vitest'
import { request, startClient } from './client.ts'

const QUERY = '/services/data/v68.0/query?q=SELECT+Id+FROM+Opportunity'

test('a fault hits the requests it names, as often as it says, and is logged', async () => {
  await using client = await startClient()
  client.sandbox.fault({ match: 'FROM Opportunity', times: 2, kind: 'html' })
  const answers = [
    await client.get('/services/data/v68.0/sobjects'),
    await client.get(QUERY),
    await client.get(QUERY),
  ]
  expect(answers.map((answer) => answer.status)).toEqual([200, 503, 503])
  expect(answers[1]?.headers.get('content-type')).toContain('text/html')
  expect((await client.get(QUERY)).status).toBe(200)
  expect(client.sandbox.calls.at(-2)).toEqual({
    method: 'GET',
    path: '/services/data/v68.0/query',
    status: 503,
    bucket: 'api',
  })
})

test('2.7 status, rate limit and session come in the words of the vendor', async () => {
  await using client = await startClient()
  const { sandbox } = client
  sandbox.fault({ match: '', times: 1, kind: 'status', status: 500 })
  sandbox.fault({ match: '', times: 1, kind: 'status', status: 420 })
  sandbox.fault({ match: '', times: 1, kind: 'rate_limit', retryAfterSeconds: 5 })
  sandbox.fault({ match: '', times: 1, kind: 'unauthorized' })
  expect(await client.get(QUERY)).toMatchObject({ status: 500, body: [{ errorCode: 'UNKNOWN_EXCEPTION' }] })
  expect((await client.get(QUERY)).status).toBe(420)
  const limited = await client.get(QUERY)
  expect(limited).toMatchObject({ status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }] })
  expect(limited.headers.get('retry-after')).toBeNull()
  // The daily and the concurrent limit share a code; only the usage tells them apart.
  expect(limited.headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/100000/)
  expect(await client.get(QUERY)).toMatchObject({ status: 401, body: [{ errorCode: 'INVALID_SESSION_ID' }] })
})

test('half a body breaks off, a reset has no answer, a hang waits for the caller to give up', async () => {
  await using client = await startClient()
  const { sandbox } = client
  sandbox.fault({ match: 'query', times: 1, kind: 'half_body' })
  sandbox.fault({ match: 'query', times: 1, kind: 'reset' })
  sandbox.fault({ match: 'query', times: 1, kind: 'hang' })
  await expect(client.get(QUERY)).rejects.toThrow()
  await expect(client.get(QUERY)).rejects.toThrow()
  const given = fetch(sandbox.url + QUERY, {
    headers: { authorization: `Bearer ${client.token}` },
    signal: AbortSignal.timeout(50),
  })
  await expect(given).rejects.toMatchObject({ name: 'TimeoutError' })
  expect((await client.get(QUERY)).status).toBe(200)
})

test('cleared faults are gone', async () => {
  await using client = await startClient()
  client.sandbox.fault({ match: '', times: 9, kind: 'html' })
  client.sandbox.clearFaults()
  expect((await client.get(QUERY)).status).toBe(200)
})

test('1.4 the token endpoint fails with objects', async () => {
  await using client = await startClient()
  client.sandbox.fault({ match: 'oauth2/token', times: 1, kind: 'rate_limit' })
  const answer = await request(client.sandbox.url, 'POST', '/services/oauth2/token', {
    body: 'grant_type=client_credentials',
  })
  expect(answer).toMatchObject({ status: 400, body: { error: 'rate_limit_exceeded' } })
})
