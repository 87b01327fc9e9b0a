import { html } from 'hono/html'
import { expect, test } from 'vitest'
import { forecastCard } from '../../../src/web/forecast-card.ts'
import { takeCard } from '../../../src/web/take-card.ts'
import { forecastView, lineView, youngView } from '../../support/forecast-views.ts'
import { pageContext, text } from '../../support/page-context.ts'

const german = pageContext()
const plain = (page: string) => page.replace(/<[^>]+>/g, ' ').replace(/[\s\u00a0]+/g, ' ')
const shown = async (view = forecastView()) => plain(await text(forecastCard(view, german) ?? html``))

test('the forecast comes with its range, what it adds up from, and how wrong it was', async () => {
  const card = await shown()
  expect(card).toContain(
    'Nach bisheriger Erfahrung 1,89 Mio. € mit 80 % Wahrscheinlichkeit zwischen 1,7 Mio. € und 2,14 Mio. €',
  )
  expect(card).toContain(
    'Gewonnen 1.243.500 € Aus 132 offenen Deals 588.400 € Aus Deals, die noch entstehen 61.500 € Zusammen 1.893.400 €',
  )
  expect(card).toContain('lag die Prognose im Mittel 98.400 € daneben, die gerade Linie 241.700 €')
  expect(card).toContain('enthielt das Ergebnis in 77 % der Fälle')
})

test('where the straight line was closer it says so and comes first', async () => {
  const card = await shown(lineView())
  expect(card).toContain('Wenn es so weitergeht 2,12 Mio. €')
  expect(card).toContain('Die gerade Linie war um diese Zeit des Zyklus genauer')
  expect(card).toContain('Nach bisheriger Erfahrung wären es 1,89 Mio. €')
  expect(card).not.toContain('Zusammen')
})

test('with too little history there is no range and no table, and the reason', async () => {
  const card = await shown(youngView())
  expect(card).toContain(
    'Erst 2 vergleichbare Zyklen sind ganz bekannt; ab 4 rechnet Pegel mit der eigenen Erfahrung.',
  )
  expect(card).not.toMatch(/80 %|Früher gewonnen|NaN|undefined/)
})

test('what it would take names deals for those who may see them, and only their number for others', async () => {
  const take = async (view = forecastView()) => plain(await text(takeCard(view, null, german) ?? html``))
  expect(await take()).toContain(
    'Bis zum Ziel fehlen 756.500 €. 27 offene Deals würden zusammen reichen: 761.200 €.',
  )
  expect(await take()).toContain('Rollenförderer Halle 3, Ebeling Holzwerke')
  expect(await take()).toContain('und 24 weitere')
  const { take: known } = forecastView()
  if (known === null) throw new Error('no take')
  const hidden = await take(forecastView({ take: { ...known, rows: null } }))
  expect(hidden).toContain('27 offene Deals würden zusammen reichen')
  expect(hidden).toContain('sieht, wer die Belege sehen darf')
  expect(hidden).not.toContain('Rollenförderer')
  const short = await take(
    forecastView({ take: { ...known, enough: false, adds: 200_000_00, deals: 3, rows: [] } }),
  )
  expect(short).toContain('Alle 3 offenen Deals mit Betrag bringen zusammen 200.000 €: Das reicht nicht.')
  const reached = await take(forecastView({ take: null, target: 1_000_000_00 }))
  expect(reached).toContain('Das Ziel ist erreicht.')
})

test('no number of the drawing is none, whatever is known', async () => {
  const { outlook } = forecastView()
  if (outlook === null) throw new Error('no outlook')
  const empty = {
    ...outlook,
    wonSoFar: 0,
    line: { point: 0, low: null, high: null },
    model: null,
    first: 'line' as const,
  }
  for (const view of [
    forecastView(),
    lineView(),
    youngView(),
    forecastView({ outlook: empty, target: null, take: null }),
  ])
    expect(await text(forecastCard(view, german) ?? html``)).not.toMatch(/NaN|Infinity|undefined/)
})
