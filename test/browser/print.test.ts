/** On paper a page keeps the sentence that no number feeds pay or appraisal, and loses what only a screen can do. */
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './chromium.ts'
import { pages } from './pages.ts'
import { type Served, serve } from './serve.ts'

let browser: Browser
let served: Served
let page: Page

beforeAll(async () => {
  served = await serve(pages)
  browser = await openBrowser()
  page = await browser.newPage()
  await page.emulateMediaType('print')
})
afterAll(async () => {
  await browser?.close()
  served?.close()
})

const shown = (selector: string) =>
  page.evaluate(
    `[...document.querySelectorAll('${selector}')].filter((one) => one.checkVisibility()).map((one) => one.textContent.trim())`,
  ) as Promise<string[]>

for (const name of ['board', 'key-result', 'privacy-auditor', 'agreement'])
  for (const [locale, sentence] of [
    ['de', 'Keine Zahl hier fließt in Gehalt oder Beurteilung ein.'],
    ['en', 'No number here feeds pay or appraisal.'],
  ] as const)
    test(`${name} says on paper that nobody is rated: ${locale}`, async () => {
      await page.goto(`${served.origin}/${name}?locale=${locale}`)
      expect((await shown('footer p')).join(' ')).toContain(sentence)
      expect(await shown('button')).toEqual([])
      expect(await shown('.top')).toEqual([])
    })

test('the works agreement prints black on white, whatever the appearance of the screen is', async () => {
  await page.goto(`${served.origin}/agreement?locale=de&theme=dark`)
  const colours = await page.evaluate(
    "[...document.querySelectorAll('.deed p, .deed li, .deed h2, .deed td, .deed th')].map((one) => getComputedStyle(one).color)",
  )
  expect([...new Set(colours as string[])]).toEqual(['rgb(0, 0, 0)'])
  const grounds = await page.evaluate(
    "[document.body, ...document.querySelectorAll('.deed, .deed-card, .deed .draft')].map((one) => getComputedStyle(one).backgroundColor)",
  )
  expect(new Set(grounds as string[])).toEqual(new Set(['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)']))
})

test('fields that are folded on the screen are on the paper', async () => {
  await page.goto(`${served.origin}/privacy-auditor?locale=en`)
  expect((await shown('.fields')).join(' ')).toContain('hubspot_owner_id')
})
