/**
 * Both CRMs' companies with names, ids and secrets that are found wherever they leak: through nights, pushes, forgeries and
 * every failure a CRM has, whose texts quote the credentials they were given.
 *
 * Planted and seen red: failures that keep the client's secret, or an e-mail address; a deal's name in a log line; an
 * owner's id beside the deal.
 */
import { expect, test } from 'vitest'
import { DEFAULT_TOKEN } from '../../../connectors/hubspot/sandbox/index.ts'
import { addMs } from '../../../connectors/values/time.ts'
import { createApp } from '../../../src/app.ts'
import type { AppDeps } from '../../../src/app-env.ts'
import { issueSignInLink } from '../../../src/auth/link.ts'
import { doctor } from '../../../src/cli/commands/doctor.ts'
import type { Cli } from '../../../src/cli/context.ts'
import { tryAgain } from '../../../src/health/try-again.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { cookiesOf, publicUrl } from '../../support/app.ts'
import { createIdleClock, type IdleClock } from '../../support/idle-clock.ts'
import { buildTown, type Town } from '../../support/town.ts'
import { changeOf, hubspot, salesforce } from '../webhooks/signed.ts'
import { CLIENT_SECRET, canaryOrg, canaryPortal, EMAIL, named, type Watched } from './canary-world.ts'

const EVENING = '2026-03-02T20:00:00.000Z'
const WEBHOOK_SECRET = 'canary-webhook-secret-of-our-app'
const DAY_MS = 86_400_000

function depsOf({ platform }: Town): AppDeps {
  const own = { publicUrl, sessionSecret: 'canary-session-secret-long-enough-to-seal' }
  return { ...platform, ...own, pushSecrets: { hubspot: [WEBHOOK_SECRET] } }
}

/** Each deal is said to have changed, by the CRM, by somebody who guesses, and in words that are none. */
async function push(town: Town, { crm }: Watched, at: string, key: string): Promise<number[]> {
  const app = createApp(depsOf(town))
  const url = `${publicUrl}/webhooks/${crm}`
  const { rows } = await town.platform.directory.$client.execute('SELECT account_id FROM connection')
  const account = String(rows[0]?.account_id)
  const signed = (secret: string) =>
    crm === 'hubspot'
      ? hubspot(
          [1, 2, 3].map((id) =>
            changeOf(Number(account), id, { propertyValue: named('DEAL', id), occurredAt: Date.parse(at) }),
          ),
          { secret, at, url },
        )
      : salesforce(
          { orgId: account, events: [{ id: '006000000000001AAA', change: 'UPDATE', key, at }] },
          { secret, at },
        )
  const own = crm === 'hubspot' ? WEBHOOK_SECRET : CLIENT_SECRET
  const bodies = [
    signed(own),
    signed('guessed'),
    { ...signed(own), body: `{"${EMAIL}": ${named('DEAL', 1)}` },
  ]
  const answers = await Promise.all(bodies.map((given) => app.request(url, { method: 'POST', ...given })))
  expect((await Promise.all(answers.map((one) => one.text()))).join('')).toBe('')
  return answers.map(({ status }) => status)
}

/** All that a person or a program can ask about the sync, and what the databases hold. */
async function everything(town: Town, { id }: Watched): Promise<string> {
  const deps = depsOf(town)
  const app = createApp(deps)
  const link = await issueSignInLink(deps, {
    email: `${id}@staff.example`,
    name: 'Staff',
    workspaceId: id,
    role: 'administrator',
  })
  const cookie = cookiesOf(await app.request(link))
  const pages = [
    '/health',
    '/api/sync/health',
    '/api/sync',
    '/api/runs',
    '/api/sources',
    '/api/sync/reconciliation',
  ]
  const answers = await Promise.all(
    pages.map((path) => app.request(publicUrl + path, { headers: { cookie } })),
  )
  const told = await Promise.all(answers.map((one) => one.text()))
  const workspace = await town.platform.open(id)
  const lines: string[] = []
  for (const json of [false, true]) {
    const cli = {
      json,
      locale: 'en',
      runtime: { deps },
      workspace: async () => workspace,
      out: (text: string) => lines.push(text),
      say: (text: string) => lines.push(text),
    }
    await doctor(cli as unknown as Cli).catch((error: unknown) => lines.push(String(error)))
  }
  const client = workspace.db.$client
  const tables = await client.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
  for (const { name } of tables.rows) {
    const { rows } = await client.execute(`SELECT * FROM "${name}"`)
    // The one place each that holds a name.
    const held = name === 'deal' || name === 'company' ? rows.map((row) => ({ ...row, name: null })) : rows
    lines.push(JSON.stringify(held))
  }
  for (const name of ['connection', 'call_share', 'call_hold', 'lease', 'schedule'])
    lines.push(JSON.stringify((await town.platform.directory.$client.execute(`SELECT * FROM ${name}`)).rows))
  expect(answers.map(({ status }) => status)).toEqual(pages.map(() => 200))
  return [...told, ...lines, JSON.stringify(town.logged)].join('\n')
}

/** A revoked grant ends the connection, whoever met it first; all else ends a run. */
async function failureKinds(town: Town, { id }: Watched): Promise<unknown[]> {
  const runs = await town.rows(id, 'SELECT failure FROM run WHERE failure IS NOT NULL')
  const { rows } = await town.platform.directory.$client.execute(
    'SELECT status_reason AS failure FROM connection WHERE status_reason IS NOT NULL',
  )
  return [...runs, ...rows].map(({ failure }) => JSON.parse(String(failure)).kind)
}

const makers = [
  ['hubspot', canaryPortal],
  ['salesforce', canaryOrg],
] as const

test.each(makers)(
  'of %s neither names nor secrets are seen beside the mirror, whatever fails',
  async (_, make) => {
    const clock: IdleClock = createIdleClock(EVENING)
    const watched = make(clock)
    const town = await buildTown([watched], clock)
    const night = (kind: 'night' | 'manual') => clock.during(runNight(town.platform, watched.id, { kind }))
    expect(await night('night')).toMatchObject({ runs: [{ status: 'complete' }] })
    const [{ deals } = {}] = await town.rows(watched.id, 'SELECT COUNT(*) AS deals FROM deal')
    expect(deals).toBe(40)

    expect(await clock.during(push(town, watched, clock.now(), 'key'))).toEqual([204, 401, 401])
    await clock.run(addMs(clock.now(), 10 * 60_000))

    const kinds = new Set<unknown>()
    for (const [n, trouble] of watched.troubles.entries()) {
      await clock.run(addMs(EVENING, (n + 1) * DAY_MS))
      watched.fail(trouble)
      expect(await clock.during(push(town, watched, clock.now(), `key-${n}`))).toEqual([204, 401, 401])
      await clock.run(addMs(clock.now(), 10 * 60_000))
      await night('manual')
      for (const kind of await failureKinds(town, watched)) kinds.add(kind)
      await clock.during(
        tryAgain(town.platform, await town.platform.open(watched.id), watched.crm, 'administrator').then(
          () => null,
        ),
      )
      watched.fail(null)
    }
    expect(kinds.size).toBeGreaterThanOrEqual(4)
    expect(kinds).toContain('unauthorized')
    expect(town.logged.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['pushed', 'push_refused', 'changed_read', 'changed_failed', 'sync_failed']),
    )

    const text = await clock.during(everything(town, watched))
    expect(text).toContain('[secret]')
    const found = [...watched.canaries(), CLIENT_SECRET, WEBHOOK_SECRET, DEFAULT_TOKEN, EMAIL].filter((one) =>
      text.includes(one),
    )
    expect(found).toEqual([])
    expect(watched.canaries().length).toBeGreaterThan(50)
  },
  120_000,
)
