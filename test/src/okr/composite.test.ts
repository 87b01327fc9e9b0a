import { expect, test } from 'vitest'
import { measurement } from '../../../db/workspace/schema.ts'
import { readMovement } from '../../../src/movement/read.ts'
import { askMetric } from '../../../src/okr/ask.ts'
import { readEvidence } from '../../../src/okr/evidence.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { readKeyResult } from '../../../src/okr/read.ts'
import { type KeyResultInput, keyResultInput } from '../../../src/okr/types.ts'
import { createCycle, createKeyResult, createObjective, updateKeyResult } from '../../../src/okr/write.ts'
import type { Workspace } from '../../../src/platform.ts'
import { addDeals, addRun, company, type DealInput, handOver } from '../../support/company.ts'
import { visit } from '../../support/web.ts'

const day = '2026-11-23'
const morning = '2026-11-24T05:00:00.000Z'
const people = ['a', 'b', 'c', 'd', 'e']
const deals = (
  from: string,
  status: DealInput['status'],
  amountMinor: number,
  owners = people,
): DealInput[] =>
  owners.map((owner) => ({ source: from, owner, status, amountMinor, closeDate: '2026-10-20' }))
const context = (workspace: Workspace) => ({ actor: 'anna', now: '2026-10-01T08:00:00.000Z', workspace })

async function start(workspace: Workspace, composite: unknown, more: object = {}) {
  const { db } = workspace
  const cycle = await createCycle(
    db,
    { name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01' },
    context(workspace),
  )
  const aim = { cycleId: cycle.ok ? cycle.id : '', title: 'Grow', description: null, team: 'North' }
  const objective = await createObjective(db, aim, context(workspace))
  return add(workspace, objective.ok ? objective.id : '', composite, more)
}

async function add(workspace: Workspace, objectiveId: string, composite: unknown, more: object = {}) {
  const input: KeyResultInput = keyResultInput.parse({
    ...{ objectiveId, title: 'Together', kind: 'reach', origin: 'composite', composite },
    ...{ baseline: 0, target: 100_00, ...more },
  })
  return createKeyResult(workspace.db, input, context(workspace))
}

const stored = async ({ db }: Workspace) =>
  (await db.select().from(measurement).orderBy(measurement.id)).map((row) => JSON.parse(row.value))

const perDeal = { operation: 'ratio', terms: [{ metric: 'won_revenue' }, { metric: 'won_deals' }] }

test('the night publishes the quotient of two metrics with what both are, rounded once', async () => {
  const workspace = await company()
  await addDeals(workspace, [
    ...deals('hubspot', 'won', 10_01),
    ...deals('hubspot', 'won', 10_00, ['a', 'b']),
  ])
  const written = await start(workspace, perDeal)
  expect(written).toMatchObject({ ok: true })
  const runId = await addRun(workspace, day)
  expect(await measureDay(workspace, day, morning)).toEqual({ published: 1, waiting: 0 })
  // 70.05 over 7 deals is 10.0071, half-even to 10.01.
  expect(await stored(workspace)).toEqual([
    {
      ...{ metric: null, unit: 'money', currency: 'EUR', value: 10_01, numerator: 70_05, denominator: 7 },
      ...{ sampleSize: 14, complete: true, skipped: 0, asOf: day, seq: 7, run: runId, definitionVersion: 1 },
      dataThrough: '2026-11-24T03:30:00.000Z',
      terms: [
        {
          ...{ metric: 'won_revenue', weight: '1', unit: 'money', currency: 'EUR', value: 70_05 },
          ...{ numerator: 70_05, denominator: null, sampleSize: 7, complete: true, skipped: 0 },
        },
        {
          ...{ metric: 'won_deals', weight: '1', unit: 'count', value: 7, numerator: 7, denominator: null },
          ...{ sampleSize: 7, complete: true, skipped: 0 },
        },
      ],
    },
  ])
  const id = written.ok ? written.id : ''
  const detail = await readKeyResult(workspace, id, morning)
  expect(detail?.keyResult).toMatchObject({ origin: 'composite', definition: null, status: 'at_risk' })

  // Each term has the deals of its own.
  const page = await readEvidence(workspace, id, morning, { limit: 50, offset: 0, term: 1 })
  expect(page).toMatchObject({ kind: 'page', page: { total: 7, numerator: 7 } })
  const money = await readEvidence(workspace, id, morning, { limit: 50, offset: 0 })
  expect(money).toMatchObject({ kind: 'page', page: { total: 7, numerator: 70_05 } })
})

test('divided by nothing is nothing, with the reason, and never 0', async () => {
  const workspace = await company()
  await addDeals(workspace, deals('hubspot', 'lost', 10_00))
  await start(workspace, perDeal)
  await addRun(workspace, day)
  await measureDay(workspace, day, morning)
  const [value] = await stored(workspace)
  expect(value).toMatchObject({
    value: null,
    complete: false,
    reason: 'denominator_zero',
    numerator: 0,
    denominator: 0,
  })
})

test('a weighted sum over both CRMs waits for both, and says which term lacks what', async () => {
  const workspace = await company(['hubspot', 'salesforce'])
  const [lame] = deals('salesforce', 'won', 20_00, ['a'])
  await addDeals(workspace, [
    ...deals('hubspot', 'won', 10_00),
    ...deals('salesforce', 'won', 20_00),
    ...deals('salesforce', 'lost', 20_00),
    { ...(lame as DealInput), problem: '[{"field":"closeDate"}]' },
  ])
  const rate = (from: string, weight: string) => ({
    ...{ metric: 'win_rate', weight, filter: { connections: [from] } },
  })
  const composite = { operation: 'weighted', terms: [rate('hubspot', '0.7'), rate('salesforce', '0.3')] }
  expect(await start(workspace, composite, { target: 1 })).toMatchObject({ ok: true })
  await addRun(workspace, day)
  expect(await measureDay(workspace, day, morning)).toEqual({ published: 0, waiting: 1 })
  await addRun(workspace, day, { source: 'salesforce' })
  expect(await measureDay(workspace, day, morning)).toEqual({ published: 1, waiting: 0 })
  // 0.7 times 1 plus 0.3 times a half: 0.85 and no last digit of a float.
  const [value] = await stored(workspace)
  expect(value).toMatchObject({
    ...{ unit: 'ratio', value: 0.85, complete: false, reason: 'held_deals', skipped: 1 },
    terms: [{ complete: true }, { complete: false, reason: 'held_deals', skipped: 1, weight: '0.3' }],
  })
})

test('what cannot be put together is refused with its place', async () => {
  const workspace = await company()
  await addDeals(workspace, deals('hubspot', 'won', 10_00))
  const refusal = async (composite: unknown) => {
    const written = await start(workspace, composite)
    return written.ok ? null : written.issues
  }
  const mixed = { operation: 'sum', terms: [{ metric: 'won_revenue' }, { metric: 'won_deals' }] }
  expect(await refusal(mixed)).toEqual([{ field: 'composite.terms', code: 'unit_mismatch' }])
  const gone = {
    operation: 'sum',
    terms: [{ metric: 'won_deals' }, { metric: 'won_deals', filter: { pipelines: ['old'] } }],
  }
  expect(await refusal(gone)).toEqual([{ field: 'composite.terms.1', code: 'pipeline_gone', subject: 'old' }])
  expect(keyResultInput.safeParse({ composite: { operation: 'weighted', terms: [] } }).success).toBe(false)
})

// Seen red without `tooFewTogether`: total and team are each allowed, and their difference is one person.
test('a difference of two allowed selections does not give a small group away', async () => {
  const workspace = await company()
  const south = (owner: string): DealInput => ({
    ...{ owner, status: 'won', amountMinor: 5_00, closeDate: '2026-10-20' },
  })
  await addDeals(workspace, [...deals('hubspot', 'won', 10_00), { ...south('f'), amountMinor: 1_00 }])
  const terms = [{ metric: 'won_revenue' }, { metric: 'won_revenue', filter: { minAmountMinor: 5_00 } }]
  expect(await start(workspace, { operation: 'difference', terms })).toEqual({
    ok: false,
    issues: [{ field: 'composite.terms', code: 'apart_too_small', subject: '1' }],
  })
  // The same asked for without a key result.
  const asked = { definition: { operation: 'difference', window: 'cycle', terms }, cycleId: 'x' } as never
  expect(await askMetric(workspace, asked, morning)).toMatchObject({ ok: false })
})

test('a group that shrinks hides the composite that has it in it', async () => {
  const workspace = await company()
  await addDeals(workspace, deals('hubspot', 'won', 10_00))
  const narrow = { metric: 'won_deals', filter: { pipelines: ['new'] } }
  const written = await start(workspace, { operation: 'ratio', terms: [{ metric: 'won_revenue' }, narrow] })
  await addRun(workspace, day)
  await measureDay(workspace, day, morning)
  await handOver(workspace, 'a')
  await addRun(workspace, '2026-11-24')
  expect(await measureDay(workspace, '2026-11-24', '2026-11-25T05:00:00.000Z')).toMatchObject({
    published: 0,
  })
  const id = written.ok ? written.id : ''
  const detail = await readKeyResult(workspace, id, '2026-11-25T05:00:00.000Z')
  expect(detail).toMatchObject({
    keyResult: { broken: { code: 'group_too_small' }, latest: null },
    history: [],
  })
  expect(await readEvidence(workspace, id, morning, { limit: 5, offset: 0, term: 1 })).toMatchObject({
    kind: 'hidden',
  })
})

test('a difference is moved by the lines of both terms with their sign, and closes exactly', async () => {
  const workspace = await company()
  await addDeals(workspace, [...deals('hubspot', 'won', 10_00), ...deals('hubspot', 'lost', 3_00)])
  const composite = {
    operation: 'difference',
    terms: [{ metric: 'won_revenue' }, { metric: 'lost_revenue' }],
  }
  const written = await start(workspace, composite)
  const id = written.ok ? written.id : ''
  await addRun(workspace, day)
  await measureDay(workspace, day, morning)
  await addDeals(workspace, [
    ...deals('hubspot', 'won', 7_00, ['a']),
    ...deals('hubspot', 'lost', 2_00, ['b', 'c']),
  ])
  await addRun(workspace, '2026-11-24')
  await measureDay(workspace, '2026-11-24', '2026-11-25T05:00:00.000Z')
  const answer = await readMovement(workspace, id, '2026-11-25T05:00:00.000Z', { limit: 10 })
  if (answer.kind !== 'movement') throw new Error(answer.kind)
  const { opening, closing, lines } = answer.movement
  expect([opening.value.value, closing.value.value]).toEqual([35_00, 38_00])
  expect(lines.map(({ step, term, numerator, effect }) => ({ step, term, numerator, effect }))).toEqual([
    { step: 'learned_later', term: 0, numerator: 7_00, effect: 7_00 },
    { step: 'learned_later', term: 1, numerator: -4_00, effect: -4_00 },
  ])
  expect(lines[1]?.deals.map(({ numerator }) => numerator)).toEqual([-2_00, -2_00])
})

/** Won revenue per deal, measured once. */
async function measuredPerDeal() {
  const workspace = await company()
  await addDeals(workspace, deals('hubspot', 'won', 10_00))
  const written = await start(workspace, perDeal)
  const id = written.ok ? written.id : ''
  await addRun(workspace, day)
  await measureDay(workspace, day, morning)
  return { workspace, id }
}

test('a ratio is moved term by term', async () => {
  const { workspace, id } = await measuredPerDeal()
  await addDeals(workspace, deals('hubspot', 'won', 7_00, ['a']))
  await addRun(workspace, '2026-11-24')
  await measureDay(workspace, '2026-11-24', '2026-11-25T05:00:00.000Z')
  const of = (term?: number) => readMovement(workspace, id, '2026-11-25T05:00:00.000Z', { limit: 10, term })
  expect(await of()).toMatchObject({ kind: 'terms' })
  expect(await of(0)).toMatchObject({ movement: { lines: [{ numerator: 7_00 }] } })
  expect(await of(1)).toMatchObject({ movement: { lines: [{ numerator: 1 }] } })
  expect(await of(2)).toMatchObject({ kind: 'no_metric' })
})

test('another composition is another version, and another unit is refused once it was measured', async () => {
  const { workspace, id } = await measuredPerDeal()
  const change = (composite: KeyResultInput['composite']) =>
    updateKeyResult(workspace.db, id, { composite }, context(workspace))
  const { composite } = keyResultInput.shape
  const twice = composite.parse({
    ...perDeal,
    operation: 'ratio',
    terms: [perDeal.terms[0], { metric: 'lost_deals' }],
  })
  expect(await change(twice)).toEqual({ ok: true, id })
  expect((await readKeyResult(workspace, id, morning))?.keyResult).toMatchObject({
    ...{ definitionVersion: 2, composite: { terms: [{}, { metric: 'lost_deals' }] } },
  })
  const counts = composite.parse({
    operation: 'sum',
    terms: [{ metric: 'won_deals' }, { metric: 'lost_deals' }],
  })
  expect(await change(counts)).toMatchObject({ ok: false, issues: [{ code: 'unit_mismatch' }] })
})

test('its page names the parts, their deals and what it means', async () => {
  const { workspace, id } = await measuredPerDeal()
  const { html } = await visit(workspace).get(`/key-results/${id}?term=1`)
  expect(html).toContain(
    'Gewonnener Umsatz geteilt durch gewonnene Deals, Abschlussdatum vom 1. Oktober bis 31. Dezember 2026',
  )
  expect(html).toContain('Bestandteil 2: Gewonnene Deals')
  expect(html).toContain(`href="/key-results/${id}?term=0#evidence"`)
  expect(html).toContain('Weiter unten: Bewegung und Deals von Bestandteil 2.')
})
