/** The company in one of the two CRMs, imported: sandbox core, shipped connector, real libSQL in memory, a clock of ours. */
import { createClient } from '@libsql/client'
import { expect, onTestFinished } from 'vitest'
import type { Crm } from '../../../../connectors/demo/types.ts'
import { createHubspotApi, DEFAULT_TOKEN } from '../../../../connectors/hubspot/sandbox/index.ts'
import type { Switches } from '../../../../connectors/hubspot/sandbox/switches.ts'
import { recordId } from '../../../../connectors/salesforce/sandbox/id.ts'
import { createSalesforceApi } from '../../../../connectors/salesforce/sandbox/index.ts'
import { addMs } from '../../../../connectors/values/time.ts'
import { type Client, directoryDb } from '../../../../db/client.ts'
import { workspace as workspaceTable } from '../../../../db/directory/schema.ts'
import { migrate } from '../../../../db/migrate.ts'
import { directory as directoryMigrations } from '../../../../db/migrations/index.ts'
import { evaluate } from '../../../../src/metrics/index.ts'
import type { At, Definition, MetricValue } from '../../../../src/metrics/types.ts'
import type { Platform } from '../../../../src/platform.ts'
import { createSealer } from '../../../../src/secrets.ts'
import { connectCrm } from '../../../../src/sync/connect.ts'
import { runNight } from '../../../../src/sync/run-night.ts'
import { openWorkspaces } from '../../../../src/workspaces.ts'
import { createIdleClock } from '../../../support/idle-clock.ts'
import { answering } from '../../../support/town.ts'
import { before, company } from './company.ts'

export const crms = ['hubspot', 'salesforce'] as const
export type CrmName = (typeof crms)[number]

/** Its thorough nights close a Sunday, so that the nights of these tests are ordinary ones. */
export const COMPANY = 'rohrbau'
/** The night that closes Monday 2 March in Berlin, and those that follow. */
export const IMPORT = '2026-03-03T03:40:00.000Z'
export const nightAfter = (n: number) => addMs(IMPORT, n * 86_400_000)
/** The morning after the import, when things happen. */
export const MORNING = '2026-03-03T09:00:00.000Z'
export const LATER = '2026-03-03T14:00:00.000Z'

export const WINDOW = { from: '2026-01-01', to: '2026-07-01' }
export const wonRevenue: Definition = { metric: 'won_revenue', window: WINDOW }
export const openPipeline: Definition = { metric: 'open_pipeline', window: WINDOW }

/** What a test tells of a revision: the columns that matter here. */
export interface Told {
  readonly cause: string
  readonly time_from: string
  readonly effective_at: string
  readonly [column: string]: unknown
}

export type Values = Readonly<Record<keyof typeof before, number | null>>

export interface SceneOptions {
  readonly crm?: Crm
  readonly timeZone?: string
  readonly hubspot?: Partial<Switches>
  readonly salesforce?: Parameters<typeof createSalesforceApi>[0]['switches']
}

export type Scene = Awaited<ReturnType<typeof emptyScene>>

/** Not connected yet. */
export async function emptyScene(name: CrmName, options: SceneOptions = {}) {
  const crm = options.crm ?? company()
  const clock = createIdleClock(
    options.timeZone === undefined ? addMs(IMPORT, -60_000) : '2026-03-02T23:59:00.000Z',
  )
  const clients = new Map<string, Client>()
  async function open(url: string): Promise<Client> {
    const client = clients.get(url) ?? (createClient({ url: 'file::memory:' }) as Client)
    if (!clients.has(url)) onTestFinished(() => client.close())
    clients.set(url, client)
    return client
  }
  const directoryClient = await open('directory')
  await migrate(directoryClient, directoryMigrations, clock.now())
  const directory = directoryDb(directoryClient)
  const zone = { timeZone: options.timeZone ?? 'Europe/Berlin', currency: 'EUR' }
  const row = { id: COMPANY, name: COMPANY, databaseUrl: 'memory', createdAt: clock.now() }
  await directory.insert(workspaceTable).values({ ...row, ...zone })
  const workspaces = openWorkspaces(directory, open, clock.now)
  const api = apiOf(name, crm, clock.now, options)
  const answer = answering(api)
  const sealer = await createSealer([{ id: 'test', bytes: new Uint8Array(32).fill(7) }])
  const platform: Platform = {
    directory,
    open: workspaces.open,
    now: clock.now,
    sleep: clock.sleep,
    queue: { send: async () => {} },
    sealer: {
      seal: (plain, context) => clock.hold(sealer.seal(plain, context)),
      open: (sealed, context) => clock.hold(sealer.open(sealed, context)),
      hash: (text) => clock.hold(sealer.hash(text)),
    },
    async fetch(input, init) {
      const request = new Request(input, init)
      await clock.sleep(120)
      return clock.hold(answer(request))
    },
    allowHosts: [new URL(api.url).host],
    log: () => {},
  }

  async function connect(): Promise<void> {
    const config =
      'token' in api ? { token: api.token, apiUrl: api.url } : { instanceUrl: api.url, ...api.credentials }
    const wanted = { workspaceId: COMPANY, crm: name, label: name, config, properties: [] }
    expect(await clock.during(connectCrm(platform, wanted))).toMatchObject({ ok: true })
  }

  /** The night that is due at an instant, to its end, with what runs in the background behind it. */
  async function night(at: string, kind: 'night' | 'manual' = 'night') {
    if (at > clock.now()) await clock.run(at)
    const result = await clock.during(runNight(platform, COMPANY, { kind }))
    expect(result).toMatchObject({ dead: [], runs: [{ status: 'complete' }] })
    return result
  }

  const client = async () => (await platform.open(COMPANY)).db.$client

  async function rows(sql: string, ...args: (string | number)[]): Promise<Record<string, unknown>[]> {
    const found = await (await client()).execute({ sql, args })
    return found.rows.map((one) =>
      Object.fromEntries(found.columns.map((column) => [column, one[column]] as const)),
    )
  }

  const id = (kind: Parameters<typeof recordId>[0], neutral: string) =>
    name === 'hubspot' ? neutral : recordId(kind, neutral)

  /** What was told of a deal, oldest first: a history is no part of it. */
  async function told(deal: string): Promise<Told[]> {
    const found = await rows(
      `SELECT r.* FROM revision r JOIN deal d ON d.id = r.deal_id
        WHERE d.external_id = ? AND r.time_from <> 'history' ORDER BY r.seq`,
      id('Opportunity', deal),
    )
    return found as unknown as Told[]
  }

  async function value(definition: Definition, at: At = { kind: 'now' }, day?: string): Promise<MetricValue> {
    const { db, timeZone, currency } = await platform.open(COMPANY)
    const context = { day: day ?? '2026-03-04', timeZone, currency, fiscalYearStartMonth: 1 }
    const request = { definition, definitionVersion: 1 }
    const [found] = await evaluate(db, [request], at, context)
    if (found === undefined) throw new Error('no value came back')
    return found
  }

  async function values(at: At = { kind: 'now' }): Promise<Values> {
    const of = async (definition: Definition) => (await value(definition, at)).value
    const ofTeam = (team: string) => ({ ...openPipeline, filter: { teams: [id('UserRole', team)] } })
    return {
      won: await of(wonRevenue),
      open: await of(openPipeline),
      south: await of(ofTeam('31')),
      north: await of(ofTeam('32')),
    }
  }

  async function newestSeq(): Promise<number> {
    const [found] = await rows("SELECT MAX(seq) AS seq FROM run WHERE status = 'complete'")
    return Number(found?.seq)
  }

  return {
    ...{ name, crm, api, clock, platform, workspaces, directory: directoryClient },
    ...{ connect, night, rows, told, value, values, newestSeq, id },
    /** The stage as this CRM names it on a deal. */
    stage: (neutral: string) => (name === 'hubspot' ? neutral : (apiNames.get(neutral) ?? neutral)),
  }
}

/** Salesforce names a stage by the label it was made with. */
const apiNames = new Map(
  company().pipelines.flatMap(({ stages }) => stages.map(({ id, label }) => [id, label] as const)),
)

/** Imported, with its history; nothing has happened yet. */
export async function scene(name: CrmName, options: SceneOptions = {}) {
  const made = await emptyScene(name, options)
  await made.connect()
  await made.night(IMPORT)
  expect(await made.values()).toEqual(before)
  const seq = await made.newestSeq()
  return {
    ...made,
    /** The next night; what was known and what was published before it stays as it was. */
    async nextNight(n = 1): Promise<void> {
      await made.night(nightAfter(n))
      expect(await made.values({ kind: 'known', seq })).toEqual(before)
    },
  }
}

function apiOf(name: CrmName, crm: Crm, now: () => string, options: SceneOptions) {
  const url = name === 'hubspot' ? 'https://api.hubspot.test' : 'https://rohrbau.my.salesforce.com'
  if (name === 'hubspot') {
    const switches = { ...options.hubspot }
    const api = createHubspotApi({ crm, now, clockMs: () => Date.parse(now()), switches })
    return { ...api, url, token: DEFAULT_TOKEN, hubspot: api.portal.switches }
  }
  const api = createSalesforceApi({ crm, now, origin: () => url, switches: { ...options.salesforce } })
  const credentials = { clientId: api.clientId, clientSecret: api.clientSecret }
  return { ...api, url, credentials }
}
