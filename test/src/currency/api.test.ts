import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { audit, keyResult, typedRate } from '../../../db/workspace/schema.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { readKeyResult } from '../../../src/okr/read.ts'
import { updateKeyResult } from '../../../src/okr/write.ts'
import { problemOf, running } from '../../support/app.ts'
import { addRun } from '../../support/company.ts'
import { liveNight, quarter } from '../closing/scene.ts'

test('an administrator chooses the currency and types rates; others read or may not', async () => {
  const { request, signIn, workspace } = await running()
  const cookie = await signIn('administrator')
  const path = '/api/settings/currency'
  const wrong = await request(path, { method: 'PATCH', cookie, json: { currency: 'Euro' } })
  expect([wrong.status, (await problemOf(wrong)).issues?.[0]?.field]).toEqual([422, 'currency'])
  const changed = await request(path, { method: 'PATCH', cookie, json: { currency: 'USD' } })
  expect(await changed.json()).toMatchObject({
    currency: 'USD',
    // The account counts in euros, and nobody has told a rate.
    connections: [{ id: 'hubspot', currency: 'EUR', way: 'missing', converting: false }],
  })
  const rate = { currency: 'EUR', factor: '1.08', from: '2026-01-01' }
  const typed = await request('/api/settings/rates', {
    method: 'POST',
    cookie,
    json: { ...rate, currency: 'USD' },
  })
  // The company of the test is opened with euros, so a rate into them is asked for.
  expect([typed.status, await typed.json()]).toMatchObject([
    201,
    { rates: [{ currency: 'USD', into: 'EUR', from: '2026-01-01', factor: '1.08' }] },
  ])
  const rows = await workspace.db.select().from(audit).where(eq(audit.action, 'settings.currency'))
  expect(rows.map(({ detail }) => JSON.parse(detail ?? ''))).toEqual([{ before: 'EUR', after: 'USD' }])
  const master = await signIn('okr_master')
  expect((await request(path, { cookie: master })).status).toBe(200)
  expect((await request(path, { method: 'PATCH', cookie: master, json: { currency: 'CHF' } })).status).toBe(
    403,
  )
  expect((await request('/api/settings/rates', { method: 'POST', cookie: master, json: rate })).status).toBe(
    403,
  )
})

test('a target in the earlier currency is not measured against another money: it has to be set anew', async () => {
  const { workspace, ids } = await quarter()
  const id = ids[0] ?? ''
  await liveNight(workspace, '2026-11-22')
  const dollars = { ...workspace, currency: 'USD' }
  await addRun(workspace, '2026-11-23')
  const now = '2026-11-24T05:00:00.000Z'
  expect(await measureDay(dollars, '2026-11-23', now)).toEqual({ published: 0, waiting: 0 })
  const [row] = await workspace.db.select({ broken: keyResult.broken }).from(keyResult)
  expect(JSON.parse(row?.broken ?? '')).toEqual({ code: 'currency_differs', subject: 'EUR' })

  const context = { actor: 'anna', now, workspace: dollars }
  // The same number in another currency would be another goal.
  expect(await updateKeyResult(workspace.db, id, { title: 'Win more' }, context)).toMatchObject({
    issues: [{ field: 'target', code: 'unit_mismatch', subject: 'USD' }],
  })
  expect(await updateKeyResult(workspace.db, id, { target: 60_00 }, context)).toMatchObject({ ok: true })
  // The value in euros says nothing about it, and is no point of its chart.
  const read = await readKeyResult(dollars, id, now)
  expect(read?.keyResult).toMatchObject({ currency: 'USD', latest: null, progress: null, status: 'no_data' })
  expect(read?.history).toEqual([])
})

test('on the page a rate is typed as the language writes numbers, and what is refused is said at its field', async () => {
  const { request, signIn, workspace } = await running()
  const cookie = `${await signIn('administrator')}; pegel_locale=de`
  const post = (entered: Record<string, string>) =>
    request('/settings/rates', {
      ...{ method: 'POST', cookie, body: new URLSearchParams(entered) },
      headers: { origin: 'http://localhost:8787' },
    })
  const typed = await post({ of: 'usd', factor: '0,92', from: '2026-01-01' })
  expect([typed.status, typed.headers.get('location')]).toEqual([303, '/settings/currency'])
  expect(await workspace.db.select({ factor: typedRate.factor }).from(typedRate)).toEqual([
    { factor: '0.92' },
  ])
  const page = await (await request('/settings/currency', { cookie })).text()
  expect(page).toContain('1 USD = 0,92 EUR')
  const wrong = await post({ of: 'usd', factor: 'viel', from: '2026-01-01' })
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toMatch(/value="viel"[\s\S]*Das ist kein Kurs/)
  const master = await signIn('okr_master')
  const read = await (await request('/settings/currency', { cookie: master })).text()
  expect(read).not.toContain('/settings/rates')
  const changed = await request('/settings/currency', {
    ...{ method: 'POST', cookie: master, body: new URLSearchParams({ currency: 'USD' }) },
    headers: { origin: 'http://localhost:8787' },
  })
  expect(changed.status).toBe(403)
})
