/** Section 6 of the facts: budgets, their headers, and failures of every kind, over a socket where it matters. */
import { afterEach, expect, test } from 'vitest'
import type { Fault } from '../../../../connectors/demo/types.ts'
import {
  DEFAULT_TOKEN,
  type HubspotSandbox,
  startHubspotSandbox,
} from '../../../../connectors/hubspot/sandbox/index.ts'
import type { Switches } from '../../../../connectors/hubspot/sandbox/switches.ts'
import { callerOf, smallAccount, someDeal, T0 } from './account.ts'

const owners = '/crm/owners/2026-09'
let open: HubspotSandbox | null = null
afterEach(async () => {
  await open?.close()
  open = null
})

async function start(switches: Partial<Switches> = {}) {
  const clock = { ms: Date.parse('2026-03-02T08:00:00.000Z') }
  const crm = smallAccount()
  crm.createDeal(someDeal, T0)
  const sandbox = await startHubspotSandbox({
    crm,
    now: () => new Date(clock.ms).toISOString(),
    switches,
    advance: (ms) => {
      clock.ms += ms
    },
  })
  open = sandbox
  const call = (path: string, init: RequestInit = {}) =>
    fetch(sandbox.url + path, {
      ...init,
      headers: { authorization: `Bearer ${DEFAULT_TOKEN}`, 'content-type': 'application/json' },
    })
  const control = (method: string, path: string, body?: unknown) =>
    fetch(`${sandbox.url}/_sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  return { sandbox, crm, call, control }
}

test.each([110, 190])(
  '[D, S] %i calls in rolling ten seconds, then 429 until the window has moved',
  (burstLimit) => {
    const { get, clock } = callerOf(smallAccount(), { burstLimit })
    const statuses = (count: number) => Array.from({ length: count }, () => get(owners).status)
    expect(new Set(statuses(burstLimit))).toEqual(new Set([200]))
    const refused = get(owners)
    expect(refused.status).toBe(429)
    expect(refused.body).toMatchObject({ errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' })
    expect(refused.headers).toMatchObject({
      'x-hubspot-ratelimit-interval-milliseconds': '10000',
      'x-hubspot-ratelimit-max': String(burstLimit),
      'x-hubspot-ratelimit-remaining': '0',
    })
    expect(refused.headers['retry-after']).toBeUndefined()
    clock.ms += 9999
    expect(get(owners).status).toBe(429)
    clock.ms += 1
    expect(get(owners).status).toBe(200)
  },
)

test('[D] 5 searches a second, on a budget of their own and without headers', () => {
  const { search, get, clock } = callerOf(smallAccount())
  expect(Array.from({ length: 6 }, () => search({}).status)).toEqual([200, 200, 200, 200, 200, 429])
  const refused = search({})
  expect(refused.body).toEqual(expect.objectContaining({ message: 'You have reached your secondly limit.' }))
  expect(refused.body.policyName).toBeUndefined()
  expect(Object.keys(refused.headers)).toEqual(['content-type'])
  expect(get(owners).headers['x-hubspot-ratelimit-remaining']).toBe('109')
  clock.ms += 1000
  expect(search({}).status).toBe(200)
})

test('[U] a 429 may carry Retry-After, and the search one its policy', () => {
  const { search } = callerOf(smallAccount(), {
    searchPerSecond: 0,
    searchPolicyName: true,
    retryAfterSeconds: 2,
  })
  expect(search({})).toMatchObject({ headers: { 'retry-after': '2' }, body: { policyName: 'SECONDLY' } })
})

test('[D] a search carries no header of a limit, not even where the day is used up', () => {
  const { search, get } = callerOf(smallAccount(), { dailyLimit: 1 })
  get(owners)
  const refused = search({})
  expect(refused).toMatchObject({ status: 429, body: { policyName: 'DAILY' } })
  expect(Object.keys(refused.headers)).toEqual(['content-type'])
})

test('[D] only private apps have a daily limit and its headers', () => {
  const { get, clock } = callerOf(smallAccount(), { dailyLimit: 2 })
  expect(get(owners).headers).toMatchObject({
    'x-hubspot-ratelimit-daily': '2',
    'x-hubspot-ratelimit-daily-remaining': '1',
  })
  get(owners)
  clock.ms += 60_000
  expect(get(owners)).toMatchObject({ status: 429, body: { policyName: 'DAILY' } })
  const oauth = callerOf(smallAccount()).get(owners)
  expect(oauth.headers['x-hubspot-ratelimit-daily']).toBeUndefined()
})

test.each<[string, Omit<Fault, 'match' | 'times'>, number, string]>([
  ['an outage', { kind: 'status', status: 503 }, 503, 'unavailable'],
  ['an outage in HTML', { kind: 'html', status: 502 }, 502, '<html>'],
  ['a time-out of the gateway', { kind: 'status', status: 524 }, 524, '<html>'],
  ['a lock', { kind: 'status', status: 423 }, 423, 'locked'],
  ['a move to another data centre', { kind: 'status', status: 477 }, 477, 'data centre'],
  ['a rate limit', { kind: 'rate_limit', retryAfterSeconds: 3 }, 429, 'TEN_SECONDLY_ROLLING'],
  ['a used-up day', { kind: 'status', status: 429 }, 429, 'DAILY'],
  ['a refused token', { kind: 'unauthorized' }, 401, 'EXPIRED_AUTHENTICATION'],
])('%s strikes once and only where it was aimed', async (_name, fault, status, text) => {
  const { sandbox, call } = await start()
  sandbox.fault({ match: `GET ${owners}`, times: 1, ...fault })
  expect((await call('/account-info/2026-09/details')).status).toBe(200)
  const struck = await call(owners)
  expect(struck.status).toBe(status)
  expect(await struck.text()).toContain(text)
  expect((await call(owners)).status).toBe(200)
  expect(sandbox.calls.map((one) => one.status)).toEqual([200, status, 200])
})

test('[D] 477 and a planned 429 name their wait', async () => {
  const { sandbox, call } = await start()
  sandbox.fault({ match: '', times: 1, kind: 'status', status: 477 })
  expect((await call(owners)).headers.get('retry-after')).toBe('3600')
  sandbox.fault({ match: '', times: 1, kind: 'rate_limit', retryAfterSeconds: 3 })
  expect((await call(owners)).headers.get('retry-after')).toBe('3')
})

test('half a body is 200 with broken JSON', async () => {
  const { sandbox, call } = await start()
  sandbox.fault({ match: '', times: 1, kind: 'half_body' })
  const reply = await call(owners)
  expect(reply.status).toBe(200)
  await expect(reply.json()).rejects.toThrow(SyntaxError)
})

test('a hanging call answers never, a reset one breaks off, and closing ends both', async () => {
  const { sandbox, call } = await start()
  sandbox.fault({ match: '', times: 1, kind: 'reset' })
  await expect(call(owners)).rejects.toThrow()
  sandbox.fault({ match: '', times: 1, kind: 'hang' })
  await expect(call(owners, { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout')
  expect(sandbox.calls.map((one) => one.status)).toEqual([0, 0])
})

test('switches turned while the sandbox runs hold from the next request on', async () => {
  const { sandbox, call } = await start()
  expect((await call(owners)).status).toBe(200)
  sandbox.switches.missingScopes = ['crm.objects.owners.read']
  expect((await call(owners)).status).toBe(403)
  sandbox.switches.missingScopes = []
  sandbox.switches.burstLimit = 1
  expect((await call(owners)).status).toBe(429)
})

test('cleared faults strike nobody', async () => {
  const { sandbox, call } = await start()
  sandbox.fault({ match: '', times: 5, kind: 'status', status: 500 })
  sandbox.clearFaults()
  expect((await call(owners)).status).toBe(200)
})

test('deals are edited, merged and restored, faults set and the clock moved over HTTP', async () => {
  const { crm, call, control, sandbox } = await start()
  expect((await control('POST', '/advance', { ms: 1000 })).status).toBe(200)
  expect(sandbox.now()).toBe('2026-03-02T08:00:01.000Z')
  const created = await control('POST', '/deals', { ...someDeal, name: 'Neu' })
  expect(await created.json()).toMatchObject({
    id: '101',
    name: 'Neu',
    createdAt: '2026-03-02T08:00:01.000Z',
  })
  expect((await control('PATCH', '/deals/101', { amount: '5' })).status).toBe(200)
  expect(crm.deals.get('101')?.amount).toBe('5')
  expect((await control('DELETE', '/deals/101')).status).toBe(204)
  expect((await control('POST', '/deals/101/restore')).status).toBe(204)
  expect((await control('POST', '/merge', { survivorId: '100', loserId: '101' })).status).toBe(204)
  expect(crm.deals.get('100')?.mergedIds).toEqual(['101'])

  expect((await control('POST', '/faults', { match: '', times: 1, kind: 'html' })).status).toBe(204)
  expect((await call(owners)).status).toBe(502)
  expect(await (await control('GET', '/calls')).json()).toEqual([
    { method: 'GET', path: owners, status: 502, bucket: 'burst' },
  ])
  expect((await control('PATCH', '/deals/999', { amount: '5' })).status).toBe(409)
  expect((await control('PATCH', '/deals/100', { colour: 'red' })).status).toBe(400)
  expect((await control('GET', '/nosuch')).status).toBe(404)
})

test('5.2 [D] a merge through the sandbox may make a third record', async () => {
  const { crm, control } = await start({ mergeMakesNewId: true })
  crm.createDeal(someDeal, T0)
  await control('POST', '/merge', { survivorId: '100', loserId: '101' })
  expect(crm.deals.get('102')?.mergedIds).toEqual(['100', '101'])
  expect(crm.deals.get('100')?.mergedInto).toBe('102')
})
