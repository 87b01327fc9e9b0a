/** Creates and changes key results: refused with the field and the reason when it could never be measured honestly. */
import { eq, sql } from 'drizzle-orm'
import { localDay } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { keyResult, measurement, objective } from '../../db/workspace/schema.ts'
import { isClosedFor, isFrozen } from '../closing/guard.ts'
import { type Composite, catalogue, unitOfComposite } from '../metrics/index.ts'
import type { Unit } from '../metrics/types.ts'
import { goalsRefused } from '../process/guard.ts'
import { checkKeyResult } from './check.ts'
import { auditRow, type CompanyContext, refused, type Written } from './context.ts'
import { compositeIssues, definitionIssues } from './definition-issues.ts'
import { checkNative } from './native/check.ts'
import { type NativeSource, nativeInputOf } from './native/types.ts'
import { isMeasured } from './origin.ts'
import { keyResultFrom } from './rows.ts'
import type { Issue, KeyResult, KeyResultInput, Origin } from './types.ts'

export async function createKeyResult(
  db: WorkspaceDb,
  input: KeyResultInput,
  context: CompanyContext,
): Promise<Written> {
  const { objectiveId } = input
  const [found] = await db.select({ id: objective.id }).from(objective).where(eq(objective.id, objectiveId))
  if (found === undefined) return refused({ field: 'objectiveId', code: 'not_found', subject: objectiveId })
  if (await isClosedFor(db, objectiveId)) return refused({ field: 'objectiveId', code: 'cycle_closed' })
  const late = await goalsRefused(db, { objective: objectiveId })
  if (late !== null) return refused({ field: 'objectiveId', code: late })
  const checked = await check(db, input, context)
  if (!checked.ok) return checked

  const id = crypto.randomUUID()
  const position = sql`(select count(*) from ${keyResult} where objective_id = ${objectiveId})`
  await db.batch([
    db.insert(keyResult).values({ id, objectiveId, ...checked.columns, position, createdAt: context.now }),
    auditRow(db, context, 'key_result.create', id, input),
  ])
  return { ok: true, id }
}

/** A key result stays in its objective. */
export type KeyResultPatch = Partial<Omit<KeyResultInput, 'objectiveId'>>

/** Another definition is another version; values measured by the earlier one keep its number. */
export async function updateKeyResult(
  db: WorkspaceDb,
  id: string,
  patch: KeyResultPatch,
  context: CompanyContext,
): Promise<Written> {
  const [row] = await db.select().from(keyResult).where(eq(keyResult.id, id))
  if (row === undefined) return refused({ field: 'id', code: 'not_found', subject: id })
  // Its title too: what is final is read as it was agreed on.
  if (await isFrozen(db, id)) return refused({ field: 'id', code: 'frozen' })
  const late = await goalsRefused(db, { keyResult: id })
  if (late !== null) return refused({ field: 'id', code: late })
  const before = keyResultFrom(row)
  const { objectiveId, title, kind, origin, definition, baseline, target } = before
  const { lower, upper, requiredShare, weight, cadenceDays } = before
  const stored: KeyResultInput = {
    ...{ objectiveId, title, kind, origin, definition, baseline, target },
    ...{ lower, upper, requiredShare, weight, cadenceDays },
    ...(before.pace === undefined ? {} : { pace: before.pace }),
    ...(before.composite === undefined ? {} : { composite: before.composite }),
    ...(before.native === undefined ? {} : { native: nativeInputOf(before.native) }),
    // A metric brings its own unit, which may be another one after the change.
    ...(isMeasured(origin) && origin !== 'native' ? {} : { unit: before.unit }),
  }
  const checked = await check(db, { ...stored, ...patch }, context, before)
  if (!checked.ok) return checked
  if (checked.columns.unit !== before.unit || checked.columns.origin !== origin) {
    const [measured] = await db
      .select({ id: measurement.id })
      .from(measurement)
      .where(eq(measurement.keyResultId, id))
      .limit(1)
    // Its past values could not be compared with the coming ones.
    if (measured !== undefined) return refused({ field: 'unit', code: 'unit_mismatch' })
  }
  // A typed value stays in the money it was typed in.
  if (!isMeasured(checked.columns.origin as Origin) && before.currency !== null)
    checked.columns.currency = before.currency
  if (checked.columns.currency !== before.currency && sameNumbers(checked.columns, before))
    return refused({ field: 'target', code: 'unit_mismatch', subject: checked.columns.currency ?? '' })
  const changed = checked.columns.definition !== row.definition
  await db.batch([
    db
      .update(keyResult)
      .set({
        ...checked.columns,
        definitionVersion: row.definitionVersion + (changed ? 1 : 0),
        // Just checked: what was broken is not any more.
        broken: null,
      })
      .where(eq(keyResult.id, id)),
    auditRow(db, context, 'key_result.update', id, { before, change: patch }),
  ])
  return { ok: true, id }
}

/** The numbers of another currency, taken over as they are, would be other amounts. */
function sameNumbers(columns: Columns, before: ReturnType<typeof keyResultFrom>): boolean {
  if (before.currency === null || columns.unit !== 'money') return false
  const numbers = ['target', 'lower', 'upper'] as const
  return numbers.every((name) => (columns[name] ?? null) === before[name])
}

type Columns = Omit<
  typeof keyResult.$inferInsert,
  'id' | 'objectiveId' | 'position' | 'createdAt' | 'definitionVersion' | 'broken'
>

async function check(
  db: WorkspaceDb,
  input: KeyResultInput,
  { now, workspace, askNative }: CompanyContext,
  before: KeyResult | null = null,
): Promise<{ readonly ok: true; readonly columns: Columns } | ReturnType<typeof refused>> {
  const { composite = null } = input
  const unit = unitOf(input, composite)
  const issues: Issue[] = checkKeyResult(input, unit)
  if (unit === 'money' && input.currency !== undefined && input.currency !== workspace.currency) {
    issues.push({ field: 'currency', code: 'unit_mismatch', subject: workspace.currency })
  }
  if (input.origin === 'metric' && input.definition !== null) {
    issues.push(...(await definitionIssues(db, input.definition, localDay(now, workspace.timeZone))))
  }
  if (input.origin === 'composite' && composite !== null) {
    issues.push(...(await compositeIssues(db, composite, localDay(now, workspace.timeZone))))
  }
  if (issues.length > 0 || unit === undefined) return refused(...issues)
  // Last of all: it costs the CRM calls.
  const native = input.origin === 'native' ? await checkNative(input.native, unit, askNative, before) : null
  if (native !== null && native.source === null) return refused(...native.issues)
  return { ok: true, columns: columnsOf(input, unit, workspace.currency, native?.source) }
}

/** What is measured brings its own; undefined where terms cannot be put together. */
function unitOf({ definition, origin, unit }: KeyResultInput, composite: Composite | null): Unit | undefined {
  if (origin === 'composite' && composite !== null) return unitOfComposite(composite) ?? undefined
  return definition === null ? unit : catalogue[definition.metric].unit
}

/** The numbers of the other kind are left out: a hold has no baseline, a reach no bounds. */
function columnsOf(
  input: KeyResultInput,
  unit: Unit,
  currency: string,
  native?: NativeSource | null,
): Columns {
  const { title, kind, origin, definition, composite = null, weight, cadenceDays, pace } = input
  const defined = native ?? (origin === 'composite' ? composite : definition)
  const reach = kind === 'reach'
  return {
    title,
    kind,
    origin,
    definition: defined === null ? null : JSON.stringify(defined),
    unit,
    currency: unit === 'money' ? currency : null,
    baseline: reach ? input.baseline : null,
    target: reach ? input.target : null,
    lower: reach ? null : input.lower,
    upper: reach ? null : input.upper,
    requiredShare: reach ? null : input.requiredShare,
    weight,
    cadenceDays,
    // A hold has no way to go.
    pace: !reach || pace === undefined || pace.kind === 'linear' ? null : JSON.stringify(pace),
  }
}
