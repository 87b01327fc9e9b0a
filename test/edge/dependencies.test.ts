/** Each package that the Worker stands on does its real work in workerd; whatever asks somebody else sends a body. */
import { env, SELF } from 'cloudflare:test'
import { makeZip } from 'client-zip'
import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { Temporal } from 'temporal-polyfill'
import { expect, inject, test } from 'vitest'
import * as z from 'zod'
import type { Connector, Transport } from '../../connectors/contract.ts'
import { hubspot } from '../../connectors/hubspot/index.ts'
import { search } from '../../connectors/hubspot/read.ts'
import { changesBody } from '../../connectors/hubspot/search-body.ts'
import { consentUrl, refreshForm } from '../../connectors/oauth.ts'
import { assertion } from '../../connectors/salesforce/assertion.ts'
import { salesforce } from '../../connectors/salesforce/index.ts'
import { composite } from '../../connectors/salesforce/read.ts'
import { createTransport, plainSend } from '../../connectors/transport.ts'
import { setting } from '../../db/workspace/schema.ts'
import manifest from '../../package.json'
import { issueSignInLink } from '../../src/auth/link.ts'
import { texts } from '../../src/i18n/index.ts'
import { openEdge } from '../../src/platform-edge.ts'
import { createWorkspace } from '../../src/workspaces.ts'
import { provisioner } from './provisioner.ts'

const { facts } = inject('world')

/** Reached by the embedded program only. */
const notInTheWorker = {
  '@hono/node-server': 'serves HTTP from Node; here workerd does',
  commander: 'the command line',
  'cli-progress': 'the command line',
}

const atWork: Readonly<Record<string, () => Promise<void>>> = {
  async hono() {
    const app = new Hono().post('/echo/:id', async (c) =>
      c.json({ id: c.req.param('id'), body: await c.req.json() }),
    )
    const answer = await app.request('/echo/7', { method: 'POST', body: JSON.stringify({ deals: [1, 2] }) })
    expect(await answer.json()).toEqual({ id: '7', body: { deals: [1, 2] } })
  },

  async zod() {
    const schema = z.strictObject({ day: z.iso.date(), amount: z.coerce.number().int() })
    expect(schema.parse({ day: '2026-02-28', amount: '12' })).toEqual({ day: '2026-02-28', amount: 12 })
    expect(schema.safeParse({ day: '2026-02-30', amount: 1 }).error?.issues[0]?.path).toEqual(['day'])
    expect(z.toJSONSchema(schema)).toMatchObject({ properties: { day: { format: 'date' } } })
  },

  async 'drizzle-orm'() {
    const { db } = await company()
    await db.insert(setting).values({ key: 'test', value: '"Grüße, 漢字"' })
    const [read] = await db.select({ value: setting.value }).from(setting).where(eq(setting.key, 'test'))
    expect(read).toEqual({ value: '"Grüße, 漢字"' })
  },

  async '@libsql/client'() {
    const { $client } = (await company()).db
    const insert = { sql: 'INSERT INTO setting (key, value) VALUES (?, ?)', args: ['twice', '1'] }
    const refused = await $client.batch([insert, insert], 'write').catch((error: Error) => error.message)
    expect(refused).toContain('UNIQUE')
    const { rows } = await $client.execute("SELECT COUNT(*) AS n FROM setting WHERE key = 'twice'")
    expect(rows[0]?.n).toBe(0)
  },

  async '@hubspot/api-client'() {
    const { transport, baseUrl } = await reach(hubspot, facts.hubspot)
    const body = changesBody({ since: '2020-01-01T00:00:00.000Z', after: null }, ['dealname'])
    const { total, results } = JSON.parse(await search({ transport, baseUrl }, 'deals', body))
    expect(total).toBeGreaterThan(1000)
    expect(results).toHaveLength(200)
  },

  async jsforce() {
    const { transport, baseUrl } = await reach(salesforce, facts.salesforce)
    const answer = await composite({ transport, baseUrl }, '68.0', {
      counted: `/query?q=${encodeURIComponent('SELECT COUNT() FROM Opportunity')}`,
    })
    expect(answer).toMatchObject({
      compositeResponse: [{ referenceId: 'counted', httpStatusCode: 200, body: { done: true } }],
    })
  },

  async 'better-auth'() {
    await company()
    const person = { email: 'd@acme.example', name: 'D', workspaceId: 'packages', role: 'member' } as const
    const link = await issueSignInLink(await openEdge(env), person)
    const opened = await SELF.fetch(link, { redirect: 'manual' })
    const cookie = opened.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    const out = await SELF.fetch('http://localhost:8787/sign-out', {
      ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams() },
      headers: { cookie, origin: 'http://localhost:8787' },
    })
    expect([out.status, out.headers.get('location')]).toEqual([303, '/sign-in'])
    const me = await SELF.fetch('http://localhost:8787/api/me', { headers: { cookie } })
    expect(me.status).toBe(401)
    const ours = { clientId: 'app', clientSecret: 'secret', loginUrl: '', tokenUrl: null, apiUrl: null }
    const asking = {
      loginUrl: '',
      state: 's',
      verifier: 'v'.repeat(43),
      redirectUri: 'https://pegel.example/',
    }
    expect(await consentUrl('https://login.example/authorize', ours, asking, ['a', 'b'])).toContain(
      'scope=a%20b',
    )
    expect((await refreshForm(ours, 'old')).body.get('refresh_token')).toBe('old')
  },

  async jose() {
    const pair = { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }
    const keys = (await crypto.subtle.generateKey({ ...pair, hash: 'SHA-256' }, true, [
      'sign',
      'verify',
    ])) as Record<'publicKey' | 'privateKey', Parameters<typeof crypto.subtle.exportKey>[1]>
    const pkcs8 = (await crypto.subtle.exportKey('pkcs8', keys.privateKey)) as ArrayBuffer
    const privateKey = `-----BEGIN PRIVATE KEY-----\n${btoa(String.fromCharCode(...new Uint8Array(pkcs8)))}\n-----END PRIVATE KEY-----`
    const org = { instanceUrl: 'https://acme.my.salesforce.com', clientId: 'app', username: 'u@acme.example' }
    const said = await assertion({ by: 'jwt', ...org, privateKey }, '2026-11-24T09:00:00.000Z')
    const [head, body, signature] = said.split('.') as [string, string, string]
    const bytes = (text: string) =>
      Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
    const signed = new TextEncoder().encode(`${head}.${body}`)
    expect(await crypto.subtle.verify(pair, keys.publicKey, bytes(signature), signed)).toBe(true)
    expect(JSON.parse(new TextDecoder().decode(bytes(body)))).toMatchObject({
      ...{ iss: 'app', sub: 'u@acme.example', aud: 'https://login.salesforce.com' },
    })
  },

  async 'intl-messageformat'() {
    expect([1, 2].map((days) => texts('en')('board.left', { days }))).toEqual(['1 day left', '2 days left'])
    expect([1, 2].map((days) => texts('de')('board.left', { days }))).toEqual(['noch 1 Tag', 'noch 2 Tage'])
  },

  async 'client-zip'() {
    const input = new Blob(['deal,Grüße\n', '1,2\n']).stream()
    const bytes = new Uint8Array(await new Response(makeZip([{ name: 'deal.csv', input }])).arrayBuffer())
    const text = new TextDecoder().decode(bytes)
    expect([...bytes.slice(0, 4)]).toEqual([0x50, 0x4b, 3, 4])
    expect(text).toContain('deal,Grüße\n1,2\n')
    // One entry, told by the end of the central directory.
    expect([...bytes.slice(-22, -10)]).toEqual([0x50, 0x4b, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0])
  },

  async 'd3-scale'() {
    expect(scaleLinear([0, 3_700_000], [120, 0]).nice().ticks(4)).toEqual([0, 1e6, 2e6, 3e6, 4e6])
  },

  async 'd3-shape'() {
    expect(
      line()([
        [0, 10],
        [20.5, 0],
      ]),
    ).toBe('M0,10L20.5,0')
  },

  async 'temporal-polyfill'() {
    const summer = Temporal.PlainDate.from('2026-03-29')
    const hours = summer.toZonedDateTime('Europe/Berlin').hoursInDay
    expect([hours, summer.add({ years: -2, days: -29 }).toString()]).toEqual([23, '2024-02-29'])
  },
}

let made: Promise<void> | null = null

async function company() {
  const platform = await openEdge(env)
  const row = { id: 'packages', name: 'Packages', timeZone: facts.timeZone, currency: 'EUR' }
  made ??= createWorkspace(platform.directory, provisioner, row, platform.now())
  await made
  return platform.open('packages')
}

async function reach<Config>(
  connector: Connector<Config>,
  config: Config,
): Promise<{ transport: Transport; baseUrl: string }> {
  const { now, sleep, allowHosts } = await openEdge(env)
  const options = {
    ...{ connector, now, sleep, hosts: allowHosts, random: () => 0 },
    fetch: (...call: Parameters<typeof fetch>) => fetch(...call),
  }
  const grant = await connector.authorize(config, plainSend({ ...options, secrets: [] }), now())
  const grants = { current: async () => grant, renew: async () => grant }
  return { transport: createTransport({ ...options, grant: grants }), baseUrl: grant.baseUrl }
}

for (const [name, work] of Object.entries(atWork)) test(`${name} does its work in workerd`, work)

test('every package of the program is tried here or runs in Node only', () => {
  const known = [...Object.keys(atWork), ...Object.keys(notInTheWorker)]
  expect(known.sort()).toEqual(Object.keys(manifest.dependencies).sort())
})
