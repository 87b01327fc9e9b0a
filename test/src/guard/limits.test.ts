/** Limits of one caller, in the program as it runs: sign-in, API, card, webhooks. Others are not held up. */
import { expect, test } from 'vitest'
import { connection } from '../../../db/directory/schema.ts'
import { limiter, limits } from '../../../src/guard/limits.ts'
import { now, publicUrl, running } from '../../support/app.ts'
import { hubspotCall, PORTAL, SECRET } from '../card/signed.ts'
import { changeOf, hubspot } from '../webhooks/signed.ts'

const from = (address: string) => ({ 'cf-connecting-ip': address })

async function scene() {
  let nowMs = 0
  const program = await running({ limiter: limiter({}, () => nowMs), pushSecrets: { hubspot: [SECRET] } })
  const times = async (count: number, ask: () => Promise<Response>) => {
    const statuses: number[] = []
    for (let n = 0; n < count; n += 1) statuses.push((await ask()).status)
    return { before: new Set(statuses), last: await ask() }
  }
  return { ...program, times, later: () => (nowMs += 60_000) }
}

test('links that sign in are tried so often from one address, and no more until the next minute', async () => {
  const { request, times, later } = await scene()
  const ask = (address: string) => () => request('/sign-in/link?token=guess', { headers: from(address) })
  const { before, last } = await times(limits.sign_in, ask('203.0.113.5'))
  expect([before.has(429), last.status]).toEqual([false, 429])
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await ask('203.0.113.6')()).status).not.toBe(429)
  later()
  expect((await ask('203.0.113.5')()).status).not.toBe(429)
})

test('a person who asks without a pause is told when to come again; a colleague is not', async () => {
  const { request, signIn, times } = await scene()
  const [mine, theirs] = [await signIn('administrator'), await signIn('member')]
  const { before, last } = await times(limits.person, () => request('/api/me', { cookie: mine }))
  expect([...before]).toEqual([200])
  expect([last.status, await last.json()]).toMatchObject([429, { code: 'too_many' }])
  expect(last.headers.get('retry-after')).toMatch(/^\d+$/)
  expect((await request('/', { cookie: mine })).status).toBe(429)
  expect((await request('/api/me', { cookie: theirs })).status).toBe(200)
}, 60_000)

test('a stranger is refused from an address that asked for too much; who is signed in there is not', async () => {
  const { request, signIn, times } = await scene()
  const cookie = await signIn('member')
  const { before, last } = await times(limits.stranger, () =>
    request('/api/me', { headers: from('198.51.100.7') }),
  )
  expect([[...before], last.status]).toEqual([[401], 429])
  expect((await request('/api/me', { cookie, headers: from('198.51.100.7') })).status).toBe(200)
}, 60_000)

test('whoever guesses signatures is not listened to any more; the CRM from elsewhere is', async () => {
  const { request, times, workspace, deps } = await scene()
  await deps.directory.insert(connection).values({
    ...{
      id: 'hubspot',
      workspaceId: 'acme',
      crm: 'hubspot',
      accountId: PORTAL,
      label: 'H',
      sealedConfig: '{}',
      createdAt: now,
    },
  })
  expect(workspace.id).toBe('acme')
  const push = (address: string, secret: string) => () =>
    request('/webhooks/hubspot', {
      method: 'POST',
      ...withAddress(
        hubspot([changeOf(Number(PORTAL), 1)], { secret, at: now, url: `${publicUrl}/webhooks/hubspot` }),
        address,
      ),
    })
  const { before, last } = await times(limits.forged, push('192.0.2.9', 'guessed'))
  expect([[...before], last.status]).toEqual([[401], 429])
  expect((await push('192.0.2.9', SECRET)()).status).toBe(429)
  expect((await push('192.0.2.10', SECRET)()).status).toBe(204)
})

function withAddress({ body, headers }: { body: string; headers: Record<string, string> }, address: string) {
  return { body, headers: { ...headers, ...from(address) } }
}

test("one person's cards ask so often, and an account pushes so often", async () => {
  const { request, times, deps, signIn } = await scene()
  await deps.directory.insert(connection).values({
    ...{
      id: 'hubspot',
      workspaceId: 'acme',
      crm: 'hubspot',
      accountId: PORTAL,
      label: 'H',
      sealedConfig: '{}',
      createdAt: now,
    },
  })
  await signIn('member')
  const card = (email: string) => () => {
    const { path, init } = hubspotCall({ id: '1', email, at: now })
    return request(path, init)
  }
  const cards = await times(limits.card, card('member@acme.example'))
  expect([[...cards.before], cards.last.status]).toEqual([[200], 429])
  expect((await card('other@acme.example')()).status).toBe(200)
  const pushes = await times(limits.account, () =>
    request('/webhooks/hubspot', {
      method: 'POST',
      ...hubspot([changeOf(Number(PORTAL), 1)], { at: now, url: `${publicUrl}/webhooks/hubspot` }),
    }),
  )
  expect([[...pushes.before], pushes.last.status]).toEqual([[204], 429])
}, 120_000)

test('a flood of ever new callers takes no memory without end', () => {
  const one = limiter({}, () => 0)
  for (let n = 0; n < 200_000; n += 1) expect(one.count('stranger', String(n))).toBeNull()
})
