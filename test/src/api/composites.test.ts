import { expect, test } from 'vitest'
import { z } from 'zod'
import { created } from '../../../src/api/schemas.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { jsonOf, problemOf, running } from '../../support/app.ts'
import { addDeals, addRun } from '../../support/company.ts'

const day = '2026-11-23'
const morning = '2026-11-24T05:00:00.000Z'
const people = ['a', 'b', 'c', 'd', 'e']
const anything = z.looseObject({})
const perDeal = { operation: 'ratio', terms: [{ metric: 'won_revenue' }, { metric: 'won_deals' }] }

async function scene() {
  const program = await running()
  const { request, workspace, signIn } = program
  const cookie = await signIn('administrator')
  const post = (path: string, json: object) => request(path, { method: 'POST', cookie, json })
  const get = async (path: string) => jsonOf(await request(path, { cookie }), anything)
  const made = async (path: string, json: object) => (await jsonOf(await post(path, json), created)).id
  const cycleId = await made('/api/cycles', { name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01' })
  const objectiveId = await made('/api/objectives', { cycleId, title: 'Grow', team: 'North' })
  const deals = (status: 'won' | 'lost', amountMinor: number) =>
    people.map((owner) => ({ owner, status, amountMinor, closeDate: '2026-10-20' }))
  await addDeals(workspace, [...deals('won', 10_00), ...deals('lost', 4_00)])
  const input = (composite: unknown, more: object = {}) => ({
    ...{ objectiveId, title: 'Per deal', kind: 'reach', origin: 'composite', composite },
    ...{ baseline: 0, target: 100_00, ...more },
  })
  const publish = async (of: string, at: string) => {
    await addRun(workspace, of)
    await measureDay(workspace, of, at)
  }
  return { ...program, cookie, post, get, made, input, publish, deals }
}

test('a composite is made over HTTP, published, followed over days and taken apart', async () => {
  const { made, get, input, publish, request, cookie, workspace, deals } = await scene()
  const id = await made('/api/key-results', input(perDeal))
  const difference = {
    operation: 'difference',
    terms: [{ metric: 'won_revenue' }, { metric: 'lost_revenue' }],
  }
  const gap = await made('/api/key-results', input(difference, { title: 'Gap' }))
  await publish(day, morning)
  await addDeals(workspace, deals('lost', 1_00).slice(0, 2))
  await publish('2026-11-24', '2026-11-25T05:00:00.000Z')

  const path = `/api/key-results/${id}`
  expect(await get(path)).toMatchObject({
    keyResult: {
      ...{ origin: 'composite', definition: null, composite: { ...perDeal, window: 'cycle' }, unit: 'money' },
      latest: { metric: null, value: 10_00, terms: [{ value: 50_00 }, { value: 5 }] },
    },
    history: [{ day, value: 10_00 }, { day: '2026-11-24' }],
  })
  expect(await get(`${path}/evidence?term=1`)).toMatchObject({ total: 5, numerator: 5 })
  expect(await get(`${path}/evidence`)).toMatchObject({ total: 5, numerator: 50_00 })
  expect((await request(`${path}/evidence?term=2`, { cookie })).status).toBe(404)
  expect(await get(`${path}/series`)).toMatchObject({ unit: 'money', noProposal: 'no_direction' })

  // A ratio is explained term by term, a difference as a whole.
  const whole = await request(`${path}/movement`, { cookie })
  expect(await problemOf(whole)).toMatchObject({ issues: [{ field: 'term', code: 'required' }] })
  expect(await get(`${path}/movement?term=0`)).toMatchObject({ lines: [] })
  expect(await get(`/api/key-results/${gap}/movement`)).toMatchObject({
    ...{ opening: { value: { value: 30_00 } }, closing: { value: { value: 28_00 } } },
    lines: [{ step: 'learned_later', term: 1, numerator: -2_00, effect: -2_00, total: 2 }],
  })

  const json = await get(`${path}/evidence.json`)
  expect(json).toMatchObject({
    head: {
      ...{ format: 'pegel-composite-1', value: 10_00, composite: { operation: 'ratio' } },
      sentence: {
        de: 'Gewonnener Umsatz geteilt durch gewonnene Deals, Abschlussdatum vom 1. Oktober bis 31. Dezember 2026',
        en: 'Won revenue divided by won deals, close date from 1 October to 31 December 2026',
      },
    },
    terms: [
      {
        head: { value: 50_00, definition: { metric: 'won_revenue' } },
        deals: Array(5).fill({ numerator: 10_00 }),
      },
      { head: { value: 5, definition: { metric: 'won_deals' } }, deals: Array(5).fill({ numerator: 1 }) },
    ],
  })
  const csv = await (await request(`${path}/evidence.csv?locale=en`, { cookie })).text()
  // The first mark of the byte order went with the reading.
  expect(csv).not.toContain('\ufeff')
  expect(csv).toContain('"Won revenue divided by won deals')
  expect(csv.match(/,counted,/gi)?.length).toBe(10)
})

test('a composite that no one asked to save is answered now, on a past day and day by day', async () => {
  const { request, cookie, post, publish } = await scene()
  await publish(day, morning)
  const rate = { operation: 'ratio', terms: [{ metric: 'won_deals' }, { metric: 'lost_deals' }] }
  const now = await jsonOf(await post('/api/metrics/evaluate', { definition: rate }), anything)
  expect(now).toMatchObject({ value: 1, unit: 'ratio', terms: [{ value: 5 }, { value: 5 }] })
  const query = new URLSearchParams({
    definition: JSON.stringify(rate),
    from: '2026-10-15',
    to: '2026-10-25',
  })
  const days = await jsonOf(await request(`/api/metrics/series?${query}`, { cookie }), anything)
  const past = await post('/api/metrics/evaluate', { definition: rate, day: '2026-10-22' })
  const then = await jsonOf(past, z.looseObject({ value: z.number().nullable() }))
  expect(days.values).toHaveLength(11)
  expect((days.values as { asOf: string }[])[7]).toMatchObject({ asOf: '2026-10-22', value: then.value })
  const wrong = { operation: 'ratio', terms: [{ metric: 'won_deals', weight: 2 }, { metric: 'lost_deals' }] }
  expect(await problemOf(await post('/api/metrics/evaluate', { definition: wrong }))).toMatchObject({
    issues: [{ field: 'definition.terms.0.weight', code: 'invalid' }],
  })
})

test('what no composite can be is refused at its field', async () => {
  const { post, input } = await scene()
  const issues = async (composite: unknown, more: object = {}) =>
    ((await problemOf(await post('/api/key-results', input(composite, more)))) as { issues: unknown }).issues
  const of = (...metrics: string[]) => metrics.map((metric) => ({ metric }))
  expect(await issues(null)).toEqual([{ field: 'composite', code: 'required', ...words }])
  expect(await issues({ operation: 'sum', terms: of('won_revenue', 'won_deals') })).toEqual([
    { field: 'composite.terms', code: 'unit_mismatch', ...words },
  ])
  expect(await issues({ operation: 'sum', terms: of('won_deals') })).toMatchObject([
    { field: 'composite.terms' },
  ])
  expect(await issues({ operation: 'weighted', terms: of('won_deals', 'lost_deals') })).toMatchObject([
    { field: 'composite.terms.0.weight', code: 'required' },
    { field: 'composite.terms.1.weight', code: 'required' },
  ])
  const float = [
    { metric: 'won_deals', weight: 0.1 },
    { metric: 'won_deals', weight: '1e3' },
  ]
  expect(await issues({ operation: 'weighted', terms: float })).toMatchObject([
    { field: 'composite.terms.0.weight' },
    { field: 'composite.terms.1.weight' },
  ])
})
const words = { message: expect.any(String) as string }
