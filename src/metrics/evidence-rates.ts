/** Which rates the deals behind a value were counted with. Pure: a statement out. */
import type { InStatement } from '@libsql/client/web'
import { pageStatement } from './evidence.ts'
import { type Context, type MetricRequest, planOf } from './request.ts'
import type { At } from './types.ts'

/** Rows of `currency, rate, rate_rule, deals`; deals without an amount need none. */
export function evidenceRatesStatement(
  request: MetricRequest,
  at: Extract<At, { kind: 'known' }>,
  context: Context,
): InStatement {
  const plan = planOf(request, at, context, new Map())
  // A negative limit is none.
  const all = pageStatement(request, plan, at, { limit: -1, offset: 0 }, ['rate_rule'])
  const { sql, args } = all as Exclude<InStatement, string>
  return {
    sql: `SELECT currency, rate, rate_rule, COUNT(*) AS deals FROM (${sql}) WHERE currency IS NOT NULL AND amount_minor IS NOT NULL
      GROUP BY currency, rate, rate_rule ORDER BY currency, deals DESC, rate`,
    args: args ?? [],
  }
}
