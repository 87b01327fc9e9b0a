import { expect, test } from 'vitest'
import { z } from 'zod'
import { metricValue } from '../../../src/api/schemas.ts'
import { metricIds } from '../../../src/metrics/types.ts'
import { jsonOf, problemOf, running } from '../../support/app.ts'
import { addDeals, addRun } from '../../support/company.ts'

const won = (owner: string, teamId = 'north') =>
  ({ owner, status: 'won', amountMinor: 10_00, closeDate: '2026-10-20', teamId }) as const

test('any definition is answered now and as of a past day, with how the value came about', async () => {
  const { request, workspace, signIn } = await running()
  const cookie = await signIn('management')
  await addRun(workspace, '2026-09-20')
  await addDeals(
    workspace,
    ['a', 'b', 'c', 'd', 'e'].map((owner) => won(owner)),
  )
  await addRun(workspace, '2026-11-23')
  const ask = async (json: object) => request('/api/metrics/evaluate', { method: 'POST', cookie, json })
  const definition = { metric: 'won_revenue', window: { from: '2026-10-01', to: '2027-01-01' } }
  const value = await jsonOf(await ask({ definition }), metricValue)
  expect(value).toMatchObject({
    value: 50_00,
    unit: 'money',
    currency: 'EUR',
    sampleSize: 5,
    asOf: '2026-11-24',
  })
  const past = await jsonOf(await ask({ definition, day: '2026-09-01' }), metricValue)
  expect(past).toMatchObject({ value: null, reason: 'unknown_before' })
})

test('a question that cannot be answered is refused with the field', async () => {
  const { request, workspace, signIn } = await running()
  const cookie = await signIn('management')
  await addDeals(workspace, [won('a'), won('b')])
  const metric = 'won_deals'
  const fiscal = { fiscal: 'year' }
  const examples: [object, object][] = [
    [{ definition: { metric, window: 'cycle' } }, { field: 'cycleId', code: 'required' }],
    [
      { definition: { metric, window: 'cycle' }, cycleId: 'x' },
      { field: 'cycleId', code: 'not_found' },
    ],
    [
      { definition: { metric, window: fiscal }, day: '2026-11-25' },
      { field: 'day', code: 'day' },
    ],
    [
      { definition: { metric, window: fiscal }, day: 'x' },
      { field: 'day', code: 'day' },
    ],
    [{ definition: { metric: 'luck', window: fiscal } }, { field: 'definition.metric', code: 'invalid' }],
    [
      { definition: { metric, window: fiscal, filter: { teams: ['north'] } } },
      { field: 'definition.filter', code: 'group_too_small', subject: '2' },
    ],
    [
      { definition: { metric, window: fiscal, filter: { teams: ['gone'] } } },
      { field: 'definition', code: 'team_gone', subject: 'gone' },
    ],
    [{}, { field: 'definition', code: 'required' }],
  ]
  for (const [json, issue] of examples) {
    const response = await request('/api/metrics/evaluate', { method: 'POST', cookie, json })
    expect((await problemOf(response)).issues).toMatchObject([issue])
  }
})

test('the catalogue lists every metric with its meaning in both languages and the shape of its params', async () => {
  const { request, signIn } = await running()
  const words = z.object({ de: z.string().min(1), en: z.string().min(1) })
  const shape = z.object({
    metrics: z.array(
      z.object({ id: z.string(), title: words, question: words, params: z.object({ type: z.string() }) }),
    ),
  })
  const answer = await request('/api/catalogue', { cookie: await signIn('auditor') })
  const { metrics } = await jsonOf(answer, shape)
  expect(metrics.map(({ id }) => id)).toEqual([...metricIds])
})
