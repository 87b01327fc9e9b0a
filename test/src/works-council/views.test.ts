// Planted and seen red: rows older than 90 days deleted by `>`; the log kept for HEAD and for refusals; a page of the board
// that waits for its row; the administrator allowed to read.

import { parse } from 'csv-parse/sync'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { member, user } from '../../../db/directory/schema.ts'
import { viewLog } from '../../../db/workspace/schema.ts'
import { roles } from '../../../src/app-env.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { keyResultInput } from '../../../src/okr/types.ts'
import { createCycle, createKeyResult, createObjective } from '../../../src/okr/write.ts'
import { keepHouse } from '../../../src/works-council/keep-house.ts'
import { kinds, lookedAt } from '../../../src/works-council/looked.ts'
import { now, running } from '../../support/app.ts'
import { addDeals, addRun, night } from '../../support/company.ts'

const DAY = 86_400_000
const later = (days: number) => new Date(Date.parse(now) + days * DAY).toISOString()

async function scene() {
  let at = now
  const run = await running({ now: () => at })
  const { workspace, app, request } = run
  const context = { actor: 'test', now, workspace }
  const idOf = async (written: Promise<{ ok: boolean; id?: string }>) => (await written).id ?? ''
  await addDeals(
    workspace,
    ['a', 'b', 'c', 'd', 'e', 'f'].map((owner) => ({
      ...{ owner, status: 'won', amountMinor: 4711_00, closeDate: '2026-11-02' },
    })),
  )
  const span = { startsOn: '2026-10-01', endsOn: '2027-01-01' }
  const cycleId = await idOf(createCycle(workspace.db, { name: 'Q4', ...span }, context))
  const place = { cycleId, title: 'Win 5 million', description: null, team: 'North' }
  const objectiveId = await idOf(createObjective(workspace.db, place, context))
  const input = keyResultInput.parse({
    ...{ objectiveId, title: 'Revenue of 9876543 EUR', kind: 'reach', origin: 'metric', baseline: 0 },
    ...{ target: 9876543_00, definition: { metric: 'won_revenue', window: 'cycle' } },
  })
  const keyResult = await idOf(createKeyResult(workspace.db, input, context))
  for (const day of ['2026-11-22', '2026-11-23']) {
    await addRun(workspace, day)
    await measureDay(workspace, day, night(day))
  }
  const pending: Promise<unknown>[] = []
  const edge = {
    waitUntil: (work: Promise<unknown>) => pending.push(work),
    passThroughOnException() {},
    props: {},
  }
  /** Answered first, written after. */
  async function look(path: string, cookie: string, init: RequestInit = {}) {
    const headers = new Headers({ ...Object.fromEntries(new Headers(init.headers)), cookie })
    const response = await app.request(`http://localhost:8787${path}`, { ...init, headers }, {}, edge)
    return { status: response.status, text: await response.text() }
  }
  const written = async () => {
    await Promise.all(pending)
    return (await workspace.db.select().from(viewLog)).map(({ kind, way, subject, role }) => ({
      ...{ kind, way, subject, role },
    }))
  }
  return { run, request, keyResult, look, written, pending, wait: (days: number) => (at = later(days)) }
}

test('each way to a number is written down, with who and what, and never a number', async () => {
  const { run, keyResult, look, written } = await scene()
  const cookie = await run.signIn('member')
  const paths = [
    '/',
    '/api/board',
    `/key-results/${keyResult}`,
    `/api/key-results/${keyResult}`,
    `/api/key-results/${keyResult}/evidence`,
    `/api/key-results/${keyResult}/movement?from=2026-11-22&to=2026-11-23`,
    `/api/key-results/${keyResult}/series?from=2026-11-20&to=2026-11-23`,
    `/key-results/${keyResult}/evidence.csv`,
    `/api/key-results/${keyResult}/evidence.json`,
  ]
  for (const path of paths) expect([path, (await look(path, cookie)).status]).toEqual([path, 200])
  const evaluate = { metric: 'won_deals', window: 'cycle' }
  const asked = await look('/api/metrics/evaluate', cookie, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ definition: evaluate }),
  })
  expect(asked.status).toBe(200)
  const [role, subject] = ['member', keyResult]
  const rows = await written()
  expect(rows).toEqual([
    { kind: 'board', way: 'page', subject: null, role },
    { kind: 'board', way: 'api', subject: null, role },
    { kind: 'key_result_deals', way: 'page', subject, role },
    { kind: 'key_result', way: 'api', subject, role },
    { kind: 'evidence', way: 'api', subject, role },
    { kind: 'movement', way: 'api', subject, role },
    { kind: 'course', way: 'api', subject, role },
    { kind: 'export', way: 'file', subject, role },
    { kind: 'export', way: 'file', subject, role },
    { kind: 'metric', way: 'api', subject: null, role },
  ])
  const all = JSON.stringify(await run.workspace.db.select().from(viewLog))
  expect(all).not.toMatch(/4711|9876543|28266|Revenue/)
})

test('a coach sees no deals, and the log says so', async () => {
  const { run, keyResult, look, written } = await scene()
  await look(`/key-results/${keyResult}`, await run.signIn('coach'))
  expect(await written()).toMatchObject([{ kind: 'key_result', role: 'coach', way: 'page' }])
})

test('what shows no number, is refused, does not exist or is only asked for by its head is no view', async () => {
  const { run, keyResult, look, written } = await scene()
  const cookie = await run.signIn('member')
  for (const path of ['/live', '/api/me', '/api/catalogue', '/api/sources', '/settings/views', '/nowhere'])
    await look(path, cookie)
  await look('/key-results/none', cookie)
  await look('/', cookie, { method: 'HEAD' })
  await look('/', 'none')
  await look(`/key-results/${keyResult}/evidence.csv`, await run.signIn('coach'))
  expect(await written()).toEqual([])
})

test('the answer does not wait for the row, and a log that cannot be written breaks no page', async () => {
  const { run, look, pending } = await scene()
  const cookie = await run.signIn('member')
  let woken = () => {}
  const held = await running({
    now: () => now,
    sleep: () => new Promise<void>((resolve) => (woken = resolve)),
  })
  const other = await held.signIn('member')
  // Nobody wakes the writer until the page is there.
  expect((await held.request('/api/board', { cookie: other })).status).toBe(404)
  expect((await held.request('/', { cookie: other })).status).toBe(200)
  expect(await held.workspace.db.select().from(viewLog)).toEqual([])
  woken()
  await run.workspace.db.$client.execute('ALTER TABLE view_log RENAME TO elsewhere')
  expect((await look('/', cookie)).status).toBe(200)
  await Promise.all(pending)
  expect(run.logged.filter(({ event }) => event === 'view_not_kept')).toHaveLength(1)
})

test('the auditor alone reads it, on the page, as a file and by the API, and each reading is in it', async () => {
  const { run, keyResult, look, written } = await scene()
  await look(`/key-results/${keyResult}`, await run.signIn('member'))
  for (const role of roles.filter((one) => one !== 'auditor'))
    for (const path of ['/settings/views', '/settings/views.csv', '/api/views'])
      expect([role, path, (await look(path, await run.signIn(role))).status]).toEqual([role, path, 403])
  const auditor = await run.signIn('auditor')
  await written()
  const page = await look('/settings/views', auditor)
  expect(page.text).toContain('Key result with deals and movement')
  expect(page.text).toMatch(/Won revenue · North · [0-9a-f]{8}/i)
  // The title of a key result has a number in it.
  expect(page.text).not.toMatch(/9876543|Win 5 million/)
  await written()
  const api = JSON.parse((await look('/api/views', auditor)).text)
  expect(api.views).toMatchObject([
    { kind: 'view_log', role: 'auditor', name: 'auditor', way: 'page' },
    { kind: 'key_result_deals', name: 'member', about: { metric: 'won_revenue', team: 'North' } },
  ])
  await written()
  const file = await look('/settings/views.csv', auditor)
  const rows: Record<string, string>[] = parse(file.text, { columns: true, bom: true })
  expect(rows.map(({ What }) => What)).toEqual(['This log', 'This log', 'Key result with deals and movement'])
  expect((await written()).filter(({ kind }) => kind === 'view_log').map(({ way }) => way)).toEqual([
    'page',
    'api',
    'file',
  ])
})

test('by day and by kind, page after page, each view once; never by person', async () => {
  const { run, look, wait } = await scene()
  const auditor = await run.signIn('auditor')
  const rows = Array.from({ length: 250 }, (_, n) => ({
    ...{ at: later(-n / 10 - 1), person: 'p', role: 'member', subject: null, way: 'page' },
    kind: n % 2 === 0 ? 'board' : 'movement',
  })).toReversed()
  await run.workspace.db.insert(viewLog).values(rows)
  const ats: string[] = []
  let before = ''
  do {
    const { views, next } = JSON.parse((await look(`/api/views?kind=board${before}`, auditor)).text)
    ats.push(...views.map(({ at }: { at: string }) => at))
    before = next === null ? '' : `&before=${next}`
  } while (before !== '')
  expect(ats).toEqual(
    rows
      .filter(({ kind }) => kind === 'board')
      .map(({ at }) => at)
      .toReversed(),
  )
  const { views } = JSON.parse((await look('/api/views?from=2026-11-20&to=2026-11-20', auditor)).text)
  // A day of Berlin.
  expect(views.map(({ at }: { at: string }) => at)).toEqual(
    rows
      .map(({ at }) => at)
      .filter((at) => at >= '2026-11-19T23:00:00.000Z' && at < '2026-11-20T23:00:00.000Z')
      .toReversed(),
  )
  expect((await look('/api/views?person=p', auditor)).status).toBe(200)
  expect((await look('/api/views?from=never', auditor)).status).toBe(422)
  expect((await look('/settings/views?from=&to=&kind=', auditor)).status).toBe(200)
  wait(0)
})

test('after ninety days a view is not read any more, and the night deletes it', async () => {
  const { run, look, wait, written } = await scene()
  const auditor = await run.signIn('auditor')
  const rows = [-90.01, -90, -89.99, -1].map((days) => ({
    ...{ at: later(days), person: 'p', role: 'member', kind: 'board', subject: null, way: 'page' },
  }))
  await run.workspace.db.insert(viewLog).values(rows)
  const { views } = JSON.parse((await look('/api/views', auditor)).text)
  expect(views.map(({ at }: { at: string }) => at)).toEqual([later(-1), later(-89.99), later(-90)])
  await written()
  await keepHouse(run.deps, run.workspace, now)
  const kept = await run.workspace.db.select().from(viewLog)
  expect(kept.filter(({ kind }) => kind === 'board').map(({ at }) => at)).toEqual([
    later(-90),
    later(-89.99),
    later(-1),
  ])
  wait(0)
})

test('a name is never a formula, and who left has none', async () => {
  const { run, look, written } = await scene()
  const cookie = await run.signIn('member')
  await look('/', cookie)
  await written()
  const { directory } = run.deps
  const auditor = await run.signIn('auditor')
  await directory
    .update(user)
    .set({ name: '=HYPERLINK("http://evil.example")' })
    .where(eq(user.email, 'member@acme.example'))
  const cells = async () => {
    const file = await look('/settings/views.csv', auditor)
    const all: Record<string, string>[] = parse(file.text, { columns: true, bom: true })
    return all.at(-1)?.Who
  }
  expect(await cells()).toBe(`'=HYPERLINK("http://evil.example")`)
  await directory.delete(member).where(eq(member.role, 'member'))
  expect(await cells()).toBe('no member any more')
})

test('no table of the company that somebody may take out has it', async () => {
  const { run, look } = await scene()
  const { text } = await look('/settings/data/everything.json', await run.signIn('administrator'))
  expect(Object.keys(JSON.parse(text).tables)).not.toContain('viewLog')
})

test('a page that nobody thought of is written down by its address', () => {
  expect(lookedAt('/check-in/7', 'member')).toEqual({ kind: 'other', subject: '/check-in/7', way: 'page' })
  expect(lookedAt('/api/new', 'member')).toEqual({ kind: 'other', subject: '/api/new', way: 'api' })
  expect(lookedAt('/health', 'auditor')).toBeNull()
  // Asked every second while a first import runs.
  expect(lookedAt('/install/import/live', 'administrator')).toBeNull()
  expect(lookedAt('/health', 'management')).toMatchObject({ kind: 'sync' })
})

test('nothing that is written down rates a person', () => {
  expect(kinds.filter((kind) => /person|people|rank|rate|score|count/.test(kind))).toEqual([])
})
