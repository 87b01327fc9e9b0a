/** The deals behind a value with all that is needed to work it out again: what an evidence file is made of. */
import type { Row } from '@libsql/client/web'
import type { WorkspaceDb } from '../../db/client.ts'
import { evidenceOf, type Page, pageStatement } from './evidence.ts'
import { kind } from './parts.ts'
import { type Context, type MetricRequest, planOf } from './request.ts'
import type { At, Evidence } from './types.ts'

/** `no_rate`: it counts, and its amount is missing. `held` and `left_out` add nothing; `skipped` says why. */
export const standings = ['counted', 'held', 'no_rate', 'left_out'] as const
export type Standing = (typeof standings)[number]

export interface EvidenceLine extends Evidence {
  readonly standing: Standing
  /** How the amount came into the company's currency. */
  readonly rateRule: string | null
  /** Decimal text 0..1. */
  readonly probability: string | null
  /** The revision of the ledger that was read; null for a deal of which no state is known. */
  readonly revision: number | null
}

const extra = ['rate_rule', 'probability', 'seq'] as const

/** Largest part first, as `evidence`. Of a moment that stands still (`known`) all pages together are each deal once. */
export async function evidenceLines(
  db: WorkspaceDb,
  request: MetricRequest,
  at: Extract<At, { kind: 'known' }>,
  context: Context,
  page: Page,
): Promise<EvidenceLine[]> {
  const plan = planOf(request, at, context, new Map())
  const { rows } = await db.$client.execute(pageStatement(request, plan, at, page, extra))
  return rows.map((row) => ({
    ...evidenceOf(row, plan, context.timeZone),
    standing: standingOf(row),
    rateRule: textOf(row.rate_rule),
    probability: textOf(row.probability),
    revision: row.seq === null ? null : Number(row.seq),
  }))
}

function standingOf({ kind: found }: Row): Standing {
  switch (found) {
    case kind.counted:
      return 'counted'
    case kind.gap:
      return 'no_rate'
    case kind.leftOut:
      return 'left_out'
    default:
      return 'held'
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
