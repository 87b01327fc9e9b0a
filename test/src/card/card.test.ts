/** The card at its HTTP seam: a signed call in, words and numbers out, against what a night measured. */
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { connection, member, user } from '../../../db/directory/schema.ts'
import { deal, keyResult, revision } from '../../../db/workspace/schema.ts'
import { evaluate } from '../../../src/metrics/index.ts'
import type { KeyResultInput } from '../../../src/okr/types.ts'
import type { Workspace } from '../../../src/platform.ts'
import { now } from '../../support/app.ts'
import { MEMBER, scene } from './scene.ts'
import { hubspotCall, salesforceCall } from './signed.ts'

const won = { definition: { metric: 'won_revenue', window: 'cycle' } } as const
const rate = { definition: { metric: 'win_rate', window: 'cycle' }, target: 1 } as const
const size = { definition: { metric: 'average_deal_size', window: 'cycle' } } as const
const pipeline = { definition: { metric: 'open_pipeline', window: 'cycle' } } as const
const coverage = {
  definition: { metric: 'pipeline_coverage', window: 'cycle', params: { target: { amountMinor: 1000_00 } } },
  target: 3,
} as const
const median = {
  definition: { metric: 'sales_cycle_days', window: 'cycle', params: { statistic: 'median' } },
  baseline: 60,
  target: 10,
} as const

test('an open deal: what it adds now, and what each key result becomes when it is won or lost', async () => {
  const { card } = await scene([won, rate, size, pipeline, coverage, median])
  const answer = await card({ locale: 'en' })
  const rows = answer.keyResults.map(({ value, part, counts, won: w, lost: l }) => [
    value,
    part,
    counts,
    w?.value ?? null,
    l?.value ?? null,
  ])
  expect(rows).toEqual([
    // 100 + 300 are won; with it 800.
    ['€400', 'does not count yet', false, '€800', '€400'],
    // Two of three closed; with it three of four, or two of four.
    ['66.7%', 'does not count yet', false, '75%', '50%'],
    // (100 + 300) / 2, with it 800 / 3.
    ['€200', 'does not count yet', false, '€267', '€200'],
    // It is all of the open pipeline of the quarter.
    ['€400', '€400', true, '€0', '€0'],
    // 400 / (1000 - 400); won it leaves the numerator and the gap: 0 / 200.
    ['66.7%', 'counts above the line', true, '0%', '0%'],
    // A middle does not follow from sums: said in words, not by a wrong number. Lost, it plays no part in won deals.
    ['48.5 days', 'does not count yet', false, null, '48.5 days'],
  ])
  expect(answer.keyResults.map(({ note }) => note)).toEqual([
    ...[null, null, null, null, null],
    'What this becomes does not follow from one deal: the whole list decides.',
  ])
  expect(answer.keyResults[0]?.won).toEqual({
    value: '€800',
    progress: 0.8,
    progressText: '80%',
    change: '+€400',
  })
  expect(answer.keyResults[0]?.lost).toEqual({
    value: '€400',
    progress: 0.4,
    progressText: '40%',
    change: null,
  })
})

/** The deal's next state, as a night would write it. */
async function write(
  { db }: Workspace,
  externalId: string,
  fields: Partial<typeof revision.$inferInsert>,
): Promise<void> {
  const [row] = await db.select().from(deal).where(eq(deal.externalId, externalId))
  const [state] = await db
    .select()
    .from(revision)
    .where(eq(revision.seq, row?.currentSeq ?? 0))
  if (row === undefined || state === undefined) throw new Error('no such deal')
  const { seq: _, ...rest } = state
  const next = { ...rest, effectiveAt: now, version: now, ...fields }
  const [written] = await db.insert(revision).values(next).returning({ seq: revision.seq })
  await db
    .update(deal)
    .set({ currentSeq: written?.seq ?? 0 })
    .where(eq(deal.id, row.id))
}

const filtered = { pipelines: ['new'], minAmountMinor: 50_00 }
const many: readonly Partial<KeyResultInput>[] = [
  won,
  rate,
  size,
  pipeline,
  coverage,
  { definition: { metric: 'won_deals', window: 'cycle' }, target: 9 },
  { definition: { metric: 'lost_revenue', window: 'cycle', filter: filtered } },
  { definition: { metric: 'win_rate_value', window: 'cycle', filter: filtered }, target: 1 },
  { definition: { metric: 'weighted_pipeline', window: 'cycle' } },
  { definition: { metric: 'forecast_commit', window: 'cycle' } },
  { definition: { metric: 'sales_cycle_days', window: 'cycle' }, baseline: 90, target: 10 },
  { definition: { metric: 'deals_created', window: { trailingDays: 90 } }, target: 50 },
  { definition: { metric: 'won_revenue', window: { fiscal: 'month' } } },
  { definition: { metric: 'open_pipeline', window: 'cycle', filter: { pipelines: ['new'] } } },
]
/** A card shows eight. */
const cases = (['won', 'lost'] as const).flatMap((status) =>
  [many.slice(0, 7), many.slice(7)].map((parts) => ({ status, parts })),
)

test.for(cases)(
  'what a deal would make of each key result when $status is what it makes of them then',
  async ({ status, parts }) => {
    const made = await scene(parts)
    const { workspace, open } = made
    // Read again since the value was measured: what the value saw is set off against it, not what it is now.
    await write(workspace, open, { amountMinor: 450_00, homeMinor: 450_00, weightedMinor: 225_00 })
    const answer = await made.card()
    const shown = new Map(answer.keyResults.map((one) => [one.id, one[status]]))
    const weightedMinor = status === 'won' ? 450_00 : 0
    await write(workspace, open, { status, stageId: status, closeDate: '2026-11-24', weightedMinor })
    const rows = await workspace.db.select().from(keyResult)
    const context = {
      day: '2026-11-24',
      timeZone: workspace.timeZone,
      currency: 'EUR',
      fiscalYearStartMonth: 1,
    }
    const requests = rows.map((row) => ({
      definition: JSON.parse(row.definition ?? ''),
      definitionVersion: 1,
      cycle: { from: '2026-10-01', to: '2027-01-01' },
    }))
    const values = await evaluate(workspace.db, requests, { kind: 'now' }, context)
    const told = rows.map((row, i) => [row.id, values[i]?.value, shown.get(row.id)?.progress])
    const expected = rows.map((row, i) => {
      const value = values[i]?.value ?? null
      const [baseline, target] = [row.baseline ?? 0, row.target ?? 0]
      const isShown = shown.get(row.id) != null
      return [
        row.id,
        value,
        isShown && value !== null ? (value - baseline) / (target - baseline) + 0 : undefined,
      ]
    })
    expect(told).toEqual(expected)
    expect([...shown.values()].filter((one) => one != null).length).toBeGreaterThan(3)
  },
)

test('a deal that was won adds what it added; nothing is imagined of it', async () => {
  const { card, workspace } = await scene([won, rate])
  const [, second] = await workspace.db.select().from(deal).orderBy(deal.id)
  const answer = await card({ id: second?.externalId ?? '' })
  expect(answer.keyResults.map(({ part, counts, won: w, lost }) => [part, counts, w, lost])).toEqual([
    ['100\u00a0€', true, null, null],
    ['zählt in Zähler und Nenner', true, null, null],
  ])
})

test('a deal that no key result measures is told so in the person’s language', async () => {
  const { card, workspace } = await scene([won])
  const all = await workspace.db.select().from(deal).orderBy(deal.id)
  const early = all[4]?.externalId ?? ''
  expect((await card({ id: early })).empty?.title).toBe('Zählt für kein Key Result')
  expect((await card({ id: early, locale: 'en-US' })).empty?.title).toBe('Counts toward no key result')
})

test('a deal that cannot be read is no number and no guess', async () => {
  const { card, workspace, open } = await scene([won, pipeline])
  const problem = JSON.stringify([{ field: 'amount', code: 'amount', raw: 'many' }])
  await write(workspace, open, { problem, amountMinor: null, homeMinor: null })
  const { keyResults } = await card()
  expect(keyResults.map(({ part, won: w, lost }) => [part, w?.value ?? null, lost?.value ?? null])).toEqual([
    // Lost it would add nothing, whatever its amount is.
    ['zählt noch nicht mit', null, '400\u00a0€'],
    ['Felder dieses Deals sind nicht lesbar', '0\u00a0€', '0\u00a0€'],
  ])
})

test('whoever is not let in is told why with 200, since HubSpot hides everything else', async () => {
  const made = await scene([won])
  const { refused, deps } = made
  await made.signIn('coach')
  expect((await refused({ id: '999999' })).code).toBe('not_mirrored')
  expect((await refused({ email: 'nobody@acme.example' })).text).toContain('nobody@acme.example')
  expect((await refused({ email: 'coach@acme.example' })).code).toBe('no_right')
  expect((await refused({ type: '0-1' })).code).toBe('wrong_record')
  expect((await refused({ account: '5' })).code).toBe('unknown_company')
  await deps.directory.update(connection).set({ status: 'disconnected' })
  // Another address: what was asked lately is remembered for half a minute.
  expect((await refused({ email: 'MEMBER@acme.example', account: '6' })).code).toBe('unknown_company')
})

test('a member of another company sees nothing of this one', async () => {
  const made = await scene([won])
  const { deps, refused } = made
  const at = new Date(0)
  const other = { id: 'u2', name: 'Other', email: 'other@else.example', createdAt: at, updatedAt: at }
  await deps.directory.insert(user).values(other)
  expect((await refused({ email: other.email })).code).toBe('no_member')
  expect(await deps.directory.select().from(member)).toHaveLength(1)
})

test('only what is signed is answered, and one address is one question', async () => {
  const made = await scene([won])
  const { ask, open } = made
  const good = hubspotCall({ id: open, email: MEMBER, at: now })
  expect((await ask(good)).status).toBe(200)
  const forged = hubspotCall({ id: open, email: MEMBER, at: now, secret: 'another' })
  expect((await ask(forged)).status).toBe(401)
  expect((await ask({ ...good, path: good.path.replace('member', 'admin') })).status).toBe(401)
  expect((await ask({ ...good, init: { ...good.init, method: 'POST' } })).status).toBe(401)
  const late = hubspotCall({ id: open, email: MEMBER, at: '2026-11-24T08:54:00.000Z' })
  expect((await ask(late)).status).toBe(401)
  // Written into the address before HubSpot added its own, and signed by it.
  const twice = hubspotCall({ id: `${open}&userEmail=boss%40acme.example`, email: MEMBER, at: now })
  expect((await ask(twice)).status).toBe(401)
  expect((await ask({ ...good, path: good.path.replace('hubspot', 'pipedrive') })).status).toBe(404)
})

test('the package in Salesforce asks the same; what it signed for the card is no push, and no push is a card', async () => {
  const made = await scene([won])
  const { ask, workspace } = made
  const id = '006gL000000000gQAA'
  await workspace.db
    .update(deal)
    .set({ source: 'salesforce', externalId: id })
    .where(eq(deal.externalId, made.open))
  const call = salesforceCall({ id, email: MEMBER, at: now })
  const answer = await (await ask(call)).json()
  expect(answer).toMatchObject({ ok: true, locale: 'de', words: { won: 'Wird er gewonnen' } })
  const pushed = await ask({ ...call, path: '/webhooks/salesforce' })
  expect([pushed.status, await workspace.db.select().from(revision)]).toMatchObject([204, { length: 6 }])
  const body = JSON.stringify({ orgId: '00D000000000001EAA', events: [] })
  expect((await ask({ path: '/card/salesforce', init: { ...call.init, body } })).status).toBe(401)
})

test('asked again, the answer is the same to the byte, and nothing was written but that somebody looked', async () => {
  const { ask, open, workspace } = await scene([won, rate, size])
  const call = hubspotCall({ id: open, email: MEMBER, at: now })
  const changes = async () => {
    const { rows } = await workspace.db.$client.execute(
      'SELECT total_changes() - (SELECT COUNT(*) FROM view_log) AS n',
    )
    return rows[0]?.n
  }
  const before = await changes()
  const [first, second] = [await (await ask(call)).text(), await (await ask(call)).text()]
  expect(second).toBe(first)
  expect(await changes()).toBe(before)
})

test('two reads, and never more than 12 kB, whatever the company wrote into its titles', async () => {
  const title = '<img src=x onerror=alert(1)> „Ziel“ '.repeat(5).slice(0, 200)
  const made = await scene(Array.from({ length: 30 }, () => ({ ...won, title })))
  const { ask, open } = made
  await ask(hubspotCall({ id: open, email: MEMBER, at: now }))
  const reads = made.countReads()
  const text = await (await ask(hubspotCall({ id: open, email: MEMBER, at: now }))).text()
  expect(reads()).toEqual(['workspace', 'workspace'])
  expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(12 * 1024)
  const answer = JSON.parse(text)
  expect(answer.keyResults).toHaveLength(8)
  expect(answer.notes).toEqual(['und 22 weitere Key Results'])
})
