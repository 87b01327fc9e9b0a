import { expect, test } from 'vitest'
import * as z from 'zod'
import { comparison, deal, drift, inferredRemoval, source } from '../../../db/workspace/schema.ts'
import { doctor } from '../../../src/cli/commands/doctor.ts'
import type { Cli } from '../../../src/cli/context.ts'
import type { Message } from '../../../src/platform.ts'
import { jsonOf, now, type Running, running } from '../../support/app.ts'
import { addDeals, addRun } from '../../support/company.ts'

const TOKEN = 'pat-eu1-very-secret-token'

async function connected(status = 'active'): Promise<Running & { readonly sent: readonly Message[] }> {
  const sent: Message[] = []
  const program = await running({
    queue: {
      async send(message) {
        sent.push(message)
      },
    },
  })
  const grant = JSON.stringify({ token: TOKEN, baseUrl: 'https://api.hubapi.com', expiresAt: null })
  await program.deps.directory.$client.batch(
    [
      {
        sql: `INSERT INTO connection (id, workspace_id, crm, account_id, label, sealed_config, sealed_grant, status,
            status_reason, created_at)
          VALUES ('hubspot', 'acme', 'hubspot', '1', 'hubspot', '{}', ?, ?, ?, ?)`,
        args: [grant, status, status === 'active' ? null : '{"kind":"unauthorized","detail":"gone"}', now],
      },
      {
        sql: "INSERT INTO schedule (workspace_id, next_at) VALUES ('acme', '2026-11-25T03:20:00.000Z')",
        args: [],
      },
    ],
    'write',
  )
  return { ...program, sent }
}

async function page({ request, signIn }: Running, role: Parameters<Running['signIn']>[0] = 'administrator') {
  const cookie = await signIn(role)
  const response = await request('/health', { cookie, headers: { 'accept-language': 'en' } })
  const words = (await response.text()).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
  return { status: response.status, words }
}

const execute = ({ workspace }: Running, sql: string) => workspace.db.$client.execute(sql)

test('a connection that runs well says how fresh it is, when it runs next, and what the last night cost', async () => {
  const program = await connected()
  const run = await addRun(program.workspace, '2026-11-23')
  await execute(
    program,
    `INSERT INTO run_calls VALUES ('${run}', 'changes', 'search', 5, 0), ('${run}', 'setup', 'api', 2, 1)`,
  )
  await execute(program, `UPDATE run SET calls = 7`)
  const { words } = await page(program)
  expect(words).toContain('All is well')
  expect(words).toContain('Next night: 25 Nov 2026')
  expect(words).toContain('Calls of the last run: 7')
  expect(words).toContain('Changes at most 3 per second 5 0')
  expect(words).toContain('Stages, teams, currencies at most 80 per 10 seconds 2 1')
  expect(words).not.toContain(TOKEN)
})

test('what could not be read is listed with its reason, and trying again reads exactly those deals', async () => {
  const program = await connected()
  await addRun(program.workspace, '2026-11-23')
  const problem = JSON.stringify([{ field: 'amount', code: 'not_a_number', raw: 'much' }])
  await addDeals(program.workspace, [
    { owner: 'a', status: 'open', amountMinor: null, closeDate: null, problem },
    { owner: 'b', status: 'won', amountMinor: 100, closeDate: '2026-11-01' },
  ])
  await execute(
    program,
    `INSERT INTO skipped VALUES ('hubspot', 'deals', '4711', 'createdate: missing', 'r', '${now}'),
      ('hubspot', 'owners', '9', 'id: missing', 'r', '${now}')`,
  )
  const { words } = await page(program)
  expect(words).toContain('3 records count nowhere until they can be read.')
  expect(words).toContain('Deals 4711 createdate: missing')
  expect(words).toContain('Amount is not a number: “much”')
  const cookie = await program.signIn('okr_master')
  const tried = await program.request('/api/sync/hubspot/try-again', { method: 'POST', cookie, json: {} })
  expect(await jsonOf(tried, z.object({ run: z.string(), marked: z.number() }))).toEqual({
    run: 'idle',
    marked: 2,
  })
  expect(program.sent).toEqual([{ kind: 'changed', workspaceId: 'acme', source: 'hubspot' }])
  const { rows } = await execute(program, 'SELECT external_id FROM changed ORDER BY external_id')
  expect(rows.map((row) => row.external_id)).toContain('4711')
  const audit = await execute(program, "SELECT subject FROM audit WHERE action = 'sync.try_again'")
  expect(audit.rows).toHaveLength(1)
})

test('a failed night is started anew by the button, once', async () => {
  const program = await connected()
  await addRun(program.workspace, '2026-11-23', { status: 'failed' })
  await execute(
    program,
    `UPDATE run SET failure = '{"kind":"unavailable","status":500,"retryAfterMs":null,"detail":"x"}'`,
  )
  expect((await page(program)).words).toContain(
    'The CRM does not answer. Pegel tries again by itself next night',
  )
  const cookie = await program.signIn('administrator')
  const press = () =>
    program.request('/health/try-again', {
      method: 'POST',
      cookie,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost:8787' },
      body: 'source=hubspot',
    })
  const places = [(await press()).headers.get('location'), (await press()).headers.get('location')]
  expect(places).toEqual([
    '/health?source=hubspot&run=started&marked=0',
    '/health?source=hubspot&run=running&marked=0',
  ])
  const { rows } = await execute(program, "SELECT kind, status FROM run WHERE status = 'running'")
  expect(rows).toMatchObject([{ kind: 'manual' }])
  expect(program.sent.map(({ kind }) => kind)).toEqual(['pull'])
})

test('regression: a button pressed a hundred times read the unreadable deals again, and ran a failing night, each time', async () => {
  const program = await connected()
  await addRun(program.workspace, '2026-11-23', { status: 'failed' })
  await execute(
    program,
    `INSERT INTO skipped VALUES ('hubspot', 'deals', '4711', 'createdate: missing', 'r', '${now}')`,
  )
  const cookie = await program.signIn('okr_master')
  const press = () =>
    program.request('/api/sync/hubspot/try-again', { method: 'POST', cookie, json: {} }).then((r) => r.json())
  expect(await press()).toEqual({ run: 'started', marked: 1 })
  await execute(program, "UPDATE run SET status = 'failed'")
  await execute(program, 'DELETE FROM changed')
  for (let n = 0; n < 99; n += 1) expect(await press()).toEqual({ run: 'just_now', marked: 0 })
  expect(program.sent.map(({ kind }) => kind)).toEqual(['changed', 'pull'])
  const counted = await execute(
    program,
    `SELECT (SELECT COUNT(*) FROM run) AS runs, (SELECT COUNT(*) FROM changed) AS marks,
      (SELECT COUNT(*) FROM audit WHERE action = 'sync.try_again') AS tries`,
  )
  expect({ ...counted.rows[0] }).toMatchObject({ runs: 2, marks: 0, tries: 1 })
  Object.assign(program.deps, { now: () => '2026-11-24T09:01:00.000Z' })
  expect(await press()).toEqual({ run: 'started', marked: 1 })
})

test('a refused connection asks to connect again and offers no other button', async () => {
  const program = await connected('reconnect')
  await addRun(program.workspace, '2026-11-22')
  const { words } = await page(program)
  expect(words).toContain('Needs you')
  expect(words).toContain('refused by the CRM')
  expect(words).not.toContain('Try again')
  const cookie = await program.signIn('administrator')
  const tried = await program.request('/api/sync/hubspot/try-again', { method: 'POST', cookie, json: {} })
  expect(await tried.json()).toEqual({ run: 'not_active', marked: 0 })
})

test('a difference from the CRM is shown with its pipeline, both counts and the deals concerned', async () => {
  const program = await connected()
  await addRun(program.workspace, '2026-11-23')
  const { db } = program.workspace
  await db.insert(drift).values({
    ...{ source: 'hubspot', pipelineId: 'new', status: 'won', measure: 'count', ours: 41, theirs: 43 },
    ...{ ids: '["12","15"]', nights: 2, runId: 'r', day: '2026-11-23', since: now, seenAt: now },
  })
  await db.insert(comparison).values({
    ...{
      source: 'hubspot',
      runId: 'r',
      at: now,
      round: 1,
      status: 'won',
      measure: 'count',
      ours: 41,
      theirs: 43,
    },
  })
  const { words } = await page(program)
  expect(words).toContain('New business, won deals 12, 15 41 43 2')
  expect(words).toContain('1 difference, checked')
})

test('an administrator decides on held deletions by a button; nobody else is offered one', async () => {
  const program = await connected()
  await addRun(program.workspace, '2026-11-23')
  await addDeals(program.workspace, [{ owner: 'a', status: 'open', amountMinor: 1, closeDate: null }])
  const { db } = program.workspace
  const [lost] = await db.select({ id: deal.externalId }).from(deal)
  const externalId = lost?.id ?? ''
  await db
    .insert(inferredRemoval)
    .values({ source: 'hubspot', externalId, runId: 'r', seenAt: now, state: 'held' })
  expect((await page(program, 'okr_master')).words).not.toContain('Confirm the deletions')
  expect((await page(program)).words).toContain('One deal is missing in the CRM')
  const cookie = await program.signIn('administrator')
  const answer = await program.request('/health/held', {
    method: 'POST',
    cookie,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost:8787' },
    body: 'source=hubspot&decision=confirm',
  })
  expect(answer.headers.get('location')).toBe('/health?source=hubspot&decided=confirm&n=1')
  const { rows } = await execute(
    program,
    'SELECT r.deleted FROM deal d JOIN revision r ON r.seq = d.current_seq',
  )
  expect(rows).toMatchObject([{ deleted: 1 }])
})

test('an auditor reads that something could not be read or differs, and no value, no id and no sum of it', async () => {
  const program = await connected()
  await addRun(program.workspace, '2026-11-23')
  const problem = JSON.stringify([{ field: 'amount', code: 'not_a_number', raw: 'about 77,000' }])
  await addDeals(program.workspace, [
    { owner: 'a', status: 'open', amountMinor: null, closeDate: null, problem },
  ])
  await program.workspace.db.insert(drift).values({
    ...{ source: 'hubspot', pipelineId: 'new', status: 'won', measure: 'amount', ours: 4100, theirs: 4300 },
    ...{ ids: '["121212"]', nights: 2, runId: 'r', day: '2026-11-23', since: now, seenAt: now },
  })
  const cookie = await program.signIn('auditor')
  const { words } = await page(program, 'auditor')
  const api = await (await program.request('/api/sync/health', { cookie })).text()
  expect(words).toContain('One record counts nowhere until it can be read.')
  expect(words).toContain('New business, won')
  for (const text of [words, api])
    for (const secret of ['77,000', '121212', '4100', '4300', '41', '43'])
      expect([secret, text.includes(secret)]).toEqual([secret, false])
})

test('deals in both CRMs are told with a proposal, and an administrator names the side that counts', async () => {
  const program = await connected()
  const { db } = program.workspace
  await db.insert(source).values({ id: 'salesforce', crm: 'salesforce', createdAt: now })
  const one = { owner: 'a', status: 'open' as const, amountMinor: 1, closeDate: null }
  await addDeals(program.workspace, [
    { ...one, source: 'salesforce', createdDay: '2026-09-01' },
    { ...one, createdDay: '2026-09-02' },
  ])
  expect((await page(program)).words).not.toContain('Deals in both CRMs')
  await execute(
    program,
    `UPDATE revision SET twin_id = (SELECT external_id FROM deal WHERE source = 'salesforce')
      WHERE deal_id = (SELECT id FROM deal WHERE source = 'hubspot')`,
  )
  const { words } = await page(program)
  expect(words).toContain('1 deal is in both CRMs and counts once.')
  expect(words).toContain('Proposed: Salesforce, because 1 of 1 were created there first.')
  expect((await page(program, 'auditor')).words).not.toContain('Salesforce counts')
  const cookie = await program.signIn('administrator')
  await program.request('/health/leading', {
    method: 'POST',
    cookie,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost:8787' },
    body: 'leading=salesforce',
  })
  expect((await page(program)).words).toContain('Salesforce counts. Values stay as they were published')
})

test.for([
  ['auditor', 200, 403],
  ['okr_master', 200, 200],
  ['management', 200, 403],
  ['member', 403, 403],
  ['coach', 403, 403],
] as const)('%s: the page answers %d, trying again %d', async ([role, seen, tried]) => {
  const program = await connected()
  expect((await page(program, role)).status).toBe(seen)
  const cookie = await program.signIn(role)
  const answer = await program.request('/api/sync/hubspot/try-again', { method: 'POST', cookie, json: {} })
  expect(answer.status).toBe(tried)
})

test('the API tells the same, and keeps the vendor’s own words about a failure to itself', async () => {
  const program = await connected('reconnect')
  const cookie = await program.signIn('auditor')
  const text = await (await program.request('/api/sync/health', { cookie })).text()
  expect(JSON.parse(text).connections).toMatchObject([
    { source: 'hubspot', reason: { kind: 'unauthorized' }, token: { state: 'refused' } },
  ])
  expect(text).not.toContain('gone')
  expect(text).not.toContain(TOKEN)
})

test('no text of the CRM, and none of the address, becomes markup of the page', async () => {
  const program = await connected()
  const evil = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>"
  await addRun(program.workspace, '2026-11-23')
  await program.deps.directory.$client.execute({ sql: 'UPDATE connection SET label = ?', args: [evil] })
  await addDeals(program.workspace, [
    {
      ...{ owner: 'a', status: 'open' as const, amountMinor: null, closeDate: null },
      problem: JSON.stringify([{ field: 'amount', code: 'not_a_number', raw: evil }]),
    },
  ])
  await program.workspace.db.$client.execute({
    sql: "INSERT INTO skipped VALUES ('hubspot', 'deals', ?, ?, 'r', ?)",
    args: [evil, evil, now],
  })
  await program.workspace.db.insert(drift).values({
    ...{ source: 'hubspot', pipelineId: evil, status: evil, measure: 'count', ours: 1, theirs: 2 },
    ...{ ids: JSON.stringify([evil]), nights: 1, runId: 'r', day: '2026-11-23', since: now, seenAt: now },
  })
  const cookie = await program.signIn('administrator')
  const query = new URLSearchParams({ source: 'hubspot', run: evil, decided: evil, n: evil, marked: evil })
  const html = await (await program.request(`/health?${query}`, { cookie })).text()
  expect(html).toContain('&lt;script&gt;alert(1)')
  expect(html).not.toMatch(/<script>alert|<img src=x/)
})

test('a page of somebody else cannot press the buttons of a person who is signed in', async () => {
  const program = await connected()
  await addRun(program.workspace, '2026-11-23', { status: 'failed' })
  const cookie = await program.signIn('administrator')
  for (const path of ['/health/try-again', '/health/held', '/api/sync/hubspot/try-again'])
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', null]) {
      const headers = { origin: 'https://evil.example', ...(type === null ? {} : { 'content-type': type }) }
      const body = new TextEncoder().encode('source=hubspot&decision=confirm')
      const response = await program.request(path, { method: 'POST', cookie, headers, body })
      expect([path, type, response.status]).toEqual([path, type, 403])
    }
  expect(program.sent).toEqual([])
})

test('doctor prints no character that moves a terminal', async () => {
  const program = await connected()
  await addRun(program.workspace, '2026-11-23')
  await program.workspace.db.$client.execute({
    sql: "INSERT INTO skipped VALUES ('hubspot', 'deals', '1', ?, 'r', ?)",
    args: ['\u001b]0;owned\u0007\u001b[2Jgone\r\u009b31m', now],
  })
  const lines: string[] = []
  const out = (text: string) => lines.push(text)
  const cli = { json: false, locale: 'en', runtime: { deps: program.deps }, out, say: out }
  await doctor({ ...cli, workspace: async () => program.workspace } as unknown as Cli)
  expect(lines.join('\n')).toContain('gone')
  expect(lines.join('').replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
})
