import { expect, test } from 'vitest'
import { keyResult } from '../../../db/workspace/schema.ts'
import { compositeSchema } from '../../../src/metrics/index.ts'
import { createCycle, createObjective, updateKeyResult } from '../../../src/okr/write.ts'
import { addDeals, company } from '../../support/company.ts'
import { visit } from '../../support/web.ts'

const by = { actor: 'u1', now: '2026-11-24T07:12:00.000Z' }
const idOf = (written: { ok: boolean; id?: string }) => written.id ?? ''

/** What the browser would send: every field of the page as it stands. */
function fieldsOf(html: string): Record<string, string> {
  const sent: Record<string, string> = {}
  const plain = (text = '') => text.replaceAll('&quot;', '"')
  for (const [tag] of html.slice(html.indexOf('<main')).matchAll(/<input [^>]*>/g)) {
    const name = / name="([^"]*)"/.exec(tag)?.[1]
    if (name === undefined || (/type="(radio|checkbox)"/.test(tag) && !tag.includes(' checked'))) continue
    sent[name] = plain(/ value="([^"]*)"/.exec(tag)?.[1])
  }
  for (const [, name = '', options = ''] of html.matchAll(
    /<select [^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/gs,
  )) {
    const chosen = /value="([^"]*)" selected/.exec(options) ?? /value="([^"]*)"/.exec(options)
    sent[name] = plain(chosen?.[1])
  }
  return sent
}

async function scene() {
  const workspace = await company()
  const { db } = workspace
  const days = { name: 'Q4 2026', startsOn: '2026-10-01', endsOn: '2027-01-01' }
  const cycleId = idOf(await createCycle(db, days, by))
  const objective = { cycleId, title: 'Wachsen', description: null, team: 'Vertrieb' }
  const objectiveId = idOf(await createObjective(db, objective, by))
  const deals = (status: 'won' | 'lost', amountMinor: number) =>
    ['a', 'b', 'c', 'd', 'e'].map((owner) => ({ owner, status, amountMinor, closeDate: '2026-10-20' }))
  await addDeals(workspace, [...deals('won', 10_00), ...deals('lost', 4_00)])
  const fields = {
    ...{ objectiveId, title: 'Gewichtet', origin: 'composite', operation: 'weighted' },
    ...{ 'term-1-metric': 'won_revenue', 'term-1-weight': '0,75', 'term-1-connection': 'hubspot' },
    ...{ 'term-2-metric': 'lost_revenue', 'term-2-weight': '-0,25', 'term-3-metric': '' },
    ...{ kind: 'reach', baseline: '0', target: '100', weight: '1', requiredShare: '90' },
  }
  const stored = async () => {
    const [row] = await db.select().from(keyResult)
    return { ...row, composite: JSON.parse(row?.definition ?? 'null') as unknown }
  }
  return { workspace, site: visit(workspace), fields, stored }
}

test('a weighted sum is looked at before it is made, and made as it was typed', async () => {
  const { site, fields, stored } = await scene()
  expect((await site.get('/key-results/new')).html).toContain('name="term-1-metric"')
  const preview = await site.post('/key-results/new', { ...fields, intent: 'preview' })
  // 0.75 times 50 less 0.25 times 20.
  expect(preview.html).toContain('32,50')
  const made = await site.post('/key-results/new', fields)
  expect(made.status).toBe(303)
  expect(await stored()).toMatchObject({ origin: 'composite', unit: 'money', target: 100_00 })
  expect((await stored()).composite).toEqual({
    ...{ operation: 'weighted', window: 'cycle' },
    terms: [
      { metric: 'won_revenue', filter: { connections: ['hubspot'] }, weight: '0.75' },
      { metric: 'lost_revenue', weight: '-0.25' },
    ],
  })
})

test('a change keeps what the form has no field for, while the metric of the term stays', async () => {
  const { workspace, site, fields, stored } = await scene()
  await site.post('/key-results/new', fields)
  const { id = '' } = await stored()
  const narrow = { minAmountMinor: 1, connections: ['hubspot', 'hubspot'] }
  const composite = compositeSchema.parse({
    operation: 'weighted',
    window: { from: '2026-10-01', to: '2026-11-01' },
    terms: [
      { metric: 'won_revenue', weight: '0.5', window: { fiscal: 'year' }, filter: narrow },
      { metric: 'won_revenue', weight: '2', filter: { pipelines: ['new'] } },
    ],
  })
  expect(await updateKeyResult(workspace.db, id, { composite }, { ...by, workspace })).toMatchObject({
    ok: true,
  })
  const { html } = await site.get(`/key-results/${id}/edit`)
  const sent = fieldsOf(html)
  expect(sent).toMatchObject({ 'term-1-weight': '0,5', 'term-1-connection': '=', 'term-2-pipeline': 'new' })
  expect((await site.post(`/key-results/${id}/edit`, { ...sent, title: 'Neu' })).status).toBe(303)
  expect(await stored()).toMatchObject({ title: 'Neu', composite })

  await site.post(`/key-results/${id}/edit`, {
    ...sent,
    'term-1-metric': 'lost_revenue',
    'term-1-connection': '',
  })
  expect((await stored()).composite).toMatchObject({ terms: [{ metric: 'lost_revenue', weight: '0.5' }, {}] })
  expect(JSON.stringify((await stored()).composite)).not.toContain('minAmountMinor')
})

test('what does not go together, and a weight that is no number, are told where they were chosen', async () => {
  const { site, fields } = await scene()
  const mixed = await site.post('/key-results/new', { ...fields, 'term-2-metric': 'won_deals' })
  expect(mixed.status).toBe(422)
  expect(mixed.html).toContain('id="operation-wrong"')
  const typed = await site.post('/key-results/new', { ...fields, 'term-2-weight': 'viel' })
  expect(typed.html).toContain('id="term-2-weight-wrong"')
  const unweighted = await site.post('/key-results/new', {
    ...fields,
    'term-1-weight': '',
    intent: 'preview',
  })
  expect(unweighted.html).toContain('id="term-1-weight-wrong"')
})
