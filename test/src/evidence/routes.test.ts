import { expect, test } from 'vitest'
import { z } from 'zod'
import { audit, deal, keyResult } from '../../../db/workspace/schema.ts'
import { created } from '../../../src/api/schemas.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { jsonOf, problemOf, type Running, running } from '../../support/app.ts'
import { addDeals, addRun } from '../../support/company.ts'

const day = '2026-11-23'
const morning = '2026-11-24T05:00:00.000Z'
const people = ['a', 'b', 'c', 'd', 'e']

/** A company whose won revenue is 50 €, published once. */
async function scene(): Promise<Running & { readonly id: string; readonly cookie: string }> {
  const program = await running()
  const { request, workspace, signIn } = program
  const cookie = await signIn('administrator')
  const made = async (path: string, json: object) =>
    (await jsonOf(await request(path, { method: 'POST', cookie, json }), created)).id
  const cycleId = await made('/api/cycles', { name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01' })
  const objectiveId = await made('/api/objectives', { cycleId, title: 'Grow', team: 'North' })
  await addDeals(
    workspace,
    people.map((owner) => ({ owner, status: 'won', amountMinor: 10_00, closeDate: '2026-10-20' }) as const),
  )
  await workspace.db.update(deal).set({ name: '=cmd()' })
  const definition = { metric: 'won_revenue', window: 'cycle', filter: { pipelines: ['new'] } }
  const id = await made('/api/key-results', {
    ...{ objectiveId, title: 'Win 100 €', kind: 'reach', origin: 'metric', definition },
    ...{ baseline: 0, target: 100_00 },
  })
  await addRun(workspace, day)
  await measureDay(workspace, day, morning)
  return { ...program, id, cookie }
}

const file = z.object({
  head: z.looseObject({
    value: z.number(),
    seq: z.number(),
    sentence: z.object({ de: z.string(), en: z.string() }),
  }),
  deals: z.array(z.looseObject({ numerator: z.number(), standing: z.string(), pipeline: z.string() })),
})

test('page and API give the deals of a published value as CSV and JSON, and the log keeps who took them', async () => {
  const { request, workspace, id, cookie } = await scene()
  const json = await request(`/api/key-results/${id}/evidence.json`, { cookie })
  const { head, deals } = await jsonOf(json, file)
  expect(head).toMatchObject({
    value: 50_00,
    numerator: 50_00,
    complete: true,
    timeZone: 'Europe/Berlin',
    run: expect.any(String),
  })
  expect(head.sentence).toEqual({
    de: 'Gewonnener Umsatz der Pipeline New business, Abschlussdatum vom 1. Oktober bis 31. Dezember 2026',
    en: 'Won revenue of the pipeline New business, close date from 1 October to 31 December 2026',
  })
  expect(deals.map(({ numerator, standing, pipeline }) => [numerator, standing, pipeline])).toEqual(
    people.map(() => [10_00, 'counted', 'New business']),
  )
  const csv = await request(`/key-results/${id}/evidence.csv?locale=de`, { cookie })
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(csv.headers.get('content-disposition')).toContain('attachment')
  const bytes = new Uint8Array(await csv.arrayBuffer())
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const text = new TextDecoder().decode(bytes)
  expect(text).toContain('\r\nWert;50,00\r\n')
  expect(text.match(/;'=cmd\(\);gezählt;;10,00;/g)?.length).toBe(5)
  const english = await request(`/api/key-results/${id}/evidence.csv?locale=en&day=${day}`, { cookie })
  expect(await english.text()).toContain('\r\nValue,50.00\r\n')
  const rows = await workspace.db.select().from(audit)
  expect(rows.filter(({ action }) => action === 'evidence.export').map(({ subject }) => subject)).toEqual([
    id,
    id,
    id,
  ])
})

test('whoever may not see deals gets no file, nor does anybody when too few people stand behind', async () => {
  const { request, workspace, id, cookie, signIn } = await scene()
  for (const role of ['coach', 'auditor'] as const) {
    for (const path of [`/api/key-results/${id}/evidence.csv`, `/api/key-results/${id}/evidence.json`])
      expect((await request(path, { cookie: await signIn(role) })).status).toBe(403)
  }
  expect((await request(`/api/key-results/nothing/evidence.csv`, { cookie })).status).toBe(404)
  expect((await request(`/api/key-results/${id}/evidence.csv?day=2026-11-01`, { cookie })).status).toBe(404)
  expect((await request(`/api/key-results/${id}/evidence.csv?day=today`, { cookie })).status).toBe(422)
  await workspace.db
    .update(keyResult)
    .set({ broken: JSON.stringify({ code: 'group_too_small', subject: '2' }) })
  const hidden = await problemOf(await request(`/api/key-results/${id}/evidence.json`, { cookie }))
  expect(hidden.issues).toMatchObject([{ code: 'group_too_small' }])
})
