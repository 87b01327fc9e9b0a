/** A value that a person sets over the measured one, with a reason and an end. The measured one goes on beside it. */
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Day, Instant } from '../../connectors/contract.ts'
import { ABSURD_MINOR } from '../../connectors/values/money.ts'
import { isDay, localDay } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { cycle, frozen, keyResult, objective, override } from '../../db/workspace/schema.ts'
import { auditRow, type CompanyContext, type Refused, refused, type WriteContext } from '../okr/context.ts'
import { hiddenBy } from '../okr/hidden.ts'
import { isMeasured } from '../okr/origin.ts'
import { cycleFrom, keyResultFrom } from '../okr/rows.ts'
import { readSettings } from '../okr/settings.ts'
import type { Issue } from '../okr/types.ts'
import { lastFollowed } from './grace.ts'

export const overrideInput = z.strictObject({
  value: z
    .number()
    .refine(Number.isFinite)
    .describe('In the unit of the key result: integer minor units for money, 0..1 for a ratio'),
  currency: z.string().optional().describe('Of money; only the one of the key result is accepted'),
  reason: z.string().trim().min(1).max(500).describe('Why the measured value does not hold'),
  expiresOn: z
    .string()
    .describe('Last local day it holds, YYYY-MM-DD; after it the measured value counts again'),
})
export type OverrideInput = z.infer<typeof overrideInput> & { readonly keyResultId: string }

export type OverrideRow = typeof override.$inferSelect
export type Set = { readonly ok: true; readonly id: number } | Refused

/** A new one replaces the one that holds; both stay to be read. */
export async function setOverride(
  db: WorkspaceDb,
  input: OverrideInput,
  context: CompanyContext,
): Promise<Set> {
  const { keyResultId, value, reason, expiresOn } = input
  const [found, settings] = await Promise.all([findPlace(db, keyResultId), readSettings(db)])
  if (found === null) return refused({ field: 'keyResultId', code: 'not_found', subject: keyResultId })
  const today = localDay(context.now, context.workspace.timeZone)
  const last = lastFollowed(found.cycle, settings.closingDays)
  const issues = issuesOf(input, found, { today, last })
  if (issues.length > 0) return refused(...issues)
  const { currency } = found.keyResult
  const [, written] = await db.batch([
    endQuery(db, keyResultId, context.now, 'replaced'),
    db
      .insert(override)
      .values({
        keyResultId,
        value,
        currency,
        reason,
        expiresOn,
        author: context.actor,
        createdAt: context.now,
      })
      .returning({ id: override.id }),
    auditRow(db, context, 'value.override', keyResultId, { value, currency, reason, expiresOn }),
  ])
  return { ok: true, id: written[0]?.id ?? 0 }
}

/** False when none holds; null when there is no such key result. */
export async function withdrawOverride(
  db: WorkspaceDb,
  keyResultId: string,
  context: WriteContext,
): Promise<boolean | null> {
  if ((await findPlace(db, keyResultId)) === null) return null
  const detail = JSON.stringify({ withdrawn: true })
  const [ended] = await db.batch([
    endQuery(db, keyResultId, context.now, 'withdrawn'),
    db.run(sql`INSERT INTO audit (at, actor, action, subject, detail)
      SELECT ${context.now}, ${context.actor}, 'value.override_end', ${keyResultId}, ${detail} WHERE changes() > 0`),
  ])
  return ended.length > 0
}

/** Newest first, those that ended included. */
export function overridesQuery(db: WorkspaceDb, keyResultId: string) {
  return db.select().from(override).where(eq(override.keyResultId, keyResultId)).orderBy(desc(override.id))
}

function endQuery(db: WorkspaceDb, keyResultId: string, now: Instant, endedBy: string) {
  return db
    .update(override)
    .set({ endedAt: now, endedBy })
    .where(and(eq(override.keyResultId, keyResultId), isNull(override.endedAt)))
    .returning({ id: override.id })
}

async function findPlace(db: WorkspaceDb, keyResultId: string) {
  const [found] = await db
    .select({ keyResult, cycle, frozen: frozen.keyResultId })
    .from(keyResult)
    .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
    .innerJoin(cycle, eq(cycle.id, objective.cycleId))
    .leftJoin(frozen, eq(frozen.keyResultId, keyResult.id))
    .where(eq(keyResult.id, keyResultId))
  if (found === undefined) return null
  return {
    keyResult: keyResultFrom(found.keyResult),
    cycle: cycleFrom(found.cycle),
    frozen: found.frozen !== null,
  }
}
type Place = NonNullable<Awaited<ReturnType<typeof findPlace>>>

function issuesOf(
  { value, currency, expiresOn }: OverrideInput,
  { keyResult: own, frozen: isFrozen }: Place,
  { today, last }: { readonly today: Day; readonly last: Day },
): Issue[] {
  if (isFrozen) return [{ field: 'keyResultId', code: 'frozen' }]
  // There nothing is measured that could go on beside it: the value itself is typed or pushed.
  if (!isMeasured(own.origin)) return [{ field: 'keyResultId', code: 'type_instead' }]
  const hidden = hiddenBy(own.broken)
  if (hidden !== null) return [{ field: 'keyResultId', code: hidden.code, subject: hidden.people }]
  const issues: Issue[] = []
  if (currency !== undefined && currency !== own.currency)
    issues.push({ field: 'currency', code: 'unit_mismatch', subject: own.currency ?? '' })
  if (!Number.isFinite(value) || (own.unit === 'money' && !Number.isInteger(value)))
    issues.push({ field: 'value', code: 'invalid' })
  else if (Math.abs(value) > ABSURD_MINOR) issues.push({ field: 'value', code: 'absurd' })
  if (!isDay(expiresOn)) issues.push({ field: 'expiresOn', code: 'day' })
  else if (expiresOn < today) issues.push({ field: 'expiresOn', code: 'expiry_past' })
  else if (expiresOn > last) issues.push({ field: 'expiresOn', code: 'after_freezing', subject: last })
  return issues
}
