/**
 * From the browser and the API to a Salesforce sandbox, through the night, to what people see.
 * Seen red: the check of the form saving; the answer `foreign` told as not found; the refusal without the org's own words.
 */
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import { createCrm } from '../../../../connectors/demo/crm.ts'
import { startSalesforceSandbox } from '../../../../connectors/salesforce/sandbox/index.ts'
import { doctor } from '../../../../src/cli/commands/doctor.ts'
import { krShow } from '../../../../src/cli/commands/kr.ts'
import { krAdd } from '../../../../src/cli/commands/kr-add.ts'
import { krExplain } from '../../../../src/cli/commands/kr-explain.ts'
import type { Cli } from '../../../../src/cli/context.ts'
import { exportAll } from '../../../../src/export.ts'
import { connectCrm } from '../../../../src/sync/connect.ts'
import { runNight } from '../../../../src/sync/run-night.ts'
import { dealFields, FOUNDED, smallCompany } from '../../../connectors/support/company.ts'
import { jsonOf, now, problemOf, running } from '../../../support/app.ts'

const COUNT = 'SELECT COUNT(Id) FROM Opportunity'
const made = z.object({ id: z.string() })

async function scene() {
  const crm = createCrm({ ...smallCompany(0), rates: [], firstDealId: 1 })
  for (let n = 0; n < 40; n += 1) crm.createDeal({ ...dealFields(n), currency: 'EUR' }, FOUNDED)
  const org = await startSalesforceSandbox({ crm, now: () => now })
  onTestFinished(() => org.close())
  const program = await running({ fetch, allowHosts: [new URL(org.url).host] })
  const { clientId, clientSecret, url } = org
  const config = { instanceUrl: url, clientId, clientSecret }
  const connected = { workspaceId: 'acme', crm: 'salesforce', label: 'Salesforce', config, properties: [] }
  expect(await connectCrm(program.deps, connected)).toMatchObject({ ok: true })
  const cookie = await program.signIn('administrator')
  const api = (method: string, path: string, json?: unknown) =>
    program.request(`/api${path}`, { method, cookie, ...(json === undefined ? {} : { json }) })
  const cycle = { name: 'Q4 2026', startsOn: '2026-10-01', endsOn: '2027-01-01' }
  const { id: cycleId } = await jsonOf(await api('POST', '/cycles', cycle), made)
  const aim = { cycleId, title: 'Grow', team: 'Sales' }
  const { id: objectiveId } = await jsonOf(await api('POST', '/objectives', aim), made)
  const body = (native: object) => ({
    ...{
      objectiveId,
      title: 'Trusted',
      kind: 'reach',
      origin: 'native',
      unit: 'count',
      baseline: 0,
      target: 80,
    },
    native: { connection: 'salesforce', kind: 'soql', question: COUNT, ...native },
  })
  const form = (path: string, fields: Record<string, string>) =>
    program.request(path, {
      method: 'POST',
      cookie,
      headers: {
        ...{ origin: 'http://localhost:8787', 'accept-language': 'en' },
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(fields).toString(),
    })
  const page = async (path: string) =>
    wordsOf(await program.request(path, { cookie, headers: { 'accept-language': 'en' } }))
  const night = () => runNight(program.deps, 'acme', { kind: 'manual', background: 'later' })
  const entered = (question: string) => ({
    ...{
      objectiveId,
      title: 'Trusted',
      origin: 'native',
      unit: 'count',
      kind: 'reach',
      baseline: '0',
      target: '80',
    },
    ...{
      requiredShare: '90',
      weight: '1',
      pace: 'linear',
      nativeConnection: 'salesforce',
      nativeQuestion: question,
    },
  })
  return { ...program, org, crm, api, body, form, page, night, entered, objectiveId }
}

async function wordsOf(response: Response): Promise<string> {
  return (await response.text()).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
}

test('the API asks first, says what came instead in words, and saves what gives one number', async () => {
  const { api, body } = await scene()
  const asked = await api('POST', '/native/check', {
    connection: 'salesforce',
    kind: 'soql',
    question: COUNT,
    unit: 'count',
  })
  expect(await asked.json()).toMatchObject({
    ...{ value: 40, unit: 'count', currency: null, people: null, moves: false },
    basis: { user: expect.stringContaining('@'), profile: 'Pegel Integration' },
  })
  const wrong = await problemOf(
    await api('POST', '/key-results', body({ question: 'SELECT SUM(Nope) FROM Opportunity' })),
  )
  expect(wrong.issues).toMatchObject([{ field: 'native.question', code: 'native_malformed' }])
  // The org's own words are part of it.
  expect(wrong.issues[0]?.message).toContain('Nope')
  const rows = await problemOf(
    await api('POST', '/key-results', body({ question: `${COUNT} GROUP BY IsWon` })),
  )
  expect(rows.issues[0]).toMatchObject({
    code: 'native_rows',
    subject: '2',
    message: expect.stringMatching(/^2 rows came instead of one/),
  })
  expect((await api('POST', '/key-results', body({}))).status).toBe(201)
  // Nobody types over it, and no metric comes with it.
  const mixed = { ...body({}), definition: { metric: 'won_revenue', window: 'cycle' } }
  expect((await problemOf(await api('POST', '/key-results', mixed))).code).toBe('invalid')
})

test('a member may neither ask nor save', async () => {
  const { request, signIn, body } = await scene()
  const cookie = await signIn('member')
  const check = { connection: 'salesforce', kind: 'soql', question: COUNT, unit: 'count' }
  expect((await request('/api/native/check', { method: 'POST', cookie, json: check })).status).toBe(403)
  expect((await request('/api/key-results', { method: 'POST', cookie, json: body({}) })).status).toBe(403)
})

test('the form shows the number before it is saved, without a script, and refuses at the field', async () => {
  const { form, page, entered, workspace } = await scene()
  expect(await page('/key-results/new')).toContain('From Salesforce')
  const shown = await form('/key-results/new', { ...entered(COUNT), intent: 'preview' })
  expect(shown.status).toBe(200)
  expect(await wordsOf(shown)).toMatch(/ 40 Worked out as .*, profile Pegel Integration/)
  const { rows } = await workspace.db.$client.execute("SELECT id FROM key_result WHERE origin = 'native'")
  expect(rows).toEqual([])
  const text = await form('/key-results/new', entered('SELECT MAX(CloseDate) FROM Opportunity'))
  expect(text.status).toBe(422)
  expect(await wordsOf(text)).toContain('What came back is no number')
  const saved = await form('/key-results/new', entered(COUNT))
  expect(saved.status).toBe(303)
  expect(await page(saved.headers.get('location') ?? '')).toContain('Not asked yet')
})

test('after a night it has its value; what is asked of deals behind it has an answer in words everywhere', async () => {
  const { api, body, night, page, org, deps, workspace } = await scene()
  const { id } = await jsonOf(await api('POST', '/key-results', body({})), made)
  const report = org.switches.reports.map((one) => ({ ...one, columns: one.columns.slice(1) }))
  org.switches.reports = report
  const of = body({ kind: 'report', question: report[0]?.id, confirmed: true })
  const { id: gone } = await jsonOf(await api('POST', '/key-results', of), made)
  org.switches.reports = []
  expect((await night()).runs).toMatchObject([{ status: 'complete' }])

  const detail = await (await api('GET', `/key-results/${id}`)).json()
  expect(detail).toMatchObject({
    keyResult: { progress: 0.5, latest: { value: 40 }, native: { question: COUNT } },
  })
  for (const part of ['evidence', 'movement', 'series', 'forecast']) {
    const answer = await problemOf(await api('GET', `/key-results/${id}/${part}`))
    expect([part, answer.status, answer.issues[0]?.code]).toEqual([part, 422, 'native_foreign'])
  }
  expect(await (await api('GET', `/key-results/${id}/native`)).json()).toMatchObject({
    trouble: null,
    basis: { profile: 'Pegel Integration' },
  })
  expect(await (await api('GET', `/key-results/${gone}/native`)).json()).toMatchObject({
    trouble: { code: 'report_gone' },
  })
  expect((await api('POST', `/key-results/${id}/values`, { day: '2026-11-23', value: 3 })).status).toBe(422)

  const words = await page(`/key-results/${id}`)
  expect(words).toContain('Answer to a SOQL query')
  expect(words).toContain('Worked out as')
  expect(words).toContain('what moved it and what it was before, it does not say')
  expect(await page(`/key-results/${gone}`)).toContain('Last time there was no number')
  const health = await page('/health')
  expect(health).toContain('One of 2 numbers did not come in last time')
  expect(health).toMatch(/The CRM’s own numbers at most 10 per second 4 0/)

  const printed: string[] = []
  const cli = {
    ...{ json: false, locale: 'en', runtime: { deps }, workspace: async () => workspace },
    ...{ out: (line: string) => printed.push(line), say: (line: string) => printed.push(line) },
  } as unknown as Cli
  await doctor(cli).catch(() => undefined)
  expect(printed.join('\n')).toContain('One of 2 numbers did not come in last time')
  await krShow(cli, gone, { limit: 5 })
  expect(printed.join('\n')).toContain('The report does not exist any more')
  await expect(krExplain(cli, id, { limit: 5 })).rejects.toThrow('Salesforce worked out this number')
  const { tables } = await exportAll(workspace)
  expect(tables.nativeReading).toHaveLength(2)
})

test('the command line checks, refuses in words and adds', async () => {
  const { deps, workspace, objectiveId } = await scene()
  const printed: string[] = []
  const cli = {
    ...{ json: false, locale: 'en', runtime: { deps }, workspace: async () => workspace },
    ...{ out: (line: string) => printed.push(line), say: (line: string) => printed.push(line) },
  } as unknown as Cli
  const options = { connection: 'salesforce', unit: 'count', soql: COUNT } as const
  await krAdd(cli, { ...options, check: true })
  expect(printed[0]).toBe('40')
  await expect(krAdd(cli, { ...options, soql: `${COUNT} GROUP BY IsWon`, check: true })).rejects.toThrow(
    '2 rows came instead of one',
  )
  await expect(krAdd(cli, { ...options, report: '00OgL0000000001' })).rejects.toThrow('soql')
  await krAdd(cli, { ...options, objective: objectiveId, title: 'Trusted', target: 80 })
  const { rows } = await workspace.db.$client.execute(
    "SELECT title, baseline, target FROM key_result WHERE origin = 'native'",
  )
  expect(rows).toMatchObject([{ title: 'Trusted', baseline: 0, target: 80 }])
})
