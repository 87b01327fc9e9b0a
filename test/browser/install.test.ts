/**
 * The installation of both CRMs in a real browser, from the button to the first values, against the sandboxes on sockets:
 * consent pages, redirects, cookies and the security policy are the browser's own. `PEGEL_SHOTS` names a folder for pictures.
 */
import { createHmac } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { installWorld } from '../src/install/world.ts'
import { openBrowser } from './chromium.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function open(language: 'de' | 'en', theme: 'light' | 'dark', width: number) {
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const world = await installWorld({ publicUrl })
  const server = serve({ fetch: world.program.fetch, port, hostname: '127.0.0.1' })
  const context = await browser.createBrowserContext()
  onTestFinished(async () => {
    await context.close()
    server.close()
  })
  const page = await context.newPage()
  await page.setViewport({ width, height: 800 })
  await page.setExtraHTTPHeaders({ 'accept-language': language })
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }])
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  let shots = 0
  /** A picture, where somebody wants to look; and no page is wider than the window. */
  async function look(name: string): Promise<void> {
    const fits = await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')
    expect([name, fits]).toEqual([name, true])
    const folder = process.env.PEGEL_SHOTS
    if (folder === undefined) return
    mkdirSync(folder, { recursive: true })
    shots += 1
    const path = join(folder, `${language}-${theme}-${width}-${String(shots).padStart(2, '0')}-${name}.png`)
    await page.screenshot({ path: path as `${string}.png`, fullPage: true })
  }
  return { ...world, page, look, errors }
}

const words = (page: Page) => page.$eval('main', (main) => (main.textContent ?? '').replace(/\s+/g, ' '))
const at = (page: Page) => new URL(page.url())

async function follow(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.click(selector)])
}

/** From the page that tells what is read to the vendor's own, which is another origin. */
async function toConsent(page: Page, origin: string): Promise<void> {
  await page.click('form .button.main')
  await page.waitForFunction(`location.origin === ${JSON.stringify(origin)}`)
  await page.waitForSelector('#accept')
}

/** Waits for the page to say so by itself: nobody reloads it. */
async function imported(page: Page): Promise<void> {
  await page.waitForSelector('a[href="/install/templates"]', { timeout: 60_000 })
}

/** As HubSpot calls a card's backend: signed with the app's secret, and with who asks in the address. */
async function ask(publicUrl: string, id: string, at: string): Promise<Response> {
  const who = 'userId=9000001&portalId=48110220&userEmail=admin%40nordwerk.example&appId=9'
  const url = `${publicUrl}/card/hubspot?objectId=${id}&objectTypeId=0-3&locale=de&${who}`
  const timestamp = String(Date.parse(at))
  const signed = `GET${decodeURIComponent(url)}${timestamp}`
  const signature = createHmac('sha256', 'the-secret-of-the-app').update(signed).digest('base64')
  return fetch(url, {
    headers: { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp },
  })
}

async function install(language: 'de' | 'en', theme: 'light' | 'dark', width: number) {
  const opened = await open(language, theme, width)
  const { page, look, publicUrl, hubspot, salesforce, rows, deps, errors } = opened

  // HubSpot, by somebody whom nobody knows here.
  await page.goto(`${publicUrl}/connect/hubspot`)
  await look('connect-hubspot')
  await toConsent(page, hubspot.url)
  await look('consent-hubspot')
  await follow(page, '#accept')
  expect([at(page).origin, at(page).pathname, at(page).search]).toEqual([
    publicUrl,
    '/install/mapping',
    '?source=hubspot',
  ])
  expect(await page.$$eval('select', (all) => all.length)).toBeGreaterThan(1)
  await look('mapping-hubspot')
  await follow(page, 'form .button.main')
  expect(at(page).pathname).toBe('/install/import')
  await look('import-hubspot')
  await imported(page)
  await look('imported-hubspot')

  // Salesforce, by the same person, who is signed in now.
  await page.goto(`${publicUrl}/settings/connections`)
  await look('connections')
  await follow(page, 'a[href="/connect/salesforce"]')
  await page.click('#where-production')
  await look('connect-salesforce')
  await toConsent(page, salesforce.url)
  await look('consent-salesforce')
  await follow(page, '#accept')
  await look('mapping-salesforce')
  await follow(page, 'form .button.main')
  await look('import-salesforce')
  await imported(page)
  await follow(page, 'a[href="/install/templates"]')
  await look('templates')
  const cards = await page.$$eval('.templates .card', (all) => all.map((card) => card.textContent ?? ''))
  expect(cards).toHaveLength(3)

  // Each of the three, and its first values.
  for (const template of ['growth', 'pipeline', 'customers']) {
    await page.goto(`${publicUrl}/install/templates`)
    await follow(page, `button[value="${template}"]`)
    expect([template, at(page).pathname]).toEqual([template, '/'])
  }
  await look('board')
  const { db } = await deps.open('hubspot-48110220')
  const { rows: measured } = await db.$client.execute(
    'SELECT k.title, m.value FROM key_result k LEFT JOIN measurement m ON m.key_result_id = k.id ORDER BY k.created_at',
  )
  expect(measured.length).toBeGreaterThan(7)
  expect(measured.filter(({ value }) => value === null).map(({ title }) => title)).toEqual([])
  expect(await rows('SELECT id, status FROM connection ORDER BY id')).toEqual([
    { id: 'hubspot', status: 'active' },
    { id: 'salesforce', status: 'active' },
  ])

  // The card beside a deal answers for it, to whoever HubSpot says is asking.
  const deal = [...hubspot.crm.deals.values()].find(({ stageId, deletedAt }) => {
    const stages = hubspot.crm.pipelines.flatMap((pipeline) => pipeline.stages)
    return deletedAt === null && stages.find(({ id }) => id === stageId)?.closed === false
  })
  const card = await ask(publicUrl, deal?.id ?? '', opened.now())
  expect(card.status).toBe(200)
  const answer = (await card.json()) as { readonly ok: boolean; readonly keyResults: readonly object[] }
  expect([answer.ok, answer.keyResults.length > 2]).toEqual([true, true])

  // And apart again.
  await page.goto(`${publicUrl}/settings/connections`)
  await follow(page, 'a[href="/settings/connections/cut?source=salesforce"]')
  await look('cut')
  await follow(page, 'form .button.main')
  await look('cut-done')
  expect(await words(page)).toContain('Salesforce')
  expect(await rows("SELECT status FROM connection WHERE id = 'salesforce'")).toEqual([
    { status: 'disconnected' },
  ])
  // The vendors' sandboxes have no icon; our own pages have nothing to complain about.
  expect(errors.filter((text) => !/404|favicon/.test(text))).toEqual([])
}

test(
  'both CRMs are installed from nothing to first values (German, light, wide)',
  () => install('de', 'light', 1280),
  240_000,
)
test('and in English, dark, on a telephone', () => install('en', 'dark', 320), 240_000)
