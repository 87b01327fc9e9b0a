/** Everything of a company as JSON and as CSV: nothing left behind, nothing of a person, nothing a spreadsheet would run. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { eq, is } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { expect, test } from 'vitest'
import * as tables from '../../../db/workspace/schema.ts'
import { deal } from '../../../db/workspace/schema.ts'
import { createApp } from '../../../src/app.ts'
import { issueSignInLink } from '../../../src/auth/link.ts'
import { takeOut } from '../../../src/cli/commands/take-out.ts'
import type { Cli } from '../../../src/cli/context.ts'
import { parts, takeOutCsv, withheld } from '../../../src/leaving/take-out.ts'
import { cookiesOf } from '../../support/app.ts'
import { fill, openPlace, TOKEN } from './canaries.ts'
import { unzip } from './unzip.ts'

const EVIL = [
  '=HYPERLINK("http://evil.example","x")',
  '+1+cmd|calc',
  '-2+3',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  ' =1+1',
  '\uff1d1+1',
  '|calc',
  'x","=1+1',
  'a\n=1+1',
  '<img src=x onerror=alert(1)>',
] as const

async function scene() {
  const place = await fill(await openPlace(), 'muster', (word) => word)
  const workspace = await place.runtime.deps.open('muster')
  for (const [n, name] of EVIL.entries())
    await workspace.db
      .update(deal)
      .set({ name })
      .where(eq(deal.externalId, String(n)))
  const get = (path: string) =>
    place.request(`http://localhost/settings/data/${path}`, { headers: { cookie: place.cookie } })
  return { place, workspace, get, directory: place.runtime.deps.directory }
}

test('an administrator takes every table along as JSON, page by page, and no token and no hash of a person', async () => {
  const { get, workspace } = await scene()
  const response = await get('everything.json')
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="muster.json"')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const text = await response.text()
  const all = JSON.parse(text) as { workspace: object; tables: Record<string, Record<string, unknown>[]> }
  expect(all.workspace).toMatchObject({ id: 'muster', currency: 'EUR' })
  expect(all.tables.deal).toHaveLength(200)
  expect(all.tables.revision).toHaveLength(200)
  expect(all.tables.members?.map(({ email }) => email)).toEqual(['canary.person@muster.example'])
  expect(all.tables.connections?.[0]).toMatchObject({ id: 'hubspot', label: 'CanaryLabel' })
  expect(text).not.toMatch(/canary-owner-hash|ownerHash|sealed|v2\.1\./)
  expect(text).not.toContain(TOKEN)
  const own = Object.entries(tables as Record<string, unknown>).flatMap(([name, table]) =>
    is(table, SQLiteTable) ? [name] : [],
  )
  const named = new Set([...Object.keys(all.tables), ...Object.keys(withheld)])
  expect(own.filter((name) => !named.has(name))).toEqual([])
  // More rows than a page, each once and in order.
  const { rows } = await workspace.db.$client.execute('SELECT seq FROM revision ORDER BY seq')
  expect(all.tables.revision?.map(({ seq }) => seq)).toEqual(rows.map(({ seq }) => seq))
})

test('the archive holds a CSV file for each table, and no name in it is a formula for a spreadsheet', async () => {
  const { get, workspace, directory } = await scene()
  const response = await get('everything.zip')
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip'])
  const files = unzip(new Uint8Array(await response.arrayBuffer()))
  expect([...files.keys()].toSorted()).toEqual(
    parts(workspace, directory)
      .map(({ name }) => `${name}.csv`)
      .toSorted(),
  )
  const rows: Record<string, string>[] = parse(files.get('deal.csv') ?? '', { columns: true, bom: true })
  expect(rows).toHaveLength(200)
  const names = new Map(rows.map(({ externalId = '', name = '' }) => [externalId, name]))
  for (const [n, evil] of EVIL.entries()) {
    const cell = names.get(String(n)) ?? ''
    expect([evil, cell === evil || cell === `'${evil}`]).toEqual([evil, true])
    expect([evil, /^[\s\u200b\ufeff]*[=+\-@|\uff1d]/.test(cell)]).toEqual([evil, false])
  }
  for (const text of files.values())
    for (const row of parse(text, { bom: true, relax_column_count: true }) as string[][])
      for (const cell of row) expect(/^[\s]*[=+@|]/.test(cell) || /^-(?!\d+(\.\d+)?$)/.test(cell)).toBe(false)
})

test('pages follow each other without a gap or a repetition', async () => {
  const { workspace, directory } = await scene()
  await workspace.db.$client.execute(`INSERT INTO audit (at, actor, action, subject)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1203) SELECT '2026', 'a', 'x', i FROM n`)
  const audit = parts(workspace, directory).find(({ name }) => name === 'audit')
  let text = ''
  if (audit !== undefined) for await (const chunk of takeOutCsv(audit)) text += chunk
  const rows: Record<string, string>[] = parse(text, { columns: true, bom: true })
  const subjects = rows.filter(({ action }) => action === 'x').map(({ subject }) => Number(subject))
  expect(subjects).toEqual(Array.from({ length: 1203 }, (_, n) => n + 1))
})

test('the command line writes the same, for nobody else on the machine', async () => {
  const { place, workspace } = await scene()
  const to = join(place.folder, 'all.zip')
  const said: string[] = []
  const cli = {
    locale: 'en',
    runtime: place.runtime,
    workspace: async () => workspace,
    out: (text: string) => said.push(text),
  }
  await takeOut(cli as unknown as Cli, { format: 'csv', to })
  expect(statSync(to).mode & 0o077).toBe(0)
  expect(unzip(readFileSync(to)).get('deal.csv')).toContain('CanaryDealOfMuster')
  await takeOut(cli as unknown as Cli, {})
  expect(JSON.parse(said.join('')).tables.deal).toHaveLength(200)
  await expect(takeOut(cli as unknown as Cli, { format: 'csv' })).rejects.toThrow('--to')
})

test('nobody but an administrator takes anything', async () => {
  const { place } = await scene()
  const { deps } = place.runtime
  for (const role of ['management', 'okr_master', 'team_lead', 'member', 'coach', 'auditor'] as const) {
    const link = await issueSignInLink(deps, {
      email: `${role}@muster.example`,
      name: role,
      workspaceId: 'muster',
      role,
    })
    const cookie = cookiesOf(await place.request(link))
    for (const path of ['everything.json', 'everything.zip'])
      expect(
        (await createApp(deps).request(`http://localhost/settings/data/${path}`, { headers: { cookie } }))
          .status,
      ).toBe(403)
  }
})
