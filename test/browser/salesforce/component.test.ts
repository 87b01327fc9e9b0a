/**
 * The component for Salesforce in a real browser, in every state: accessible, whole at the width of a sidebar, and there to be
 * looked at. Last it asks the program itself, through a stand-in that signs as the Apex class does.
 */
import { createHmac } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { locales } from '../../../src/app-env.ts'
import { refusal } from '../../../src/card/words.ts'
import { MEMBER, scene } from '../../src/card/scene.ts'
import { ORG, SECRET } from '../../src/card/signed.ts'
import { now } from '../../support/app.ts'
import { companyCard, dealCard, emptyCard, staleCard, unchosenCard } from '../../support/card-views.ts'
import { violations } from '../axe.ts'
import { openBrowser } from '../chromium.ts'
import { bundle } from './bundle.ts'

const folder = fileURLToPath(new URL('../screenshots', import.meta.url))
const DEAL = '006000000000001AAA'

type Told = { readonly status: number; readonly body: string } | 'throws' | 'never'
const ok = (body: unknown): Told => ({ status: 200, body: JSON.stringify(body) })
const states: Readonly<Record<string, (locale: 'de' | 'en') => Told>> = {
  loading: () => 'never',
  deal: (locale) => ok(dealCard(locale)),
  stale: (locale) => ok(staleCard(locale)),
  empty: (locale) => ok(emptyCard(locale)),
  company: (locale) => ok(companyCard(locale)),
  'company-unchosen': (locale) => ok(unchosenCard(locale)),
  'no-right': (locale) => ok(refusal('no_right', locale)),
  'no-member': (locale) => ok(refusal('no_member', locale, { email: 'ursula.bachmeier@brueckner.example' })),
  'not-read': (locale) => ok(refusal('not_mirrored', locale)),
  unconnected: () => ({ status: 401, body: '' }),
  failed: () => 'throws',
}

let browser: Browser
let page: Page
let origin: string
let code: string
/** What Apex would answer for a record, by path of the page. */
let apex: (path: string, record: string) => Promise<Told>

const shell = (locale: string) => `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Pegel</title><link rel="stylesheet" href="/host.css"></head>
<body><main><h1>Rahmenvertrag Fördertechnik</h1></main><script type="module" src="/bundle.js"></script></body></html>`
const css = `body { margin: 0; padding: 12px; background: #f3f3f3; color: #181818; font: 13px/1.5 "Salesforce Sans", "Open Sans", sans-serif } a { color: #0b5cab } h1 { font-size: 1.125rem; margin: 0 0 12px }`

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (url.pathname === '/bundle.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(code)
  else if (url.pathname === '/host.css') response.writeHead(200, { 'content-type': 'text/css' }).end(css)
  else if (url.pathname === '/apex') {
    const told = await apex(url.searchParams.get('state') ?? '', url.searchParams.get('record') ?? '')
    if (told === 'never') return
    if (told === 'throws') response.writeHead(500).end()
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(told))
  } else
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(shell(url.pathname.startsWith('/en') ? 'en' : 'de'))
})

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  code = await bundle()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openBrowser()
  page = await browser.newPage()
})
afterAll(async () => {
  await browser?.close()
  server.closeAllConnections()
  server.close()
})

const shownText = () =>
  page.evaluate(`(() => {
    const walk = (node) => node.nodeType === 3 ? node.textContent
      : node.localName === 'style' ? ''
      : (node.localName === 'slot' ? node.assignedNodes() : [...(node.shadowRoot ?? node).childNodes]).map(walk).join(' ')
    return walk(document.querySelector('main')).replace(/\\s+/g, ' ')
  })()`) as Promise<string>

async function open(path: string, width: number, text: string, record = DEAL): Promise<void> {
  await page.setViewport({ width, height: 700 })
  await page.goto(`${origin}${path}?record=${record}`)
  await expect.poll(shownText, { timeout: 5_000 }).toContain(text)
}

/** Something that only this state says. */
function said(told: Told, locale: 'de' | 'en'): string {
  if (told === 'never') return locale === 'de' ? 'Zahlen werden gelesen' : 'Reading the numbers'
  if (told === 'throws') return locale === 'de' ? 'Gerade nicht erreichbar' : 'Out of reach right now'
  if (told.status === 401) return locale === 'de' ? 'Pegel ist nicht verbunden' : 'Pegel is not connected'
  const answer = JSON.parse(told.body)
  return answer.ok ? answer.words.open : answer.text
}

for (const [state, tells] of Object.entries(states))
  for (const locale of locales)
    test(`the component, ${state}, ${locale}`, async () => {
      apex = async () => tells(locale)
      for (const width of [320, 420]) {
        await open(`/${locale}/${state}`, width, said(tells(locale), locale))
        expect(await violations(page)).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
        await page.screenshot({
          path: `${folder}/salesforce-${state}-${locale}-${width}.png`,
          fullPage: true,
        })
      }
    })

test('asked through Apex, the program answers for this deal, and once more after it could not', async () => {
  const made = await scene([{ definition: { metric: 'won_revenue', window: 'cycle' } }])
  const { db } = made.workspace
  await db.$client.execute({
    sql: `UPDATE deal SET source = 'salesforce', external_id = ? WHERE external_id = ?`,
    args: [DEAL, made.open],
  })
  let calls = 0
  apex = async (_, record) => {
    calls += 1
    if (calls === 1) return 'throws'
    const body = JSON.stringify({
      for: 'card',
      orgId: ORG,
      userEmail: MEMBER,
      recordId: record,
      locale: 'de',
    })
    const t = Date.parse(now)
    const mac = createHmac('sha256', SECRET).update(`${t}.${body}`).digest('base64')
    const headers = { 'content-type': 'application/json', 'x-pegel-signature': `t=${t},v1=${mac}` }
    const response = await made.request('/card/salesforce', { method: 'POST', headers, body })
    return { status: response.status, body: await response.text() }
  }
  await open('/de/live', 420, 'Gerade nicht erreichbar')
  await page.evaluate(
    `document.querySelector('c-pegel-card').shadowRoot.querySelector('lightning-button').click()`,
  )
  await expect.poll(shownText, { timeout: 5_000 }).toMatch(/Wird er gewonnen\s+800\s€/)
  expect(await shownText()).toContain('Wachsen <b>')
  expect(calls).toBe(2)
})
