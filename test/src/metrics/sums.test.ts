/** Planted and seen red: the states not kept (each definition walks the ledger), a revision looked up without index. */
import { expect, test } from 'vitest'
import { planOf } from '../../../src/metrics/request.ts'
import { sumStatements } from '../../../src/metrics/sums.ts'
import type { At, Definition } from '../../../src/metrics/types.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { context, now, Q1 } from './expect-metric.ts'

const stalled: Definition = { metric: 'stalled_deals', params: { days: 30 }, window: Q1 }
const many = Array.from({ length: 200 }, (_, index): Definition => {
  const window = index % 2 ? Q1 : ({ trailingDays: 90 } as const)
  const metrics = ['won_revenue', 'win_rate', 'open_pipeline', 'deals_created'] as const
  return index % 50 === 0
    ? stalled
    : { metric: metrics[index % 4] ?? 'won_deals', window, filter: { teams: [`${index}`] } }
})

const BY_KEY = 'SEARCH r USING INTEGER PRIMARY KEY (rowid=?)'
/** Reads all revisions, or builds an index on the way; but for the few deals that are in both CRMs. */
const FULL = /^SCAN (r|k|revision(?! USING (COVERING )?INDEX revision_twin$))\b|^(?!SEARCH o ).*AUTOMATIC/

async function queryPlans(definitions: readonly Definition[], at: At): Promise<string[][]> {
  const db = await emptyWorkspace()
  const requests = definitions.map((definition) => ({ definition, definitionVersion: 1 }))
  const plans = requests.map((request) => planOf(request, at, context, new Map()))
  const explained: string[][] = []
  for (const statement of sumStatements(requests, plans, at)) {
    if (typeof statement === 'string') throw new Error('expected parameters')
    const { rows } = await db.$client.execute({ ...statement, sql: `EXPLAIN QUERY PLAN ${statement.sql}` })
    explained.push(rows.map((row) => String(row.detail)))
  }
  return explained
}

const moments: readonly At[] = [
  now,
  { kind: 'known', seq: 9 },
  { kind: 'asOf', instant: '2026-03-01T00:00:00.000Z' },
]

test('two hundred definitions walk over the deals once and look every revision up by its key', async () => {
  for (const at of moments) {
    const [steps = [], ...more] = await queryPlans(many, at)
    expect(more).toEqual([])
    expect(steps.filter((step) => /^SCAN d\b/.test(step))).toHaveLength(1)
    // For all deals; for those that name a twin; for the twins.
    expect(steps.filter((step) => step.startsWith(BY_KEY))).toHaveLength(3)
    expect(steps.filter((step) => FULL.test(step))).toEqual([])
  }
})

test('a single definition walks over the deals once too, without keeping them', async () => {
  for (const definition of [stalled, { metric: 'won_revenue', window: Q1 } as const]) {
    const [steps = []] = await queryPlans([definition], now)
    expect(steps.filter((step) => /^SCAN d\b/.test(step))).toHaveLength(1)
    expect(steps).toContain(BY_KEY)
    expect(steps.filter((step) => FULL.test(step) || /^MATERIALIZE (s|n\d+)$/.test(step))).toEqual([])
  }
})
