/**
 * The days on which a meaning turns. Planted and seen red: 119 and 121 days to go; a grace time a day longer; followed a day
 * later, or a day less; the window compared from its first day.
 */
import { expect, test } from 'vitest'
import { evaluate } from '../../../../src/metrics/index.ts'
import type { ContractMetricId } from '../../../../src/metrics/retention/ids.ts'
import { type ContractRow, writeContracts } from '../../../support/contract-ledger.ts'
import { emptyWorkspace } from '../../../support/databases.ts'

const context = { day: '2026-03-31', timeZone: 'UTC', currency: 'EUR', fiscalYearStartMonth: 1 }
const window = { from: '2026-03-01', to: '2026-04-01' }
const old = (end: string): ContractRow => ({ id: 'old', states: [{ start: '2025-01-01', end, amount: 100 }] })
const next = (start: string, overlap: 'replaces' | null = null): ContractRow => ({
  id: 'next',
  states: [{ start, amount: 130, overlap }],
})

test.each<[string, ContractRow[], ContractMetricId, number]>([
  ['ends on the day after: runs', [old('2026-04-01')], 'recurring_revenue', 100],
  ['ended 29 days ago: pending', [old('2026-03-02')], 'recurring_revenue', 100],
  ['ended 30 days ago: gone', [old('2026-03-01')], 'recurring_revenue', 0],
  ['120 days to go: replaced', [old('2026-07-29'), next('2026-03-31', 'replaces')], 'recurring_revenue', 130],
  ['121 days to go: on top', [old('2026-07-30'), next('2026-03-31', 'replaces')], 'recurring_revenue', 230],
  ['undecided: on top', [old('2026-04-30'), next('2026-03-31')], 'recurring_revenue', 230],
  ['followed after 30 days', [old('2026-03-02'), next('2026-04-01')], 'renewal_rate', 1],
  ['not followed after 31 days', [old('2026-03-02'), next('2026-04-02')], 'renewal_rate', 0],
  ['an end on the first day of the window is due in it', [old('2026-03-01')], 'renewals_due', 1],
  ['an end on the day after the window is not', [old('2026-04-01')], 'renewals_due', 0],
  ['a start on the first day of the window is new in it', [next('2026-03-01')], 'new_recurring_revenue', 130],
  ['a start on the day before is not', [next('2026-02-28')], 'new_recurring_revenue', 0],
])('%s', async (_, contracts, metric, expected) => {
  const db = await emptyWorkspace()
  await writeContracts(db, { contracts })
  const [value] = await evaluate(
    db,
    [{ definition: { metric, window }, definitionVersion: 1 }],
    { kind: 'now' },
    context,
  )
  expect(value?.value).toBe(expected)
})
