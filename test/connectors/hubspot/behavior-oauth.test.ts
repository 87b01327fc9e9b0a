import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { hubspot } from '../../../connectors/hubspot/index.ts'
import { createHubspotApi } from '../../../connectors/hubspot/sandbox/index.ts'
import { scopes } from '../../../connectors/hubspot/scopes.ts'
import { redirectUri } from '../../../src/install/redirect.ts'
import { NOW, smallCompany } from '../salesforce/sandbox/company.ts'
import { agree, app, doorOf, inProcess, REDIRECT } from '../support/letting-in.ts'

const full = {
  ...{ ...app, loginUrl: 'https://app.hubspot.com', tokenUrl: null, apiUrl: null },
}

function account(switches: Parameters<typeof createHubspotApi>[0]['switches'] = {}) {
  let now = NOW
  const sandbox = createHubspotApi({
    ...{ crm: smallCompany(), now: () => now, clockMs: () => Date.parse(now), switches },
    app: { ...app, redirectUris: [REDIRECT], ...scopes },
  })
  const { fetch, asked } = inProcess(sandbox)
  const door = doorOf(hubspot, full, ['api.hubapi.com'])
  const send = door.send(fetch, () => now)
  return {
    ...{ sandbox, asked, door, send },
    now: () => now,
    at(instant: string) {
      now = instant
    },
    async letIn() {
      const code = agree(sandbox, await door.consentUrl(), 'accept').get('code') ?? ''
      return door.letIn(code, send, now)
    },
  }
}

const details = { method: 'GET', url: 'https://api.hubapi.com/account-info/2026-09/details' } as const
const call = { ...details, headers: {}, body: null, bucket: 'api', repeatable: true }

test('Scopes are asked for in two lists, and neither may differ from the project', async () => {
  const { door } = account()
  const url = new URL(await door.consentUrl())
  expect(`${url.origin}${url.pathname}`).toBe('https://app.hubspot.com/oauth/authorize')
  expect(url.search).not.toContain('+')
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    ...{ client_id: 'the-app', redirect_uri: REDIRECT, state: 'the-state' },
    scope: scopes.required.join(' '),
    ...{ optional_scope: scopes.optional.join(' '), code_challenge_method: 'S256' },
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
  })
  expect(url.href).not.toContain('the-secret')
  const project = new URL('../../../connectors/hubspot/app/src/app/app-hsmeta.json', import.meta.url)
  const { auth } = JSON.parse(readFileSync(project, 'utf8')).config
  expect([auth.requiredScopes, auth.optionalScopes]).toEqual([[...scopes.required], [...scopes.optional]])
  expect(auth.redirectUrls).toContain(redirectUri('https://pegel.example', 'hubspot'))
})

test('A code is good once, and its answer names the portal', async () => {
  const { sandbox, door, send, letIn, asked, now } = account()
  const let_in = await letIn()
  expect(asked).toEqual(['POST https://api.hubapi.com/oauth/2026-09/token'])
  expect(let_in).toMatchObject({
    config: { by: 'app', apiUrl: 'https://api.hubapi.com' },
    account: '48110220',
    grant: { baseUrl: 'https://api.hubapi.com', expiresAt: '2026-11-24T08:30:00.000Z' },
  })
  const transport = door.transport(send, let_in.grant)
  expect((await transport.send(call)).status).toBe(200)
  const person = await door.oauth.person(full, let_in, { transport, send })
  expect(person).toEqual({
    ...{ id: '9000001', email: 'admin@nordwerk.example', name: null, company: 'nordwerk.example' },
  })
  const code = agree(sandbox, await door.consentUrl(), 'accept').get('code') ?? ''
  await door.letIn(code, send, now())
  await expect(door.letIn(code, send, now())).rejects.toMatchObject({ failure: { kind: 'unauthorized' } })
})

test.each([
  ['another verifier', 'x'.repeat(50), REDIRECT],
  ['another redirect', undefined, 'https://elsewhere.example/callback'],
])('a code is not traded by whoever has %s', async (_, verifier, redirect) => {
  const { sandbox, door, send, now } = account()
  const code = agree(sandbox, await door.consentUrl(), 'accept').get('code') ?? ''
  const trying = door.letIn(code, send, now(), verifier, redirect)
  await expect(trying).rejects.toMatchObject({ name: 'ConnectorError' })
})

test('Whoever declines comes back too', async () => {
  const { sandbox, door } = account()
  const back = agree(sandbox, await door.consentUrl(), 'deny')
  expect(Object.fromEntries(back)).toMatchObject({ error: 'access_denied', state: 'the-state' })
})

test.each([false, true])(
  'a refresh keeps the returned refresh token, rotated: %s',
  async (refreshRotates) => {
    const { send, letIn, at, now, door } = account({ refreshRotates })
    const { grant, config } = await letIn()
    at('2026-11-24T09:00:00.000Z')
    const stale = door.transport(send, grant).send(call)
    await expect(stale).rejects.toMatchObject({ failure: { kind: 'unauthorized' } })
    const settings = hubspot.config.parse(config)
    const next = await hubspot.authorize(settings, send, now(), { grant, app: full })
    expect(next.refreshToken === grant.refreshToken).toBe(!refreshRotates)
    expect((await door.transport(send, next).send(call)).status).toBe(200)
  },
)

test('Removing the app takes a token of its own', async () => {
  const { send, letIn, asked, door, now, sandbox } = account()
  const { grant, config } = await letIn()
  const settings = hubspot.config.parse(config)
  const transport = door.transport(send, grant)
  await door.oauth.leave({ config: settings, app: full, grant, send, transport })
  expect(asked.slice(-2)).toEqual([
    'DELETE https://api.hubapi.com/appinstalls/2026-09/external-install',
    'POST https://api.hubapi.com/oauth/2026-09/token/revoke',
  ])
  expect(sandbox.portal.installs.installed()).toBe(false)
  const again = hubspot.authorize(settings, send, now(), { grant, app: full })
  await expect(again).rejects.toMatchObject({ failure: { kind: 'unauthorized' } })
})

test('A wrong app is no revoked customer', async () => {
  const { send, letIn, now } = account()
  const { grant, config } = await letIn()
  const settings = hubspot.config.parse(config)
  const tried = (held: typeof full | null) => hubspot.authorize(settings, send, now(), { grant, app: held })
  for (const held of [null, { ...full, clientSecret: 'another' }, { ...full, clientId: 'another' }])
    await expect(tried(held)).rejects.toMatchObject({ failure: { kind: 'misconfigured' } })
})

test('A token endpoint may echo what it was sent', async () => {
  const { sandbox, door, now } = account()
  const code = agree(sandbox, await door.consentUrl(), 'accept').get('code') ?? ''
  const echo = inProcess(sandbox, (answer) => ({ ...answer, status: 400 }))
  const said = (_: unknown, init: RequestInit = {}) =>
    Promise.resolve(
      Response.json(
        { error: 'invalid_request', message: decodeURIComponent(String(init.body)) },
        { status: 400 },
      ),
    )
  const failed = await door
    .letIn(code, door.send(said as typeof echo.fetch, now), now())
    .catch((error: unknown) => JSON.stringify(error))
  expect(failed).toContain('[secret]')
  for (const secret of [app.clientSecret, code]) expect(failed).not.toContain(secret)
})
