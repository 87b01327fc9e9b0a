import { expect, test } from 'vitest'
import { alignment } from '../../../db/workspace/schema.ts'
import { circle, type Serves } from '../../../src/process/circle.ts'
import fc from '../../support/properties.ts'
import { scene } from './scene.ts'

test.each([
  [[], { from: 'a', to: 'b' }, null],
  [[], { from: 'a', to: 'a' }, ['a']],
  [[{ from: 'b', to: 'a' }], { from: 'a', to: 'b' }, ['b', 'a']],
  [
    [
      { from: 'b', to: 'c' },
      { from: 'c', to: 'a' },
    ],
    { from: 'a', to: 'b' },
    ['b', 'c', 'a'],
  ],
  [[{ from: 'b', to: 'c' }], { from: 'a', to: 'b' }, null],
] as const)('%j and %j close the circle %j', (edges, edge, way) => {
  expect(circle(edges, edge)).toEqual(way)
})

/** Whether a graph can be emptied by taking away what serves nothing: then it has no circle. */
function hasOrder(edges: readonly Serves[]): boolean {
  let left = [...edges]
  for (;;) {
    const kept = left.filter(({ to }) => left.some(({ from }) => from === to))
    if (kept.length === left.length) return left.length === 0
    left = kept
  }
}

// Planted: `before.has(edge.to)` continued also for the start; the search stopping after one level.
test('drawing only what closes no circle keeps an order, and what is refused would have had none', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
  fc.assert(
    fc.property(fc.array(fc.record({ from: name, to: name }), { maxLength: 25 }), (wanted) => {
      const drawn: Serves[] = []
      for (const edge of wanted) {
        const way = circle(drawn, edge)
        expect([edge, way === null]).toEqual([edge, hasOrder([...drawn, edge])])
        if (way === null) drawn.push(edge)
        else expect([way[0], way.at(-1)]).toEqual([edge.to, edge.from])
      }
    }),
  )
})

test('a circle is refused with its way named, through key results too, and nothing is written', async () => {
  const place = await scene()
  const lead = await place.signIn('team_lead')
  const [service, product] = [
    await place.objective('Verlässlich'),
    await place.objective('Bereit', 'Produkt'),
  ]
  const churn = await place.keyResult('Abgänge', service)
  const send = (id: string, serves: string) => place.post(`/objectives/${id}/alignment`, lead, { serves })
  expect((await send(product, churn)).status).toBe(303)
  expect((await send(service, place.objectiveId)).status).toBe(303)
  const before = await place.workspace.db.select().from(alignment)
  const refused = await send(place.objectiveId, product)
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('Wachsen → Bereit → Verlässlich → Wachsen')
  expect(await place.workspace.db.select().from(alignment)).toEqual(before)
  const map = await (await place.request(`/map?cycle=${place.cycleId}`, { cookie: lead })).text()
  expect(map.indexOf('Wachsen</h2>')).toBeLessThan(map.indexOf('Verlässlich</h2>'))
  expect(map).toContain('trägt bei zu „Abgänge“')
})

test('of two that would close a circle between them, one is drawn', async () => {
  const place = await scene()
  const lead = await place.signIn('team_lead')
  const other = await place.objective('Verlässlich')
  const send = (id: string, serves: string) =>
    place.request(`/api/objectives/${id}/alignment`, {
      ...{ method: 'POST', cookie: lead, json: { serves: [serves], shared: [] } },
    })
  await Promise.all([send(place.objectiveId, other), send(other, place.objectiveId)])
  const drawn = await place.workspace.db.select().from(alignment)
  expect(drawn).toHaveLength(1)
})

test('a team is described, renamed with its objectives, and takes in members of this company only', async () => {
  const place = await scene()
  const lead = await place.signIn('team_lead')
  const { user } = (await (await place.request('/api/me', { cookie: lead })).json()) as {
    user: { id: string }
  }
  const team = { name: 'Vertrieb', purpose: 'Neue Kunden gewinnen' }
  const fields = { ...team, [`part-${user.id}`]: 'lead', [`department-${user.id}`]: 'IT' }
  expect((await place.post('/teams/new', lead, fields)).status).toBe(303)
  const again = await place.post('/teams/new', lead, { ...fields, name: 'vertrieb' })
  expect(await again.text()).toContain('gibt es schon')
  const read = await place.request('/api/teams', { cookie: lead })
  const { teams } = (await read.json()) as { teams: { id: string; members: unknown[] }[] }
  expect(teams).toMatchObject([{ ...team, members: [{ userId: user.id, part: 'lead', department: 'IT' }] }])
  const path = `/teams/${teams[0]?.id}/edit`
  expect((await place.post(path, lead, { ...fields, name: 'Neugeschäft' })).status).toBe(303)
  const board = await (await place.request('/', { cookie: lead })).text()
  expect(board).toContain('Neugeschäft')

  const member = await place.signIn('member')
  expect((await place.post(path, member, fields)).status).toBe(403)
  const page = await (await place.request('/teams', { cookie: member })).text()
  expect(page).toContain('Abteilungen: IT')
  expect(page).not.toContain('/edit"')
  const stranger = { ...team, name: 'Fremd', members: [{ userId: 'u9', part: 'lead', department: '' }] }
  const refused = await place.request('/api/teams', { method: 'POST', cookie: lead, json: stranger })
  expect(refused.status).toBe(422)
})

test('an objective that is shared says with whom', async () => {
  const place = await scene()
  const lead = await place.signIn('team_lead')
  const team = { name: 'Produkt', purpose: 'Bereit sein', members: [] }
  const made = await place.request('/api/teams', { method: 'POST', cookie: lead, json: team })
  const { id } = (await made.json()) as { id: string }
  const path = `/objectives/${place.objectiveId}/alignment`
  expect((await place.post(path, lead, { shared: id })).status).toBe(303)
  const map = await (await place.request('/map', { cookie: lead })).text()
  expect(map).toContain('gemeinsam mit Produkt')
  expect(await (await place.request(path, { cookie: lead })).text()).toMatch(/value="[^"]+" checked/)
})
