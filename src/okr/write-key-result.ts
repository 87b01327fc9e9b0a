/** Creates and changes key results: refused with the field and the reason when it could never be measured honestly. */
import { eq, sql } from 'drizzle-orm'
import { localDay } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { keyResult, measurement, objective } from '../../db/workspace/schema.ts'
import { catalogue, validateDefinition } from '../metrics/index.ts'
import type { Definition, Unit } from '../metrics/types.ts'
import { checkKeyResult } from './check.ts'
import { auditRow, type CompanyContext, refused, type Written } from './context.ts'
import { tooFewPeople } from './privacy.ts'
import { keyResultFrom } from './rows.ts'
import { readSettings } from './settings.ts'
import type { Issue, KeyResultInput } from './types.ts'

export async function createKeyResult(
  db: WorkspaceDb,
  input: KeyResultInput,
  context: CompanyContext,
): Promise<Written> {
  const { objectiveId } = input
  const [found] = await db.select({ id: objective.id }).from(objective).where(eq(objective.id, objectiveId))
  if (found === undefined) return refused({ field: 'objectiveId', code: 'not_found', subject: objectiveId })
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
  const before = keyResultFrom(row)
  const { objectiveId, title, kind, origin, definition, baseline, target } = before
  const { lower, upper, requiredShare, weight, cadenceDays } = before
  const stored: KeyResultInput = {
    ...{ objectiveId, title, kind, origin, definition, baseline, target },
    ...{ lower, upper, requiredShare, weight, cadenceDays },
    // A metric brings its own unit, which may be another one after the change.
    ...(origin === 'metric' ? {} : { unit: before.unit }),
  }
  const checked = await check(db, { ...stored, ...patch }, context)
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

type Columns = Omit<
  typeof keyResult.$inferInsert,
  'id' | 'objectiveId' | 'position' | 'createdAt' | 'definitionVersion' | 'broken'
>

async function check(
  db: WorkspaceDb,
  input: KeyResultInput,
  { now, workspace }: CompanyContext,
): Promise<{ readonly ok: true; readonly columns: Columns } | ReturnType<typeof refused>> {
  const unit = input.definition === null ? input.unit : catalogue[input.definition.metric].unit
  const issues: Issue[] = checkKeyResult(input, unit)
  if (unit === 'money' && input.currency !== undefined && input.currency !== workspace.currency) {
    issues.push({ field: 'currency', code: 'unit_mismatch', subject: workspace.currency })
  }
  if (input.origin === 'metric' && input.definition !== null) {
    issues.push(...(await definitionIssues(db, input.definition, localDay(now, workspace.timeZone))))
  }
  if (issues.length > 0 || unit === undefined) return refused(...issues)
  return { ok: true, columns: columnsOf(input, unit, workspace.currency) }
}

/** Names that do not exist first: who stands behind a selection is known only when it selects something. */
export async function definitionIssues(
  db: WorkspaceDb,
  definition: Definition,
  today: string,
): Promise<Issue[]> {
  const gone = await validateDefinition(db, definition)
  if (gone.length > 0) return gone.map((issue) => ({ field: 'definition', ...issue }))
  const { minimumPeople } = await readSettings(db)
  const few = await tooFewPeople(db, definition, today, minimumPeople)
  return few === null ? [] : [{ field: 'definition.filter', code: few.code, subject: String(few.people) }]
}

/** The numbers of the other kind are left out: a hold has no baseline, a reach no bounds. */
function columnsOf(input: KeyResultInput, unit: Unit, currency: string): Columns {
  const { title, kind, origin, definition, weight, cadenceDays } = input
  const reach = kind === 'reach'
  return {
    title,
    kind,
    origin,
    definition: definition === null ? null : JSON.stringify(definition),
    unit,
    currency: unit === 'money' ? currency : null,
    baseline: reach ? input.baseline : null,
    target: reach ? input.target : null,
    lower: reach ? null : input.lower,
    upper: reach ? null : input.upper,
    requiredShare: reach ? null : input.requiredShare,
    weight,
    cadenceDays,
  }
}
