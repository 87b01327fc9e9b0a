import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { locales } from '../../src/app-env.ts'
import { violations } from './axe.ts'
import { openBrowser } from './chromium.ts'
import { pageNames, pages } from './pages.ts'
import { type Served, serve } from './serve.ts'

const folder = fileURLToPath(new URL('./screenshots', import.meta.url))
const widths = [1280, 390, 320] as const
const themes = ['light', 'dark'] as const

let browser: Browser
let served: Served
let page: Page

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  served = await serve(pages)
  browser = await openBrowser()
  page = await browser.newPage()
})
afterAll(async () => {
  await browser?.close()
  served?.close()
})

async function show(name: string, width: number, locale: string, theme: string): Promise<void> {
  await page.setViewport({ width, height: 900 })
  const response = await page.goto(`${served.origin}/${name}?locale=${locale}&theme=${theme}`)
  expect(response?.status()).toBe(200)
}

/** Looked at in every language, appearance and width; the others where it is narrowest. */
const main = [
  'board',
  'board-moved',
  'key-result',
  'key-result-moved',
  'key-result-movement',
  'key-result-forecast',
  'sync-health',
]

for (const name of main)
  for (const locale of locales)
    for (const theme of themes)
      for (const width of widths)
        test(`${name} is accessible and fits: ${locale}, ${theme}, ${width} px`, async () => {
          await show(name, width, locale, theme)
          expect(await violations(page)).toEqual([])
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
          await page.screenshot({ path: `${folder}/${name}-${locale}-${theme}-${width}.png`, fullPage: true })
        })

for (const name of pageNames.filter((one) => !main.includes(one)))
  for (const theme of themes)
    test(`${name} is accessible and fits a narrow phone: ${theme}`, async () => {
      await show(name, 320, 'de', theme)
      expect(await violations(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
      await page.screenshot({ path: `${folder}/${name}-de-${theme}-320.png`, fullPage: true })
    })

test('the appearance follows the system where nobody chose one', async () => {
  const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }])
  await show('board', 1280, 'de', 'auto')
  const dark = await ground()
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }])
  await show('board', 1280, 'de', 'auto')
  expect(await ground()).not.toBe(dark)
  await show('board', 1280, 'de', 'dark')
  expect(await ground()).toBe(dark)
})

test('the menu opens by keyboard and its choices are reachable', async () => {
  await show('board', 390, 'de', 'light')
  await page.focus('.top .menu summary')
  await page.keyboard.press('Enter')
  expect(await violations(page)).toEqual([])
  for (const choice of ['Teams', 'Synchronisation', 'Verbindungen', 'Datenschutz', 'Daten', 'Deutsch']) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe(choice)
  }
  await page.screenshot({ path: `${folder}/menu-de-light-390.png` })
})

test('a key result can be opened by clicking anywhere on its row', async () => {
  await show('board', 1280, 'de', 'light')
  const row = await page.$('.kr .change')
  await row?.click()
  await page.waitForFunction('location.pathname.startsWith("/key-results/")')
  expect(new URL(page.url()).pathname).toBe('/key-results/won')
})

test('the form shows only what applies to the chosen origin and kind, without a script', async () => {
  await show('new-key-result', 1280, 'de', 'light')
  const visible = (selector: string) => page.$eval(selector, (element) => element.getClientRects().length > 0)
  expect(await visible('#field-metric')).toBe(true)
  expect(await visible('#field-unit')).toBe(false)
  expect(await visible('#field-stalledDays')).toBe(false)
  await page.select('#field-metric', 'stalled_deals')
  expect(await visible('#field-stalledDays')).toBe(true)
  expect(await visible('#field-windowFrom')).toBe(false)
  await page.select('#field-window', 'fixed')
  expect(await visible('#field-windowFrom')).toBe(true)
  await page.select('#field-metric', 'pipeline_coverage')
  expect(await visible('#field-coverageTarget')).toBe(true)
  await page.select('#field-coverageOf', 'won')
  expect(await visible('#field-coverageTarget')).toBe(false)
  await page.click('label[for="origin-manual"]')
  expect(await visible('#field-metric')).toBe(false)
  expect(await visible('#field-cadenceDays')).toBe(true)
  await page.click('label[for="kind-hold"]')
  expect(await visible('#field-target')).toBe(false)
  expect(await visible('#field-lower')).toBe(true)
})

test('the rarer filters are folded away until one of them is chosen', async () => {
  const open = () => page.$eval('details.rarer', (fold) => fold.hasAttribute('open'))
  await show('new-key-result', 1280, 'de', 'light')
  expect(await open()).toBe(false)
  await show('edit-key-result', 1280, 'de', 'light')
  expect(await open()).toBe(true)
})
