/**
 * A whole run of the real program on real files, with tokens that would be recognised anywhere: connecting, nights, pushes,
 * cards, every route, the command line, and failures in which the vendor quotes what it was given. Then everything that came
 * of it is searched: log lines, errors, addresses called, answers with their headers, and the raw files.
 */
import { expect, test } from 'vitest'
import { createHubspotApi } from '../../connectors/hubspot/sandbox/index.ts'
import { createSalesforceApi } from '../../connectors/salesforce/sandbox/index.ts'
import { toInstant } from '../../connectors/values/time.ts'
import { createApp } from '../../src/app.ts'
import type { AppDeps } from '../../src/app-env.ts'
import { issueSignInLink } from '../../src/auth/link.ts'
import { doctor } from '../../src/cli/commands/doctor.ts'
import { mapping } from '../../src/cli/commands/mapping.ts'
import { takeOut } from '../../src/cli/commands/take-out.ts'
import type { Cli } from '../../src/cli/context.ts'
import { exitLine } from '../../src/cli/exit-line.ts'
import { connectCrm } from '../../src/sync/connect.ts'
import { runNight } from '../../src/sync/run-night.ts'
import { createWorkspace } from '../../src/workspaces.ts'
import { FOUNDED, smallCompany } from '../connectors/support/company.ts'
import { cookiesOf } from '../support/app.ts'
import { answering } from '../support/town.ts'
import { hubspotCall } from './card/signed.ts'
import { filesWith, openPlace } from './leaving/canaries.ts'
import { changeOf, hubspot } from './webhooks/signed.ts'

const planted = {
  token: 'pat-eu1-planted-3f9a1c77-token',
  hubspotSecret: 'planted-hubspot-client-secret-77aa',
  salesforceSecret: 'planted-salesforce-consumer-secret-88bb',
  pushSecret: 'planted-push-secret-99cc',
  masterKey: Buffer.from('planted-master-key-of-32-bytes!!').toString('base64'),
} as const
const PORT = 'https://planted.example'

interface Heard {
  readonly texts: string[]
  readonly addresses: string[]
  readonly tokens: Set<string>
}

async function scene() {
  const heard: Heard = { texts: [], addresses: [], tokens: new Set() }
  const empty = await openPlace({
    ...{ PEGEL_MASTER_KEY: `planted:${planted.masterKey}`, PUBLIC_URL: PORT },
    PEGEL_ALLOW_HOSTS: 'planted.test,planted.my.salesforce.com',
  })
  const log: AppDeps['log'] = (event, fields) => heard.texts.push(JSON.stringify({ event, ...fields }))
  const crm = smallCompany(6)
  // Each call a second later: the vendors' limits are not the subject.
  let calls = 0
  const clockMs = () => ++calls * 1000
  const portal = answering(createHubspotApi({ crm, now: () => FOUNDED, clockMs, token: planted.token }))
  const org = createSalesforceApi({
    ...{ crm: smallCompany(6), now: () => FOUNDED, clientSecret: planted.salesforceSecret },
    origin: () => 'https://planted.my.salesforce.com',
  })
  const answer = answering(org)
  let trouble: number | null = null
  const fetch: AppDeps['fetch'] = async (input, init) => {
    const request = new Request(input, init)
    heard.addresses.push(request.url)
    const bearer = (request.headers.get('authorization') ?? '').replace('Bearer ', '')
    if (bearer !== '') heard.tokens.add(bearer)
    // What it was given, and what it gave out itself.
    const own = request.url.includes('salesforce') ? planted.salesforceSecret : planted.hubspotSecret
    const said = `${bearer} ${own} ${await request.clone().text()} is not welcome`
    if (trouble !== null)
      return Response.json({ message: said, error_description: said }, { status: trouble })
    return request.url.includes('salesforce') ? answer(request) : portal(request)
  }
  const { deps } = empty.runtime
  // Waits cost no time: the clock is ahead by as much.
  let ahead = 0
  const own: AppDeps = {
    ...{ ...deps, fetch, log, pushSecrets: { hubspot: [planted.pushSecret] } },
    now: () => toInstant(Date.now() + ahead),
    async sleep(ms) {
      ahead += ms
      await new Promise((resolve) => setImmediate(resolve))
    },
    queue: { send: async () => {} },
  }
  const fail = (status: number | null) => {
    trouble = status
  }
  return { heard, place: empty, deps: own, fail, clientId: org.clientId }
}

async function everyRoute(deps: AppDeps, heard: Heard): Promise<number> {
  const app = createApp(deps)
  const link = await issueSignInLink(deps, {
    email: 'a@planted.example',
    name: 'A',
    workspaceId: 'main',
    role: 'administrator',
  })
  const cookie = cookiesOf(await app.request(link))
  let count = 0
  for (const { method, path } of app.routes) {
    if (path.includes('*') || /sign-out|\/end$/.test(path)) continue
    const at = PORT + path.replace(':crm', 'hubspot').replace(/:[a-z]+/gi, 'hubspot')
    const init = method === 'GET' ? {} : { body: path.startsWith('/api/') ? '{}' : 'source=hubspot' }
    const type = path.startsWith('/api/') ? 'application/json' : 'application/x-www-form-urlencoded'
    const response = await app.request(at, {
      method,
      ...init,
      headers: { cookie, origin: PORT, 'content-type': type },
    })
    heard.texts.push(JSON.stringify([...response.headers]), await response.text())
    count += 1
  }
  return count
}

async function commands(deps: AppDeps, heard: Heard): Promise<void> {
  const workspace = await deps.open('main')
  for (const json of [true, false])
    for (const command of [doctor, (cli: Cli) => takeOut(cli, {}), (cli: Cli) => mapping(cli, {})]) {
      const told = (text: string) => heard.texts.push(text)
      const cli = {
        json,
        locale: 'en',
        runtime: { deps },
        workspace: async () => workspace,
        out: told,
        say: told,
      }
      await command(cli as unknown as Cli).catch((error: unknown) =>
        heard.texts.push(exitLine(error, 'en'), String(error)),
      )
    }
}

test('no planted token is in a log line, an error, an address, an answer or a file', async () => {
  const { heard, place, deps, fail, clientId } = await scene()
  const company = { id: 'main', name: 'Main', timeZone: 'Europe/Berlin', currency: 'EUR' }
  await createWorkspace(deps.directory, place.runtime.provisioner, company, deps.now())
  const inputs = [
    {
      crm: 'hubspot',
      config: { token: planted.token, clientSecret: planted.hubspotSecret, apiUrl: 'https://planted.test' },
    },
    {
      crm: 'salesforce',
      config: {
        instanceUrl: 'https://planted.my.salesforce.com',
        clientId,
        clientSecret: planted.salesforceSecret,
      },
    },
  ]
  const connect = async () => {
    for (const { crm, config } of inputs) {
      const connected = await connectCrm(deps, {
        workspaceId: 'main',
        crm,
        label: crm,
        config,
        properties: [],
      })
      heard.texts.push(JSON.stringify(connected))
    }
  }
  await connect()
  heard.texts.push(JSON.stringify(await runNight(deps, 'main', { kind: 'manual' })))
  expect(heard.tokens.size).toBeGreaterThanOrEqual(2)
  let routes = await everyRoute(deps, heard)
  await commands(deps, heard)
  // The vendor quotes what it was given, in every way it fails; first by what a connection survives.
  for (const status of [500, 400, 403, 429, 401]) {
    fail(status)
    heard.texts.push(JSON.stringify(await runNight(deps, 'main', { kind: 'manual' })))
    await connect()
    routes += await everyRoute(deps, heard)
    await commands(deps, heard)
  }
  fail(null)
  const app = createApp(deps)
  for (const secret of [planted.pushSecret, 'guessed']) {
    const push = hubspot([changeOf(1, 1)], { secret, at: deps.now(), url: `${PORT}/webhooks/hubspot` })
    const pushed = await app.request(`${PORT}/webhooks/hubspot`, { method: 'POST', ...push })
    const { path, init } = hubspotCall({ id: '1', email: 'a@planted.example', at: deps.now(), secret })
    const card = await app.request(PORT + path, init)
    heard.texts.push(await pushed.text(), await card.text())
  }

  const secrets = [...Object.values(planted), ...heard.tokens]
  const spellings = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ])
  const everything = [...heard.texts, ...heard.addresses].join('\n')
  expect(spellings.filter((secret) => everything.includes(secret))).toEqual([])
  expect(spellings.flatMap((secret) => filesWith(place.folder, secret))).toEqual([])
  // What was searched is what it should be.
  expect(everything).toContain('[secret]')
  expect(heard.texts.filter((text) => text.startsWith('{"event"')).length).toBeGreaterThan(10)
  console.info(
    `planted tokens: ${secrets.length} in ${spellings.length} spellings, ${routes} answers, ${heard.addresses.length} addresses, ${everything.length} characters: none found`,
  )
}, 120_000)
