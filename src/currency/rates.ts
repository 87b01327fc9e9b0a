/** Rates a person types, because no CRM of the company has them: dated, each holds until the next. */
import { and, asc, eq } from 'drizzle-orm'
import * as z from 'zod'
import { minorDigits, parseDecimal } from '../../connectors/values/money.ts'
import { isDay } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { typedRate } from '../../db/workspace/schema.ts'
import { auditRow, type Refused, refused, type WriteContext } from '../okr/context.ts'
import type { Issue } from '../okr/types.ts'

export const rateInput = z.strictObject({
  currency: z.string().describe('ISO 4217: one unit of it'),
  factor: z.string().trim().max(40).describe('is so many units of the reporting currency, decimal text'),
  from: z.string().describe('First local day it holds, YYYY-MM-DD; until the next one'),
})
export type RateInput = z.infer<typeof rateInput>

/** A factor beyond is a mistake, whatever the two currencies. */
const MOST = 10n ** 9n

/** A rate of a day that has one replaces it; the audit keeps both. */
export async function typeRate(
  db: WorkspaceDb,
  { currency, factor, from }: RateInput,
  into: string,
  context: WriteContext,
): Promise<{ readonly ok: true } | Refused> {
  const issues: Issue[] = []
  if (minorDigits(currency) === null || currency === into) issues.push({ field: 'currency', code: 'invalid' })
  const decimal = parseDecimal(factor)
  const sane =
    decimal !== null &&
    decimal.units > 0n &&
    decimal.scale <= 20 &&
    decimal.units <= MOST * 10n ** BigInt(decimal.scale)
  if (!sane) issues.push({ field: 'factor', code: 'rate' })
  if (!isDay(from)) issues.push({ field: 'from', code: 'day' })
  if (issues.length > 0) return refused(...issues)
  const key = and(eq(typedRate.currency, currency), eq(typedRate.into, into), eq(typedRate.fromDay, from))
  const [before] = await db.select({ factor: typedRate.factor }).from(typedRate).where(key)
  if (before?.factor === factor) return { ok: true }
  const { actor, now } = context
  await db.batch([
    db
      .insert(typedRate)
      .values({ currency, into, fromDay: from, factor, author: actor, at: now })
      .onConflictDoUpdate({
        target: [typedRate.currency, typedRate.into, typedRate.fromDay],
        set: { factor, author: actor, at: now },
      }),
    auditRow(db, context, 'settings.rate', `${currency} ${into}`, {
      from,
      before: before?.factor ?? null,
      after: factor,
    }),
  ])
  return { ok: true }
}

export function typedRatesQuery(db: WorkspaceDb) {
  return db
    .select()
    .from(typedRate)
    .orderBy(asc(typedRate.currency), asc(typedRate.into), asc(typedRate.fromDay))
}
