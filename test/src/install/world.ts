/** The whole embedded program between two sandboxes on sockets, and a browser reduced to its cookies. */

import { onTestFinished } from 'vitest'
import { createDemoCompany } from '../../../connectors/demo/company.ts'
import type { Crm } from '../../../connectors/demo/types.ts'
import { startHubspotSandbox } from '../../../connectors/hubspot/sandbox/index.ts'
import { scopes } from '../../../connectors/hubspot/scopes.ts'
import { startSalesforceSandbox } from '../../../connectors/salesforce/sandbox/index.ts'
import { createApp } from '../../../src/app.ts'
import { parseEnv } from '../../../src/env.ts'
import { redirectUri } from '../../../src/install/redirect.ts'
import { openRuntime } from '../../../src/node-runtime.ts'
import { temporaryFolder } from '../../support/databases.ts'

const START = Date.parse('2026-11-24T09:00:00.000Z')
const app = { clientId: 'the-app', clientSecret: 'the-secret-of-the-app' }

export interface Options {
  readonly install?: 'open' | 'members'
  readonly publicUrl?: string
  /** Default: three years of a company, which takes a second. */
  readonly crms?: Readonly<Record<'hubspot' | 'salesforce', Crm>>
  readonly finished?: (close: () => Promise<void>) => void
}

export const demoCrms = () => ({
  hubspot: createDemoCompany({ seed: 7, anchor: '2026-11-23', crm: 'hubspot' }),
  salesforce: createDemoCompany({ seed: 7, anchor: '2026-11-23', crm: 'salesforce' }),
})

export async function installWorld(options: Options = {}) {
  const { install = 'open', publicUrl = 'http://localhost:8787', finished = onTestFinished } = options
  const crms = options.crms ?? demoCrms()
  let shift = START - Date.now()
  const now = () => new Date(Date.now() + shift).toISOString()
  const uris = (crm: string) => [redirectUri(publicUrl, crm)]
  const hubspot = await startHubspotSandbox({
    ...{ crm: crms.hubspot, now, app: { ...app, redirectUris: uris('hubspot'), ...scopes } },
  })
  const salesforce = await startSalesforceSandbox({
    ...{
      crm: crms.salesforce,
      now,
      ...app,
      redirectUris: uris('salesforce'),
      switches: { asksConsent: true },
    },
  })
  const env = parseEnv({
    ...{ DATA_DIR: temporaryFolder(), PEGEL_DEMO: 'off', PEGEL_INSTALL: install, PUBLIC_URL: publicUrl },
    ...{ HUBSPOT_CLIENT_ID: app.clientId, HUBSPOT_CLIENT_SECRET: app.clientSecret },
    ...{ HUBSPOT_API_URL: hubspot.url, HUBSPOT_APP_URL: hubspot.url },
    ...{ SALESFORCE_CLIENT_ID: app.clientId, SALESFORCE_CLIENT_SECRET: app.clientSecret },
    ...{ SALESFORCE_LOGIN_URL: salesforce.url },
  })
  const logged: { readonly event: string; readonly fields: Readonly<Record<string, unknown>> }[] = []
  const runtime = await openRuntime({
    ...{ env, madeKey: () => undefined, realNowMs: Date.now, shiftMs: () => shift },
    log: (event, fields) => logged.push({ event, fields }),
  })
  finished(async () => {
    await runtime.close()
    await Promise.all([hubspot.close(), salesforce.close()])
  })
  const program = createApp(runtime.deps)

  /** Somebody with a browser of their own. */
  function browser() {
    const jar = new Map<string, string>()
    async function send(path: string, init: RequestInit = {}) {
      const headers = new Headers(init.headers)
      headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
      headers.set('origin', publicUrl)
      const answer = await program.request(`${publicUrl}${path}`, { ...init, headers })
      for (const cookie of answer.headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';')
        const at = pair.indexOf('=')
        jar.set(pair.slice(0, at), pair.slice(at + 1))
      }
      return answer
    }
    const get = (path: string) => send(path)
    const post = (path: string, form: Record<string, string>) =>
      send(path, { method: 'POST', body: new URLSearchParams(form) })

    /** Out to the CRM, and what comes back from there: the path of the callback. */
    async function consent(crm: 'hubspot' | 'salesforce', decision = 'accept', query = ''): Promise<string> {
      const out = await get(`/connect/${crm}/start${query}`)
      const url = new URL((out.headers.get('refresh') ?? '').replace(/^0; url=/, ''))
      const form = new URLSearchParams(url.search)
      form.set('answer', decision === 'accept' && crm === 'salesforce' ? 'allow' : decision)
      const answered = await fetch(url.origin + url.pathname, {
        method: 'POST',
        body: form,
        redirect: 'manual',
      })
      const back = new URL(answered.headers.get('location') ?? 'about:blank')
      return back.pathname + back.search
    }

    return {
      ...{ jar, get, post, consent },
      words: async (path: string) => plain(await (await get(path)).text()),
      async connect(crm: 'hubspot' | 'salesforce') {
        return get(await consent(crm))
      },
    }
  }

  return {
    ...{ runtime, deps: runtime.deps, hubspot, salesforce, logged, program, browser, publicUrl, now },
    ahead(ms: number) {
      shift += ms
    },
    rows: async (sql: string, ...args: string[]) =>
      (await runtime.deps.directory.$client.execute({ sql, args })).rows.map((row) => ({ ...row })),
  }
}

export function plain(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim()
}
