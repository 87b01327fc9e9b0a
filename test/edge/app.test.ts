/** The HTTP program in workerd, called as from outside. */
import { createExecutionContext, env, SELF, waitOnExecutionContext } from 'cloudflare:test'
import { beforeAll, expect, inject, test } from 'vitest'
import { issueSignInLink } from '../../src/auth/link.ts'
import { openEdge } from '../../src/platform-edge.ts'
import worker from '../../src/worker.ts'
import { createWorkspace } from '../../src/workspaces.ts'
import { overTheLimit } from './limit.ts'
import { provisioner } from './provisioner.ts'
import { invocations } from './requests.ts'

const { facts } = inject('world')
const origin = 'http://localhost:8787'
const person = {
  email: 'anna@acme.example',
  name: 'Anna',
  workspaceId: 'app',
  role: 'administrator',
} as const

beforeAll(async () => {
  const { directory, now } = await openEdge(env)
  const company = { id: 'app', name: 'Acme', timeZone: facts.timeZone, currency: 'EUR' }
  await createWorkspace(directory, provisioner, company, now())
})

function request(path: string, init: RequestInit = {}): Promise<Response> {
  return SELF.fetch(`${origin}${path}`, { redirect: 'manual', ...init })
}

async function signIn(): Promise<string> {
  const link = await issueSignInLink(await openEdge(env), person)
  const opened = await SELF.fetch(link, { redirect: 'manual' })
  expect([opened.status, opened.headers.get('location')]).toEqual([302, `${origin}/`])
  return opened.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

test('the Worker answers that it is there', async () => {
  const answer = await request('/healthz')
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ status: 'ok' })
})

test('without a session there is the door, in the language of the browser, and nothing else', async () => {
  const home = await request('/')
  expect([home.status, home.headers.get('location')]).toEqual([303, '/sign-in'])
  const door = await request('/sign-in', { headers: { 'accept-language': 'de' } })
  expect([door.status, await door.text()]).toEqual([200, expect.stringContaining('<html lang="de"')])
  const api = await request('/api/cycles')
  expect([api.status, await api.json()]).toEqual([401, expect.objectContaining({ code: 'unauthenticated' })])
})

test('a link signs in, a cycle is made by the API, and the board shows it', async () => {
  const cookie = await signIn()
  const cycle = { name: 'Herbst am Rand', startsOn: '2026-10-01', endsOn: '2027-01-01' }
  const made = await request('/api/cycles', {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', origin },
    body: JSON.stringify(cycle),
  })
  expect([made.status, await made.json()]).toEqual([201, { id: expect.any(String) }])
  const board = await request('/', { headers: { cookie, 'accept-language': 'de' } })
  expect([board.status, await board.text()]).toEqual([200, expect.stringContaining('Herbst am Rand')])
})

test('who saw the board is written down after the answer, while the invocation waits', async () => {
  const deps = await openEdge(env)
  const cookie = await signIn()
  const context = createExecutionContext()
  const board = await worker.fetch(new Request(`${origin}/`, { headers: { cookie } }), env, context)
  expect(board.status).toBe(200)
  await waitOnExecutionContext(context)
  const { db } = await deps.open('app')
  const { rows } = await db.$client.execute('SELECT kind, way, role FROM view_log ORDER BY id DESC LIMIT 1')
  expect(rows).toMatchObject([{ kind: 'board', way: 'page', role: 'administrator' }])
})

test('no request of a person needs more requests of ours than an invocation may make', () => {
  expect(invocations.length).toBeGreaterThan(0)
  expect(overTheLimit()).toEqual([])
})

test('a Worker that is not set up says which setting is missing', async () => {
  const { PEGEL_MASTER_KEY: _, ...without } = env
  const answer = await worker.fetch(new Request(`${origin}/healthz`), without)
  expect([answer.status, await answer.text()]).toEqual([
    503,
    'Pegel is not set up: PEGEL_MASTER_KEY: not set',
  ])
})
