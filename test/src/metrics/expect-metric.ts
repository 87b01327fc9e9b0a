/** Assertions on metrics as lists of examples: deals in, value out. */
import { afterAll, expect } from 'vitest'
import { evaluate, evidence } from '../../../src/metrics/index.ts'
import type { At, Definition, Evidence, MetricValue } from '../../../src/metrics/types.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import {
  clearLedger,
  type LedgerContent,
  type LedgerDeal,
  type LedgerState,
  writeLedger,
} from '../../support/metric-ledger.ts'

export const Q1 = { from: '2026-01-01', to: '2026-04-01' }
export const now: At = { kind: 'now' }
export const context = {
  day: '2026-02-15',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  fiscalYearStartMonth: 1,
}

export type Shown = Partial<Record<'sample' | keyof MetricValue, unknown>>
type Deal = Omit<LedgerDeal, 'id' | 'revisions'> & { readonly state: LedgerState }

const as =
  (status: 'open' | 'won' | 'lost') =>
  (closeDate: string | null, more: LedgerState = {}, createdDay?: string) =>
    ({ state: { status, closeDate, ...more }, ...(createdDay ? { createdDay } : {}) }) satisfies Deal
export const won = as('won')
export const lost = as('lost')
export const open = as('open')
/** Held: its stage or a field cannot be read. */
export const held = (field: string, state: LedgerState = {}): Deal => ({
  state: { ...state, problem: [{ field, code: 'not_a_number', raw: '?' }] },
})

const told = { examples: 0, metrics: new Set<string>() }
afterAll(() => {
  if (told.examples > 0)
    console.log(`${told.examples} worked examples of ${told.metrics.size} metrics of deals: as written`)
})

/** Each example is a ledger of its own. Evidence is held against the value in every one of them. */
export async function expectMetric(
  definition: Definition,
  examples: readonly (readonly [readonly Deal[], Shown, LedgerContent?])[],
  at: At = now,
): Promise<void> {
  const db = await emptyWorkspace()
  for (const [deals, { sample, ...shown }, content] of examples) {
    await clearLedger(db)
    const rows = deals.map(({ state, ...deal }, index) => ({
      ...deal,
      id: String(index + 1),
      revisions: [state],
    }))
    await writeLedger(db, { deals: rows, ...content })
    const request = { definition, definitionVersion: 1 }
    const [value] = await evaluate(db, [request], at, context)
    expect(value).toMatchObject(sample === undefined ? shown : { ...shown, sampleSize: sample })
    const page = await evidence(db, request, at, context, { limit: 1000, offset: 0 })
    expect(page.value).toEqual(value)
    expect(page.total).toBe(page.rows.length)
    told.examples += 1
    told.metrics.add(definition.metric)
  }
}

/** Value and evidence of one definition over a whole ledger. */
export async function expectLedger(
  content: LedgerContent,
  definition: Definition,
  at: At = now,
): Promise<{ readonly value: MetricValue; readonly rows: readonly Evidence[] }> {
  const db = await emptyWorkspace()
  await writeLedger(db, content)
  const request = { definition, definitionVersion: 1 }
  const [value] = await evaluate(db, [request], at, context)
  if (value === undefined) throw new Error('no value')
  const { rows } = await evidence(db, request, at, context, { limit: 1000, offset: 0 })
  return { value, rows }
}

/** Exact: parts are whole numbers. */
export function sumOf(rows: readonly Evidence[], part: 'numerator' | 'denominator'): number {
  return Number(rows.reduce((sum, row) => sum + BigInt(row[part] ?? 0), 0n))
}
