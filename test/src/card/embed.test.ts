/**
 * A card in the frame of another tool, at the HTTP seam. Addresses are signed here as the page's own sample says, not by our
 * code. Planted and seen red: the record left out of what is signed; an address without end; every place may frame.
 */
import { createHmac } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { embedding, member } from '../../../db/directory/schema.ts'
import { now } from '../../support/app.ts'
import { MEMBER, type Scene, scene } from './scene.ts'

const won = { definition: { metric: 'won_revenue', window: 'cycle' } } as const
/** As a browser sends a form of our own page. */
const OWN = { 'sec-fetch-site': 'same-origin' }
const seconds = Date.parse(now) / 1000

interface Place {
  readonly key: string
  readonly workspace?: string
  readonly connection?: string
  readonly record?: string
  readonly id: string
  readonly email?: string
  readonly until?: number
}

function address({
  key,
  workspace = 'acme',
  connection = 'hubspot',
  record = 'deal',
  id,
  email = MEMBER,
  until = seconds + 300,
}: Place) {
  const text = ['pegel-card-1', workspace, connection, record, id, email.toLowerCase(), String(until)].join(
    '\n',
  )
  const signature = createHmac('sha256', key).update(text).digest('base64url')
  const path = [workspace, connection, record, id].map(encodeURIComponent).join('/')
  return `/card/page/${path}?${new URLSearchParams({ email, until: String(until), signature })}`
}

interface Framed extends Scene {
  readonly admin: string
  readonly key: string
  readonly post: (path: string, form?: Record<string, string>) => Promise<Response>
}

async function framed(): Promise<Framed> {
  const made = await scene([won])
  const admin = await made.signIn('administrator')
  const post = async (path: string, form: Record<string, string> = {}) =>
    made.request(path, { method: 'POST', cookie: admin, headers: OWN, body: new URLSearchParams(form) })
  const page = await (await post('/settings/embedding/key')).text()
  const key = /<code class="secret">([A-Za-z0-9_-]{43})<\/code>/.exec(page)?.[1] ?? ''
  expect(key, page).not.toBe('')
  expect(
    (await post('/settings/embedding', { origins: 'https://intranet.example/\nhttps://wiki.example:8443' }))
      .status,
  ).toBe(303)
  return { ...made, admin, key, post }
}

test('a card opens in the frames that were named, for the person the tool names, and nowhere else', async () => {
  const { request, key, open } = await framed()
  const response = await request(`${address({ key, id: open })}&locale=en`, {})
  expect(response.status).toBe(200)
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toContain('frame-ancestors https://intranet.example https://wiki.example:8443')
  expect(policy).not.toContain('unsafe')
  expect(response.headers.get('x-frame-options')).toBe(null)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.getSetCookie()).toEqual([])
  const text = await response.text()
  expect(text).toContain('Contribution to goals')
  expect(text).toContain('If it is won')
  expect(text).toContain('€800')
  expect(text).toContain('Wachsen &lt;b&gt;')
  // The board behind it stays without a frame.
  const board = await request('/sign-in', {})
  expect(board.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(board.headers.get('x-frame-options')).toBe('SAMEORIGIN')
})

test('every part of the address is signed, by one company’s key, and holds for ten minutes', async () => {
  const { request, key, open, post, deps } = await framed()
  const good = address({ key, id: open })
  const other = address({ key, id: open, email: 'admin@acme.example' })
  const wrong = [
    good.replace('/deal/', '/company/'),
    good.replace(`/${open}?`, `/${open}1?`),
    good.replace('/acme/', '/globex/'),
    good.replace('/hubspot/', '/salesforce/'),
    good.replace(/email=[^&]+/, new URLSearchParams({ email: 'admin@acme.example' }).toString()),
    good.replace(/until=\d+/, `until=${seconds + 301}`),
    good.replace(/signature=.+$/, other.slice(other.indexOf('signature='))),
    good.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    `${good}&email=admin%40acme.example`,
    good.replace(/&signature=.*/, ''),
    address({ key: 'x'.repeat(43), id: open }),
    good.replace('/deal/', '/person/'),
  ]
  for (const path of wrong) {
    const response = await request(path, {})
    expect([response.status, path]).toEqual([401, path])
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(await response.text()).not.toContain('€800')
  }
  for (const until of [seconds - 61, seconds + 661]) {
    const response = await request(`${address({ key, id: open, until })}&locale=en`, {})
    expect([response.status, (await response.text()).includes('has expired')]).toEqual([200, true])
  }
  expect((await request(address({ key, id: open, until: seconds + 600 }), {})).status).toBe(200)
  // A new key ends the old one.
  await post('/settings/embedding/key')
  expect((await request(good, {})).status).toBe(401)
  await post('/settings/embedding/end')
  expect(await deps.directory.select().from(embedding)).toEqual([])
  expect((await request(good, {})).status).toBe(401)
})

test('who is no member, and whose role sees no deals, is told so and shown nothing', async () => {
  const { request, key, open, deps } = await framed()
  const stranger = await request(`${address({ key, id: open, email: 'who@acme.example' })}&locale=de`, {})
  expect([stranger.status, await stranger.text()]).toEqual([200, expect.stringContaining('Noch kein Zugang')])
  await deps.directory.update(member).set({ role: 'auditor' }).where(eq(member.workspaceId, 'acme'))
  const auditor = await request(`${address({ key, id: open })}&locale=de`, {})
  expect(await auditor.text()).toContain('Nicht für diese Rolle')
})

test('only places with https are taken, and only who may change settings changes them', async () => {
  const { request, post, signIn, deps } = await framed()
  for (const origins of [
    'intranet.example',
    'http://intranet.example',
    'https://a.example/path',
    'https://*.example',
    'javascript:alert(1)',
    'https://a.example; script-src *',
  ]) {
    const refused = await post('/settings/embedding', { origins })
    expect([refused.status, origins]).toEqual([422, origins])
  }
  const [row] = await deps.directory.select().from(embedding)
  expect(JSON.parse(row?.origins ?? '')).toEqual(['https://intranet.example', 'https://wiki.example:8443'])
  const cookie = await signIn('member')
  for (const path of ['/settings/embedding', '/settings/embedding/key', '/settings/embedding/end'])
    expect(
      (await request(path, { method: 'POST', cookie, headers: OWN, body: new URLSearchParams() })).status,
    ).toBe(403)
})
