import { expect, test } from 'vitest'
import { z } from 'zod'
import { audit, keyResult, measurement, stage } from '../../../db/workspace/schema.ts'
import { boardView, created, evidencePage, keyResultDetail, metricValue } from '../../../src/api/schemas.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { jsonOf, problemOf, type Running, running } from '../../support/app.ts'
import { addDeals, addRun } from '../../support/company.ts'

const day = '2026-11-23'
const morning = '2026-11-24T05:00:00.000Z'
const won = (owner: string) =>
  ({ owner, status: 'won', amountMinor: 10_00, closeDate: '2026-10-20' }) as const
const people = ['a', 'b', 'c', 'd', 'e']

async function objective({ request }: Running, cookie: string): Promise<string> {
  const cycle = await request('/api/cycles', {
    ...{ method: 'POST', cookie },
    json: { name: 'Q4 2026', startsOn: '2026-10-01', endsOn: '2027-01-01' },
  })
  expect(cycle.status).toBe(201)
  const { id: cycleId } = await jsonOf(cycle, created)
  const made = await request('/api/objectives', {
    ...{ method: 'POST', cookie },
    json: { cycleId, title: 'Grow in the north', team: 'North' },
  })
  return (await jsonOf(made, created)).id
}

async function keyResultOf(program: Running, cookie: string, part: object): Promise<Response> {
  const objectiveId = await objective(program, cookie)
  return program.request('/api/key-results', {
    ...{ method: 'POST', cookie },
    json: { objectiveId, title: 'Win 100 €', kind: 'reach', origin: 'metric', ...part },
  })
}

const revenue = { definition: { metric: 'won_revenue', window: 'cycle' }, baseline: 0, target: 100_00 }

test('from an empty company to a measured key result through the API alone', async () => {
  const program = await running()
  const { request, workspace, signIn } = program
  const cookie = await signIn('administrator')
  expect((await request('/api/board', { cookie })).status).toBe(404)
  await addDeals(workspace, people.map(won))
  const made = await keyResultOf(program, cookie, revenue)
  expect(made.status).toBe(201)
  const { id } = await jsonOf(made, created)
  await addRun(workspace, day)
  await measureDay(workspace, day, morning)

  const board = await jsonOf(await request('/api/board', { cookie }), boardView)
  expect(board).toMatchObject({
    ...{ today: '2026-11-24', currency: 'EUR', cycle: { name: 'Q4 2026' } },
    objectives: [{ team: 'North', progress: 0.5, status: 'on_track', rated: 1, keyResults: [{ id }] }],
    sources: [{ id: 'hubspot', status: 'active', skipped: 0 }],
  })
  const detail = await jsonOf(await request(`/api/key-results/${id}`, { cookie }), keyResultDetail)
  expect(detail.history).toEqual([{ day, value: 50_00, progress: 0.5, complete: true }])
  expect(detail.pace.length).toBe(92)
  const evidence = await jsonOf(
    await request(`/api/key-results/${id}/evidence?limit=2`, { cookie }),
    evidencePage,
  )
  expect(evidence).toMatchObject({ total: 5, numerator: 50_00 })
  expect(evidence.rows.length).toBe(2)
})

test('evidence stays what the value saw, and follows the definition once that changes', async () => {
  const program = await running()
  const { request, workspace, signIn } = program
  const cookie = await signIn('administrator')
  await addDeals(workspace, people.map(won))
  const { id } = await jsonOf(await keyResultOf(program, cookie, revenue), created)
  await addRun(workspace, day)
  await measureDay(workspace, day, morning)
  await addDeals(workspace, [won('a')])
  const evidence = async () =>
    jsonOf(await request(`/api/key-results/${id}/evidence`, { cookie }), evidencePage)
  expect((await evidence()).total).toBe(5)
  const patch = { definition: { metric: 'won_revenue', window: { fiscal: 'year' } } }
  const changed = await request(`/api/key-results/${id}`, { method: 'PATCH', cookie, json: patch })
  expect(changed.status).toBe(200)
  expect((await evidence()).total).toBe(6)
})

test('bad input is refused with the field, the reason and the words of the caller', async () => {
  const program = await running()
  const { request, signIn } = program
  const cookie = await signIn('administrator')
  const objectiveId = await objective(program, cookie)
  const typed = {
    ...{ objectiveId, title: 'Visits', kind: 'reach', origin: 'manual', unit: 'count' },
    ...{ baseline: 0, target: 10 },
  }
  const hold = { ...typed, kind: 'hold', baseline: null, target: null }
  const metric = { ...typed, origin: 'metric', unit: undefined }
  const gone = { metric: 'won_deals', window: 'cycle', filter: { pipelines: ['old'] } }
  const examples: [object, string, string, string][] = [
    [{ ...typed, target: 0 }, 'target', 'baseline_is_target', 'Start and target are the same'],
    [{ ...typed, weight: -1 }, 'weight', 'weight_negative', 'cannot be negative'],
    [{ ...hold, lower: 2, upper: 1 }, 'upper', 'bounds_exclude_everything', 'no value could lie between'],
    [{ ...metric, definition: gone }, 'definition', 'pipeline_gone', 'old'],
    [{ ...typed, title: '  ' }, 'title', 'required', 'needed'],
    [{ ...typed, kind: 'grow' }, 'kind', 'invalid', 'not possible'],
    [{ ...typed, colour: 'red' }, 'colour', 'invalid', 'not possible'],
    [
      { ...metric, definition: { metric: 'won_deals', window: { from: '2026-02-30', to: '2026-03-01' } } },
      'definition.window.from',
      'day',
      'not a date',
    ],
  ]
  for (const [json, field, code, words] of examples) {
    const response = await request('/api/key-results', { method: 'POST', cookie, json })
    const problem = await problemOf(response)
    expect([response.status, problem.code]).toEqual([422, 'invalid'])
    expect(problem.issues).toMatchObject([{ field, code }])
    expect(problem.issues[0]?.message).toContain(words)
    expect(problem.detail).toContain(field)
  }
  const cycle = await request('/api/cycles', {
    ...{ method: 'POST', cookie, headers: { 'accept-language': 'de' } },
    json: { name: 'Q1', startsOn: '2027-01-01', endsOn: '2026-12-01' },
  })
  expect(await problemOf(cycle)).toMatchObject({
    title: 'Einige Angaben passen nicht.',
    issues: [
      { field: 'endsOn', code: 'cycle_ends_before_start', message: 'Das Ende muss nach dem Anfang liegen.' },
    ],
  })
  expect(await program.workspace.db.select().from(keyResult)).toEqual([])
})

test('a pushed value moves its key result; a correction needs a reason and keeps the earlier one visible', async () => {
  const program = await running()
  const { request, signIn } = program
  const cookie = await signIn('team_lead')
  const admin = await signIn('administrator')
  const visits = { title: 'Visits', origin: 'pushed', unit: 'count', baseline: 0, target: 10 }
  const { id } = await jsonOf(await keyResultOf(program, admin, visits), created)
  const push = (json: object) => request(`/api/key-results/${id}/values`, { method: 'POST', cookie, json })
  expect((await push({ day, value: 4 })).status).toBe(201)
  const bare = await problemOf(await push({ day, value: 5 }))
  expect(bare.issues).toMatchObject([{ field: 'reason', code: 'required' }])
  expect((await push({ day, value: 5, reason: 'one was forgotten' })).status).toBe(201)
  expect((await push({ day: '2026-11-25', value: 5 })).status).toBe(422)

  const values = z.object({
    values: z.array(z.object({ version: z.number(), value: metricValue, reason: z.string().nullable() })),
  })
  const listed = await jsonOf(await request(`/api/key-results/${id}/values`, { cookie }), values)
  expect(listed.values.map(({ version, value, reason }) => [version, value.value, reason])).toEqual([
    [2, 5, 'one was forgotten'],
    [1, 4, null],
  ])
  const detail = await jsonOf(await request(`/api/key-results/${id}`, { cookie }), keyResultDetail)
  expect(detail.keyResult).toMatchObject({ progress: 0.5, latest: { value: 5 } })
  const [last] = (await program.workspace.db.select().from(audit)).slice(-1)
  expect(last).toMatchObject({ action: 'value.write', subject: id })
})

test('ids that do not exist are 404 everywhere', async () => {
  const { request, signIn } = await running()
  const cookie = await signIn('administrator')
  const value = { day, value: 1 }
  const calls = [
    request('/api/key-results/none', { cookie }),
    request('/api/key-results/none/values', { cookie }),
    request('/api/key-results/none/evidence', { cookie }),
    request('/api/board?cycle=none', { cookie }),
    request('/api/key-results/none', { method: 'PATCH', cookie, json: { title: 'x' } }),
    request('/api/cycles/none', { method: 'PATCH', cookie, json: { name: 'x' } }),
    request('/api/objectives/none', { method: 'PATCH', cookie, json: { title: 'x' } }),
    request('/api/key-results/none/values', { method: 'POST', cookie, json: value }),
  ]
  for (const response of await Promise.all(calls)) {
    expect([response.status, (await problemOf(response)).code]).toEqual([404, 'not_found'])
  }
})

test('a change leaves alone what it does not name', async () => {
  const program = await running()
  const { request, signIn } = program
  const cookie = await signIn('administrator')
  const input = { ...revenue, weight: 3 }
  const { id } = await jsonOf(await keyResultOf(program, cookie, input), created)
  await request(`/api/key-results/${id}`, { method: 'PATCH', cookie, json: { title: 'Win more' } })
  const { keyResult: view } = await jsonOf(
    await request(`/api/key-results/${id}`, { cookie }),
    keyResultDetail,
  )
  expect(view).toMatchObject({ title: 'Win more', weight: 3, target: 100_00, definitionVersion: 1 })
  const moved = await request(`/api/key-results/${id}`, {
    method: 'PATCH',
    cookie,
    json: { objectiveId: 'x' },
  })
  expect((await problemOf(moved)).issues).toMatchObject([{ field: 'objectiveId', code: 'invalid' }])
})

test('a number that became too small a group is nowhere: not on the board, in its values or in its deals', async () => {
  const program = await running()
  const { request, workspace, signIn } = program
  const cookie = await signIn('administrator')
  await addDeals(workspace, people.map(won))
  const narrowed = { ...revenue, definition: { ...revenue.definition, filter: { teams: ['north'] } } }
  const { id } = await jsonOf(await keyResultOf(program, cookie, narrowed), created)
  await addRun(workspace, day)
  await measureDay(workspace, day, morning)
  const hidden = { code: 'group_too_small', subject: '4' }
  await workspace.db.update(keyResult).set({ broken: JSON.stringify(hidden) })
  const paths = ['/api/board', `/api/key-results/${id}`, `/api/key-results/${id}/values`]
  for (const path of paths) expect(await (await request(path, { cookie })).text()).not.toContain('5000')
  const deals = await request(`/api/key-results/${id}/evidence`, { cookie })
  expect((await problemOf(deals)).issues).toMatchObject([{ code: 'group_too_small', subject: '4' }])
  expect((await workspace.db.select().from(measurement)).length).toBe(1)
})

test('a key result whose stage vanished says so by name and keeps its last value with its day', async () => {
  const program = await running()
  const { request, workspace, signIn } = program
  const cookie = await signIn('administrator')
  await addDeals(workspace, people.map(won))
  const definition = { ...revenue.definition, filter: { stages: ['won'] } }
  const { id } = await jsonOf(await keyResultOf(program, cookie, { ...revenue, definition }), created)
  await addRun(workspace, day)
  await measureDay(workspace, day, morning)
  await workspace.db.delete(stage)
  await addRun(workspace, '2026-11-24')
  await measureDay(workspace, '2026-11-24', '2026-11-25T05:00:00.000Z')
  const { keyResult: view } = await jsonOf(
    await request(`/api/key-results/${id}`, { cookie }),
    keyResultDetail,
  )
  expect(view).toMatchObject({
    status: 'broken',
    broken: { code: 'stage_gone', subject: 'won' },
    latest: { value: 50_00, asOf: day },
  })
})
