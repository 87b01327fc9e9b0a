/** One browser for all tests of a file: the packed Chromium from npm, or the system's Chrome by `PEGEL_CHROME`. */
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'puppeteer-core'
import puppeteer from 'puppeteer-core'

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
]

const help = 'Browser tests need a Chrome: set PEGEL_CHROME to its path, or run on Linux x64 after `npm ci`.'

/** Where the browser is; the packed one is unpacked by the first call. Throws one clear line where there is none. */
export async function executable(): Promise<string> {
  const own = process.env.PEGEL_CHROME
  if (own !== undefined) {
    if (!existsSync(own)) throw new Error(`${help} There is none at ${own}.`)
    return own
  }
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`${help} This is ${process.platform} ${process.arch}.`)
  const { default: chromium } = await import('@sparticuz/chromium')
  return chromium.executablePath()
}

export async function openBrowser(): Promise<Browser> {
  const executablePath = await executable()
  try {
    // The package brings a font of its own: screenshots look alike on machines with few fonts.
    const env = { ...process.env, FONTCONFIG_PATH: join(tmpdir(), 'fonts') }
    return await puppeteer.launch({ executablePath, args: flags, headless: 'shell', env })
  } catch (error) {
    throw new Error(`${help} ${executablePath} did not start.`, { cause: error })
  }
}
