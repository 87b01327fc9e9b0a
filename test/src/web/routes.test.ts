import { expect, test } from 'vitest'
import { roles } from '../../../src/app-env.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { can } from '../../../src/okr/roles.ts'
import { createCycle, createKeyResult, createObjective, pushValue } from '../../../src/okr/write.ts'
import type { Workspace } from '../../../src/platform.ts'
import { assets } from '../../../src/web/assets.ts'
import { safeBack } from '../../../src/web/preference-routes.ts'
import { addDeals, addRun, company } from '../../support/company.ts'
import { visit } from '../../support/web.ts'

const now = '2026-11-24T07:12:00.000Z'
const by = { actor: 'u1', now }

async function withObjective(): Promise<{ workspace: Workspace; cycle: string; objective: string }> {
  const workspace = await company()
  const cycle = await createCycle(
    workspace.db,
    { name: 'Q4 2026', startsOn: '2026-10-01', endsOn: '2027-01-01' },
    by,
  )
  const cycleId = cycle.ok ? cycle.id : ''
  const input = { cycleId, title: 'Wachsen', description: null, team: 'Vertrieb' }
  const objective = await createObjective(workspace.db, input, by)
  return { workspace, cycle: cycleId, objective: objective.ok ? objective.id : '' }
}

const typedKeyResult = (objective: string) => ({
  objectiveId: objective,
  title: 'Umsatz',
  origin: 'metric',
  metric: 'won_revenue',
  window: 'cycle',
  kind: 'reach',
  baseline: '0',
  target: '1.250.000,00',
  weight: '1',
  requiredShare: '90',
})

test('a newcomer is led from an empty board to a first key result', async () => {
  const site = visit(await company())
  expect((await site.get('/')).words).toContain('Noch kein Zyklus')
  expect((await site.get('/objectives/new')).location).toBe('/cycles/new')
  expect((await site.get('/key-results/new')).location).toBe('/objectives/new')

  const offered = await site.get('/cycles/new')
  expect(offered.html).toContain('value="Q4 2026"')
  const cycle = await site.post('/cycles/new', {
    name: 'Q4 2026',
    startsOn: '2026-10-01',
    lastDay: '2026-12-31',
  })
  expect(cycle.status).toBe(303)
  const cycleId = new URLSearchParams(cycle.location?.slice(2)).get('cycle') ?? ''
  await site.post('/objectives/new', { cycleId, title: 'Wachsen', description: '', team: 'Vertrieb' })
  expect((await site.get('/')).words).toContain('Wachsen Team Vertrieb')

  const form = await site.get('/key-results/new')
  const objective = /<option value="([0-9a-f-]{36})"/.exec(form.html)?.[1] ?? ''
  const created = await site.post('/key-results/new', typedKeyResult(objective))
  expect(created.location).toMatch(/^\/key-results\/[0-9a-f-]{36}$/)
  const page = await site.get(created.location ?? '')
  expect(page.words).toContain('Ziel 1,25 Mio. €')
  expect(page.words).toContain('ohne Daten')
})

test('a refused form says at the field why, and keeps what was typed', async () => {
  const { workspace, objective } = await withObjective()
  const site = visit(workspace)
  const cycle = await site.post('/cycles/new', {
    name: 'Rückwärts',
    startsOn: '2027-01-01',
    lastDay: '2026-12-01',
  })
  expect(cycle.status).toBe(422)
  expect(cycle.words).toContain('Das Ende muss nach dem Anfang liegen.')
  expect(cycle.html).toContain('value="Rückwärts"')

  const kr = await site.post('/key-results/new', {
    ...typedKeyResult(objective),
    baseline: '1.250.000,00',
    weight: '-1',
  })
  expect(kr.status).toBe(422)
  expect(kr.words).toContain('Ausgangswert und Zielwert sind gleich.')
  expect(kr.words).toContain('Das Gewicht darf nicht negativ sein.')
  expect(kr.html).toContain('value="1.250.000,00"')
  expect(kr.html).toMatch(/aria-describedby="target-wrong"\s+aria-invalid="true"/)
})

test('a number of the other language is refused with an example and never guessed', async () => {
  const { workspace, objective } = await withObjective()
  const entered = { ...typedKeyResult(objective), target: '12.50' }
  const german = await visit(workspace).post('/key-results/new', entered)
  expect(german.words).toContain('Das ist keine Zahl. Beispiel: 1250000,00')
  expect(german.words).not.toContain('Hier fehlt eine Angabe')
  const english = await visit(workspace, { locale: 'en' }).post('/key-results/new', entered)
  expect(english.status).toBe(303)
})

test('a band that excludes everything is refused at its upper bound', async () => {
  const { workspace, objective } = await withObjective()
  const entered = { ...typedKeyResult(objective), kind: 'hold', metric: 'win_rate', lower: '50', upper: '30' }
  const answer = await visit(workspace).post('/key-results/new', entered)
  expect(answer.status).toBe(422)
  expect(answer.html).toContain('id="upper-wrong"')
})

test('a selection with too few people behind it is refused, in the preview as well', async () => {
  const { workspace, objective } = await withObjective()
  await addDeals(workspace, [{ owner: 'a', status: 'won', amountMinor: 100, closeDate: '2026-10-10' }])
  const entered = { ...typedKeyResult(objective), teams: ['north'] }
  for (const intent of ['', 'preview']) {
    const answer = await visit(workspace).post('/key-results/new', { ...entered, intent })
    expect(answer.status).toBe(422)
    expect(answer.words).toContain('zu wenige Personen (1)')
  }
})

test('the preview shows the value before anything is saved', async () => {
  const { workspace, objective } = await withObjective()
  await addDeals(workspace, [{ owner: 'a', status: 'won', amountMinor: 12_345_67, closeDate: '2026-10-10' }])
  const site = visit(workspace)
  const answer = await site.post('/key-results/new', { ...typedKeyResult(objective), intent: 'preview' })
  expect(answer.words).toContain('12.345,67 €')
  expect((await site.get('/')).words).toContain('noch kein Key Result')
})

test('the page of a key result shows the deals behind it, with their part and the way to the CRM', async () => {
  const { workspace, objective } = await withObjective()
  await addDeals(
    workspace,
    ['a', 'b', 'c', 'd', 'e', 'f'].map((owner, i) => ({
      owner,
      status: 'won' as const,
      amountMinor: 100_000 * (i + 1),
      closeDate: '2026-10-10',
    })),
  )
  await addRun(workspace, '2026-11-23')
  const written = await createKeyResult(
    workspace.db,
    {
      ...{
        objectiveId: objective,
        title: 'Umsatz',
        kind: 'reach',
        origin: 'metric',
        weight: 1,
        requiredShare: 0.9,
      },
      ...{ definition: { metric: 'won_revenue', window: 'cycle', filter: { pipelines: ['new'] } } },
      ...{ baseline: 0, target: 4_200_000, lower: null, upper: null, cadenceDays: null },
    },
    { ...by, workspace },
  )
  await measureDay(workspace, '2026-11-23', now)
  const id = written.ok ? written.id : ''
  const page = await visit(workspace).get(`/key-results/${id}`)
  expect(page.words).toContain('21.000,00 €')
  expect(page.words).toContain('Fortschritt 50 %')
  expect(page.words).toContain('6 Deals')
  expect(page.words).toContain('New business')
  expect(page.words).toContain('6.000,00 €')
  expect(page.html).toMatch(/<a class="deal" href="https:\/\/app\.example\//)
  // An old link may point past the end.
  expect((await visit(workspace).get(`/key-results/${id}?page=99`)).words).toContain('6.000,00 €')
  // A coach follows the goals and sees no deal.
  const coach = await visit(workspace, { role: 'coach' }).get(`/key-results/${id}`)
  expect(coach.words).toContain('21.000,00 €')
  expect(coach.words).not.toContain('6.000,00 €')
})

test('a value is typed in the language of the page; correcting it needs a reason', async () => {
  const { workspace, objective } = await withObjective()
  const written = await createKeyResult(
    workspace.db,
    {
      ...{ objectiveId: objective, title: 'Zufriedenheit', kind: 'reach', origin: 'manual', unit: 'ratio' },
      ...{ definition: null, baseline: 0.7, target: 0.85, lower: null, upper: null },
      ...{ weight: 1, requiredShare: 0.9, cadenceDays: 14 },
    },
    { ...by, workspace },
  )
  const path = `/key-results/${written.ok ? written.id : ''}`
  const site = visit(workspace)
  expect((await site.get(path)).words).toContain('Wert eintragen')
  expect((await site.post(`${path}/values`, { value: 'viel', day: '2026-11-23', reason: '' })).status).toBe(
    422,
  )
  expect((await site.post(`${path}/values`, { value: '81,5', day: '2026-11-23', reason: '' })).location).toBe(
    path,
  )
  expect((await site.get(path)).words).toContain('81,5 %')
  const again = await site.post(`${path}/values`, { value: '82', day: '2026-11-23', reason: '' })
  expect(again.status).toBe(422)
  expect(again.html).toContain('id="reason-wrong"')
  expect(again.html).toContain('value="82"')
  const corrected = { value: '82', day: '2026-11-23', reason: 'Nachzügler' }
  expect((await site.post(`${path}/values`, corrected)).status).toBe(303)
})

test('an unknown key result or cycle is not found', async () => {
  const { workspace } = await withObjective()
  const site = visit(workspace)
  expect((await site.get('/key-results/nope')).status).toBe(404)
  expect((await site.get('/?cycle=nope')).status).toBe(404)
  expect((await site.post('/key-results/nope/values', { value: '1', day: '2026-11-23' })).status).toBe(404)
})

test('every route asks the role', async () => {
  const { workspace, objective } = await withObjective()
  const asked = [
    ['/', 'board.read'],
    ['/key-results/nope', 'board.read'],
    ['/cycles/new', 'cycle.write'],
    ['/objectives/new', 'objective.write'],
    [`/key-results/new?objective=${objective}`, 'key_result.write'],
  ] as const
  const refused = async (role: (typeof roles)[number], path: string) =>
    (await visit(workspace, { role }).get(path)).status === 403
  for (const role of roles)
    for (const [path, action] of asked)
      expect(await refused(role, path), `${role} ${path}`).toBe(!can(role, action))
  const posted = await visit(workspace, { role: 'coach' }).post('/key-results/x/values', { value: '1' })
  expect(posted.status).toBe(403)
})

test('language and appearance are kept in cookies and lead back to a path of ours only', async () => {
  const site = visit(await company())
  const body = new URLSearchParams({ locale: 'en', theme: 'dark', back: '/?cycle=x' })
  const response = await site.app.request('/preferences', { method: 'POST', body })
  const cookies = response.headers.getSetCookie().join('\n')
  expect(cookies).toContain('pegel_locale=en')
  expect(cookies).toContain('pegel_theme=dark')
  expect(response.headers.get('location')).toBe('/?cycle=x')
  for (const evil of ['//evil.example', 'https://evil.example', '/\\evil.example', '', 'javascript:x'])
    expect(safeBack(evil)).toBe('/')
})

test('the style sheet is kept for a year under a name of its content', async () => {
  const site = visit(await company())
  for (const { path } of assets) {
    const response = await site.app.request(path)
    expect(response.headers.get('cache-control')).toContain('immutable')
  }
  expect((await site.get('/')).html).toContain(assets[0]?.path)
})

test('a pushed value shows up on the board without its form on the page', async () => {
  const { workspace, objective } = await withObjective()
  const written = await createKeyResult(
    workspace.db,
    {
      ...{ objectiveId: objective, title: 'Anmeldungen', kind: 'reach', origin: 'pushed', unit: 'count' },
      ...{ definition: null, baseline: 0, target: 40, lower: null, upper: null },
      ...{ weight: 1, requiredShare: 0.9, cadenceDays: null },
    },
    { ...by, workspace },
  )
  const id = written.ok ? written.id : ''
  await pushValue(
    workspace.db,
    { keyResultId: id, day: '2026-11-23', value: 30, reason: null },
    { ...by, workspace },
  )
  const site = visit(workspace)
  expect((await site.get('/')).words).toContain('30 Ziel 40')
  expect((await site.get(`/key-results/${id}`)).words).not.toContain('Wert eintragen')
})
