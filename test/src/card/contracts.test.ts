/**
 * Contracts and composites beside a record, at the HTTP seam. Planted and seen red: a merged customer's contracts left out; the
 * contracts of another customer counted; a term's own change taken for the whole's.
 */
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { cycle, deal, keyResult, setting, source } from '../../../db/workspace/schema.ts'
import type { CompanyAnswer } from '../../../src/card/types.ts'
import { type Composite, evaluateAll } from '../../../src/metrics/index.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { keyResultFrom } from '../../../src/okr/rows.ts'
import type { KeyResultInput } from '../../../src/okr/types.ts'
import type { Workspace } from '../../../src/platform.ts'
import { now } from '../../support/app.ts'
import { addRun, night } from '../../support/company.ts'
import { MEMBER, type Scene, scene } from './scene.ts'
import { hubspotCall, salesforceCall } from './signed.ts'
import { type Contracts, tellContracts } from './tell-contracts.ts'

const recurring = { definition: { metric: 'recurring_revenue', window: 'cycle' }, target: 90_000_00 } as const
const kept = { definition: { metric: 'net_revenue_retention', window: 'cycle' }, target: 1 } as const
const renewed = { definition: { metric: 'renewal_rate', window: 'cycle' }, target: 1 } as const
const churned = { definition: { metric: 'churned_recurring_revenue', window: 'cycle' } } as const

const contracts: Contracts = {
  companies: [
    { id: '7', name: 'Möbel <i>' },
    { id: '8', mergedInto: '7' },
    { id: '9', name: 'Other' },
    { id: '10', name: 'Nobody yet' },
    { id: '11', name: 'Left' },
  ],
  contracts: [
    {
      id: 'a',
      company: '7',
      product: 'Platform',
      start: '2025-01-01',
      end: '2027-01-01',
      amount: 12_000_00,
      deal: 'X',
    },
    // Told of the customer that was merged into it.
    { id: 'b', company: '8', product: 'Support', start: '2026-11-01', end: null, amount: 3_000_00 },
    { id: 'c', company: '7', product: 'Training', start: '2025-11-10', end: '2026-11-10', amount: 600_00 },
    { id: 'd', company: '9', product: 'Platform', start: '2025-01-01', end: null, amount: 50_000_00 },
    { id: 'e', company: '11', product: 'Platform', start: '2025-01-01', end: '2026-10-05', amount: 1_000_00 },
  ],
}

async function withContracts(parts: readonly Partial<KeyResultInput>[]): Promise<Scene> {
  const made = await scene(parts, (workspace) => tellContracts(workspace.db, contracts))
  return made
}

async function company(made: Scene, id: string, locale = 'en'): Promise<CompanyAnswer> {
  return (await made.card({ id, type: '0-2', locale })) as unknown as CompanyAnswer
}

test('a company: what recurs today and did before the cycle, which contracts come up, and what they count for', async () => {
  const made = await withContracts([
    recurring,
    kept,
    renewed,
    churned,
    { definition: { metric: 'won_revenue', window: 'cycle' } },
  ])
  const answer = await company(made, '7')
  expect(answer).toMatchObject({
    kind: 'company',
    recurring: { value: '€15,600', change: '+€3,000 since 1 October 2026', contracts: 'from 3 contracts' },
    renewals: [
      { title: 'Training', value: '€600', pending: true, state: 'ended 10 November 2026, renewal pending' },
      { title: 'Platform', value: '€12,000', pending: false, state: 'ends 1 January 2027' },
    ],
    empty: null,
  })
  expect(answer.keyResults.map(({ value, part, won, lost }) => [value, part, won, lost])).toEqual([
    ['€65,600', '€15,600', null, null],
    ['103.1%', '€15,600 of €12,600', null, null],
    ['0%', '0 of 1', null, null],
  ])
  // The customer that was merged away is the same one.
  const { url: _, ...merged } = await company(made, '8')
  const { url: __, ...own } = answer
  expect(merged).toEqual(own)
  expect((await company(made, '11')).keyResults.map(({ part }) => part)).toEqual([
    '€0 of €1,000',
    '0 of 1',
    '€1,000',
  ])
})

test('a customer without contract, one that nobody knows, and contracts that nobody has chosen', async () => {
  const made = await withContracts([recurring])
  expect(await company(made, '10', 'de')).toMatchObject({
    recurring: null,
    empty: { title: 'Kein wiederkehrender Umsatz' },
  })
  expect(await made.refused({ id: '404', type: '0-2' })).toMatchObject({ code: 'unknown_customer' })
  await made.workspace.db.delete(setting).where(eq(setting.key, 'contracts:hubspot'))
  expect(await company(made, '10', 'de')).toMatchObject({
    empty: { title: 'Verträge sind nicht eingerichtet' },
  })
})

test('a deal whose contract runs counts for what its contract adds', async () => {
  const made = await withContracts([recurring, kept])
  const { workspace } = made
  const [row] = await workspace.db.select().from(deal).where(eq(deal.externalId, made.open))
  await workspace.db.$client.execute({
    sql: `UPDATE contract_revision SET deal_id = ? WHERE deal_id = 'X'`,
    args: [row?.externalId ?? ''],
  })
  const answer = await made.card({ locale: 'en' })
  expect(answer.keyResults.map(({ part, counts }) => [part, counts])).toEqual([
    ['€12,000', true],
    // Without it the customer grew from 600 to 3,600.
    ['€12,000 of €12,000', true],
  ])
})

const composites: readonly Partial<KeyResultInput>[] = [
  {
    origin: 'composite',
    target: 1,
    composite: {
      operation: 'ratio',
      window: 'cycle',
      terms: [
        { metric: 'won_revenue' },
        { metric: 'open_pipeline', window: { from: '2026-10-01', to: '2027-06-01' } },
      ],
    },
  },
  {
    origin: 'composite',
    composite: {
      ...{ operation: 'weighted', window: 'cycle' },
      terms: [
        { metric: 'won_revenue', weight: '0.5' },
        { metric: 'weighted_pipeline', weight: 2 },
        { metric: 'lost_revenue', weight: -1 },
      ],
    },
  },
]

async function valuesNow({ db, timeZone }: Workspace) {
  const rows = await db.select().from(keyResult).orderBy(keyResult.createdAt, keyResult.id)
  const [place] = await db.select().from(cycle)
  const days = { from: place?.startsOn ?? '', to: place?.endsOn ?? '' }
  const context = { day: '2026-11-24', timeZone, currency: 'EUR', fiscalYearStartMonth: 1 }
  const requests = rows.map((row) => ({
    composite: keyResultFrom(row).composite as Composite,
    definitionVersion: 1,
    cycle: days,
  }))
  const values = await evaluateAll(db, requests, { kind: 'now' }, context)
  return new Map(rows.map((row, n) => [row.id, values[n]?.value ?? null]))
}

test.for(['won', 'lost'] as const)(
  'what a composite becomes when the deal is %s is what it is then',
  async (status) => {
    const made = await scene(composites)
    const { workspace, open } = made
    const answer = await made.card({ locale: 'en' })
    expect(answer.keyResults.map(({ part }) => part)).toEqual([
      'counts in 1 of 2 parts',
      'counts in 1 of 3 parts',
    ])
    await workspace.db.$client.execute({
      sql: `UPDATE revision SET status = :status, stage_id = :status, close_date = '2026-11-24',
      weighted_minor = CASE :status WHEN 'won' THEN home_minor ELSE 0 END
      WHERE seq = (SELECT current_seq FROM deal WHERE external_id = :open)`,
      args: { status, open },
    })
    const then = await valuesNow(workspace)
    const rows = await workspace.db.select().from(keyResult)
    for (const one of answer.keyResults) {
      const target = rows.find(({ id }) => id === one.id)?.target ?? 0
      const value = then.get(one.id) ?? Number.NaN
      expect(one[status]?.progress).toBeCloseTo(value / target, 10)
    }
    expect(answer.keyResults.length).toBe(2)
  },
)

test('the package in Salesforce asks for an account', async () => {
  const made = await withContracts([recurring])
  const { db } = made.workspace
  await db.insert(source).values({ id: 'salesforce', crm: 'salesforce', createdAt: now })
  await db.$client.batch(
    [
      `UPDATE contract SET source = 'salesforce'`,
      `UPDATE company SET source = 'salesforce', id = '001000000000007AAA' WHERE id = '7'`,
      `UPDATE contract_revision SET company_id = '001000000000007AAA' WHERE company_id = '7'`,
    ],
    'write',
  )
  await addRun(made.workspace, '2026-11-23', { source: 'salesforce' })
  await measureDay(made.workspace, '2026-11-23', night('2026-11-23'))
  const response = await made.ask(
    salesforceCall({ id: '001000000000007AAA', email: MEMBER, at: now, locale: 'en_US' }),
  )
  expect(await response.json()).toMatchObject({ kind: 'company', recurring: { value: '€12,600' } })
})

test('one read of the company’s database, at most 12 kB, the same to the byte', async () => {
  const made = await withContracts([recurring, kept, renewed, churned])
  const call = hubspotCall({ id: '7', email: MEMBER, at: now, type: '0-2' })
  const reads = made.countReads()
  const first = await (await made.ask(call)).text()
  expect(reads()).toEqual(['directory', 'workspace'])
  expect(new TextEncoder().encode(first).length).toBeLessThan(12_288)
  expect(await (await made.ask(call)).text()).toBe(first)
})
