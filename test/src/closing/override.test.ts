/**
 * Planted and seen red: an override that never expires, one that a member may set, one that survives the freezing, one taken on a
 * typed key result.
 */
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { audit, keyResult, override } from '../../../db/workspace/schema.ts'
import { overrideRow } from '../../../src/api/closing-schemas.ts'
import { movement } from '../../../src/api/movement.ts'
import { keyResultDetail } from '../../../src/api/schemas.ts'
import { freezeDue } from '../../../src/closing/freeze.ts'
import { exportAll } from '../../../src/export.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { keyResultInput } from '../../../src/okr/types.ts'
import { createCycle, createKeyResult, createObjective } from '../../../src/okr/write.ts'
import { jsonOf, problemOf, type Running, running } from '../../support/app.ts'
import { addDeals, addRun, night } from '../../support/company.ts'
import { liveNight, people, won } from './scene.ts'

interface Scene extends Running {
  readonly measured: string
  readonly typed: string
  at(now: string): void
}

async function scene(): Promise<Scene> {
  let clock = '2026-11-24T09:00:00.000Z'
  const base = await running({ now: () => clock })
  const { workspace } = base
  const { db } = workspace
  await addDeals(
    workspace,
    people.map((owner) => won(owner)),
  )
  const context = { actor: 'anna', now: '2026-10-01T08:00:00.000Z', workspace }
  const cycle = await createCycle(db, { name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01' }, context)
  const group = { cycleId: cycle.ok ? cycle.id : '', title: 'Grow', description: null, team: 'North' }
  const objective = await createObjective(db, group, context)
  const objectiveId = objective.ok ? objective.id : ''
  const add = async (more: object) => {
    const input = { objectiveId, title: 'Win', kind: 'reach', baseline: 0, target: 100_00, ...more }
    const written = await createKeyResult(db, keyResultInput.parse(input), context)
    return written.ok ? written.id : JSON.stringify(written.issues)
  }
  const definition = { metric: 'won_revenue', window: 'cycle' }
  const measured = await add({ origin: 'metric', definition })
  const typed = await add({ origin: 'manual', unit: 'count', title: 'Talks' })
  await addRun(workspace, '2026-11-23')
  await measureDay(workspace, '2026-11-23', night('2026-11-23'))
  return { ...base, measured, typed, at: (now) => (clock = now) }
}

const given = { value: 95_00, reason: 'Two invoices are missing', expiresOn: '2026-11-26' }

test('a value set by hand stands until its day, beside the measured one, and ends by itself', async () => {
  const world = await scene()
  const cookie = await world.signIn('okr_master')
  const path = `/api/key-results/${world.measured}`
  const read = async () => (await jsonOf(await world.request(path, { cookie }), keyResultDetail)).keyResult
  expect(await read()).toMatchObject({ progress: 0.5, status: 'on_track' })
  const set = await world.request(`${path}/overrides`, { method: 'POST', cookie, json: given })
  expect(set.status).toBe(201)

  expect(await read()).toMatchObject({
    ...{ progress: 0.95, status: 'on_track', latest: { value: 50_00 }, change: null },
    closing: { override: { value: 95_00, expiresOn: '2026-11-26', automatic: { progress: 0.5 } } },
  })
  // Who set it is told by the board to nobody.
  expect(JSON.stringify(await read())).not.toMatch(/author|okr_master/)
  const [row] = await world.workspace.db.select().from(audit).where(eq(audit.action, 'value.override'))
  expect(JSON.parse(row?.detail ?? '')).toMatchObject(given)

  // It holds through its day, and the measured value goes on meanwhile.
  world.at('2026-11-26T22:59:00.000Z')
  await liveNight(world.workspace, '2026-11-25')
  expect((await read()).closing?.override).toMatchObject({ value: 95_00 })
  world.at('2026-11-26T23:01:00.000Z')
  const after = await read()
  expect(after).toMatchObject({ progress: 0.5, latest: { value: 50_00 } })
  expect(after.closing).toBeUndefined()
  expect((await exportAll(world.workspace)).tables.override).toMatchObject([given])
})

test('a newer one replaces it, a person withdraws it, and both stay to be read', async () => {
  const world = await scene()
  const cookie = await world.signIn('management')
  const path = `/api/key-results/${world.measured}/overrides`
  await world.request(path, { method: 'POST', cookie, json: given })
  await world.request(path, { method: 'POST', cookie, json: { ...given, value: 80_00 } })
  const end = () => world.request(`${path}/end`, { method: 'POST', cookie, json: {} })
  expect(await (await end()).json()).toEqual({ ended: true })
  expect(await (await end()).json()).toEqual({ ended: false })
  const listed = async (by: string) =>
    (await jsonOf(await world.request(path, { cookie: by }), z.object({ overrides: z.array(overrideRow) })))
      .overrides
  expect((await listed(cookie)).map(({ value, endedBy }) => [value, endedBy])).toEqual([
    [80_00, 'withdrawn'],
    [95_00, 'replaced'],
  ])
  expect((await listed(cookie)).every(({ author }) => author !== null)).toBe(true)
  expect((await listed(await world.signIn('coach'))).every(({ author }) => author === null)).toBe(true)
})

test('refused: without the right, too long, in the past, in another money, absurd, over a typed value', async () => {
  const world = await scene()
  const path = (id: string) => `/api/key-results/${id}/overrides`
  for (const role of ['team_lead', 'member', 'coach', 'auditor'] as const) {
    const cookie = await world.signIn(role)
    const answer = await world.request(path(world.measured), { method: 'POST', cookie, json: given })
    expect([role, answer.status]).toEqual([role, 403])
  }
  const cookie = await world.signIn('administrator')
  const refusals: [string, object, string, string][] = [
    [world.measured, { ...given, expiresOn: '2026-11-23' }, 'expiresOn', 'expiry_past'],
    [world.measured, { ...given, expiresOn: '2027-01-06' }, 'expiresOn', 'after_freezing'],
    [world.measured, { ...given, expiresOn: 'soon' }, 'expiresOn', 'day'],
    [world.measured, { ...given, currency: 'USD' }, 'currency', 'unit_mismatch'],
    [world.measured, { ...given, value: 10 ** 13 + 1 }, 'value', 'absurd'],
    [world.measured, { ...given, value: 0.5 }, 'value', 'invalid'],
    [world.measured, { ...given, reason: ' ' }, 'reason', 'required'],
    [world.typed, given, 'keyResultId', 'type_instead'],
  ]
  for (const [id, json, field, code] of refusals) {
    const answer = await world.request(path(id), { method: 'POST', cookie, json })
    const { issues = [] } = await problemOf(answer)
    expect([answer.status, issues[0]?.field, issues[0]?.code]).toEqual([422, field, code])
  }
  const nowhere = await world.request(path('nobody'), { method: 'POST', cookie, json: given })
  expect(nowhere.status).toBe(404)
  expect(await world.workspace.db.select().from(override)).toEqual([])
})

test('the freezing takes the measured value and ends the one set by hand; over a final value none is set', async () => {
  const world = await scene()
  const cookie = await world.signIn('administrator')
  const path = `/api/key-results/${world.measured}`
  world.at('2027-01-04T09:00:00.000Z')
  const long = { ...given, expiresOn: '2027-01-05' }
  expect((await world.request(`${path}/overrides`, { method: 'POST', cookie, json: long })).status).toBe(201)
  // Published in the night to the sixth by its own clock, while the other one's last day is still on.
  await addRun(world.workspace, '2027-01-05')
  await measureDay(world.workspace, '2027-01-05', '2027-01-05T22:30:00.000Z')
  await freezeDue(world.workspace, '2027-01-05', '2027-01-05T22:30:00.000Z')
  world.at('2027-01-06T09:00:00.000Z')
  const { keyResult: read } = await jsonOf(await world.request(path, { cookie }), keyResultDetail)
  expect(read).toMatchObject({
    ...{ latest: { value: 50_00 }, progress: 0.5, status: 'missed' },
    closing: { override: null, final: { notes: [{ code: 'override_ended' }] } },
  })
  const late = { ...given, expiresOn: '2027-01-07' }
  const refused = await problemOf(
    await world.request(`${path}/overrides`, { method: 'POST', cookie, json: late }),
  )
  expect(refused.issues).toMatchObject([{ field: 'keyResultId', code: 'frozen' }])
  const [row] = await world.workspace.db.select().from(override)
  expect(row).toMatchObject({ endedBy: 'frozen' })
})

test('where too few people stand behind a number nobody types one over it, and what was typed is not shown', async () => {
  const world = await scene()
  const cookie = await world.signIn('administrator')
  const path = `/api/key-results/${world.measured}`
  await world.request(`${path}/overrides`, { method: 'POST', cookie, json: given })
  await world.workspace.db
    .update(keyResult)
    .set({ broken: '{"code":"group_too_small","subject":"2"}' })
    .where(eq(keyResult.id, world.measured))
  const { keyResult: read } = await jsonOf(await world.request(path, { cookie }), keyResultDetail)
  expect([read.status, read.progress, read.closing]).toEqual(['broken', null, undefined])
  const list = await (await world.request(`${path}/overrides`, { cookie })).json()
  expect(list).toEqual({ overrides: [] })
  const set = await world.request(`${path}/overrides`, { method: 'POST', cookie, json: given })
  expect((await problemOf(set)).issues).toMatchObject([{ code: 'group_too_small' }])
})

test('closing days are chosen by an administrator, and the deals behind a restated value are named', async () => {
  const world = await scene()
  const cookie = await world.signIn('administrator')
  const change = { method: 'PATCH', cookie, json: { closingDays: 2 } }
  expect(await (await world.request('/api/settings/closing', change)).json()).toEqual({ closingDays: 2 })
  const master = await world.signIn('okr_master')
  expect(await (await world.request('/api/settings/closing', { cookie: master })).json()).toEqual({
    closingDays: 2,
  })
  expect((await world.request('/api/settings/closing', { ...change, cookie: master })).status).toBe(403)
  expect(
    (await world.request('/api/settings/closing', { ...change, json: { closingDays: 32 } })).status,
  ).toBe(422)

  await liveNight(world.workspace, '2027-01-02')
  await addDeals(world.workspace, [
    won('a', 7_00),
    won('b', 9_00),
    won('c', 5_00, { closeDate: '2027-01-02' }),
  ])
  await liveNight(world.workspace, '2027-01-03')
  world.at('2027-01-04T09:00:00.000Z')
  const concern = await (
    await world.request(`/api/key-results/${world.measured}/restated`, { cookie })
  ).json()
  // The one of the next quarter changed nothing.
  expect(concern).toMatchObject({
    total: 2,
    rows: [
      { was: null, is: 9_00 },
      { was: null, is: 7_00 },
    ],
  })
  // And step by step, from the final value to the one of now, to the cent.
  const ask = (to: string) =>
    world.request(`/api/key-results/${world.measured}/movement?to=${to}`, { cookie })
  const { opening, closing, lines } = await jsonOf(await ask('restated'), movement)
  expect([opening.day, closing.day]).toEqual(['2027-01-02', '2027-01-04'])
  expect(lines).toMatchObject([{ step: 'learned_later', numerator: 16_00, total: 2, withoutDeal: null }])
  expect((opening.value.numerator ?? 0) + 16_00).toBe(closing.value.numerator)
  expect((await ask('restored')).status).toBe(422)
})
