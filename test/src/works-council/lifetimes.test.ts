// Planted and seen red: the text of a value that is one day younger taken too; sessions of another company ended; the value
// deleted with its text; a failure of the directory that keeps numbers from being published.

import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { session, user, verification } from '../../../db/directory/schema.ts'
import { audit, measurement, override } from '../../../db/workspace/schema.ts'
import { publish } from '../../../src/sync/publish.ts'
import { keepHouse } from '../../../src/works-council/keep-house.ts'
import { now, problemOf } from '../../support/app.ts'
import { privacyScene } from './scene.ts'

const DAY = 86_400_000
const later = (days: number) => new Date(Date.parse(now) + days * DAY).toISOString()
const LIFETIMES = '/api/settings/lifetimes'

test('an administrator chooses, within bounds, and the log of changes has it', async () => {
  const { run, get, post } = await privacyScene()
  const cookie = await run.signIn('administrator')
  const patch = (json: unknown, by = cookie) => run.request(LIFETIMES, { method: 'PATCH', cookie: by, json })
  expect(await (await patch({ textDays: 100, sessionDays: 7 })).json()).toEqual({
    textDays: 100,
    sessionDays: 7,
  })
  for (const wrong of [
    { textDays: 29, sessionDays: 7 },
    { textDays: 1096, sessionDays: 7 },
    { textDays: 100, sessionDays: 0 },
    { textDays: 100, sessionDays: 91 },
    { textDays: 100 },
  ])
    expect((await problemOf(await patch(wrong))).code).toBe('invalid')
  expect(
    (await problemOf(await patch({ textDays: 50, sessionDays: 5 }, await run.signIn('auditor')))).code,
  ).toBe('forbidden')
  const entered = await post('/settings/privacy/lifetimes', cookie, { textDays: '99', sessionDays: 'x' })
  expect([entered.status, entered.text.includes('value="99"'), entered.text.includes('value="x"')]).toEqual([
    422,
    true,
    true,
  ])
  expect(
    (await post('/settings/privacy/lifetimes', cookie, { textDays: '99', sessionDays: '8' })).status,
  ).toBe(303)
  expect(JSON.parse((await get(LIFETIMES, cookie)).text)).toEqual({ textDays: 99, sessionDays: 8 })
  const rows = (await run.workspace.db.select().from(audit)).filter(
    ({ action }) => action === 'privacy.lifetimes',
  )
  expect(rows.map(({ detail }) => JSON.parse(detail ?? ''))).toEqual([
    { before: { textDays: 365, sessionDays: 90 }, after: { textDays: 100, sessionDays: 7 } },
    { before: { textDays: 100, sessionDays: 7 }, after: { textDays: 99, sessionDays: 8 } },
  ])
})

test('after its time the text beside a typed value goes, everywhere, and the value stays', async () => {
  const { run, workspace, ids, get } = await privacyScene()
  const manual = ids.at(-1) ?? ''
  const cookie = await run.signIn('administrator')
  const send = (path: string, json: unknown) =>
    run.request(`/api/key-results/${path}`, { method: 'POST', cookie, json })
  for (const [value, reason] of [
    [3, null],
    [4, 'CanaryTyped'],
  ] as const)
    expect((await send(`${manual}/values`, { day: '2026-11-23', value, reason })).status).toBe(201)
  const set = { value: 5_00, reason: 'CanaryOverride', expiresOn: '2026-12-01' }
  expect((await send(`${ids[0]}/overrides`, set)).status).toBe(201)
  const everything = async () => {
    const tables = [measurement, override, audit] as const
    return JSON.stringify(await Promise.all(tables.map((table) => workspace.db.select().from(table))))
  }
  await keepHouse(run.deps, workspace, later(364.9))
  expect(await everything()).toMatch(/CanaryTyped[\s\S]*CanaryOverride/)
  await keepHouse(run.deps, workspace, later(365.1))
  expect(await everything()).not.toMatch(/Canary/)
  const values = await workspace.db
    .select()
    .from(measurement)
    .where(eq(measurement.keyResultId, manual))
    .orderBy(asc(measurement.version))
  expect(values.map(({ value, reason }) => [JSON.parse(value).value, reason])).toEqual([
    [3, null],
    [4, null],
  ])
  expect((await get(`/key-results/${manual}`, cookie)).status).toBe(200)
  expect((await get(`/key-results/${ids[0]}`, cookie)).status).toBe(200)
})

test('a correction that still holds keeps its reason, however old it is', async () => {
  const { run, workspace, ids } = await privacyScene()
  await workspace.db.insert(override).values({
    ...{ keyResultId: ids[0] ?? '', value: 1, reason: 'CanaryHolds', expiresOn: '2029-01-01' },
    ...{ author: 'somebody', createdAt: now },
  })
  await keepHouse(run.deps, workspace, later(400))
  expect((await workspace.db.select().from(override)).map(({ reason }) => reason)).toEqual(['CanaryHolds'])
})

test('the night ends sessions that are older than the company wants, and no one else’s', async () => {
  const { run, workspace } = await privacyScene()
  const { directory } = run.deps
  const cookie = await run.signIn('member')
  await run.signIn('auditor')
  const realNow = Date.now()
  const administrator = await run.signIn('administrator')
  const people = await directory.select().from(user)
  const idOf = (email: string) => people.find((one) => one.email === email)?.id ?? ''
  const aged = (days: number, email: string) =>
    directory
      .update(session)
      .set({ createdAt: new Date(realNow - days * DAY) })
      .where(eq(session.userId, idOf(email)))
  await aged(30.5, 'member@acme.example')
  await aged(29.5, 'auditor@acme.example')
  await directory.insert(user).values({
    ...{ id: 'other', name: 'Other', email: 'other@globex.example', emailVerified: true },
    ...{ createdAt: new Date(realNow), updatedAt: new Date(realNow) },
  })
  const stamps = { createdAt: new Date(realNow - 60 * DAY), updatedAt: new Date(realNow) }
  await directory.insert(session).values([
    { id: 's1', token: 't1', userId: 'other', expiresAt: new Date(realNow + DAY), ...stamps },
    { id: 's2', token: 't2', userId: 'other', expiresAt: new Date(realNow - 1000), ...stamps },
  ])
  await directory.insert(verification).values([
    { id: 'v1', identifier: 'old', value: 'x', expiresAt: new Date(realNow - 1000), ...stamps },
    { id: 'v2', identifier: 'new', value: 'x', expiresAt: new Date(realNow + DAY), ...stamps },
  ])
  await run.request(LIFETIMES, {
    method: 'PATCH',
    cookie: administrator,
    json: { textDays: 365, sessionDays: 30 },
  })
  expect((await run.request('/api/me', { cookie })).status).toBe(200)
  await keepHouse(run.deps, workspace, now, realNow)
  expect((await run.request('/api/me', { cookie })).status).toBe(401)
  expect((await run.request('/api/me', { cookie: administrator })).status).toBe(200)
  const left = (await directory.select().from(session)).map(({ userId }) => userId)
  expect(left.toSorted()).toEqual(
    ['other', idOf('auditor@acme.example'), idOf('administrator@acme.example')].toSorted(),
  )
  const tokens = (await directory.select().from(verification)).map(({ id }) => id)
  expect(tokens).toContain('v2')
  expect(tokens).not.toContain('v1')
})

test('numbers are published though nothing could be tidied up', async () => {
  const { run, workspace } = await privacyScene()
  const { directory } = run.deps
  await directory.$client.execute('ALTER TABLE session RENAME TO elsewhere')
  const outcome = await publish(run.deps, { kind: 'publish', workspaceId: workspace.id, day: '2026-11-23' })
  expect(outcome).toMatchObject({ note: 'published' })
  expect(run.logged.map(({ event }) => event)).toContain('house_not_kept')
})
