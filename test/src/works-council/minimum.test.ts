// Planted and seen red: no check of the person (an administrator who became auditor agreed to their own); the setting written
// without `changes()` (a second agreement wrote over a later minimum); expiry compared the wrong way round.

import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { member, user } from '../../../db/directory/schema.ts'
import { audit, minimumProposal } from '../../../db/workspace/schema.ts'
import { roles } from '../../../src/app-env.ts'
import { issueSignInLink } from '../../../src/auth/link.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { readSettings } from '../../../src/okr/settings.ts'
import { keyResultInput } from '../../../src/okr/types.ts'
import { createCycle, createKeyResult, createObjective } from '../../../src/okr/write.ts'
import { keepHouse } from '../../../src/works-council/keep-house.ts'
import { cookiesOf, now, problemOf, type Running, running } from '../../support/app.ts'
import { addDeals, addRun, night } from '../../support/company.ts'

const PROPOSALS = '/api/settings/minimum/proposals'
const DAY = 86_400_000
const later = (days: number) => new Date(Date.parse(now) + days * DAY).toISOString()

interface Minimum {
  readonly minimum: number
  readonly proposals: readonly { readonly id: string; readonly state: string; readonly after: number }[]
}

async function scene() {
  let at = now
  const run = await running({ now: () => at })
  const [administrator, auditor] = [await run.signIn('administrator'), await run.signIn('auditor')]
  const send = (path: string, cookie: string, json: unknown = {}) =>
    run.request(`${PROPOSALS}${path}`, { method: 'POST', cookie, json })
  async function propose(minimum: number, cookie = administrator): Promise<string> {
    const response = await send('', cookie, { minimum, reason: 'Small teams' })
    expect(response.status).toBe(201)
    return ((await response.json()) as Minimum).proposals.find(({ state }) => state === 'open')?.id ?? ''
  }
  const read = async () =>
    (await (await run.request('/api/settings/minimum', { cookie: auditor })).json()) as Minimum
  const told = async () =>
    (await run.workspace.db.select().from(audit)).filter(({ action }) => action.startsWith('minimum.'))
  return {
    run,
    administrator,
    auditor,
    send,
    propose,
    read,
    told,
    wait: (days: number) => (at = later(days)),
  }
}

const idOf = async ({ deps }: Running, email: string) => {
  const [found] = await deps.directory.select({ id: user.id }).from(user).where(eq(user.email, email))
  return found?.id ?? ''
}

test('one proposes, another role agrees, and the minimum is in force; the log says who, when, from and to', async () => {
  const { run, auditor, send, propose, read, told } = await scene()
  const id = await propose(7)
  expect((await read()).minimum).toBe(5)
  const response = await send(`/${id}/agree`, auditor)
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ minimum: 7, proposals: [{ id, state: 'agreed', after: 7 }] })
  expect((await readSettings(run.workspace.db)).minimumPeople).toBe(7)
  const [one, two] = [
    await idOf(run, 'administrator@acme.example'),
    await idOf(run, 'auditor@acme.example'),
  ] as const
  const base = { before: 5, after: 7 }
  const rows = (await told()).map(({ detail, ...row }) => ({ ...row, detail: JSON.parse(detail ?? '') }))
  expect(rows).toMatchObject([
    {
      ...{ at: now, actor: one, action: 'minimum.propose', subject: id },
      detail: { ...base, reason: 'Small teams', role: 'administrator' },
    },
    {
      ...{ at: now, actor: two, action: 'minimum.agree', subject: id },
      detail: { ...base, role: 'auditor' },
    },
  ])
})

test('raising hides at once what fewer people stand behind, and lowering again shows it', async () => {
  const { run, auditor, send, propose } = await scene()
  const { workspace, request, signIn } = run
  const context = { actor: 'test', now, workspace }
  const made = async (written: Promise<{ ok: boolean; id?: string }>) => (await written).id ?? ''
  await addDeals(
    workspace,
    ['a', 'b', 'c', 'd', 'e', 'f'].map((owner) => ({
      ...{ owner, status: 'won', amountMinor: 100_00, closeDate: '2026-11-02', teamId: 'north' },
    })),
  )
  const span = { startsOn: '2026-10-01', endsOn: '2027-01-01' }
  const cycleId = await made(createCycle(workspace.db, { name: 'Q4', ...span }, context))
  const place = { cycleId, title: 'Win', description: null, team: 'North' }
  const objectiveId = await made(createObjective(workspace.db, place, context))
  const definition = { metric: 'won_revenue', window: 'cycle', filter: { teams: ['north'] } }
  const input = keyResultInput.parse({
    ...{ objectiveId, title: 'Revenue', kind: 'reach', origin: 'metric', definition },
    ...{ baseline: 0, target: 1000_00 },
  })
  const keyResult = await made(createKeyResult(workspace.db, input, context))
  await addRun(workspace, '2026-11-23')
  await measureDay(workspace, '2026-11-23', night('2026-11-23'))
  const member = await signIn('member')
  const values = async () =>
    (await (await request(`/api/key-results/${keyResult}`, { cookie: member })).json()) as {
      keyResult: { latest: { value: number } | null; broken: { code: string } | null }
    }
  expect((await values()).keyResult.latest?.value).toBe(600_00)
  await send(`/${await propose(7)}/agree`, auditor)
  expect((await values()).keyResult).toMatchObject({ latest: null, broken: { code: 'group_too_small' } })
  await send(`/${await propose(5)}/agree`, auditor)
  expect((await values()).keyResult).toMatchObject({ latest: { value: 600_00 }, broken: null })
})

test('nobody can do both, even with two roles', async () => {
  const { run, administrator, auditor, send, propose, read } = await scene()
  const id = await propose(4)
  // An administrator has no right to agree at all.
  expect((await problemOf(await send(`/${id}/agree`, administrator))).code).toBe('forbidden')
  // The same person, made an auditor meanwhile.
  const person = await idOf(run, 'administrator@acme.example')
  const own = and(eq(member.workspaceId, 'acme'), eq(member.userId, person))
  await run.deps.directory.update(member).set({ role: 'auditor' }).where(own)
  for (const decision of ['agree', 'refuse']) {
    const problem = await problemOf(await send(`/${id}/${decision}`, administrator))
    expect(problem).toMatchObject({ code: 'invalid', issues: [{ field: 'id', code: 'same_person' }] })
  }
  // Somebody else in the role that proposed.
  await run.deps.directory.update(member).set({ role: 'administrator' }).where(own)
  await run.workspace.db.update(minimumProposal).set({ proposedRole: 'auditor', proposedBy: 'another' })
  expect((await problemOf(await send(`/${id}/agree`, auditor))).issues).toMatchObject([
    { code: 'same_person' },
  ])
  expect(await read()).toMatchObject({ minimum: 5, proposals: [{ state: 'open' }] })
})

test('a proposal is refused, or taken back, once; what is decided stays', async () => {
  const { administrator, auditor, send, propose, read, told } = await scene()
  const first = await propose(4)
  expect((await send(`/${first}/refuse`, auditor)).status).toBe(200)
  const second = await propose(3)
  expect((await problemOf(await send(`/${second}/withdraw`, auditor))).code).toBe('forbidden')
  expect((await send(`/${second}/withdraw`, administrator)).status).toBe(200)
  for (const id of [first, second])
    expect((await problemOf(await send(`/${id}/agree`, auditor))).issues).toMatchObject([
      { code: 'proposal_closed' },
    ])
  expect(await read()).toMatchObject({
    ...{ minimum: 5 },
    proposals: [
      { id: second, state: 'withdrawn' },
      { id: first, state: 'refused' },
    ],
  })
  expect((await told()).map(({ action }) => action)).toEqual([
    'minimum.propose',
    'minimum.refuse',
    'minimum.propose',
    'minimum.withdraw',
  ])
})

test('an agreement that comes twice is in force once', async () => {
  const { auditor, send, propose, told, read } = await scene()
  const id = await propose(9)
  const both = await Promise.all([send(`/${id}/agree`, auditor), send(`/${id}/agree`, auditor)])
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422])
  expect((await told()).filter(({ action }) => action === 'minimum.agree')).toHaveLength(1)
  await send(`/${await propose(5)}/agree`, auditor)
  await send(`/${id}/agree`, auditor)
  expect((await read()).minimum).toBe(5)
})

test('after fourteen days a proposal has lapsed, before the night says so and after', async () => {
  const { run, auditor, send, propose, read, told, wait } = await scene()
  const id = await propose(3)
  wait(13.99)
  expect((await read()).proposals[0]?.state).toBe('open')
  wait(14)
  expect((await read()).proposals[0]?.state).toBe('expired')
  expect((await problemOf(await send(`/${id}/agree`, auditor))).issues).toMatchObject([
    { code: 'proposal_closed' },
  ])
  await keepHouse(run.deps, run.workspace, later(15))
  await keepHouse(run.deps, run.workspace, later(16))
  expect((await told()).map(({ action, actor, at }) => [action, actor, at]).at(-1)).toEqual([
    'minimum.expire',
    'works-council',
    later(15),
  ])
  expect((await told()).filter(({ action }) => action === 'minimum.expire')).toHaveLength(1)
  // It is in nobody's way.
  await propose(4)
})

test('a lapsed proposal makes room for the next without waiting for a night', async () => {
  const { propose, wait, read, told } = await scene()
  await propose(3)
  wait(20)
  await propose(4)
  expect((await read()).proposals.map(({ state }) => state)).toEqual(['open', 'expired'])
  expect((await told()).map(({ action }) => action)).toEqual([
    'minimum.propose',
    'minimum.expire',
    'minimum.propose',
  ])
})

test('below three, without a reason, unchanged, or beside another one, nothing is proposed', async () => {
  const { administrator, send, propose, read } = await scene()
  const cases = [
    [{ minimum: 2, reason: 'x' }, 'minimum_floor', 'minimum'],
    [{ minimum: -5, reason: 'x' }, 'minimum_floor', 'minimum'],
    [{ minimum: 5, reason: 'x' }, 'minimum_unchanged', 'minimum'],
    [{ minimum: 101, reason: 'x' }, 'invalid', 'minimum'],
    [{ minimum: 3.5, reason: 'x' }, 'invalid', 'minimum'],
    [{ minimum: 4, reason: '  ' }, 'required', 'reason'],
    [{ minimum: 4, reason: 'x', now: true }, 'invalid', 'now'],
  ] as const
  for (const [json, code, field] of cases)
    expect((await problemOf(await send('', administrator, json))).issues).toMatchObject([{ field, code }])
  await propose(4)
  expect((await problemOf(await send('', administrator, { minimum: 6, reason: 'x' }))).issues).toMatchObject([
    { code: 'proposal_open' },
  ])
  expect((await read()).proposals).toHaveLength(1)
})

test('every role reads the minimum; one proposes, another decides, and no role does both', async () => {
  const { run, propose, send } = await scene()
  const id = await propose(6)
  for (const role of roles) {
    const cookie = await run.signIn(role)
    expect((await run.request('/api/settings/minimum', { cookie })).status).toBe(200)
    const status = async (path: string, json?: unknown) => (await send(path, cookie, json)).status
    const may = [await status('', {}), await status('/none/agree'), await status('/none/refuse')]
    const expected = { administrator: [422, 403, 403], auditor: [403, 404, 404] } as Record<string, number[]>
    expect([role, may]).toEqual([role, expected[role] ?? [403, 403, 403]])
  }
  const stranger = await issueSignInLink(run.deps, {
    ...{ email: 'second@acme.example', name: 'Second', workspaceId: 'acme', role: 'auditor' },
  })
  const cookie = cookiesOf(await run.app.request(stranger))
  expect((await send(`/${id}/agree`, cookie)).status).toBe(200)
})
