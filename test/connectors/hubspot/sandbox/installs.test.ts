/** Section 3 of the facts, as an app meets it: consent, code, tokens, and their end. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createHubspotApi } from '../../../../connectors/hubspot/sandbox/api.ts'
import type { Switches } from '../../../../connectors/hubspot/sandbox/switches.ts'
import { smallAccount, T0 } from './account.ts'

const REDIRECT = 'https://app.example.com/callback'
const VERIFIER = 'v'.repeat(50)
const app = {
  ...{ clientId: 'app', clientSecret: 'secret', redirectUris: [REDIRECT] },
  ...{ required: ['oauth', 'crm.objects.deals.read'], optional: ['settings.currencies.read'] },
}

interface Told {
  readonly access_token?: string
  readonly refresh_token?: string
  readonly error?: string
}

function account(switches: Partial<Switches> = {}) {
  let now = T0
  const api = createHubspotApi({
    crm: smallAccount(),
    now: () => now,
    clockMs: () => Date.parse(now),
    app,
    switches,
  })
  function ask(method: string, url: string, form: Record<string, string> = {}, token?: string) {
    const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' }
    if (token !== undefined) headers.authorization = `Bearer ${token}`
    const answer = api.handle({ method, url, headers, body: new URLSearchParams(form).toString() })
    if (answer.kind !== 'response') throw new Error(answer.kind)
    return answer.response
  }
  const query = (change: Record<string, string> = {}) => ({
    ...{ client_id: 'app', redirect_uri: REDIRECT, state: 'abc' },
    ...{ scope: app.required.join(' '), optional_scope: app.optional.join(' ') },
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    ...{ code_challenge_method: 'S256', ...change },
  })
  const show = (change: Record<string, string> = {}) =>
    ask('GET', `/oauth/authorize?${new URLSearchParams(query(change))}`)
  function agree(): string {
    const { location = '' } = ask('POST', '/oauth/authorize', { ...query(), answer: 'accept' }).headers
    return new URL(location).searchParams.get('code') ?? ''
  }
  const client = { client_id: 'app', client_secret: 'secret' }
  const token = (form: Record<string, string>) => {
    const { status, body } = ask('POST', '/oauth/2026-09/token', { ...client, ...form })
    return { ...(JSON.parse(body) as Told), http: status }
  }
  const trade = (code: string, change: Record<string, string> = {}) =>
    token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT,
      code_verifier: VERIFIER,
      ...change,
    })
  const refresh = (given: string | undefined) =>
    token({ grant_type: 'refresh_token', refresh_token: given ?? '' })
  const works = (access: string | undefined) => ask('GET', '/account-info/2026-09/details', {}, access).status
  return {
    ...{ api, ask, show, agree, trade, refresh, works, client },
    at(instant: string) {
      now = instant
    },
  }
}

test('3.1 the page shows what is asked for, and both answers come back with the state', () => {
  const { show, ask } = account()
  expect([show().status, show().body]).toEqual([200, expect.stringContaining('crm.objects.deals.read')])
  const denied = ask('POST', '/oauth/authorize', {
    ...{ client_id: 'app', redirect_uri: REDIRECT, state: 'abc', answer: 'deny' },
    ...{ scope: app.required.join(' '), optional_scope: app.optional.join(' ') },
  })
  expect(denied.headers.location).toMatch(
    /^https:\/\/app\.example\.com\/callback\?state=abc&error=access_denied/,
  )
})

test.each([
  [{ client_id: 'other' }, 'does not exist'],
  [{ redirect_uri: `${REDIRECT}/` }, 'redirect'],
  [{ scope: 'oauth' }, 'scopes'],
  [{ scope: 'oauth crm.objects.deals.read crm.objects.contacts.read' }, 'scopes'],
  [{ optional_scope: '' }, 'scopes'],
  [{ code_challenge_method: 'plain' }, 'challenge'],
])('3.3 [S] what differs from the project blocks the installation: %j', (change, words) => {
  const { show } = account()
  expect(show(change)).toMatchObject({ status: 400, body: expect.stringContaining(words) })
  expect(show(change).headers.location).toBeUndefined()
})

test('3.1 a code is good once, for its verifier and its redirect, and for ten minutes', () => {
  const { agree, trade, works, at } = account()
  for (const change of [{ code_verifier: 'w'.repeat(50) }, { redirect_uri: 'https://elsewhere.example/' }])
    expect(trade(agree(), change).http).toBe(400)
  const code = agree()
  const pair = trade(code)
  expect(pair).toMatchObject({ http: 200, token_type: 'bearer', hub_id: 48_110_220, expires_in: 1800 })
  expect(pair.access_token?.length).toBeGreaterThan(200)
  expect(works(pair.access_token)).toBe(200)
  expect(trade(code)).toMatchObject({ http: 400, status: 'BAD_AUTH_CODE', error: 'invalid_grant' })
  const late = agree()
  at('2026-03-01T08:10:00.000Z')
  expect(trade(late).error).toBe('invalid_grant')
})

test('3.1 an access token lives half an hour and sees what was granted', () => {
  const { agree, trade, works, ask, at } = account({ missingScopes: ['settings.currencies.read'] })
  const { access_token: access } = trade(agree())
  expect(ask('GET', '/settings/currencies/2026-09/exchange-rates/current', {}, access).status).toBe(403)
  expect(ask('GET', '/crm/owners/2026-09', {}, access).body).toContain('crm.objects.owners.read')
  at('2026-03-01T08:30:00.000Z')
  expect(works(access)).toBe(401)
})

test.each([true, false])(
  '3.1 [S] a refresh gives another refresh token and ends the one before: %s',
  (refreshRotates) => {
    const { agree, trade, refresh, works } = account({ refreshRotates })
    const first = trade(agree())
    const second = refresh(first.refresh_token)
    expect(second.refresh_token === first.refresh_token).toBe(!refreshRotates)
    expect([works(first.access_token), works(second.access_token)]).toEqual([200, 200])
    expect(refresh(first.refresh_token).error).toBe(refreshRotates ? 'invalid_grant' : undefined)
  },
)

test('3.1, 3.4 introspection names who agreed; a revoked refresh token leaves access tokens alone', () => {
  const { agree, trade, refresh, works, ask, client } = account()
  const { access_token: access = '', refresh_token: token = '' } = trade(agree())
  const about = (given: string) =>
    JSON.parse(ask('POST', '/oauth/2026-09/token/introspect', { ...client, token: given }).body)
  expect(about(access)).toMatchObject({ active: true, hub_id: 48_110_220, user_id: 9_000_001 })
  expect(about('unknown')).toEqual({ active: false })
  expect(ask('POST', '/oauth/2026-09/token/revoke', { ...client, token }).status).toBe(200)
  expect([works(access), refresh(token).error]).toEqual([200, 'invalid_grant'])
})

test('3.4 the app removes itself with its own token, and a customer removes it without a word', () => {
  const { api, agree, trade, refresh, works, ask } = account()
  const first = trade(agree())
  expect(ask('DELETE', '/appinstalls/2026-09/external-install', {}, 'none').status).toBe(401)
  expect(ask('DELETE', '/appinstalls/2026-09/external-install', {}, first.access_token).status).toBe(204)
  expect([works(first.access_token), refresh(first.refresh_token).error]).toEqual([401, 'invalid_grant'])
  const second = trade(agree())
  api.portal.installs.uninstall()
  expect([works(second.access_token), refresh(second.refresh_token).error]).toEqual([401, 'invalid_grant'])
})

test('3.2 a wrong client is refused whatever it asks for', () => {
  const { ask } = account()
  const form = { grant_type: 'refresh_token', refresh_token: 'x', client_id: 'app', client_secret: 'wrong' }
  for (const path of ['', '/introspect', '/revoke'])
    expect(ask('POST', `/oauth/2026-09/token${path}`, form).body).toContain('BAD_CLIENT_SECRET')
})
