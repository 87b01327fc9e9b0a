/** Many companies in one deployment: each with a CRM of its own behind one socket, and the embedded program's own queue. */
import { createClient } from '@libsql/client'
import { onTestFinished } from 'vitest'
import type { Sandbox } from '../../connectors/demo/types.ts'
import type { SandboxResponse } from '../../connectors/hubspot/sandbox/http.ts'
import { createHubspotApi, DEFAULT_TOKEN } from '../../connectors/hubspot/sandbox/index.ts'
import { createSalesforceApi, type SalesforceApi } from '../../connectors/salesforce/sandbox/index.ts'
import { type Client, directoryDb } from '../../db/client.ts'
import { workspace as workspaceTable } from '../../db/directory/schema.ts'
import { migrate } from '../../db/migrate.ts'
import { directory as directoryMigrations } from '../../db/migrations/index.ts'
import { createLocalQueue } from '../../src/jobs/local-queue.ts'
import { keyResultInput } from '../../src/okr/types.ts'
import { createCycle, createObjective } from '../../src/okr/write.ts'
import { createKeyResult } from '../../src/okr/write-key-result.ts'
import type { Platform } from '../../src/platform.ts'
import { createSealer } from '../../src/secrets.ts'
import { connectCrm } from '../../src/sync/connect.ts'
import { handle } from '../../src/sync/handle.ts'
import { park } from '../../src/sync/park.ts'
import { openWorkspaces } from '../../src/workspaces.ts'
import { smallCompany } from '../connectors/support/company.ts'
import type { IdleClock } from './idle-clock.ts'

/** One request to its answer: how a sandbox without sockets is asked. */
export type Answering = (request: Request) => Promise<Response>

export interface Resident {
  readonly id: string
  readonly crm: string
  readonly config: object
  /** Host its CRM answers at. */
  readonly host: string
  answer: Answering
}

export interface Town {
  readonly platform: Platform
  readonly logged: { readonly event: string; readonly fields: Readonly<Record<string, unknown>> }[]
  rows(workspaceId: string, sql: string): Promise<Record<string, unknown>[]>
}

/** Virtual time a call takes on its way. */
const LATENCY_MS = 120

/** Berlin companies with one key result each: revenue won in the first half of the year. */
export async function buildTown(residents: readonly Resident[], clock: IdleClock): Promise<Town> {
  const clients = new Map<string, Client>()
  async function open(url: string): Promise<Client> {
    const known = clients.get(url)
    if (known !== undefined) return known
    const client = createClient({ url: 'file::memory:' }) as Client
    clients.set(url, client)
    onTestFinished(() => client.close())
    return client
  }
  const directoryClient = await open('directory')
  await migrate(directoryClient, directoryMigrations, clock.now())
  const directory = directoryDb(directoryClient)
  const logged: Town['logged'] = []
  const sealer = await createSealer([{ id: 'test', bytes: new Uint8Array(32).fill(7) }])
  const platform: Omit<Platform, 'queue'> = {
    directory,
    open: openWorkspaces(directory, open, clock.now).open,
    now: clock.now,
    sleep: clock.sleep,
    sealer: {
      seal: (plain, context) => clock.hold(sealer.seal(plain, context)),
      open: (sealed, context) => clock.hold(sealer.open(sealed, context)),
      hash: (text) => clock.hold(sealer.hash(text)),
    },
    async fetch(input, init) {
      const request = new Request(input, init)
      await clock.sleep(LATENCY_MS)
      const { host } = new URL(request.url)
      const resident = residents.find((one) => one.host === host)
      if (resident === undefined) throw new TypeError('fetch failed')
      return clock.hold(resident.answer(request))
    },
    allowHosts: residents.map(({ host }) => host),
    log: (event, fields) => logged.push({ event, fields }),
  }
  const queue = createLocalQueue({
    handle: (message) => handle({ ...platform, queue }, message),
    sleep: clock.sleep,
    log: platform.log,
    onDead: (message, reason) => park({ ...platform, queue }, message, reason),
  })
  const whole = { ...platform, queue }
  for (const resident of residents) await moveIn(whole, resident, clock)
  return {
    platform: whole,
    logged,
    async rows(workspaceId, sql) {
      const { db } = await whole.open(workspaceId)
      const result = await db.$client.execute(sql)
      return result.rows.map((row) =>
        Object.fromEntries(result.columns.map((column) => [column, row[column]])),
      )
    },
  }
}

async function moveIn(platform: Platform, { id, crm, config }: Resident, clock: IdleClock): Promise<void> {
  await platform.directory.insert(workspaceTable).values({
    id,
    name: id,
    databaseUrl: `memory:${id}`,
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    createdAt: clock.now(),
  })
  const workspace = await platform.open(id)
  const { db } = workspace
  const context = { actor: 'test', now: clock.now(), workspace }
  const cycle = idOf(
    await createCycle(db, { name: 'H1', startsOn: '2026-01-01', endsOn: '2026-07-01' }, context),
  )
  const objective = { cycleId: cycle, title: 'Grow', description: null, team: 'Sales' }
  const objectiveId = idOf(await createObjective(db, objective, context))
  const keyResult = keyResultInput.parse({
    objectiveId,
    title: 'Won',
    kind: 'reach',
    origin: 'metric',
    definition: { metric: 'won_revenue', window: 'cycle' },
    baseline: 0,
    target: 1_000_000,
  })
  idOf(await createKeyResult(db, keyResult, context))
  const connecting = connectCrm(platform, { workspaceId: id, crm, label: crm, config, properties: [] })
  const connected = await clock.during(connecting)
  if (!connected.ok) throw new Error(`${id}: ${JSON.stringify(connected.failure)}`)
}

function idOf(written: { readonly ok: true; readonly id: string } | { readonly ok: false }): string {
  if (!written.ok) throw new Error(`refused: ${JSON.stringify(written)}`)
  return written.id
}

export interface Portal extends Resident {
  readonly calls: Sandbox['calls']
}

export function hubspotPortal(id: string, deals: number, clock: IdleClock): Portal {
  const crm = smallCompany(deals)
  const api = createHubspotApi({ crm, now: clock.now, clockMs: () => Date.parse(clock.now()) })
  const host = `${id}.hubspot.test`
  const config = { token: DEFAULT_TOKEN, apiUrl: `https://${host}` }
  return { id, crm: 'hubspot', host, config, calls: api.calls, answer: answering(api) }
}

export function salesforceOrg(
  id: string,
  deals: number,
  clock: IdleClock,
): Portal & Pick<SalesforceApi, 'switches'> {
  const host = `${id}.my.salesforce.com`
  const instanceUrl = `https://${host}`
  const api = createSalesforceApi({ crm: smallCompany(deals), now: clock.now, origin: () => instanceUrl })
  const { clientId, clientSecret, switches, calls } = api
  const config = { instanceUrl, clientId, clientSecret }
  return { id, crm: 'salesforce', host, config, calls, switches, answer: answering(api) }
}

/** What both sandboxes have in common without a socket. */
export interface Api {
  handle(request: {
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }):
    | { readonly kind: 'response'; readonly response: Omit<SandboxResponse, 'kind'> }
    | { readonly kind: 'hang' | 'reset' }
}

export function answering(api: Api): Answering {
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const answer = api.handle({
      method: request.method,
      url: pathname + search,
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    })
    if (answer.kind !== 'response') throw new TypeError('fetch failed')
    const { status, headers, body } = answer.response
    return new Response(body, { status, headers: { ...headers } })
  }
}
