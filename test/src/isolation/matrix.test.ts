/**
 * Every route x method x caller x id of every kind, from the program's own table of routes: what belongs to another company
 * answers exactly as what does not exist, nobody without a session is told anything, and nothing is written.
 */

import { createHmac } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { session as sessionTable } from '../../../db/directory/schema.ts'
import { roles } from '../../../src/app-env.ts'
import { issueSignInLink } from '../../../src/auth/link.ts'
import { isPublic } from '../../../src/auth/session.ts'
import { cookiesOf, publicUrl } from '../../support/app.ts'
import { hubspotCall } from '../card/signed.ts'
import { apiBodies } from './api-bodies.ts'
import { everythingOf, type Ids, PUSH_SECRET, type TwoCompanies, twoCompanies } from './two-companies.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
/** What the `:id` of a path may stand for. A route with another parameter has to be thought of here first. */
const PARAMETERS = new Set(['id', 'crm', 'workspace', 'connection', 'record'])
const word = (id: string, text: string) => (id === 'acme' ? `Acme ${text}` : `GlobexCanary ${text}`)
const CANARY = /GlobexCanary|globex\.example/

interface Route {
  readonly method: string
  readonly path: string
  readonly registered: boolean
}

/** Each path with every method, those that nobody registered included. */
function routesOf({ app }: TwoCompanies): Route[] {
  const known = new Map<string, Set<string>>()
  for (const { method, path } of app.routes) {
    if (path.includes('*')) continue
    const methods = known.get(path) ?? new Set<string>()
    known.set(path, methods.add(method))
  }
  return [...known].flatMap(([path, methods]) =>
    METHODS.map((method) => ({ method, path, registered: methods.has(method) })),
  )
}

/** Everything a body or an address may name another's record by, each with an id of the right kind. */
function fieldsOf(ids: Ids): Record<string, string> {
  const { cycle = '', objective = '', measured = '', source = '', finding = '', deal = '', run = '' } = ids
  return {
    ...{
      cycleId: cycle,
      objectiveId: objective,
      keyResultId: measured,
      cycle,
      objective,
      keyResult: measured,
    },
    ...{
      source,
      connection: source,
      connectionId: source,
      leading: source,
      nativeConnection: source,
      id: measured,
    },
    ...{ finding, deal, dealId: deal, run, runId: run, user: ids.user ?? '', workspace: ids.workspace ?? '' },
    ...{ workspaceId: ids.workspace ?? '', member: ids.user ?? '', session: ids.session ?? '' },
    ...{
      account: ids.account ?? '',
      decision: 'dismiss',
      offer: 'none',
      title: 'A title',
      reason: 'A reason',
    },
    ...{
      day: '2026-11-23',
      value: '1',
      note: '',
      lastDay: '2026-12-24',
      expiresOn: '2026-12-24',
      kind: 'reach',
    },
    ...{
      origin: 'manual',
      target: '10',
      baseline: '0',
      unit: 'count',
      team: 'North',
      name: 'none of that name',
    },
  }
}

/** The same ids in the shape of the other's, and nobody's. */
function invented(ids: Ids): Ids {
  const strange = (id: string) => {
    if (/^[0-9a-f-]{36}$/.test(id)) return '0b9d1c1e-7f0e-4c55-9a43-2f7a0d9e1a55'
    return [...id]
      .map((letter) => (/[0-9]/.test(letter) ? '9' : /[a-z]/i.test(letter) ? 'q' : letter))
      .join('')
  }
  return Object.fromEntries(Object.entries(ids).map(([kind, id]) => [kind, strange(id)]))
}

/** Kinds of ids in a path; without one in the path they are in the body and in the query alone. */
function kindsFor({ path, registered }: Route, ids: Ids): string[] {
  if (!path.includes(':')) return ['body']
  return registered ? Object.keys(ids) : ['measured']
}

interface Told {
  readonly status: number
  readonly location: string | null
  readonly type: string | null
  readonly body: string
}

/** Each id as it may come back: as it is, in an address, in a form. The longest first. */
function spellings(ids: Ids): string[] {
  const written = Object.values(ids).flatMap((id) => {
    const form = new URLSearchParams({ id }).toString().slice('id='.length)
    return [id, encodeURIComponent(id), form]
  })
  return [...new Set(written)].filter((id) => id.length > 3).toSorted((a, b) => b.length - a.length)
}

let world: TwoCompanies
let bodies: Awaited<ReturnType<typeof apiBodies>> = new Map()
let combinations = 0

async function open(): Promise<void> {
  world = await twoCompanies(word)
  bodies = await apiBodies(world)
}

async function ask(route: Route, kind: string, ids: Ids, headers: Record<string, string>): Promise<Told> {
  const fields = fieldsOf(ids)
  const path = route.path
    .replace(':record', 'deal')
    .replace(/:[a-z]+/gi, encodeURIComponent(ids[kind] ?? 'none'))
  const query = route.method === 'GET' ? `?${new URLSearchParams(fields)}` : ''
  const form = !path.startsWith('/api/')
  const taken = bodies.get(`${route.method} ${route.path}`)?.(ids) ?? fields
  const body = form ? new URLSearchParams(fields).toString() : JSON.stringify(taken)
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json'
  const response = await world.app.request(`${publicUrl}${path}${query}`, {
    method: route.method,
    headers: { origin: publicUrl, ...headers, ...(route.method === 'GET' ? {} : { 'content-type': type }) },
    ...(route.method === 'GET' ? {} : { body }),
  })
  combinations += 1
  // A key that is made anew each time is no trace of a company.
  const masked = (text: string) =>
    spellings(ids)
      .reduce((all, id) => all.replaceAll(id, '*'), text)
      .replace(/(<code class="secret">)[^<]+/, '$1*')
  const location = response.headers.get('location')
  return {
    status: response.status,
    location: location === null ? null : masked(location),
    type: response.headers.get('content-type'),
    body: masked(await response.text()),
  }
}

test('the table of routes is the program, and its parameters are known', async () => {
  await open()
  const routes = routesOf(world)
  expect(routes.filter(({ registered }) => registered).length).toBeGreaterThan(80)
  const strange = routes.flatMap(({ path }) =>
    [...path.matchAll(/:([a-z]+)/gi)].map((match) => match[1] ?? '').filter((name) => !PARAMETERS.has(name)),
  )
  expect(strange).toEqual([])
  expect(bodies.size).toBeGreaterThan(8)
})

/** Cookies that look like a session and are none. */
async function outsiders(): Promise<Record<string, Record<string, string>>> {
  const { deps, app } = world
  const good = await world.signIn('administrator')
  const [name = '', value = ''] = good.split('=')
  const [token = '', signature = ''] = decodeURIComponent(value).split('.')
  const expired = await world.signIn('management')
  const expiredToken = decodeURIComponent(expired.split('=')[1] ?? '').split('.')[0] ?? ''
  await deps.directory
    .update(sessionTable)
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where(eq(sessionTable.token, expiredToken))
  const ended = await world.signIn('okr_master')
  await app.request(`${publicUrl}/sign-out`, {
    method: 'POST',
    headers: { cookie: ended, origin: publicUrl },
  })
  // Of the same person in another deployment, with another secret.
  const swapped = createHmac('sha256', 'the secret of another deployment').update(token).digest('base64')
  const cookie = (text: string) => ({ cookie: `${name}=${encodeURIComponent(text)}` })
  const link = await issueSignInLink(deps, {
    email: 'new@acme.example',
    name: 'New',
    workspaceId: 'acme',
    role: 'administrator',
  })
  const linkToken = new URL(link).searchParams.get('token') ?? ''
  const card = hubspotCall({
    id: '1',
    email: 'administrator@acme.example',
    at: deps.now(),
    secret: PUSH_SECRET,
  })
  return {
    nobody: {},
    'expired session': { cookie: expired },
    'session that was ended': { cookie: ended },
    'forged signature': cookie(`${token}.${signature.slice(0, -3)}AA=`),
    'unsigned session': cookie(token),
    'signed by another deployment': cookie(`${token}.${swapped}`),
    'link as a session': cookie(`${linkToken}.${signature}`),
    'session as a bearer': { authorization: `Bearer ${token}.${signature}` },
    'signed call of a card': card.init.headers,
  }
}

test('whoever has no session is told the same of every id: nothing', async () => {
  await open()
  const callers = await outsiders()
  const nobodys = invented(world.other.ids)
  for (const route of routesOf(world).filter(({ path }) => !isPublic(path))) {
    const expected = await ask(route, kindsFor(route, nobodys)[0] ?? '', nobodys, {})
    expect([route.method, route.path, expected.status]).toEqual([
      route.method,
      route.path,
      route.path.startsWith('/api/') ? 401 : 303,
    ])
    for (const [caller, headers] of Object.entries(callers))
      for (const ids of [world.own.ids, world.other.ids, nobodys])
        for (const kind of kindsFor(route, ids))
          expect([caller, route, kind, await ask(route, kind, ids, headers)]).toEqual([
            caller,
            route,
            kind,
            expected,
          ])
  }
}, 300_000)

test.each(roles)(
  'for %s what belongs to another company does not exist, and nothing of it is told or changed',
  async (role) => {
    await open()
    const before = await everythingOf(world, world.other)
    const nobodys = invented(world.other.ids)
    let cookie = await world.signIn(role)
    for (const route of routesOf(world).filter(({ path }) => !isPublic(path))) {
      for (const kind of kindsFor(route, world.other.ids)) {
        const headers = () => ({ cookie })
        const missing = await ask(route, kind, nobodys, headers())
        if (route.path === '/sign-out') cookie = await world.signIn(role)
        const theirs = await ask(route, kind, world.other.ids, headers())
        if (route.path === '/sign-out') cookie = await world.signIn(role)
        expect([route, kind, theirs]).toEqual([route, kind, missing])
        expect([route, kind, CANARY.exec(theirs.body)?.[0] ?? null]).toEqual([route, kind, null])
        if (kind !== 'body')
          expect([route, kind, theirs.status, theirs.status >= 400]).toEqual([
            route,
            kind,
            theirs.status,
            true,
          ])
        // Without the right, its own id is no other either.
        if (missing.status === 403)
          expect([route, kind, await ask(route, kind, world.own.ids, headers())]).toEqual([
            route,
            kind,
            missing,
          ])
      }
    }
    expect(await everythingOf(world, world.other)).toBe(before)
  },
  300_000,
)

test('a person of no company is let in nowhere', async () => {
  await open()
  const { deps } = world
  const link = await issueSignInLink(deps, {
    email: 'gone@acme.example',
    name: 'Gone',
    workspaceId: 'acme',
    role: 'member',
  })
  const headers = { cookie: cookiesOf(await world.app.request(link)) }
  await deps.directory.$client.execute(
    "DELETE FROM member WHERE user_id IN (SELECT id FROM user WHERE email = 'gone@acme.example')",
  )
  for (const route of routesOf(world).filter(({ path }) => !isPublic(path)))
    for (const ids of [world.own.ids, world.other.ids]) {
      if (route.path === '/sign-out') continue
      const told = await ask(route, kindsFor(route, ids)[0] ?? '', ids, headers)
      expect([route, told.status, CANARY.exec(told.body)]).toEqual([route, 403, null])
    }
}, 60_000)

test('a signature that does not hold tells nothing of which accounts there are', async () => {
  await open()
  const accounts = [world.own.account, world.other.account, '48110777']
  // Where a CRM is connected nothing is signed; without our app there none of it is there.
  const signed = routesOf(world).filter(
    ({ path, registered }) => registered && /:crm/.test(path) && !path.startsWith('/connect/'),
  )
  expect(signed.length).toBeGreaterThan(0)
  for (const { method, path } of signed)
    for (const crm of ['hubspot', 'salesforce']) {
      const answers = new Set<string>()
      for (const account of accounts)
        for (const secret of [null, 'guessed', `${PUSH_SECRET}x`]) {
          const body = JSON.stringify([
            { portalId: Number(account), orgId: account, objectId: 1, eventId: 1 },
          ])
          const url = `${publicUrl}${path.replace(':crm', crm)}?portalId=${account}&userEmail=administrator%40globex.example`
          const t = String(Date.parse(world.deps.now()))
          const v3 = createHmac('sha256', secret ?? '')
            .update(`${method}${url}${body}${t}`)
            .digest('base64')
          const headers: Record<string, string> =
            secret === null ? {} : { 'x-hubspot-signature-v3': v3, 'x-hubspot-request-timestamp': t }
          const response = await world.app.request(url, {
            ...{ method, headers: { ...headers, 'content-type': 'application/json' } },
            ...(method === 'GET' ? {} : { body }),
          })
          answers.add(`${response.status} ${await response.text()}`)
          combinations += 1
        }
      expect([method, path, crm, answers.size]).toEqual([method, path, crm, 1])
      expect([...answers][0]).toMatch(/^(401|404|303|403) /)
    }
})

test("a card that is signed for one account is told nothing of another's records", async () => {
  await open()
  const asked = async (id: string, account: string, email: string) => {
    const { path, init } = hubspotCall({ id, account, email, at: world.deps.now(), secret: PUSH_SECRET })
    combinations += 1
    const response = await world.app.request(`${publicUrl}${path}`, init)
    return `${response.status} ${(await response.text()).replaceAll(id, '*')}`
  }
  const email = 'administrator@acme.example'
  await world.signIn('administrator')
  const { own, other } = world
  const theirs = await asked(other.ids.deal ?? '', own.account, email)
  expect(theirs).toBe(await asked('991199', own.account, email))
  // A member of one company in the CRM of another.
  const stranger = await asked(other.ids.deal ?? '', other.account, email)
  expect(stranger).toBe(await asked('991199', other.account, email))
  expect([CANARY.exec(theirs), CANARY.exec(stranger)]).toEqual([null, null])
})

test('the count', () => {
  console.info(`isolation: ${combinations} combinations of route, method, caller and id; 0 leaks`)
  expect(combinations).toBeGreaterThan(10_000)
})
