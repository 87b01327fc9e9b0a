import { expect, test } from 'vitest'
import { z } from 'zod'
import { roles } from '../../src/app-env.ts'
import { isPublic } from '../../src/auth/session.ts'
import { can } from '../../src/okr/roles.ts'
import { jsonOf, problemOf, publicUrl, type Running, running } from '../support/app.ts'

/** Every route that is registered, ours and the dashboard's alike, with ids that do not exist. */
function routesOf({ app }: Running) {
  const found = app.routes.filter(({ method, path }) => method !== 'ALL' && !path.endsWith('*'))
  const keys = found.map(({ method, path }) => `${method} ${path.replace(/:[a-z]+/gi, 'none')}`)
  return [...new Set(keys)].map((key) => {
    const [method = '', path = ''] = key.split(' ')
    return { method, path }
  })
}

const openApi = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ description: z.string() }))),
})

const OPEN = [
  'GET /api/openapi.json',
  'GET /card/none',
  // By the signature in its address, and by the consent that a CRM asks for.
  'GET /card/page/none/none/none/none',
  'GET /connect/none',
  'GET /connect/none/callback',
  'GET /connect/none/start',
  'GET /healthz',
  'GET /sign-in',
  'GET /sign-in/link',
  'POST /card/none',
  'POST /preferences',
  'POST /webhooks/none',
]

test('without a session every route refuses, but for the few that show no data', async () => {
  const program = await running()
  const routes = routesOf(program)
  expect(routes.length).toBeGreaterThan(25)
  const open = routes.filter(({ path }) => isPublic(path)).map(({ method, path }) => `${method} ${path}`)
  expect(open.filter((route) => !route.startsWith('GET /assets/')).toSorted()).toEqual(OPEN)
  for (const { method, path } of routes.filter((route) => !isPublic(route.path))) {
    const response = await program.request(path, { method, headers: { origin: publicUrl } })
    const answer = [method, path, response.status, response.headers.get('location')]
    expect(answer).toEqual(
      path.startsWith('/api/') ? [method, path, 401, null] : [method, path, 303, '/sign-in'],
    )
  }
})

test('an unknown path tells a stranger nothing, and a member that it does not exist', async () => {
  const { request, signIn } = await running()
  expect((await request('/secret')).headers.get('location')).toBe('/sign-in')
  expect((await request('/api/secret')).status).toBe(401)
  const cookie = await signIn('member')
  expect((await request('/secret', { cookie })).status).toBe(404)
  const missing = await request('/api/secret', { cookie })
  expect(await missing.json()).toMatchObject({ code: 'not_found', status: 404 })
})

test('with each role a route answers what the role may do, and refuses the rest before it reads anything', async () => {
  const program = await running()
  const doc = await jsonOf(await program.request('/api/openapi.json'), openApi)
  const operations = Object.entries(doc.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { description }]) => ({
      method: method.toUpperCase(),
      path: `/api${path.replace('{id}', 'none')}`,
      action: /`([a-z_.]+)`/.exec(description)?.[1] ?? '',
    })),
  )
  expect(operations.length).toBeGreaterThan(15)
  for (const role of roles) {
    const cookie = await program.signIn(role)
    for (const { method, path, action } of operations) {
      const response = await program.request(path, {
        method,
        cookie,
        ...(method === 'GET' ? {} : { json: {} }),
      })
      const refused = response.status === 403
      expect([role, method, path, refused]).toEqual([role, method, path, !can(role, action as never)])
      expect(response.status).toBeLessThan(500)
    }
  }
})

test('no page and no route of the dashboard shows an auditor or a stranger a number', async () => {
  const program = await running()
  const cookie = await program.signIn('auditor')
  const pages = routesOf(program).filter(({ path }) => !isPublic(path) && !path.startsWith('/api/'))
  // The health of the sync is open to an auditor, without its numbers: `test/src/health` looks into it.
  // The settings of currencies are open too, as all settings are: rates, no amount, and nothing to change.
  // So is when the company would be deleted, without a way to do it.
  const open = [
    ...['GET /sign-out', 'POST /sign-out', 'GET /health', 'GET /settings/currency'],
    'GET /settings/data',
    // And what is connected, and where cards are framed.
    ...['GET /settings/connections', 'GET /settings/embedding'],
    // What protects people, and the log of views, have no number in them: `test/src/works-council` looks into them.
    ...['privacy', 'agreement', 'agreement.md', 'views', 'views.csv'].map((page) => `GET /settings/${page}`),
    ...['agree', 'refuse'].map((decision) => `POST /settings/privacy/minimum/none/${decision}`),
  ]
  for (const { method, path } of pages.filter((route) => !open.includes(`${route.method} ${route.path}`))) {
    const response = await program.request(path, { method, cookie, headers: { origin: publicUrl } })
    expect([method, path, response.status]).toEqual([method, path, 403])
  }
  for (const path of [
    '/settings/currency',
    '/settings/data',
    '/settings/connections',
    '/settings/embedding',
  ]) {
    const settings = await program.request(path, { cookie })
    expect(settings.status).toBe(200)
    expect(await settings.text()).not.toContain('action="/settings/')
  }
})

test('a form is taken from our own pages only', async () => {
  const { request, signIn } = await running()
  const cookie = await signIn('administrator')
  const post = (origin?: string) =>
    request('/sign-out', {
      ...{ method: 'POST', cookie, body: 'a=b' },
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(origin === undefined ? {} : { origin }),
      },
    })
  for (const origin of ['https://evil.example', 'null', undefined]) {
    expect((await post(origin)).status).toBe(403)
  }
  expect((await post(publicUrl)).status).toBe(303)
})

test('every answer carries the headers that keep scripts, frames and foreign styles out', async () => {
  const { request, signIn } = await running()
  const cookie = await signIn('member')
  for (const path of ['/sign-in', '/api/me', '/healthz', '/nowhere']) {
    const { headers } = await request(path, { cookie })
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
  }
  expect((await request('/api/me', { cookie })).headers.get('cache-control')).toBe('no-store')
})

test('a body that is too large, no JSON or no object is refused with what to do', async () => {
  const { request, signIn } = await running()
  const cookie = await signIn('administrator')
  const post = (body: string) =>
    request('/api/cycles', {
      ...{ method: 'POST', cookie, body },
      headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
    })
  const examples: [string, number, string][] = [
    [`"${'x'.repeat(300_000)}"`, 413, 'too_large'],
    ['{', 400, 'unreadable_request'],
    ['', 400, 'unreadable_request'],
    ['[]', 422, 'invalid'],
  ]
  for (const [body, status, code] of examples) {
    const response = await post(body)
    const problem = await problemOf(response)
    expect([response.status, problem.code]).toEqual([status, code])
    expect(problem.next.length).toBeGreaterThan(10)
  }
})

test('what goes wrong inside is answered without internals and logged without data', async () => {
  const program = await running({
    open: async () => {
      throw new Error('no such table: deal of Muster GmbH')
    },
  })
  const cookie = await program.signIn('member')
  const api = await program.request('/api/me', { cookie, headers: { 'accept-language': 'de' } })
  const text = await api.text()
  expect(api.status).toBe(500)
  expect(text).not.toContain('Muster')
  expect(JSON.parse(text)).toMatchObject({ code: 'internal', title: 'Das hat nicht geklappt.' })
  const page = await program.request('/', { cookie })
  expect([page.status, (await page.text()).includes('Muster')]).toEqual([500, false])
  const failures = program.logged.filter(({ event }) => event === 'request_failed')
  expect(failures.length).toBe(2)
  expect(JSON.stringify(failures)).not.toContain('Muster')
})

test('the health of the program is told to everybody', async () => {
  const { request } = await running()
  const response = await request('/healthz')
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }])
})
