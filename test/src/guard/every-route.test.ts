/** What holds for every route of the program, whoever adds it: headers, our own pages, the size of a body. */
import { expect, test } from 'vitest'
import { createApp } from '../../../src/app.ts'
import { plainHeaders } from '../../../src/guard/headers.ts'
import { publicUrl } from '../../support/app.ts'
import { type TwoCompanies, twoCompanies } from '../isolation/two-companies.ts'

const word = (id: string, text: string) => `${id} ${text}`
/** A CRM calls them: no cookie opens them, and their signature says where they come from. */
const SIGNED = /^\/(webhooks|card)\//

function routesOf({ app }: TwoCompanies) {
  const keys = app.routes
    .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
    .map(({ method, path }) => `${method} ${path.replace(':crm', 'hubspot').replace(/:[a-z]+/gi, 'none')}`)
  return [...new Set(keys)].map((key) => {
    const [method = '', path = ''] = key.split(' ')
    return { method, path, changes: method !== 'GET' }
  })
}

/** With an id that is there where one is asked for, so that more than refusals are looked at. */
function filled(world: TwoCompanies, path: string): string {
  const { measured = '', objective = '', cycle = '' } = world.own.ids
  const id = path.includes('objectives') ? objective : path.includes('cycles') ? cycle : measured
  return path.replace('/none', `/${id}`)
}

function expectGuarded(response: Response, what: readonly unknown[]): void {
  const { headers } = response
  const policy = headers.get('content-security-policy') ?? ''
  expect([...what, policy.includes("default-src 'none'"), /unsafe|\*|data:|http:/.test(policy)]).toEqual([
    ...what,
    true,
    false,
  ])
  expect([...what, policy.includes('frame-ancestors')]).toEqual([...what, true])
  expect([...what, headers.get('x-content-type-options')]).toEqual([...what, 'nosniff'])
  expect([...what, headers.get('referrer-policy')]).toEqual([...what, 'same-origin'])
  expect([...what, headers.get('access-control-allow-origin')]).toEqual([...what, null])
  // What is the same for everybody may be kept; everything else must not be.
  const path = String(what[1])
  // The mark of what is shown is asked for again each time, and says nothing but that.
  const kept = path.startsWith('/assets/') ? /immutable/ : path === '/live' ? /no-cache|no-store/ : /no-store/
  expect([...what, kept.test(headers.get('cache-control') ?? '')]).toEqual([...what, true])
}

test('every answer of every route carries the headers, for a stranger, a member and whoever is refused', async () => {
  const world = await twoCompanies(word)
  const cookie = await world.signIn('administrator')
  for (const { method, path } of routesOf(world))
    for (const headers of [
      { origin: publicUrl },
      { cookie, origin: publicUrl },
      { cookie, origin: 'https://evil.example' },
    ])
      for (const at of [path, filled(world, path)]) {
        if (path === '/sign-out' && 'cookie' in headers) continue
        expectGuarded(await world.app.request(publicUrl + at, { method, headers }), [method, at])
      }
  for (const path of ['/nowhere', '/api/nowhere', '/assets/none.css', '/%00', '/..%2f..%2fetc/passwd'])
    if (!path.startsWith('/assets')) expectGuarded(await world.app.request(publicUrl + path), ['GET', path])
  const failing = createApp({ ...world.deps, open: () => Promise.reject(new Error('boom')) })
  expectGuarded(await failing.request(publicUrl, { headers: { cookie } }), ['GET', '/ that fails'])
})

test('answers from before there is a program carry them too', () => {
  expectGuarded(new Response('starting', { status: 503, headers: plainHeaders }), ['503', 'starting'])
})

const bodies = [
  ['application/x-www-form-urlencoded', 'a=b'],
  ['multipart/form-data; boundary=x', '--x--'],
  ['text/plain', 'a=b'],
  ['application/json', '{}'],
  ['text/plain; application/json', '{}'],
  ['TEXT/PLAIN', '{}'],
  [null, '{}'],
] as const
const foreign = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: `${publicUrl}.evil.example` },
  { origin: 'http://localhost:8788' },
  { origin: 'https://localhost:8787' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
] as const

test("nothing is changed from anybody else's page, whatever the kind of body", async () => {
  const world = await twoCompanies(word)
  const cookie = await world.signIn('administrator')
  const changing = routesOf(world).filter(({ changes, path }) => changes && !SIGNED.test(path))
  expect(changing.length).toBeGreaterThan(35)
  for (const { method, path } of changing)
    for (const [type, body] of bodies)
      for (const from of foreign) {
        const headers = { cookie, ...from, ...(type === null ? {} : { 'content-type': type }) }
        const sent = type === null ? new Blob([body]) : body
        const { status } = await world.app.request(publicUrl + path, { method, headers, body: sent })
        expect([method, path, type, from, status]).toEqual([method, path, type, from, 403])
      }
  // Silence is believed of a program, not of what a form could have sent.
  for (const { method, path } of changing) {
    const form = { method, headers: { cookie, 'content-type': 'text/plain' }, body: '{}' }
    expect([path, (await world.app.request(publicUrl + path, form)).status]).toEqual([path, 403])
  }
})

test('a session cookie travels with nothing that another site sends, and no script reads it', async () => {
  const world = await twoCompanies(word)
  const cookies: string[] = []
  const { issueSignInLink } = await import('../../../src/auth/link.ts')
  const link = await issueSignInLink(world.deps, {
    email: 'x@acme.example',
    name: 'X',
    workspaceId: 'acme',
    role: 'member',
  })
  cookies.push(...(await world.app.request(link)).headers.getSetCookie())
  expect(cookies.length).toBeGreaterThan(0)
  for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/i)
})

test('no route reads a body of any size', async () => {
  const world = await twoCompanies(word)
  const cookie = await world.signIn('administrator')
  const huge = 'x'.repeat(2 * 1024 * 1024)
  for (const { method, path } of routesOf(world).filter(({ changes }) => changes)) {
    const headers = { cookie, origin: publicUrl, 'content-type': 'application/json' }
    const { status } = await world.app.request(publicUrl + path, { method, headers, body: huge })
    expect([method, path, status]).toEqual([method, path, 413])
  }
})
