import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { audit, cyclePhase } from '../../../db/workspace/schema.ts'
import { roles } from '../../../src/app-env.ts'
import { can } from '../../../src/okr/roles.ts'
import {
  goalsMayChange,
  hindrances,
  type Phase,
  phaseByDays,
  phases,
  type Standing,
} from '../../../src/process/phases.ts'
import fc from '../../support/properties.ts'
import { scene } from './scene.ts'

const cycle = { id: 'q4', name: 'Q4 2026', startsOn: '2026-10-01', endsOn: '2027-01-01' }
const standing = (over: Partial<Standing> = {}): Standing => ({
  ...{ phase: 'draft', cycle, today: '2026-11-24', objectives: 2, bare: [], unfrozen: 3 },
  ...over,
})

test('a cycle that nobody has moved follows its days', () => {
  expect(phaseByDays(cycle, '2026-09-30', false)).toBe('draft')
  expect(phaseByDays(cycle, '2026-10-01', false)).toBe('running')
  expect(phaseByDays(cycle, '2026-12-31', false)).toBe('running')
  expect(phaseByDays(cycle, '2027-01-01', false)).toBe('closing')
  expect(phaseByDays(cycle, '2027-01-10', true)).toBe('closed')
})

test.each([
  ['agreed', standing(), []],
  ['agreed', standing({ objectives: 0 }), [{ code: 'no_objectives' }]],
  ['agreed', standing({ bare: ['Wachsen'] }), [{ code: 'bare_objectives', titles: ['Wachsen'] }]],
  ['running', standing(), [{ code: 'no_step', from: 'draft', to: 'running' }]],
  ['running', standing({ phase: 'agreed', today: '2026-09-30' }), [{ code: 'not_begun', day: '2026-10-01' }]],
  ['running', standing({ phase: 'agreed' }), []],
  ['running', standing({ phase: 'closing', today: '2027-01-01' }), [{ code: 'over', day: '2026-12-31' }]],
  [
    'closing',
    standing({ phase: 'running', today: '2026-12-17' }),
    [{ code: 'too_early_to_close', day: '2026-12-18' }],
  ],
  ['closing', standing({ phase: 'running', today: '2026-12-18' }), []],
  ['closed', standing({ phase: 'closing' }), [{ code: 'not_final', n: 3 }]],
  ['closed', standing({ phase: 'closing', unfrozen: 0 }), []],
  ['draft', standing({ phase: 'closed' }), [{ code: 'no_step', from: 'closed', to: 'draft' }]],
] as const)('a step to %s is free or says everything that stands against it', (to, from, against) => {
  expect(hindrances(from, to)).toEqual(against)
})

// Planted: `closed: ['closing']` in the steps; `running: ['closing', 'draft']`.
test('no walk leads out of a closed cycle, nor changes goals after closing but by running again', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...phases), { maxLength: 12 }), (wanted) => {
      let phase: Phase = 'draft'
      for (const to of wanted) {
        const free = hindrances(standing({ phase, today: '2026-12-20', unfrozen: 0 }), to).length === 0
        const back = free && !goalsMayChange(phase) && goalsMayChange(to)
        expect([phase, free && phase === 'closed']).toEqual([phase, false])
        expect([phase, to, back && (phase !== 'closing' || to !== 'running')]).toEqual([phase, to, false])
        if (free) phase = to
      }
    }),
  )
})

test('the OKR master moves a cycle, and who, when and why is kept', async () => {
  const place = await scene()
  const master = await place.signIn('okr_master')
  const path = `/cycles/${place.cycleId}/phase`
  const early = await (await place.request(path, { cookie: master })).text()
  expect(early).toContain('folgt den Tagen des Zyklus')

  // By its days it runs; the first word about it is where it goes from there.
  const refused = await place.post(path, master, { to: 'closing' })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('18. Dezember 2026')
  expect(await place.workspace.db.select().from(cyclePhase)).toEqual([])
})

test('each step is made once, and a closing cycle keeps its goals as they are', async () => {
  const late = await scene({ now: () => '2026-12-20T09:00:00.000Z' })
  const master = await late.signIn('okr_master')
  const lead = await late.signIn('team_lead')
  const path = `/cycles/${late.cycleId}/phase`
  expect((await late.post(path, lead, { to: 'closing' })).status).toBe(403)
  expect((await late.post(path, master, { to: 'closing', reason: 'Rückblick' })).status).toBe(303)
  expect((await late.post(path, master, { to: 'closing' })).status).toBe(422)
  const rows = await late.workspace.db.select().from(cyclePhase)
  expect(rows).toMatchObject([{ number: 1, phase: 'closing', role: 'okr_master', reason: 'Rückblick' }])
  const told = await late.workspace.db.select().from(audit).where(eq(audit.action, 'cycle.phase'))
  expect(told).toHaveLength(1)

  const objective = { cycleId: late.cycleId, title: 'Zu spät', team: 'Vertrieb' }
  const answer = await late.request('/api/objectives', { method: 'POST', cookie: lead, json: objective })
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain('phase_closing')
  const screen = await late.post('/objectives/new', lead, { ...objective, description: '' })
  expect(await screen.text()).toContain('Der Abschluss hat begonnen')

  // Not over yet: it may run on, and then goals change again.
  expect((await late.post(path, master, { to: 'running' })).status).toBe(303)
  const again = await late.request('/api/objectives', { method: 'POST', cookie: lead, json: objective })
  expect(again.status).toBe(201)
  const page = await (await late.request(path, { cookie: lead })).text()
  expect(page).toContain('Rückblick')
  expect(page).not.toContain('name="to"')
})

test('two who move a cycle at once are one step', async () => {
  const late = await scene({ now: () => '2026-12-20T09:00:00.000Z' })
  const master = await late.signIn('okr_master')
  const path = `/api/cycles/${late.cycleId}/phase`
  const move = () => late.request(path, { method: 'POST', cookie: master, json: { to: 'closing' } })
  const answers = await Promise.all([move(), move()])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422])
  expect(await late.workspace.db.select().from(cyclePhase)).toHaveLength(1)
})

test('vision and themes are said by those who set direction, and read by all who see the board', async () => {
  const place = await scene()
  const management = await place.signIn('management')
  const said = { vision: 'Der verlässlichste Zulieferer', themes: 'Bestandskunden\n\nService ' }
  expect((await place.post('/direction', management, said)).status).toBe(303)
  const many = Array.from({ length: 8 }, (_, i) => `Thema ${i}`).join('\n')
  const refused = await place.post('/direction', management, { ...said, themes: many })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('mehr ist keine Richtung')
  const member = await place.signIn('member')
  const page = await (await place.request(`/cycles/${place.cycleId}/phase`, { cookie: member })).text()
  expect(page).toContain('Der verlässlichste Zulieferer')
  expect(page).toContain('<li>Service</li>')
  expect(page).not.toContain('href="/direction"')
  const read = await place.request('/api/direction', { cookie: member })
  expect(await read.json()).toEqual({
    vision: 'Der verlässlichste Zulieferer',
    themes: ['Bestandskunden', 'Service'],
  })
})

test('only those who run the process move it; direction is set by management too', () => {
  const who = (action: 'phase.write' | 'direction.write') => roles.filter((role) => can(role, action))
  expect(who('phase.write')).toEqual(['administrator', 'okr_master'])
  expect(who('direction.write')).toEqual(['administrator', 'management', 'okr_master'])
})
