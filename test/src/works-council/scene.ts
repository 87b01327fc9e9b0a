/** A company with a key result of each kind, whose titles and targets have numbers that no page of privacy may show. */
import { measureDay } from '../../../src/okr/measure.ts'
import { keyResultInput } from '../../../src/okr/types.ts'
import { createCycle, createKeyResult, createObjective } from '../../../src/okr/write.ts'
import { now, running } from '../../support/app.ts'
import { addDeals, addRun, night } from '../../support/company.ts'

/** Of titles, targets and values. */
export const SALES = /9876543|9\.876\.543|9,876,543|1234567|12\.345\.67|4711|28[.,]?266|600[.,]00/

const won = { metric: 'won_revenue', window: 'cycle' } as const
const coverage = {
  ...{ metric: 'pipeline_coverage', window: 'cycle' },
  params: { target: { amountMinor: 123_456_700 } },
} as const

export async function privacyScene() {
  let at = now
  const run = await running({ now: () => at })
  const { workspace, app } = run
  const context = { actor: 'test', now, workspace }
  const made = async (written: Promise<{ ok: boolean; id?: string; issues?: unknown }>) => {
    const answer = await written
    if (answer.id === undefined) throw new Error(JSON.stringify(answer.issues))
    return answer.id
  }
  await addDeals(
    workspace,
    ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((owner) => [
      { owner, status: 'won', amountMinor: 4711_00, closeDate: '2026-11-02', teamId: 'north' } as const,
      { owner, status: 'open', amountMinor: 900_00, closeDate: '2026-12-20', teamId: 'north' } as const,
    ]),
  )
  const span = { startsOn: '2026-10-01', endsOn: '2027-01-01' }
  const cycleId = await made(createCycle(workspace.db, { name: 'Q4', ...span }, context))
  const place = { cycleId, title: 'Win 9876543', description: null, team: 'North' }
  const objectiveId = await made(createObjective(workspace.db, place, context))
  const base = { objectiveId, kind: 'reach', baseline: 0, target: 9876543_00, title: 'Reach 9876543 EUR' }
  const parts = [
    { ...base, origin: 'metric', definition: won },
    { ...base, origin: 'metric', definition: { ...won, filter: { teams: ['north'] } } },
    { ...base, origin: 'metric', definition: coverage, target: 3 },
    {
      ...{ ...base, origin: 'composite', target: 2 },
      composite: {
        operation: 'ratio',
        terms: [{ metric: 'won_revenue', filter: { teams: ['north'] } }, { metric: 'open_pipeline' }],
      },
    },
    { ...base, origin: 'manual', unit: 'count', target: 10 },
  ]
  const ids: string[] = []
  for (const part of parts)
    ids.push(await made(createKeyResult(workspace.db, keyResultInput.parse(part), context)))
  await addRun(workspace, '2026-11-23')
  await measureDay(workspace, '2026-11-23', night('2026-11-23'))

  async function get(path: string, cookie: string, headers: Record<string, string> = {}) {
    const response = await app.request(`http://localhost:8787${path}`, { headers: { cookie, ...headers } })
    const text = await response.text()
    const words = text.replace(/<[^>]+>/g, ' ').replace(/[\s\u00a0\u202f]+/g, ' ')
    return { status: response.status, text, words, type: response.headers.get('content-type') }
  }
  async function post(path: string, cookie: string, fields: Record<string, string> = {}) {
    const response = await app.request(`http://localhost:8787${path}`, {
      method: 'POST',
      headers: { cookie, origin: 'http://localhost:8787' },
      body: new URLSearchParams(fields),
    })
    return {
      status: response.status,
      location: response.headers.get('location'),
      text: await response.text(),
    }
  }
  const wait = (days: number) => {
    at = new Date(Date.parse(now) + days * 86_400_000).toISOString()
  }
  return { run, workspace, ids, get, post, wait }
}
