/** The series over HTTP: values, refusals at their field, the past of a key result. */
import { expect, test } from 'vitest'
import { createCycle, createKeyResult, createObjective } from '../../../src/okr/write.ts'
import { problemOf, running } from '../../support/app.ts'
import { addDeals, addRun } from '../../support/company.ts'

const now = '2026-11-24T07:12:00.000Z'
const by = { actor: 'u1', now }
const idOf = (written: { ok: boolean; id?: string }) => written.id ?? ''

async function sales() {
  const world = await running()
  await addRun(world.workspace, '2026-09-01')
  const won = { status: 'won', closeDate: '2026-10-20', createdDay: '2026-10-20' } as const
  await addDeals(
    world.workspace,
    ['a', 'b', 'c', 'd', 'e'].map((owner) => ({ ...won, owner, amountMinor: 10_00 })),
  )
  await addRun(world.workspace, '2026-11-23')
  return { ...world, cookie: await world.signIn('management') }
}

test('any definition is answered day by day in one call', async () => {
  const { request, cookie } = await sales()
  const of = (query: Record<string, string>) =>
    request(`/api/metrics/series?${new URLSearchParams(query)}`, { cookie })
  const definition = JSON.stringify({ metric: 'won_revenue', window: { fiscal: 'quarter' } })
  const answer = await of({ definition, from: '2026-10-19', to: '2026-10-21' })
  expect(answer.status).toBe(200)
  const { values, step } = (await answer.json()) as {
    values: { asOf: string; value: number }[]
    step: number
  }
  expect(step).toBe(1)
  expect(values.map(({ asOf, value }) => [asOf, value])).toEqual([
    ['2026-10-19', 0],
    ['2026-10-20', 50_00],
    ['2026-10-21', 50_00],
  ])
  const wrong: [Record<string, string>, object][] = [
    [
      { definition, from: '2020-01-01', to: '2026-10-21' },
      { field: 'from', code: 'invalid' },
    ],
    [
      { definition, from: '2026-10-22', to: '2026-10-21' },
      { field: 'to', code: 'day' },
    ],
    [
      { definition, from: '2026-10-22', to: '2026-11-25' },
      { field: 'to', code: 'day' },
    ],
    [
      { definition: '{', from: '2026-10-19', to: '2026-10-21' },
      { field: 'definition', code: 'invalid' },
    ],
  ]
  for (const [query, issue] of wrong) {
    const { issues } = await problemOf(await of(query))
    expect(issues).toEqual([expect.objectContaining(issue)])
  }
})

test('the past of a key result comes with its comparable periods', async () => {
  const { request, workspace, cookie } = await sales()
  const days = { name: 'Q4 2026', startsOn: '2026-10-01', endsOn: '2027-01-01' }
  const cycleId = idOf(await createCycle(workspace.db, days, by))
  const aim = { cycleId, title: 'Wachsen', description: null, team: 'Vertrieb' }
  const objectiveId = idOf(await createObjective(workspace.db, aim, by))
  const input = {
    ...({ objectiveId, title: 'Umsatz', kind: 'reach', origin: 'metric' } as const),
    ...({ definition: { metric: 'won_revenue', window: 'cycle' } } as const),
    ...{
      baseline: 0,
      target: 100_00,
      lower: null,
      upper: null,
      weight: 1,
      requiredShare: 0.9,
      cadenceDays: null,
    },
  }
  const id = idOf(await createKeyResult(workspace.db, input, { ...by, workspace }))
  const answer = await request(`/api/key-results/${id}/series`, { cookie })
  expect(await answer.json()).toMatchObject({
    ...{ unit: 'money', currency: 'EUR', step: 1, proposal: null, noProposal: 'too_few' },
    points: expect.arrayContaining([expect.objectContaining({ day: '2026-10-20', value: 50_00 })]),
    periods: [
      { from: '2025-10-01', value: null },
      { from: '2026-01-01', value: null },
      { from: '2026-04-01', value: null },
      { from: '2026-07-01', value: null },
    ],
  })
  expect((await request('/api/key-results/none/series', { cookie })).status).toBe(404)
})
