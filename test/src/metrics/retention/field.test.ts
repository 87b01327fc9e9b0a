/**
 * The worked examples of the field, each a company of its own. Planted and seen red: who came back taken for new; expansion in
 * gross retention; merges not followed.
 */
import { expect, test } from 'vitest'
import { evaluate, evidence } from '../../../../src/metrics/index.ts'
import type { ContractMetricId } from '../../../../src/metrics/retention/ids.ts'
import { writeContracts } from '../../../support/contract-ledger.ts'
import { emptyWorkspace } from '../../../support/databases.ts'
import { examples } from './field-examples.ts'
import { sources } from './field-sources.ts'

const now = { kind: 'now' } as const

test('the field’s worked examples come out as published, or as said beside them', async () => {
  const db = await emptyWorkspace()
  for (const { of, says, contracts, ours, theirs, because, merged = [], ...asked } of examples) {
    const { window = { from: '2026-01-01', to: '2026-02-01' }, graceDays = 0, view = 'monthly' } = asked
    await writeContracts(db, {
      contracts,
      companies: [...merged, ...merged.map((m) => ({ id: m.mergedInto }))],
    })
    const context = { day: '2026-01-31', timeZone: 'UTC', currency: 'EUR', fiscalYearStartMonth: 1 }
    const title = `${sources[of][0]}: ${says}`
    for (const [metric, expected] of Object.entries(ours)) {
      const money = /revenue|_value/.test(metric)
      const params = money ? { graceDays, view } : { graceDays }
      const definition = { metric: metric as ContractMetricId, params, window }
      const request = { definition, definitionVersion: 1 }
      const [value] = await evaluate(db, [request], now, context)
      if (expected === null || value?.value == null)
        expect([title, metric, value?.value]).toEqual([title, metric, expected])
      else expect(value.value, `${title}: ${metric}`).toBeCloseTo(expected, 12)
      const page = await evidence(db, request, now, context, { limit: 1000, offset: 0 })
      expect(page.rows.reduce((sum, row) => sum + (row.numerator ?? 0), 0)).toBe(value?.numerator)
    }
    // Who differs says why.
    expect([title, theirs === undefined]).toEqual([title, because === undefined])
  }
  expect(examples.length).toBeGreaterThanOrEqual(40)
  const differing = examples.filter(({ theirs }) => theirs !== undefined).length
  console.log(
    `${examples.length} worked examples of ${Object.keys(sources).length} sources; ${differing} where we differ`,
  )
}, 120_000)
