/**
 * Movements through the API. Planted and seen red: the definition of today for a value of yesterday; today's cycle, today's
 * target of the key result that a coverage names; a movement for whoever reads the board; nobody counted behind a line.
 */
import { expect, test } from 'vitest'
import { movement } from '../../../src/api/movement.ts'
import { created } from '../../../src/api/schemas.ts'
import { readMovement } from '../../../src/movement/read.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import type { Workspace } from '../../../src/platform.ts'
import { jsonOf, problemOf, type Running, running } from '../../support/app.ts'
import { addDeals, addRun, type DealInput, night } from '../../support/company.ts'

const revenue = { metric: 'won_revenue', window: 'cycle' }
const people = ['a', 'b', 'c', 'd', 'e']
const won = (owner: string, amountMinor = 10_00): DealInput => ({
  ...{ owner, amountMinor, status: 'won', closeDate: '2026-10-20' },
})
const open = (owner: string, amountMinor = 10_00): DealInput => ({
  ...{ owner, amountMinor, status: 'open', closeDate: '2026-12-20' },
})

interface Company extends Running {
  readonly cookie: string
  readonly cycleId: string
  make(definition: object, more?: object): Promise<string>
  publish(day: string): Promise<void>
  patch(path: string, json: object): Promise<void>
}

async function company(deals: readonly DealInput[]): Promise<Company> {
  const program = await running()
  const { request, workspace, signIn } = program
  const cookie = await signIn('administrator')
  await addDeals(workspace, deals)
  const post = async (path: string, json: object) =>
    (await jsonOf(await request(path, { method: 'POST', cookie, json }), created)).id
  const cycleId = await post('/api/cycles', { name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01' })
  const objectiveId = await post('/api/objectives', { cycleId, title: 'Grow', team: 'North' })
  const base = { objectiveId, title: 'Win', kind: 'reach', origin: 'metric', baseline: 0, target: 100_00 }
  return {
    ...{ ...program, cookie, cycleId },
    make: (definition, more = {}) => post('/api/key-results', { ...base, definition, ...more }),
    async publish(day) {
      await addRun(workspace, day)
      await measureDay(workspace, day, night(day))
    },
    async patch(path, json) {
      const answer = await request(path, { method: 'PATCH', cookie, json })
      expect(await answer.json()).toMatchObject({ id: expect.any(String) })
    },
  }
}

/** The newest state once more, with some columns changed. */
async function edit({ db }: Workspace, dealId: number, changes: Record<string, unknown>): Promise<void> {
  const { rows } = await db.$client.execute({
    sql: 'SELECT r.* FROM revision r JOIN deal d ON d.current_seq = r.seq WHERE d.id = ?',
    args: [dealId],
  })
  const { seq: _, ...row } = { ...rows[0] } as Record<string, unknown>
  const next = { ...row, effective_at: '2026-11-24T12:00:00.000Z', ...changes }
  const columns = Object.keys(next)
  await db.$client.execute({
    sql: `INSERT INTO revision (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    args: columns.map((column) => (next as Record<string, string | number | null>)[column] ?? null),
  })
  await db.$client.execute({
    sql: 'UPDATE deal SET current_seq = (SELECT MAX(seq) FROM revision) WHERE id = ?',
    args: [dealId],
  })
}

const [monday, tuesday, wednesday] = ['2026-11-20', '2026-11-21', '2026-11-22'] as const

async function movementOf({ request, cookie }: Company, id: string, query = '') {
  const response = await request(`/api/key-results/${id}/movement${query}`, { cookie })
  expect(response.status).toBe(200)
  return jsonOf(response, movement)
}
const shown = ({ lines }: Awaited<ReturnType<typeof movementOf>>) =>
  lines.map(({ step, numerator, total }) => [step, numerator, total])

test('the last two values by default, any two by their days, in four round trips', async () => {
  const acme = await company([...people.map((owner) => won(owner)), open('f')])
  const { workspace, request, cookie } = acme
  const id = await acme.make(revenue)
  await acme.publish(monday)
  await edit(workspace, 6, { status: 'won', stage_id: 'won', amount_minor: 15_00, home_minor: 15_00 })
  await acme.publish(tuesday)
  await edit(workspace, 1, { deleted: 1 })
  await acme.publish(wednesday)

  const latest = await movementOf(acme, id)
  expect(latest).toMatchObject({ opening: { day: tuesday }, closing: { day: wednesday } })
  expect(shown(latest)).toEqual([['existence', -10_00, 1]])
  const first = await movementOf(acme, id, `?from=${monday}&to=${tuesday}`)
  expect(shown(first)).toEqual([
    ['status', 10_00, 1],
    ['amount', 5_00, 1],
  ])
  const both = await movementOf(acme, id, `?from=${monday}`)
  expect(both.lines.reduce((sum, { effect }) => sum + (effect ?? 0), 50_00)).toBe(55_00)
  expect(both.lines[1]?.deals[0]).toMatchObject({ externalId: expect.any(String), numerator: 10_00 })

  const page = async (query: string, as = cookie) =>
    (await request(`/key-results/${id}${query}`, { cookie: `${as}; pegel_locale=en` })).text()
  expect(await page('')).toMatch(/What moved the value.*Appeared or gone.*−€10\.00/s)
  expect(await page(`?from=${monday}&to=${tuesday}`)).toMatch(/Status: open, now won.*\+€5\.00/s)
  // An old link asks for a day that has no value: the last two days then.
  expect(await page('?from=2026-11-01')).toContain('Appeared or gone')
  expect(await page('', await acme.signIn('coach'))).not.toContain('What moved the value')

  let trips = 0
  const client = workspace.db.$client
  const [batch, execute] = [client.batch.bind(client), client.execute.bind(client)]
  Object.assign(client, {
    batch: (...given: Parameters<typeof batch>) => {
      trips += 1
      return batch(...given)
    },
    execute: (...given: Parameters<typeof execute>) => {
      trips += 1
      return execute(...given)
    },
  })
  await readMovement(workspace, id, night(wednesday), { limit: 5 })
  expect(trips).toBe(4)

  expect((await request(`/api/key-results/${id}/movement?from=2026-11-01`, { cookie })).status).toBe(422)
  expect((await request(`/api/key-results/${id}/movement?from=soon`, { cookie })).status).toBe(422)
  expect((await request('/api/key-results/none/movement', { cookie })).status).toBe(404)
  const coach = await acme.signIn('coach')
  expect((await request(`/api/key-results/${id}/movement`, { cookie: coach })).status).toBe(403)
})

test('a value of yesterday is read by the definition, the cycle and the target of yesterday', async () => {
  const acme = await company(people.flatMap((owner) => [won(owner), won(owner, 3_00), open(owner, 7_00)]))
  const id = await acme.make(revenue)
  const coverage = await acme.make(
    { metric: 'pipeline_coverage', window: 'cycle', params: { target: { keyResult: id } } },
    { target: 2 },
  )
  await acme.publish(monday)
  await acme.patch(`/api/key-results/${id}`, {
    definition: { ...revenue, filter: { minAmountMinor: 5_00 } },
    target: 90_00,
  })
  // Logged by the clock of the test: after all of these values were published.
  await acme.workspace.db.$client.execute(`UPDATE audit SET at = '2026-11-21T09:00:00.000Z'`)
  await acme.publish(tuesday)
  expect(shown(await movementOf(acme, id))).toEqual([['definition', -15_00, 5]])
  expect((await movementOf(acme, coverage)).lines).toMatchObject([
    { step: 'definition', numerator: 0, denominator: -10_00, withoutDeal: { denominator: -10_00 } },
  ])

  await acme.patch(`/api/cycles/${acme.cycleId}`, { startsOn: '2026-11-01' })
  await acme.workspace.db.$client.execute(
    `UPDATE audit SET at = '2026-11-22T09:00:00.000Z' WHERE action = 'cycle.update'`,
  )
  await acme.publish(wednesday)
  // What was won before the cycle begins now is missing to the target again.
  expect((await movementOf(acme, coverage)).lines).toMatchObject([
    { step: 'definition', numerator: 0, denominator: 65_00, total: 10, withoutDeal: null },
  ])
})

test('somebody who changes the team is not made a line with deals: only what both values say anyway', async () => {
  const south = ['g', 'h', 'i', 'j', 'k'].map((owner) => ({ ...open(owner), teamId: 'south' }))
  const acme = await company([
    ...people.map((owner) => open(owner)),
    open('f', 3_00),
    open('f', 4_00),
    ...south,
  ])
  const definition = { metric: 'open_pipeline', window: 'cycle' }
  const north = await acme.make({ ...definition, filter: { teams: ['north'] } })
  const all = await acme.make({ ...definition, filter: { pipelines: ['new'] } })
  await acme.publish(monday)
  await edit(acme.workspace, 6, { team_id: 'south' })
  await edit(acme.workspace, 7, { team_id: 'south' })
  await edit(acme.workspace, 1, { amount_minor: 11_00, home_minor: 11_00 })
  await acme.publish(tuesday)
  const found = await movementOf(acme, north)
  expect(shown(found)).toEqual([
    ['filter', -7_00, null],
    ['amount', 1_00, 1],
  ])
  expect(found.lines[0]?.deals).toEqual([])
  expect(shown(await movementOf(acme, all))).toEqual([['amount', 1_00, 1]])
})

test('between two selections too few people may stand: then the difference is not told', async () => {
  const small = ['f', 'g', 'h', 'i', 'j'].map((owner) => open(owner, 5_00))
  const acme = await company([...people.map((owner) => open(owner, 30_00)), ...small])
  const definition = { metric: 'open_pipeline', window: 'cycle' }
  const id = await acme.make({ ...definition, filter: { pipelines: ['new'] } })
  await acme.publish(monday)
  await acme.patch(`/api/key-results/${id}`, {
    definition: { ...definition, filter: { pipelines: ['new'], minAmountMinor: 20_00 } },
  })
  await acme.publish(tuesday)
  const told = await acme.request(`/api/key-results/${id}/movement`, { cookie: acme.cookie })
  expect(told.status).toBe(200)
  // All but one of those who were in the earlier selection alone are in both now.
  for (const n of [7, 8, 9, 10]) await edit(acme.workspace, n, { amount_minor: 30_00, home_minor: 30_00 })
  const refused = await acme.request(`/api/key-results/${id}/movement`, { cookie: acme.cookie })
  expect(refused.status).toBe(422)
  expect((await problemOf(refused)).issues).toMatchObject([{ code: 'rest_too_small', subject: '1' }])
})

test('the first selection of a key result is one of the numbers that another would be taken from', async () => {
  const acme = await company([...people.map((owner) => open(owner, 30_00)), open('f', 5_00)])
  const definition = { metric: 'open_pipeline', window: 'cycle' }
  const id = await acme.make({ ...definition, filter: { pipelines: ['new'] } })
  const answer = await acme.request(`/api/key-results/${id}`, {
    ...{ method: 'PATCH', cookie: acme.cookie },
    json: { definition: { ...definition, filter: { pipelines: ['new'], minAmountMinor: 20_00 } } },
  })
  expect(answer.status).toBe(422)
  expect((await problemOf(answer)).issues).toMatchObject([{ code: 'beside_too_small', subject: '1' }])
})
