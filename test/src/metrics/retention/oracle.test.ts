/**
 * Random companies, every metric of contracts, against the plain recomputation in `test/oracles/retention.ts`: through SQL, on
 * one day and on the two ends of a window, at all three moments.
 *
 * Planted and seen red: a grace time one day longer. A renewal with 121 days to go is seldom met here: `edges.test.ts` holds it.
 */
import { expect, test } from 'vitest'
import { evaluate, evidence } from '../../../../src/metrics/index.ts'
import { contractMetricIds } from '../../../../src/metrics/retention/ids.ts'
import type { At } from '../../../../src/metrics/types.ts'
import { type Answer, type Contract, retention } from '../../../oracles/retention.ts'
import { writeContracts } from '../../../support/contract-ledger.ts'
import { emptyWorkspace } from '../../../support/databases.ts'
import fc from '../../../support/properties.ts'
import { contract, day, dayOf, numberedFrom, rowsFrom } from '../../../support/random-contracts.ts'

const company = fc.record({
  contracts: fc.array(contract, { minLength: 1, maxLength: 5 }),
  merged: fc.uniqueArray(
    fc.record({ from: fc.constantFrom('a', 'b', 'c'), into: fc.constantFrom('a', 'b', 'c', 'd') }),
    {
      ...{ selector: ({ from }) => from, maxLength: 3 },
    },
  ),
  question: fc.record({
    ...{ a: day, length: fc.integer({ min: 1, max: 200 }), day, grace: fc.constantFrom(0, 1, 30, 30, 60) },
    ...{ monthly: fc.boolean(), only: fc.option(fc.constantFrom('hubspot', 'salesforce')) },
    moment: fc.constantFrom('now' as const, 'known' as const, 'asOf' as const),
    seq: fc.integer({ min: 0, max: 20 }),
  }),
})

type Side = 'numerator' | 'denominator'
const sides: Record<(typeof contractMetricIds)[number], (answer: Answer) => Partial<Record<Side, bigint>>> = {
  recurring_revenue: ({ recurring }) => ({ numerator: recurring }),
  active_customers: ({ customers }) => ({ numerator: BigInt(customers) }),
  gross_revenue_retention: ({ keptGross, opening }) => ({ numerator: keptGross, denominator: opening }),
  net_revenue_retention: ({ kept, opening }) => ({ numerator: kept, denominator: opening }),
  logo_retention: ({ logos, logosKept }) => ({ numerator: BigInt(logosKept), denominator: BigInt(logos) }),
  new_recurring_revenue: ({ fresh }) => ({ numerator: fresh }),
  expansion_recurring_revenue: ({ expansion }) => ({ numerator: expansion }),
  contraction_recurring_revenue: ({ contraction }) => ({ numerator: contraction }),
  churned_recurring_revenue: ({ churned }) => ({ numerator: churned }),
  reactivated_recurring_revenue: ({ reactivated }) => ({ numerator: reactivated }),
  renewal_rate: ({ due, followed }) => ({ numerator: BigInt(followed), denominator: BigInt(due) }),
  renewal_rate_value: ({ dueValue, followedValue }) => ({ numerator: followedValue, denominator: dueValue }),
  renewals_due: ({ due }) => ({ numerator: BigInt(due) }),
}
const ratios = new Set([
  'gross_revenue_retention',
  'net_revenue_retention',
  'logo_retention',
  'renewal_rate',
  'renewal_rate_value',
])
const withView = (metric: string) => /revenue|_value/.test(metric)

/** More by `PEGEL_RETENTION_RUNS`. */
const RUNS = Number(process.env.PEGEL_RETENTION_RUNS ?? 2000)

test('every metric of contracts is what plain arithmetic makes of their terms, and its evidence adds up to it', async () => {
  const db = await emptyWorkspace()
  let [runs, seen] = [0, 0]
  const check = fc.asyncProperty(company, async ({ contracts, merged, question }) => {
    const numbered = numberedFrom(contracts)
    const rows = rowsFrom(numbered)
    await writeContracts(db, {
      contracts: rows,
      sources: ['hubspot', 'salesforce'],
      companies: merged.flatMap(({ from, into }) =>
        from === into
          ? []
          : [
              { id: from, mergedInto: into },
              { source: 'salesforce', id: from, mergedInto: into },
            ],
      ),
    })
    const { a, length, grace, monthly, only, moment, seq: until } = question
    const today = dayOf(question.day)
    const at: At =
      moment === 'asOf'
        ? { kind: 'asOf', instant: `${today}T23:59:59.999Z` }
        : moment === 'known'
          ? { kind: 'known', seq: until }
          : { kind: 'now' }
    const was = ({ states }: Contract) =>
      states.filter(
        (each) => moment === 'now' || (moment === 'known' ? each.seq <= until : each.day <= today),
      )
    const expected = retention(
      {
        contracts: numbered
          .map((each) => ({ ...each, states: was(each) }))
          .filter(({ states }) => states.length > 0),
        merged: merged
          .filter(({ from, into }) => from !== into)
          .flatMap((each) => ['hubspot', 'salesforce'].map((source) => ({ ...each, source }))),
      },
      {
        ...{ a: dayOf(a), b: dayOf(a + length), day: today, grace, perMonths: monthly ? 1 : 12 },
        ...(only === null ? {} : { sources: [only] }),
      },
    )
    const context = { day: today, timeZone: 'UTC', currency: 'EUR', fiscalYearStartMonth: 1 }
    const requests = contractMetricIds.map((metric) => ({
      definition: {
        ...{ metric, window: { from: dayOf(a), to: dayOf(a + length) } },
        params: { graceDays: grace, ...(withView(metric) ? { view: monthly ? 'monthly' : 'yearly' } : {}) },
        ...(only === null ? {} : { filter: { connections: [only] } }),
      },
      definitionVersion: 1,
    }))
    const values = await evaluate(db, requests, at, context)
    for (const [n, metric] of contractMetricIds.entries()) {
      const [value, { numerator = 0n, denominator = 0n }] = [values[n], sides[metric](expected)]
      const ratio = ratios.has(metric)
      expect([metric, value?.numerator, value?.denominator]).toEqual([
        metric,
        Number(numerator),
        ratio ? Number(denominator) : null,
      ])
      const quotient = denominator === 0n ? null : Number(numerator) / Number(denominator)
      expect(value?.value).toBe(ratio ? quotient : Number(numerator))
      if (expected.held > 0) expect(value?.complete).toBe(false)
    }
    const { opening, closing, fresh, expansion, contraction, churned, reactivated } = expected
    expect(opening + fresh + reactivated + expansion - contraction - churned).toBe(closing)
    expect(values[0]?.pending?.contracts ?? 0).toBe(expected.pending)
    const request = requests[runs % requests.length]
    const page = request && (await evidence(db, request, at, context, { limit: 1000, offset: 0 }))
    const sum = (side: Side) => page?.rows.reduce((total, row) => total + (row[side] ?? 0), 0)
    expect(sum('numerator')).toBe(page?.value.numerator)
    expect(sum('denominator')).toBe(page?.value.denominator ?? 0)
    expect(page?.rows.filter(({ skipped }) => skipped === 'held_contracts').length).toBe(expected.held)
    runs += 1
    if (opening > 0n && closing > 0n) seen += 1
  })
  await fc.assert(check, { numRuns: RUNS })
  // Otherwise the companies would say nothing of retention.
  expect(seen / runs).toBeGreaterThan(0.1)
  console.log(
    `${runs} random companies, ${runs * contractMetricIds.length} values of contracts: no difference`,
  )
}, 600_000)
