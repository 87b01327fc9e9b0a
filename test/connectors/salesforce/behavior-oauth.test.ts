import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import type { OAuthApp } from '../../../connectors/oauth.ts'
import { salesforce } from '../../../connectors/salesforce/index.ts'
import { createSalesforceApi } from '../../../connectors/salesforce/sandbox/index.ts'
import { agree, app, doorOf, inProcess, REDIRECT } from '../support/letting-in.ts'
import { NOW, smallCompany } from './sandbox/company.ts'

const ORG = 'https://acme.my.salesforce.com'
const full: OAuthApp = {
  ...{ ...app, loginUrl: 'https://login.salesforce.com', tokenUrl: null, apiUrl: null },
}
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = (key: typeof keys.publicKey) => key.export({ type: 'spki', format: 'pem' }).toString()

function org(over: Partial<OAuthApp> = {}, tamper?: Parameters<typeof inProcess>[1]) {
  let now = NOW
  const sandbox = createSalesforceApi({
    ...{ crm: smallCompany(), now: () => now, ...app, redirectUris: [REDIRECT] },
    ...{ certificate: pem(keys.publicKey), approvedUsers: ['integration@example.com'] },
  })
  const { fetch, asked } = inProcess(sandbox, tamper)
  const ours = { ...full, ...over }
  const door = doorOf(salesforce, ours, ['.my.salesforce.com', 'login.salesforce.com', 'relay.example.com'])
  const send = door.send(fetch, () => now)
  return {
    ...{ sandbox, asked, door, send, ours },
    now: () => now,
    at(instant: string) {
      now = instant
    },
    async letIn() {
      const code = agree(sandbox, await door.consentUrl(), 'allow').get('code') ?? ''
      return door.letIn(code, send, now)
    },
  }
}

const call = {
  ...({ method: 'GET', url: `${ORG}/services/data/v68.0/sobjects` } as const),
  ...{ headers: {}, body: null, bucket: 'api', repeatable: true },
}

/** Changes the token's answer and leaves its signature as it was. */
const forging =
  (change: Record<string, unknown>) => (answer: { status: number; headers: object; body: string }) =>
    answer.body.includes('"access_token"')
      ? { ...answer, headers: {}, body: JSON.stringify({ ...JSON.parse(answer.body), ...change }) }
      : { ...answer, headers: {} }

test('A code takes verifier and secret both, and its answer is signed', async () => {
  const { door, send, letIn, asked } = org()
  const url = new URL(await door.consentUrl())
  expect(`${url.origin}${url.pathname}`).toBe('https://login.salesforce.com/services/oauth2/authorize')
  expect(url.searchParams.get('scope')).toBe('api refresh_token id')
  const letting = await letIn()
  expect(asked).toEqual(['POST https://login.salesforce.com/services/oauth2/token'])
  expect(letting).toMatchObject({
    config: { by: 'app', loginUrl: 'https://login.salesforce.com' },
    account: expect.stringMatching(/^00D\w{15}$/),
    grant: { baseUrl: ORG, refreshToken: expect.stringMatching(/.{20}/) },
  })
  const transport = door.transport(send, letting.grant)
  expect((await transport.send(call)).status).toBe(200)
  const person = await door.oauth.person(full, letting, { transport, send })
  expect(person.email).toBe('integration@example.com')
  expect(person.id).toMatch(new RegExp(`^${letting.account}/005`))
  // The token is in a header: an address is written to logs.
  expect(asked.at(-1)).toMatch(/^GET https:\/\/acme\.my\.salesforce\.com\/id\/00D\w+\/005\w+$/)
})

test.each([
  ['its id', { id: `${ORG}/id/00D000000000001EAA/005000000000001AAA` }],
  ['its time', { issued_at: '1' }],
  ['its signature', { signature: btoa('x'.repeat(32)) }],
  ['no signature', { signature: undefined }],
  ['a signature that is none', { signature: 'ä' }],
  ['no refresh token', { refresh_token: undefined }],
  ['an address with a path', { instance_url: `${ORG}/services` }],
])('an answer with %s changed is not taken', async (_, change) => {
  const { letIn } = org({}, forging(change))
  await expect(letIn()).rejects.toMatchObject({ failure: { kind: 'unreadable' } })
})

test('An old refresh token ends the new one', async () => {
  const { letIn, send, now, door, ours } = org()
  const { grant, config } = await letIn()
  const settings = salesforce.config.parse(config)
  const renew = (from: typeof grant) =>
    salesforce.authorize(settings, send, now(), { grant: from, app: ours })
  const second = await renew(grant)
  const third = await renew(second)
  expect(new Set([grant, second, third].map(({ refreshToken }) => refreshToken)).size).toBe(3)
  expect((await door.transport(send, third).send(call)).status).toBe(200)
  await expect(renew(second)).rejects.toMatchObject({ failure: { kind: 'unauthorized' } })
  await expect(renew(third)).rejects.toMatchObject({ failure: { kind: 'unauthorized' } })
})

test('A refresh may name no refresh token', async () => {
  const { letIn, send, now, sandbox, ours } = org()
  const { grant, config } = await letIn()
  sandbox.switches.rotatesRefreshTokens = false
  const next = await salesforce.authorize(salesforce.config.parse(config), send, now(), { grant, app: ours })
  expect(next.refreshToken).toBe(grant.refreshToken)
})

test('An org that moved tells it with the next refresh', async () => {
  const { letIn, send, now, sandbox, ours } = org()
  const { grant, config } = await letIn()
  sandbox.switches.instanceUrl = 'https://acme-new.my.salesforce.com'
  const settings = salesforce.config.parse(config)
  const next = await salesforce.authorize(settings, send, now(), { grant, app: ours })
  expect(next.baseUrl).toBe('https://acme-new.my.salesforce.com')
})

test.each([
  ['https://relay.example.com', 'https://relay.example.com/services/oauth2/token'],
  [
    'https://relay.example.com/{host}/',
    'https://relay.example.com/login.salesforce.com/services/oauth2/token',
  ],
])('tokens come by way of the relay %s while people sign in at the vendor', async (tokenUrl, asks) => {
  const relayed = (answer: { status: number; headers: object; body: string }) => ({ ...answer, headers: {} })
  const { door, ours, sandbox, now } = org({ tokenUrl })
  const { fetch, asked } = inProcess(
    {
      // The relay hands the call on, whatever stands before the path.
      handle: (request) =>
        sandbox.handle({ ...request, url: request.url.replace(/^.*(?=\/services\/)/, '') }),
    },
    relayed,
  )
  const send = door.send(fetch, now)
  expect(await door.consentUrl()).toMatch(/^https:\/\/login\.salesforce\.com\//)
  const code = agree(sandbox, await door.consentUrl(), 'allow').get('code') ?? ''
  const { grant, config } = await door.letIn(code, send, now())
  await salesforce.authorize(salesforce.config.parse(config), send, now(), { grant, app: ours })
  expect(asked).toEqual([`POST ${asks}`, `POST ${asks}`])
})

test('A wrong app is no revoked org', async () => {
  const { letIn, send, now, sandbox, ours } = org()
  const { grant, config } = await letIn()
  const settings = salesforce.config.parse(config)
  const tried = (over: Partial<OAuthApp> = {}) =>
    salesforce.authorize(settings, send, now(), { grant, app: { ...ours, ...over } })
  for (const over of [{ clientId: 'another' }, { clientSecret: 'another' }])
    await expect(tried(over)).rejects.toMatchObject({ failure: { kind: 'misconfigured' } })
  sandbox.switches.grantsRefused = 'ip restricted'
  await expect(tried()).rejects.toMatchObject({ failure: { kind: 'misconfigured' } })
  for (const dead of ['inactive organization', 'inactive user', 'expired access/refresh token']) {
    sandbox.switches.grantsRefused = dead
    await expect(tried()).rejects.toMatchObject({ failure: { kind: 'unauthorized', detail: dead } })
  }
})

test('What is revoked is the refresh token, at the login host', async () => {
  const { letIn, send, now, asked, door, ours } = org()
  const { grant, config } = await letIn()
  const settings = salesforce.config.parse(config)
  const transport = door.transport(send, grant)
  await door.oauth.leave({ config: settings, app: ours, grant, send, transport })
  expect(asked.at(-1)).toBe('POST https://login.salesforce.com/services/oauth2/revoke')
  const again = salesforce.authorize(settings, send, now(), { grant, app: ours })
  await expect(again).rejects.toMatchObject({ failure: { kind: 'unauthorized' } })
})

const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const bearer = {
  by: 'jwt',
  instanceUrl: ORG,
  clientId: app.clientId,
  username: 'integration@example.com',
  privateKey,
}

test('An assertion needs nobody to agree', async () => {
  const { send, now, door } = org()
  const grant = await salesforce.authorize(salesforce.config.parse(bearer), send, now())
  expect(grant).not.toHaveProperty('refreshToken')
  expect((await door.transport(send, grant).send(call)).status).toBe(200)
})

test.each([
  ['a user that is not approved', { username: 'somebody@example.com' }, 'unauthorized'],
  ['another app', { clientId: 'another' }, 'unauthorized'],
  ['a key that is none', { privateKey: 'secret text' }, 'misconfigured'],
])('no token for %s', async (_, change, kind) => {
  const { send, now } = org()
  const trying = salesforce.authorize(salesforce.config.parse({ ...bearer, ...change }), send, now())
  await expect(trying).rejects.toMatchObject({ failure: { kind } })
  await expect(trying).rejects.not.toMatchObject({
    failure: { detail: expect.stringContaining('secret text') },
  })
})
