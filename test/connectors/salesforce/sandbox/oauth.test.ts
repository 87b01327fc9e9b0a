import { createHash, createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Client, request, startClient } from './client.ts'

const CALLBACK = 'https://app.example.com/callback'
const VERIFIER = 'v'.repeat(64)
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')

function token(client: Client, form: Record<string, string>, headers: Record<string, string> = {}) {
  return request(client.sandbox.url, 'POST', '/services/oauth2/token', {
    body: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  })
}

const app = { client_id: 'client', client_secret: 'secret' }

async function authorize(client: Client, change: Record<string, string | undefined> = {}): Promise<URL> {
  const wanted: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: 'client',
    redirect_uri: CALLBACK,
    state: 'abc',
    scope: 'api refresh_token id',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...change,
  }
  const params = Object.entries(wanted).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const answer = await request(
    client.sandbox.url,
    'GET',
    `/services/oauth2/authorize?${new URLSearchParams(params)}`,
  )
  return new URL(answer.headers.get('location') ?? 'about:blank')
}

async function connect(client: Client) {
  const code = (await authorize(client)).searchParams.get('code') ?? ''
  const form = {
    ...app,
    grant_type: 'authorization_code',
    code,
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
  }
  return { form, answer: await token(client, form) }
}

const refresh = (client: Client, given: unknown) =>
  token(client, { ...app, grant_type: 'refresh_token', refresh_token: String(given) })

const works = async (client: Client, access: unknown) =>
  (await client.get('/services/data/v68.0/sobjects', { authorization: `Bearer ${access}` })).status === 200

test('1.3 client credentials give a token without expires_in, signed over id and issue time', async () => {
  await using client = await startClient()
  const { body } = await token(client, { ...app, grant_type: 'client_credentials' })
  expect(body).toMatchObject({
    token_type: 'Bearer',
    instance_url: client.sandbox.url,
    issued_at: '1795507200000',
  })
  expect(Object.keys(body)).not.toContain('expires_in')
  expect(Object.keys(body)).not.toContain('refresh_token')
  expect(body.access_token).toMatch(/^00D\w{12}!/)
  const signature = createHmac('sha256', 'secret').update(`${body.id}${body.issued_at}`).digest('base64')
  expect(body.signature).toBe(signature)
})

test('1.1 the client may also sign in by HTTP Basic', async () => {
  await using client = await startClient()
  const basic = { authorization: `Basic ${btoa('client:secret')}` }
  expect((await token(client, { grant_type: 'client_credentials' }, basic)).status).toBe(200)
})

test.each([
  [{ ...app, client_id: 'other', grant_type: 'client_credentials' }, 'invalid_client_id'],
  [{ ...app, client_secret: 'wrong', grant_type: 'client_credentials' }, 'invalid_client'],
  [{ ...app, grant_type: 'password' }, 'unsupported_grant_type'],
  [{ ...app, grant_type: 'refresh_token', refresh_token: 'unknown' }, 'invalid_grant'],
  [{ ...app, grant_type: 'authorization_code', code: 'unknown' }, 'invalid_grant'],
])('1.4 %j is refused with %s', async (form, error) => {
  await using client = await startClient()
  expect(await token(client, form)).toMatchObject({
    status: 400,
    body: { error, error_description: expect.any(String) },
  })
})

test('1.4 an app without a user to run as gives no client credentials', async () => {
  await using client = await startClient()
  client.sandbox.switches.clientCredentials = false
  const answer = await token(client, { ...app, grant_type: 'client_credentials' })
  expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
})

test('0.2 token calls from an address that is not listed are refused, API calls are not', async () => {
  await using client = await startClient()
  client.sandbox.switches.grantsRefused = 'ip restricted'
  const answer = await token(client, { ...app, grant_type: 'client_credentials' })
  expect(answer.body).toEqual({ error: 'invalid_grant', error_description: 'ip restricted' })
  expect(await works(client, client.token)).toBe(true)
})

test('1.2 a code with its verifier gives tokens, once', async () => {
  await using client = await startClient()
  const { form, answer } = await connect(client)
  expect(answer.body).toMatchObject({ refresh_token: expect.any(String), scope: 'api refresh_token id' })
  expect(await works(client, answer.body.access_token)).toBe(true)
  expect((await token(client, form)).body).toMatchObject({ error: 'invalid_grant' })
})

test.each([
  [{ code_verifier: 'w'.repeat(64) }, 'invalid_request'],
  [{ code_verifier: 'v'.repeat(42) }, 'invalid_request'],
  [{}, 'invalid_grant'],
])('1.2 the verifier %j is refused with %s', async (given, error) => {
  await using client = await startClient()
  const code = (await authorize(client)).searchParams.get('code') ?? ''
  const form = { ...app, grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...given }
  expect((await token(client, form)).body).toMatchObject({ error })
})

test.each([
  [{ code_challenge: undefined }, 'invalid_request', 'missing required code challenge'],
  [{ response_type: 'token' }, 'unsupported_response_type', 'response type not supported'],
])('1.2 the callback tells of %j', async (change, error, description) => {
  await using client = await startClient()
  const { searchParams } = await authorize(client, change)
  expect(Object.fromEntries(searchParams)).toEqual({ error, error_description: description, state: 'abc' })
})

test('1.4 an app that is not installed cannot be authorized', async () => {
  await using client = await startClient({ appInstalled: false })
  const { searchParams } = await authorize(client)
  expect(searchParams.get('error_description')).toBe('app must be installed into org')
})

test('0.3 a refresh rotates; the old token ends the new one and all its access tokens', async () => {
  await using client = await startClient()
  const first = (await connect(client)).answer.body
  const second = (await refresh(client, first.refresh_token)).body
  expect(second.refresh_token).not.toBe(first.refresh_token)
  expect(await works(client, second.access_token)).toBe(true)
  expect((await refresh(client, first.refresh_token)).body).toEqual({
    error: 'invalid_grant',
    error_description: 'expired access/refresh token',
  })
  expect(await works(client, second.access_token)).toBe(false)
  expect((await refresh(client, second.refresh_token)).status).toBe(400)
})

test('1.3 without rotation the answer has no refresh token and the old one stays good', async () => {
  await using client = await startClient({ rotatesRefreshTokens: false })
  const first = (await connect(client)).answer.body
  expect(Object.keys((await refresh(client, first.refresh_token)).body)).not.toContain('refresh_token')
  expect((await refresh(client, first.refresh_token)).status).toBe(200)
})

test('1.3 a refresh token dies after 30 idle days, and instance_url may move', async () => {
  await using client = await startClient()
  const { body } = (await connect(client)).answer
  client.sandbox.switches.instanceUrl = 'https://moved.my.salesforce.com'
  client.at('2026-12-24T08:00:00.000Z')
  const kept = await refresh(client, body.refresh_token)
  expect(kept.body.instance_url).toBe('https://moved.my.salesforce.com')
  client.at('2027-01-24T08:00:00.000Z')
  expect((await refresh(client, kept.body.refresh_token)).status).toBe(400)
})

test.each([true, false])(
  '1.1 [U] a revoked refresh token is dead; with it its access tokens: %s',
  async (ends) => {
    await using client = await startClient({ revokeEndsAccess: ends })
    const { body } = (await connect(client)).answer
    await request(client.sandbox.url, 'POST', '/services/oauth2/revoke', {
      body: `token=${body.refresh_token}`,
    })
    expect((await refresh(client, body.refresh_token)).status).toBe(400)
    expect(await works(client, body.access_token)).toBe(!ends)
  },
)

test('1.5 userinfo answers plain text without a good token', async () => {
  await using client = await startClient()
  expect((await client.get('/services/oauth2/userinfo')).body).toMatchObject({
    organization_id: expect.any(String),
  })
  const bad = await client.get('/services/oauth2/userinfo', { authorization: 'Bearer no' })
  const none = await request(client.sandbox.url, 'GET', '/services/oauth2/userinfo')
  expect([bad.text, none.text]).toEqual(['Bad_OAuth_Token', 'Missing_OAuth_Token'])
})

test('1.3 a user and app keep five consents: the sixth ends the oldest', async () => {
  await using client = await startClient()
  const tokens: unknown[] = []
  for (let n = 0; n < 6; n += 1) tokens.push((await connect(client)).answer.body.refresh_token)
  expect((await refresh(client, tokens[0])).status).toBe(400)
  expect((await refresh(client, tokens[1])).status).toBe(200)
})

test('1.1 a full scope gives no refresh token', async () => {
  await using client = await startClient()
  const code = (await authorize(client, { scope: 'full' })).searchParams.get('code') ?? ''
  const form = {
    ...app,
    grant_type: 'authorization_code',
    code,
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
  }
  expect(Object.keys((await token(client, form)).body)).not.toContain('refresh_token')
})

test('1.6 the identity URL tells the org and the user to the bearer of the token', async () => {
  await using client = await startClient()
  const { body } = await token(client, { ...app, grant_type: 'client_credentials' })
  const path = new URL(String(body.id)).pathname
  expect((await client.get(path)).body).toMatchObject({
    id: body.id,
    timezone: 'Europe/Berlin',
    active: true,
  })
  expect((await client.get(path, { authorization: '' })).text).toBe('Missing_OAuth_Token')
})

test('1.2 a person may look first, allow it or decline it', async () => {
  await using client = await startClient({ asksConsent: true })
  const query = {
    ...{ response_type: 'code', client_id: 'client', redirect_uri: CALLBACK, state: 'abc', scope: 'api id' },
    ...{ code_challenge: CHALLENGE, code_challenge_method: 'S256' },
  }
  const page = await request(
    client.sandbox.url,
    'GET',
    `/services/oauth2/authorize?${new URLSearchParams(query)}`,
  )
  expect([page.status, page.headers.get('location')]).toEqual([200, null])
  const answer = (given: string) =>
    request(client.sandbox.url, 'POST', '/services/oauth2/authorize', {
      body: new URLSearchParams({ ...query, answer: given }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  const back = async (given: string) =>
    new URL((await answer(given)).headers.get('location') ?? '').searchParams
  expect(Object.fromEntries(await back('deny'))).toMatchObject({ error: 'access_denied', state: 'abc' })
  const code = (await back('allow')).get('code') ?? ''
  const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER }
  expect((await token(client, { ...app, ...form })).status).toBe(200)
})
