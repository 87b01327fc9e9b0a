import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { cycle, keyResult, objective, revision, source, stage } from '../../../db/workspace/schema.ts'
import { roles } from '../../../src/app-env.ts'
import { can } from '../../../src/okr/roles.ts'
import { createCycle, createKeyResult, createObjective, pushValue } from '../../../src/okr/write.ts'
import { addDeals, company } from '../../support/company.ts'
import { visit } from '../../support/web.ts'

const now = '2026-11-24T07:12:00.000Z'
const by = { actor: 'u1', now }
const idOf = (written: { ok: boolean; id?: string }) => written.id ?? ''

async function withKeyResult(over: Partial<Parameters<typeof createKeyResult>[1]> = {}) {
  const workspace = await company()
  const days = { name: 'Q4 2026', startsOn: '2026-10-01', endsOn: '2027-01-01' }
  const cycleId = idOf(await createCycle(workspace.db, days, by))
  const aim = { cycleId, title: 'Wachsen', description: null, team: 'Vertrieb' }
  const objectiveId = idOf(await createObjective(workspace.db, aim, by))
  const input = {
    ...({ objectiveId, title: 'Umsatz', kind: 'reach', origin: 'metric' } as const),
    ...({ definition: { metric: 'won_revenue', window: 'cycle' } } as const),
    ...{ baseline: 0, target: 125_000_000, lower: null, upper: null },
    ...{ weight: 1, requiredShare: 0.9, cadenceDays: null },
    ...over,
  }
  const id = idOf(await createKeyResult(workspace.db, input, { ...by, workspace }))
  const stored = async () => {
    const [row] = await workspace.db.select().from(keyResult).where(eq(keyResult.id, id))
    return row
  }
  return { workspace, cycleId, objectiveId, id, stored }
}

/** What the browser would send: every field of the page as it stands. */
function fieldsOf(html: string): Record<string, string[]> {
  const sent: Record<string, string[]> = {}
  const main = html.slice(html.indexOf('<main'))
  const add = (name: string | undefined, value: string | undefined) => {
    if (name !== undefined) sent[name] = [...(sent[name] ?? []), value ?? '']
  }
  for (const [tag] of main.matchAll(/<input [^>]*>/g)) {
    const unchecked = /type="(radio|checkbox)"/.test(tag) && !tag.includes(' checked')
    if (!unchecked) add(/ name="([^"]*)"/.exec(tag)?.[1], / value="([^"]*)"/.exec(tag)?.[1])
  }
  for (const [, name, options = ''] of main.matchAll(/<select [^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/gs))
    add(name, /value="([^"]*)" selected/.exec(options)?.[1] ?? /value="([^"]*)"/.exec(options)?.[1])
  return sent
}

test('a key result is changed on screen, and another definition is another version', async () => {
  const { workspace, id, stored } = await withKeyResult()
  const site = visit(workspace)
  expect((await site.get(`/key-results/${id}`)).html).toContain(`href="/key-results/${id}/edit"`)
  const form = await site.get(`/key-results/${id}/edit`)
  expect(form.html).toContain('value="1.250.000,00"')

  const untouched = await site.post(`/key-results/${id}/edit`, fieldsOf(form.html))
  expect(untouched.location).toBe(`/key-results/${id}`)
  expect(await stored()).toMatchObject({ definitionVersion: 1, target: 125_000_000, title: 'Umsatz' })

  const changed = {
    ...fieldsOf(form.html),
    target: '1.500.000',
    window: 'fiscal-year',
    title: 'Jahresumsatz',
  }
  expect((await site.post(`/key-results/${id}/edit`, changed)).status).toBe(303)
  expect(await stored()).toMatchObject({
    ...{ definitionVersion: 2, target: 150_000_000, title: 'Jahresumsatz' },
    definition: JSON.stringify({ metric: 'won_revenue', window: { fiscal: 'year' } }),
  })
})

test('a change that does not fit is refused at its field and changes nothing', async () => {
  const { workspace, id, stored } = await withKeyResult()
  const site = visit(workspace)
  const form = fieldsOf((await site.get(`/key-results/${id}/edit`)).html)
  const answer = await site.post(`/key-results/${id}/edit`, { ...form, baseline: '5', target: '5' })
  expect(answer.status).toBe(422)
  expect(answer.html).toContain('id="target-wrong"')
  expect(answer.html).toContain(`action="/key-results/${id}/edit"`)
  expect(await stored()).toMatchObject({ target: 125_000_000 })
})

test('once there are values, a metric of another unit is refused at the metric', async () => {
  const manual = { origin: 'manual', definition: null, unit: 'count', target: 40 } as const
  const { workspace, id } = await withKeyResult(manual)
  await pushValue(
    workspace.db,
    { keyResultId: id, day: '2026-11-23', value: 30, reason: null },
    { ...by, workspace },
  )
  const site = visit(workspace)
  const form = fieldsOf((await site.get(`/key-results/${id}/edit`)).html)
  const entered = { ...form, origin: 'metric', metric: 'won_revenue' }
  const answer = await site.post(`/key-results/${id}/edit`, entered)
  expect(answer.status).toBe(422)
  expect(answer.html).toContain('id="metric-wrong"')
})

test('stages by pipeline, deal types, fields of the CRM and a fixed period can be chosen', async () => {
  const { workspace, id, stored } = await withKeyResult()
  const { db } = workspace
  const known = { source: 'hubspot', archived: false } as const
  await db
    .insert(stage)
    .values({
      ...known,
      pipelineId: 'new',
      id: 'offer',
      label: 'Angebot',
      position: 9,
      closed: true,
      won: true,
    })
    .onConflictDoNothing()
  await db.update(source).set({ properties: '["region"]' })
  await addDeals(
    workspace,
    ['a', 'b', 'c', 'd', 'e', 'f'].map((owner) => ({
      ...({ owner, status: 'won', amountMinor: 100_00, closeDate: '2026-10-10' } as const),
    })),
  )
  await db.update(revision).set({ type: 'newbusiness', stageId: 'offer', properties: '{"region":"Nord"}' })
  const site = visit(workspace)
  const form = await site.get(`/key-results/${id}/edit`)
  for (const offered of ['Angebot', 'newbusiness', 'region']) expect(form.words).toContain(offered)
  const entered = {
    ...fieldsOf(form.html),
    ...{ stages: ['offer', 'offer'], dealTypes: 'newbusiness' },
    ...{ propertyName: 'region', propertyOp: 'in', propertyValues: 'Nord, Süd' },
    ...{ window: 'fixed', windowFrom: '2026-10-01', windowTo: '2026-10-31' },
  }
  const preview = await site.post(`/key-results/${id}/edit`, { ...entered, intent: 'preview' })
  expect(preview.words).toContain('600,00 €')
  expect((await site.post(`/key-results/${id}/edit`, entered)).status).toBe(303)
  expect(JSON.parse((await stored())?.definition ?? '')).toEqual({
    ...{ metric: 'won_revenue', window: { from: '2026-10-01', to: '2026-11-01' } },
    filter: {
      ...{ stages: ['offer'], dealTypes: ['newbusiness'] },
      properties: [{ name: 'region', op: 'in', values: ['Nord', 'Süd'] }],
    },
  })
})

test('a fixed period that ends before it begins, or has no day, is refused at its day', async () => {
  const { workspace, id } = await withKeyResult()
  const site = visit(workspace)
  const form = fieldsOf((await site.get(`/key-results/${id}/edit`)).html)
  for (const intent of ['', 'preview']) {
    const fixed = { ...form, intent, window: 'fixed', windowFrom: '2026-10-31' }
    const backwards = await site.post(`/key-results/${id}/edit`, { ...fixed, windowTo: '2026-10-01' })
    expect(backwards.html).toContain('id="windowTo-wrong"')
    const half = await site.post(`/key-results/${id}/edit`, { ...fixed, windowTo: '' })
    expect(half.html).toContain('id="windowTo-wrong"')
  }
})

test('a coverage is of an amount or of the target of another key result', async () => {
  const { workspace, objectiveId, id } = await withKeyResult()
  const site = visit(workspace)
  const entered = {
    ...{ objectiveId, title: 'Abdeckung', origin: 'metric', metric: 'pipeline_coverage', window: 'cycle' },
    ...{ kind: 'reach', baseline: '100', target: '300', weight: '1', requiredShare: '90' },
  }
  const stated = async (more: Record<string, string>) => {
    const { location, html } = await site.post('/key-results/new', { ...entered, ...more })
    const [row] = await workspace.db
      .select({ definition: keyResult.definition })
      .from(keyResult)
      .where(eq(keyResult.id, location?.split('/')[2] ?? ''))
    return { html, params: JSON.parse(row?.definition ?? '{}').params }
  }
  expect((await stated({ coverageOf: id })).params).toEqual({ target: { keyResult: id } })
  const typed = { coverageOf: 'amount', coverageTarget: '2.000,00' }
  expect((await stated(typed)).params).toEqual({ target: { amountMinor: 2_000_00 } })
  const empty = await stated({ coverageOf: 'amount', coverageTarget: '' })
  expect(empty.html).toContain('id="coverageTarget-wrong"')
})

test('what is chosen and no longer in the CRM stays on the form, so that it can be taken out', async () => {
  const { workspace, id, stored } = await withKeyResult()
  await workspace.db
    .update(keyResult)
    .set({
      definition: JSON.stringify({
        ...{ metric: 'won_revenue', window: 'cycle' },
        filter: { stages: ['vanished'] },
      }),
      broken: JSON.stringify({ code: 'stage_gone', subject: 'vanished' }),
    })
    .where(eq(keyResult.id, id))
  const site = visit(workspace)
  const form = await site.get(`/key-results/${id}/edit`)
  expect(form.words).toContain('vanished nicht mehr im CRM')
  const sent = fieldsOf(form.html)
  expect((await site.post(`/key-results/${id}/edit`, sent)).words).toContain('vanished')
  const { stages: _, ...without } = sent
  expect((await site.post(`/key-results/${id}/edit`, without)).status).toBe(303)
  expect(await stored()).toMatchObject({ broken: null })
})

test('an objective and a cycle are changed on screen, and refused at the field', async () => {
  const { workspace, cycleId, objectiveId } = await withKeyResult()
  const site = visit(workspace)
  const board = await site.get('/')
  for (const path of [`/objectives/${objectiveId}/edit`, `/cycles/${cycleId}/edit`]) {
    expect(board.html).toContain(`href="${path}"`)
    const form = fieldsOf((await site.get(path)).html)
    const [field = ''] = Object.keys(form).filter((name) => name === 'title' || name === 'name')
    const refused = await site.post(path, { ...form, [field]: ' ' })
    expect(refused.status).toBe(422)
    expect(refused.html).toContain(`id="${field}-wrong"`)
    expect((await site.post(path, { ...form, [field]: 'Anders' })).location).toBe(`/?cycle=${cycleId}`)
  }
  const [aim] = await workspace.db.select().from(objective)
  expect(aim).toMatchObject({ title: 'Anders', team: 'Vertrieb', cycleId })
  const [days] = await workspace.db.select().from(cycle)
  expect(days).toMatchObject({ name: 'Anders', startsOn: '2026-10-01', endsOn: '2027-01-01' })
  const backwards = { name: 'Q4', startsOn: '2026-10-01', lastDay: '2026-09-01' }
  const answer = await site.post(`/cycles/${cycleId}/edit`, backwards)
  expect(answer.html).toContain('id="lastDay-wrong"')
})

test('only a role that may change something is offered it, and let in', async () => {
  const { workspace, cycleId, objectiveId, id } = await withKeyResult()
  const asked = [
    [`/key-results/${id}/edit`, `/key-results/${id}`, 'key_result.write'],
    [`/objectives/${objectiveId}/edit`, '/', 'objective.write'],
    [`/cycles/${cycleId}/edit`, '/', 'cycle.write'],
  ] as const
  for (const role of roles.filter((one) => can(one, 'board.read')))
    for (const [path, page, action] of asked) {
      const site = visit(workspace, { role })
      const may = can(role, action)
      expect((await site.get(page)).html.includes(path), `${role} ${path}`).toBe(may)
      expect((await site.get(path)).status, `${role} ${path}`).toBe(may ? 200 : 403)
      expect((await site.post(path, {})).status, `${role} ${path}`).toBe(may ? 422 : 403)
    }
  for (const path of ['/key-results/nope/edit', '/objectives/nope/edit', '/cycles/nope/edit']) {
    expect((await visit(workspace).get(path)).status).toBe(404)
    expect((await visit(workspace).post(path, {})).status).toBe(404)
  }
})

test('a corrected value stands above the one it replaced, with its reason; who wrote it only for those who write', async () => {
  const manual = { origin: 'manual', definition: null, unit: 'ratio', baseline: 0.7, target: 0.85 } as const
  const { workspace, id } = await withKeyResult(manual)
  const push = (value: number, reason: string | null, actor = 'u1') =>
    pushValue(workspace.db, { keyResultId: id, day: '2026-11-23', value, reason }, { actor, now, workspace })
  await push(0.81, null, 'demo')
  await push(0.82, 'Nachzügler')
  const seen = (await visit(workspace, { role: 'member' }).get(`/key-results/${id}`)).words
  expect(seen).toContain('82 % Nachzügler eingetragen 24.11.2026, 08:12 von Mara Lindner')
  expect(seen).toMatch(/81 % ersetzt eingetragen 24\.11\.2026, 08:12\b(?! von)/)
  const coach = (await visit(workspace, { role: 'coach' }).get(`/key-results/${id}`)).words
  expect(coach).toContain('Nachzügler eingetragen 24.11.2026')
  expect(coach).not.toContain('von Mara')
})
