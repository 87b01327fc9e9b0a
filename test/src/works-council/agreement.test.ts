// Planted and seen red: 90 days written into the text; the annex without the fields that were chosen; a pipe of a CRM's name
// left as it is in a table.

import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { setting, source } from '../../../db/workspace/schema.ts'
import { roles } from '../../../src/app-env.ts'
import { VIEW_DAYS } from '../../../src/works-council/views.ts'
import { privacyScene, SALES } from './scene.ts'

const german = { 'accept-language': 'de' }

test('the draft has the settings that hold, in both languages, as a page and as a file', async () => {
  const { run, workspace, get } = await privacyScene()
  await workspace.db.insert(setting).values([
    { key: 'minimum_people', value: '7' },
    { key: 'text_days', value: '200' },
    { key: 'session_days', value: '21' },
  ])
  await workspace.db.update(source).set({ properties: '["region_x"]' }).where(eq(source.id, 'hubspot'))
  await run.deps.directory.$client.execute(
    "INSERT INTO deletion_clock (workspace_id, days) VALUES ('acme', 45)",
  )
  const cookie = await run.signIn('auditor')
  const expected = {
    en: [
      'at least 7 people',
      'Fewer than 3 people',
      `kept for ${VIEW_DAYS} days`,
      '200 days',
      '21 days',
      '45 days',
    ],
    de: [
      'mindestens 7 Personen',
      'Weniger als 3 Personen',
      `wird ${VIEW_DAYS} Tage aufbewahrt`,
      '200 Tage',
      '21 Tage',
      '45 Tage',
    ],
  }
  for (const [locale, phrases] of Object.entries(expected))
    for (const path of ['/settings/agreement', '/settings/agreement.md']) {
      const { status, words } = await get(path, cookie, locale === 'de' ? german : {})
      expect(status).toBe(200)
      const missing = phrases.filter((phrase) => !words.includes(phrase))
      expect([locale, path, missing]).toEqual([locale, path, []])
      expect(words).toMatch(locale === 'de' ? /keine Rechtsberatung/ : /no legal advice/)
      expect(words).toMatch(/(?:in addition|ausgewählte Felder von Deals): region\\?_x/)
      expect(words).toContain('Acme')
      expect(words).not.toContain('undefined')
      expect(SALES.exec(words)).toBeNull()
    }
})

test('it is a download, in Markdown, whose tables hold whatever a CRM calls its fields', async () => {
  const { run, workspace, get } = await privacyScene()
  await workspace.db.update(source).set({ properties: '["a|b","<img src=x>"]' })
  const { text, type } = await get('/settings/agreement.md', await run.signIn('member'))
  expect(type).toBe('text/markdown; charset=utf-8')
  expect(text).toMatch(/^# Works agreement on the use of Pegel\n/)
  expect(text).not.toMatch(/(?<!\\)<img/)
  for (const table of text.split('\n\n').filter((block) => block.startsWith('| '))) {
    const columns = table
      .trim()
      .split('\n')
      .map((row) => row.split(/(?<!\\)\|/).length)
    expect([table, new Set(columns).size]).toEqual([table, 1])
  }
  const sections = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)
  expect(sections).toHaveLength(1 + 14 + 3)
  expect(sections.slice(1, 15).map((title) => Number(/\d+/.exec(title ?? '')?.[0]))).toEqual(
    Array.from({ length: 14 }, (_, n) => n + 1),
  )
})

test('everybody in the company can read it, before a CRM is connected too', async () => {
  const { run, workspace, get } = await privacyScene()
  await workspace.db.update(source).set({ status: 'disconnected' })
  for (const role of roles) {
    const { status, words } = await get('/settings/agreement', await run.signIn(role), german)
    expect([role, status, words.includes('[noch keinem verbundenen CRM]')]).toEqual([role, 200, true])
  }
})
