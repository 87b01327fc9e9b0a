import { expect, test } from 'vitest'
import { keyResultPage } from '../../../src/web/key-result-page.ts'
import { pageContext, text } from '../../support/page-context.ts'
import {
  detail,
  evidenceRows,
  holdView,
  keyResult,
  keyResultView,
  manualView,
  metricValue,
} from '../../support/views.ts'

const german = pageContext()
const plain = (page: string) => page.replace(/<[^>]+>/g, ' ').replace(/[\s\u00a0]+/g, ' ')
const shown = async (view = keyResultView(), ctx = german) => plain(await text(keyResultPage(view, ctx)))

test('the headline is exact to the cent, and says of which day and how old it is', async () => {
  const page = await shown()
  expect(page).toContain('1.243.500,00 €')
  expect(page).toContain('Wert vom 23. November 2026')
  expect(page).toContain('Datenstand 24.11.2026, 04:12')
  expect(page).toContain('vor 4 Stunden')
  expect(page).toContain('Abstand zum Soll +3 Punkte')
})

test('each deal shows stage, close date, amount in its own currency with the rate, and its part', async () => {
  const page = await shown()
  expect(page).toContain('240.000,00 CHF Kurs 1,0615 254.760,00 € 254.760,00 €')
  expect(page).toContain('Deal 90213')
  expect(page).toContain('zurückgehalten')
  expect(page).toContain('Für mindestens eine Währung fehlt der Kurs.')
  expect(page).toContain('Seite 2 von 4')
})

test('a column in the company’s currency appears only when a deal has another one', async () => {
  const { evidence } = keyResultView()
  const rows = evidenceRows.filter((row) => row.currency === 'EUR')
  const page = await shown(keyResultView({ evidence: evidence && { ...evidence, rows } }))
  expect(page).not.toContain('In EUR')
  expect(await shown()).toContain('In EUR')
})

test('the chart tells in words what it draws, and leaves a gap where no value was', async () => {
  const html = await text(keyResultPage(keyResultView(), german))
  const told = /<desc id="wide-desc">([^<]*)/.exec(html)?.[1]?.replace(/\s/g, ' ')
  expect(told).toContain('52 Messungen von 0 € am 1. Oktober 2026 bis 1,24 Mio. € am 23. November 2026.')
  expect(told).toContain('Ziel 2 Mio. €')
  const course = /class="course" d="([^"]*)"/.exec(html)?.[1] ?? ''
  expect(course.match(/M/g)).toHaveLength(2)
  expect(html.match(/class="unsure" cx/g)?.length).toBeGreaterThan(0)
})

test('no number of the drawing is none', async () => {
  const single = detail({ history: [{ day: '2026-11-23', value: 0, progress: 0, complete: true }], pace: [] })
  const flat = { ...single, keyResult: keyResult({ baseline: null, target: null }) }
  for (const view of [keyResultView(), holdView(), keyResultView({ detail: flat })])
    expect(await text(keyResultPage(view, german))).not.toMatch(/NaN|Infinity|undefined/)
})

test('completeness is told in plain words with its reasons', async () => {
  const latest = metricValue({ complete: false, skipped: 7, reason: 'held_deals' })
  const page = await shown(
    keyResultView({ detail: detail({ keyResult: keyResult({ latest, status: 'incomplete' }) }) }),
  )
  expect(page).toContain('Der Wert ist unvollständig.')
  expect(page).toContain('zurückgehalten und zählen nicht mit')
  expect(page).toContain('7 Deals oder Datensätze könnten dazugehören')
  expect(await shown()).toContain('Alles gelesen: Der Wert ist vollständig.')
})

test('what is not known says since when it is', async () => {
  const latest = metricValue({ value: null, reason: 'unknown_before', since: '2026-10-05' })
  const page = await shown(
    keyResultView({ detail: detail({ keyResult: keyResult({ latest, progress: null }) }) }),
  )
  expect(page).toContain('kein Wert')
  expect(page).toContain('Vor dem 5. Oktober 2026 ist nichts bekannt.')
})

test('a value to hold shows its band and how many days it held', async () => {
  const page = await shown(holdView())
  expect(page).toContain('halten zwischen 25 % und 40 %')
  expect(page).toContain('52 von 54 Tagen im Band')
  expect(page).toContain('20 geteilt durch 64')
})

test('a typed value has a form, and no deals', async () => {
  const page = await shown(manualView())
  expect(page).toContain('Wert eintragen')
  expect(page).toContain('spätestens alle 14 Tage')
  expect(page).not.toContain('Diese Deals stehen dahinter')
})

test('all measured values stand in a table, newest first', async () => {
  const page = await shown()
  expect(page).toContain('54 Messungen als Tabelle')
  expect(page.indexOf('23.11.2026 1.243.500,00 €')).toBeGreaterThan(0)
  expect(page).toMatch(/31\.10\.2026 kein Wert/)
})

test('the sides of a coverage are money, and a deal that adds nothing below shows only its upper side', async () => {
  const latest = metricValue({
    metric: 'pipeline_coverage',
    unit: 'ratio',
    value: 2.18,
    numerator: 218_00,
    denominator: 100_00,
  })
  const definition = {
    metric: 'pipeline_coverage',
    window: 'cycle',
    params: { target: { amountMinor: 100_00 } },
  } as const
  const coverage = keyResult({ unit: 'ratio', currency: null, target: 3, latest, definition })
  const rows = evidenceRows
    .slice(0, 2)
    .map((row, i) => ({ ...row, numerator: 50_00, denominator: i * 10_00 }))
  const evidence = { rows, total: 2, page: 1, pageSize: 25 }
  const page = await shown(keyResultView({ detail: detail({ keyResult: coverage }), evidence }))
  expect(page).toContain('218,00 € geteilt durch 100,00 €')
  expect(page).toContain(' 50,00 € Antriebsstrang')
  expect(page).toContain('50,00 € / 10,00 €')
})
