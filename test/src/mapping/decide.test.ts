/** Planted and seen red: what was named dropped on following; a refused key result taken as followed. */
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import * as z from 'zod'
import * as tables from '../../../db/workspace/schema.ts'
import { noticeMapping } from '../../../src/mapping/notice.ts'
import { jsonOf, now, type Running, running } from '../../support/app.ts'
import { addDeals, addRun } from '../../support/company.ts'

const found = z.object({
  findings: z.array(
    z.looseObject({
      id: z.number(),
      kind: z.string(),
      deals: z.number(),
      keyResults: z.array(z.looseObject({ id: z.string(), offer: z.unknown() })),
    }),
  ),
})

/** The pipeline *new* is archived, and all its deals went to *next*. */
async function scene(): Promise<Running & { readonly cookie: string }> {
  const program = await running()
  const { db } = program.workspace
  await program.deps.directory.$client.execute(
    `INSERT INTO connection (id, workspace_id, crm, account_id, label, sealed_config, sealed_grant, status, created_at)
      VALUES ('hubspot', 'acme', 'hubspot', '1', 'hubspot', '{}', '{"token":"t","baseUrl":"https://x","expiresAt":null}',
        'active', '2026-10-01T00:00:00.000Z')`,
  )
  const createdAt = '2026-10-01T00:00:00.000Z'
  const dates = { startsOn: '2026-10-01', endsOn: '2027-01-01' }
  await db.insert(tables.cycle).values({ id: 'c', name: 'Q4', ...dates, createdAt })
  await db.insert(tables.objective).values({ id: 'o', cycleId: 'c', title: 'Grow', team: 'North', createdAt })
  const definition = { metric: 'won_revenue', window: 'cycle', filter: { pipelines: ['new'] } }
  await db.insert(tables.keyResult).values({
    ...{ id: 'k', objectiveId: 'o', title: 'Win <more>', kind: 'reach', origin: 'metric', unit: 'money' },
    ...{ baseline: 0, target: 100, position: 0, createdAt, definition: JSON.stringify(definition) },
  })
  const won = (owner: string) =>
    ({ owner, status: 'won', amountMinor: 10_00, closeDate: '2026-10-20' }) as const
  await addDeals(program.workspace, ['a', 'b', 'c', 'd', 'e'].map(won))
  await addRun(program.workspace, '2026-11-23')
  await noticeMapping(program.workspace, now)
  await db.update(tables.pipeline).set({ archived: true })
  await db.insert(tables.pipeline).values({ source: 'hubspot', id: 'next', label: 'Next' })
  for (const { id, currentSeq } of await db.select().from(tables.deal)) {
    const [state] = await db
      .select()
      .from(tables.revision)
      .where(eq(tables.revision.seq, currentSeq ?? 0))
    if (state === undefined) throw new Error('no state')
    const { seq: _, ...rest } = state
    const [moved] = await db
      .insert(tables.revision)
      .values({ ...rest, pipelineId: 'next' })
      .returning()
    await db
      .update(tables.deal)
      .set({ currentSeq: moved?.seq ?? 0 })
      .where(eq(tables.deal.id, id))
  }
  expect(await noticeMapping(program.workspace, now)).toBe(1)
  return { ...program, cookie: await program.signIn('okr_master') }
}

test('over the API a change is read, followed as a new version with its reason, and not told again', async () => {
  const { request, workspace, cookie } = await scene()
  const [finding] = (await jsonOf(await request('/api/mapping/findings', { cookie }), found)).findings
  const filter = { pipelines: ['new', 'next'] }
  expect(finding).toMatchObject({
    ...{ kind: 'pipeline_archived', label: 'New business', successor: 'Next', moved: 5, deals: 0 },
    keyResults: [{ id: 'k', title: 'Win <more>', offer: { filter } }],
  })
  const path = `/api/mapping/findings/${finding?.id}`
  const json = { decision: 'follow', reason: 'Neue Pipeline seit November' }
  expect(await (await request(path, { method: 'POST', cookie, json })).json()).toEqual({
    followed: ['k'],
    refused: [],
  })
  const [row] = await workspace.db.select().from(tables.keyResult)
  expect(row).toMatchObject({ definitionVersion: 2 })
  expect(JSON.parse(row?.definition ?? '')).toMatchObject({ filter })
  const log = await workspace.db.select().from(tables.audit)
  expect(log.map(({ action }) => action)).toEqual(['key_result.update', 'mapping.follow'])
  expect(JSON.parse(log[1]?.detail ?? '')).toMatchObject({ reason: json.reason, followed: ['k'] })
  expect((await request(path, { method: 'POST', cookie, json })).status).toBe(404)
  expect((await jsonOf(await request('/api/mapping/findings', { cookie }), found)).findings).toEqual([])
})

test('of a composite the term that names the archived pipeline follows, and its neighbour stays', async () => {
  const { request, workspace, cookie } = await scene()
  const terms = [
    { metric: 'won_revenue', filter: { pipelines: ['new'] } },
    { metric: 'won_revenue', filter: { connections: ['elsewhere'], pipelines: ['new'] } },
  ]
  const composite = { operation: 'sum', window: 'cycle', terms }
  await workspace.db
    .update(tables.keyResult)
    .set({ origin: 'composite', definition: JSON.stringify(composite) })
  const [finding] = (await jsonOf(await request('/api/mapping/findings', { cookie }), found)).findings
  const wanted = [{ metric: 'won_revenue', filter: { pipelines: ['new', 'next'] } }, terms[1]]
  expect(finding).toMatchObject({ keyResults: [{ id: 'k', offer: { operation: 'sum', terms: wanted } }] })

  // Both terms of the one connection that there is.
  await workspace.db.update(tables.keyResult).set({
    definition: JSON.stringify({ ...composite, terms: [terms[0], { metric: 'lost_revenue' }] }),
  })
  const path = `/api/mapping/findings/${finding?.id}`
  const json = { decision: 'follow' }
  expect(await (await request(path, { method: 'POST', cookie, json })).json()).toEqual({
    followed: ['k'],
    refused: [],
  })
  const [row] = await workspace.db.select().from(tables.keyResult)
  expect(row).toMatchObject({ origin: 'composite', definitionVersion: 2 })
  expect(JSON.parse(row?.definition ?? '')).toMatchObject({ terms: [wanted[0], { metric: 'lost_revenue' }] })
})

test('what could not be followed stays open and says why', async () => {
  const { request, workspace, cookie } = await scene()
  await workspace.db.update(tables.revision).set({ ownerHash: 'one' })
  const { id } = (await jsonOf(await request('/api/mapping/findings', { cookie }), found)).findings[0] ?? {
    id: 0,
  }
  const json = { decision: 'follow' }
  const answer = await request(`/api/mapping/findings/${id}`, { method: 'POST', cookie, json })
  expect(await answer.json()).toMatchObject({
    followed: [],
    refused: [{ id: 'k', issues: [{ code: 'group_too_small' }] }],
  })
  expect((await jsonOf(await request('/api/mapping/findings', { cookie }), found)).findings.length).toBe(1)
  expect(await workspace.db.select().from(tables.keyResult)).toMatchObject([{ definitionVersion: 1 }])
})

test('the health page shows it without numbers to the auditor, and whoever edits key results decides there', async () => {
  const { request, workspace, cookie, signIn } = await scene()
  const auditor = await signIn('auditor')
  const [seen, told] = [await request('/health', { cookie }), await request('/health', { cookie: auditor })]
  const [page, bare] = [await seen.text(), await told.text()]
  expect(page).toContain('New business')
  expect(page).toContain('Win &lt;more&gt;')
  expect(page).toContain('value="follow"')
  expect(page).toMatch(/5 (deals have moved to|Deals sind nach) “?„?Next/)
  expect(bare).toContain('New business')
  expect(bare).not.toContain('value="follow"')
  expect(bare).not.toMatch(/5 (deals have moved|Deals sind nach)/)
  expect(await (await request('/key-results/k', { cookie })).text()).toContain('/health#set-up')
  const body = new URLSearchParams({ finding: '1', decision: 'dismiss' })
  const post = (as: string) =>
    request('/health/set-up', {
      ...{ method: 'POST', cookie: as, body },
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost:8787' },
    })
  expect((await post(auditor)).status).toBe(403)
  expect((await post(cookie)).headers.get('location')).toBe('/health?followed=0&refused=0#set-up')
  expect(await (await request('/health', { cookie })).text()).not.toContain('id="set-up"')
  const [row] = await workspace.db.select().from(tables.mappingFinding)
  expect(row).toMatchObject({ state: 'dismissed' })
})
