import { expect, test } from 'vitest'
import { addDays, addMonths } from '../../../connectors/values/time.ts'
import * as tables from '../../../db/workspace/schema.ts'
import { forecastView } from '../../../src/api/forecast-schemas.ts'
import { created, keyResultDetail } from '../../../src/api/schemas.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { jsonOf, type Running, running } from '../../support/app.ts'
import { addRun } from '../../support/company.ts'
import { type LedgerDeal, writeLedger } from '../../support/metric-ledger.ts'

const day = '2026-11-23'
const morning = '2026-11-24T05:00:00.000Z'
const revenue = { metric: 'won_revenue', window: 'cycle' }
const people = ['a', 'b', 'c', 'd', 'e']

/**
 * Each quarter the same: of ten deals created in its first month, two are won on its 20th and two on its 80th day, the rest
 * is lost on its last; so six are open on the 54th, of which two are won. In the running quarter six are open.
 */
function quarters(count: number): LedgerDeal[] {
  return Array.from({ length: count }, (_, q) => addMonths('2026-10-01', -3 * q)).flatMap((start, q) =>
    Array.from({ length: 10 }, (_, i): LedgerDeal => {
      const created = addDays(start, i)
      const at = (days: number) => `${addDays(start, days)}T10:00:00.000Z`
      const ownerHash = people[i % 5] ?? 'a'
      const base = { ownerHash, amountMinor: 100_00, pipelineId: 'new' }
      const opened = {
        ...base,
        status: 'open' as const,
        closeDate: addDays(start, 85),
        effectiveAt: `${created}T10:00:00.000Z`,
      }
      const [days, status] =
        i < 2 ? [19, 'won' as const] : i < 4 ? [79, 'won' as const] : [89, 'lost' as const]
      const ended = { ...base, status, closeDate: addDays(start, days), effectiveAt: at(days) }
      const name = `Deal ${start} ${i}`
      return {
        id: `${q}-${i}`,
        name,
        createdDay: created,
        revisions: at(days) < morning ? [opened, ended] : [opened],
      }
    }),
  )
}

async function company(count: number, part: object = {}): Promise<Running & { id: string; cookie: string }> {
  const program = await running()
  const { request, workspace, signIn } = program
  await writeLedger(workspace.db, {
    sources: [],
    runs: [{ source: 'hubspot' }],
    histories: ['hubspot'],
    deals: quarters(count),
  })
  const cookie = await signIn('administrator')
  const post = async (path: string, json: object) =>
    jsonOf(await request(path, { method: 'POST', cookie, json }), created)
  const cycle = await post('/api/cycles', { name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01' })
  const objective = await post('/api/objectives', { cycleId: cycle.id, title: 'Grow', team: 'North' })
  const { id } = await post('/api/key-results', {
    ...{ objectiveId: objective.id, title: 'Win', kind: 'reach', origin: 'metric', definition: revenue },
    ...{ baseline: 0, target: 400_00, ...part },
  })
  await addRun(workspace, day)
  await measureDay(workspace, day, morning)
  return { ...program, id, cookie }
}

const forecastOf = async ({ request, id, cookie }: Awaited<ReturnType<typeof company>>) =>
  jsonOf(await request(`/api/key-results/${id}/forecast`, { cookie }), forecastView)

test('a company that does every quarter the same is forecast to do it again, and the straight line is off', async () => {
  const program = await company(7)
  const { outlook, take, target } = await forecastOf(program)
  expect(target).toBe(400_00)
  // Two of the ten are won, eight are open of which two will be: the ones that are lost were open too.
  expect(outlook).toMatchObject({ wonSoFar: 200_00, openDeals: 8, history: 5, first: 'model', daysLeft: 38 })
  expect(outlook?.model?.point).toBeGreaterThan(380_00)
  expect(outlook?.model?.point).toBeLessThan(420_00)
  expect(outlook?.model?.fromLater).toBe(0)
  expect(outlook?.line.point).toBeCloseTo((200_00 * 92) / 54, 6)
  expect(outlook?.tested?.cycles).toBe(3)
  const { near } = outlook?.tested ?? {}
  expect(near?.model.error).toBeLessThan(near?.line.error ?? 0)
  expect(outlook?.stages).toEqual([
    expect.objectContaining({ stageId: 'open', open: 8, past: 40, pastWon: 10 }),
  ])
  expect(take).toMatchObject({ gap: 200_00, adds: 200_00, enough: true, deals: 2 })
  expect(take?.rows?.every(({ name }) => name?.startsWith('Deal 2026-10-01'))).toBe(true)
})

test('with a short history there is the straight line and the reason, in both languages', async () => {
  const program = await company(4)
  const answer = await forecastOf(program)
  expect(answer).toMatchObject({
    outlook: { model: null, tested: null, history: 2, first: 'line' },
    take: null,
  })
  const page = async (locale: string) =>
    (
      await program.request(`/key-results/${program.id}`, {
        cookie: program.cookie,
        headers: { 'accept-language': locale },
      })
    ).text()
  expect(await page('de')).toContain('Erst 2 vergleichbare Zyklen sind ganz bekannt')
  expect(await page('en')).toContain('Only 2 comparable cycles are wholly known')
})

test('who may not see evidence learns how many deals it takes, and of none its name', async () => {
  const program = await company(7)
  const cookie = await program.signIn('coach')
  const response = await program.request(`/api/key-results/${program.id}/forecast`, { cookie })
  const text = await response.text()
  expect(forecastView.parse(JSON.parse(text)).take).toMatchObject({ deals: 2, rows: null })
  expect(text).not.toContain('Deal 2026')
  const html = await (await program.request(`/key-results/${program.id}`, { cookie })).text()
  expect(html).not.toContain('Deal 2026')
  expect(html).toContain('forecast-title')
})

test('it is worked out once for a value, and again after the next one', async () => {
  const program = await company(7)
  await forecastOf(program)
  const stored = async () => (await program.workspace.db.select().from(tables.outlook))[0]
  const first = await stored()
  // A row that was kept is what is told: this one was never worked out.
  await program.workspace.db
    .update(tables.outlook)
    .set({ value: first?.value.replace('"openDeals":8', '"openDeals":77') ?? '' })
  expect((await forecastOf(program)).outlook?.openDeals).toBe(77)
  await addRun(program.workspace, '2026-11-24')
  await measureDay(program.workspace, '2026-11-24', '2026-11-25T05:00:00.000Z')
  expect((await forecastOf(program)).outlook).toMatchObject({ openDeals: 8, daysLeft: 37 })
})

test('other metrics, and a number that too few people stand behind, have no forecast', async () => {
  const rate = await company(5, { definition: { metric: 'win_rate', window: 'cycle' }, target: 1 })
  expect((await rate.request(`/api/key-results/${rate.id}/forecast`, { cookie: rate.cookie })).status).toBe(
    404,
  )
  const few = await company(5)
  const hidden = JSON.stringify({ code: 'group_too_small', subject: '2' })
  await few.workspace.db.update(tables.keyResult).set({ broken: hidden })
  expect((await few.request(`/api/key-results/${few.id}/forecast`, { cookie: few.cookie })).status).toBe(404)
  const html = await (await few.request(`/key-results/${few.id}`, { cookie: few.cookie })).text()
  expect(html).not.toContain('forecast-title')
})

test('a key result that follows earlier cycles is judged by them, and says why where it cannot', async () => {
  const seasonal = await company(7, { pace: { kind: 'seasonal' } })
  await forecastOf(seasonal)
  const detail = async ({ request, id, cookie }: typeof seasonal) =>
    await jsonOf(await request(`/api/key-results/${id}`, { cookie }), keyResultDetail)
  const { keyResult, pace, paceBand } = await detail(seasonal)
  // On the 54th day every earlier quarter had two of its four: a straight line would ask for 59 %.
  expect(keyResult).toMatchObject({
    progress: 0.5,
    expected: 0.5,
    status: 'on_track',
    season: { kind: 'curve', cycles: 5 },
  })
  expect(pace.find((one) => one.day === day)?.value).toBe(200_00)
  expect(paceBand?.find((one) => one.day === day)).toEqual({ day, low: 200_00, high: 200_00 })

  const young = await company(4, { pace: { kind: 'seasonal' } })
  await forecastOf(young)
  const told = (await detail(young)).keyResult
  expect(told.season).toEqual({ kind: 'none', reason: 'few_cycles', cycles: 2 })
  expect(told.expected).toBeCloseTo(54 / 92, 12)
})

test('a metric that does not add up has no season, and says so at the field', async () => {
  const program = await company(1)
  const patch = { definition: { metric: 'win_rate', window: 'cycle' }, pace: { kind: 'seasonal' }, target: 1 }
  const refused = await program.request(`/api/key-results/${program.id}`, {
    method: 'PATCH',
    cookie: program.cookie,
    json: patch,
  })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('pace_not_seasonal')
})
