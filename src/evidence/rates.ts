/** The rates a value was counted with, each once, with the number of deals it was used for. */
import type { WorkspaceDb } from '../../db/client.ts'
import { evidenceRatesStatement } from '../metrics/evidence-rates.ts'
import type { Question } from './question.ts'

export interface UsedRate {
  readonly currency: string
  /** Decimal text; null where there is none. */
  readonly rate: string | null
  /** same, deal, account, missing. */
  readonly rule: string | null
  readonly deals: number
}

export async function readRates(db: WorkspaceDb, { request, context, value }: Question): Promise<UsedRate[]> {
  const at = { kind: 'known', seq: value.seq } as const
  const { rows } = await db.$client.execute(evidenceRatesStatement(request, at, context))
  const text = (cell: unknown) => (typeof cell === 'string' ? cell : null)
  return rows.map((row) => ({
    currency: String(row.currency),
    rate: text(row.rate),
    rule: text(row.rate_rule),
    deals: Number(row.deals),
  }))
}
