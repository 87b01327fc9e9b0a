/** HubSpot's cards in a real browser, in every state: accessible, whole at the width of the sidebar, and there to be looked at. */
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { LoadingSpinner } from '@hubspot/ui-extensions'
import { createRenderer } from '@hubspot/ui-extensions/testing'
import type { Browser, Page } from 'puppeteer-core'
import { createElement } from 'react'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SettingsPage } from '../../../connectors/hubspot/app/src/app/settings/SettingsPage.tsx'
import { locales } from '../../../src/app-env.ts'
import { refusal } from '../../../src/card/words.ts'
import { open, told } from '../../connectors/hubspot/app/render.ts'
import { companyCard, dealCard, emptyCard, staleCard, unchosenCard } from '../../support/card-views.ts'
import { violations } from '../axe.ts'
import { openBrowser } from '../chromium.ts'
import { hostCss, hostPage } from './host.ts'

const folder = fileURLToPath(new URL('../screenshots', import.meta.url))
const widths = [280, 360] as const

type Answers = Parameters<typeof open>[0]
const states: Readonly<Record<string, (locale: 'de' | 'en') => Answers>> = {
  loading: () => () => new Promise(() => {}),
  deal: (locale) => told(dealCard(locale)),
  stale: (locale) => told(staleCard(locale)),
  empty: (locale) => told(emptyCard(locale)),
  company: (locale) => told(companyCard(locale)),
  'company-unchosen': (locale) => told(unchosenCard(locale)),
  'no-right': (locale) => told(refusal('no_right', locale)),
  'no-member': (locale) =>
    told(refusal('no_member', locale, { email: 'ursula.bachmeier@brueckner.example' })),
  'not-read': (locale) => told(refusal('not_mirrored', locale)),
  unconnected: () => told({}, 401),
  failed: () => told('gone', 502),
}

let browser: Browser
let page: Page
let origin: string
const shown = new Map<string, string>()
const server = createServer((request, response) => {
  const path = request.url ?? '/'
  if (path === '/host.css') response.writeHead(200, { 'content-type': 'text/css' }).end(hostCss)
  else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(shown.get(path) ?? '')
})

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openBrowser()
  page = await browser.newPage()
})
afterAll(async () => {
  await browser?.close()
  server.close()
})

async function look(name: string, width: number): Promise<void> {
  await page.setViewport({ width, height: 700 })
  await page.goto(`${origin}/${name}`)
  expect(await violations(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
  await page.screenshot({ path: `${folder}/hubspot-${name}-${width}.png`, fullPage: true })
}

for (const [state, answers] of Object.entries(states))
  for (const locale of locales)
    test(`the card, ${state}, ${locale}`, async () => {
      const { renderer } = open(answers(locale), {
        locale,
        objectTypeId: state.startsWith('company') ? '0-2' : '0-3',
      })
      if (state !== 'loading')
        await renderer.waitFor(() => {
          if (renderer.maybeFind(LoadingSpinner) !== null) throw new Error('still loading')
        })
      const name = `${state}-${locale}`
      shown.set(`/${name}`, String(await hostPage(renderer.getRootNode(), 'Contribution to goals', locale)))
      for (const width of widths) await look(name, width)
    })

for (const locale of locales)
  test(`the settings page, ${locale}`, async () => {
    const renderer = createRenderer('settings')
    const root = renderer.render(createElement(SettingsPage, { locale }))
    shown.set(`/settings-${locale}`, String(await hostPage(root, 'Pegel', locale)))
    for (const width of [320, 1280]) await look(`settings-${locale}`, width)
  })
