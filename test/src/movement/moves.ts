/** Movements as lists of examples: a deal before, the same deal after, the lines in between. */
import { expect } from 'vitest'
import { evaluate } from '../../../src/metrics/index.ts'
import type { Definition } from '../../../src/metrics/types.ts'
import { explain } from '../../../src/movement/explain.ts'
import type { End } from '../../../src/movement/lenses.ts'
import type { Movement } from '../../../src/movement/types.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { type LedgerContent, type LedgerDeal, writeLedger } from '../../support/metric-ledger.ts'

export const company = { timeZone: 'Europe/Berlin', currency: 'EUR', fiscalYearStartMonth: 1 }
export const Q1 = { from: '2026-01-01', to: '2026-04-01' }

export interface Night {
  readonly definition: Definition
  readonly seq: number
  readonly day?: string
  readonly through?: string
  readonly target?: number | null
}

export async function movement(
  deals: readonly LedgerDeal[],
  nights: readonly [Night, Night],
  content: Partial<LedgerContent> = {},
  order?: Parameters<typeof writeLedger>[2],
): Promise<Movement> {
  const db = await emptyWorkspace()
  await writeLedger(db, { deals, ...content }, order)
  const ends = await Promise.all(
    nights.map(async ({ definition, seq, day = '2026-02-15', through, target = null }): Promise<End> => {
      const request = { definition, definitionVersion: 1, cycle: Q1, target }
      const [value] = await evaluate(db, [request], { kind: 'known', seq }, { ...company, day })
      if (value === undefined) throw new Error('no value')
      const made = { definition, cycle: Q1, target }
      return {
        day,
        value: { ...value, dataThrough: through ?? '2026-01-01T00:00:00.000Z' },
        publishedAt: `${day}T04:00:00.000Z`,
        made,
      }
    }),
  )
  const [opening, closing] = ends
  if (opening === undefined || closing === undefined) throw new Error('no pair')
  const { movement: found } = await explain(db, { opening, closing, company }, 100)
  const sum = found.lines.reduce((total, line) => total + line.numerator, opening.value.numerator ?? 0)
  expect(sum).toBe(closing.value.numerator)
  return found
}

/** Numerators by step, and nothing else. */
export function steps({ lines }: Movement): Record<string, number> {
  return Object.fromEntries(lines.map(({ step, numerator }) => [step, numerator]))
}
