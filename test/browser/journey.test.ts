import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { company } from '../support/company.ts'
import { visit } from '../support/web.ts'
import { openBrowser } from './chromium.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
})

/** The real routes over a real database, in a browser of its own. */
async function open(): Promise<{ page: Page; origin: string }> {
  const { app } = visit(await company())
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started))
  })
  const context = await browser.createBrowserContext()
  onTestFinished(async () => {
    await context.close()
    server.close()
  })
  const page = await context.newPage()
  // Nothing of ours needs a script: everything here works without.
  await page.setJavaScriptEnabled(false)
  await page.setExtraHTTPHeaders({ 'accept-language': 'de' })
  return { page, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const words = (page: Page) => page.$eval('main', (main) => (main.textContent ?? '').replace(/\s+/g, ' '))

async function follow(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.click(selector)])
}

test('a newcomer gets from nothing to a key result without a script, and is told what does not fit', async () => {
  const { page, origin } = await open()
  await page.goto(origin)
  await follow(page, '.empty .button')
  await follow(page, 'form .send button')
  expect(await words(page)).toContain('Noch kein Objective in diesem Zyklus')

  await follow(page, '.empty .button')
  await page.type('#field-title', 'Im Mittelstand wachsen')
  await page.type('#field-team', 'Vertrieb')
  await follow(page, 'form .send button')
  await follow(page, '.objective footer a')

  await page.type('#field-title', 'Gewonnener Umsatz')
  await page.type('#field-target', '1.2.5')
  await follow(page, 'form .send button')
  expect(await words(page)).toContain('Das ist keine Zahl.')
  expect(await page.$eval('#field-title', (field) => field.getAttribute('value'))).toBe('Gewonnener Umsatz')

  await page.$eval('#field-target', (field) => field.setAttribute('value', '1.250.000,00'))
  await follow(page, 'form .send button')
  expect(new URL(page.url()).pathname).toMatch(/^\/key-results\//)
  expect((await words(page)).replace(/\u00a0/g, ' ')).toContain('Ziel 1,25 Mio. €')
})

test('language and appearance are switched where one is, and stay', async () => {
  const { page, origin } = await open()
  await page.goto(`${origin}/`)
  await page.click('.top .menu summary')
  await follow(page, 'button[name="theme"][value="dark"]')
  expect(await page.$eval('html', (html) => html.getAttribute('data-theme'))).toBe('dark')
  await page.click('.top .menu summary')
  await follow(page, 'button[name="locale"][value="en"]')
  expect(await page.$eval('html', (html) => html.getAttribute('lang'))).toBe('en')
  expect(await words(page)).toContain('No cycle yet')
  expect(await page.$eval('html', (html) => html.getAttribute('data-theme'))).toBe('dark')
})
