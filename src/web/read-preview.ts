/** The value a definition gives on the last complete day: shown before anything is saved, behind the same privacy floor. */
import { eq } from 'drizzle-orm'
import { addDays, localDay } from '../../connectors/values/time.ts'
import { cycle, objective } from '../../db/workspace/schema.ts'
import { evaluate } from '../metrics/index.ts'
import type { Definition } from '../metrics/types.ts'
import { readSettings } from '../okr/settings.ts'
import type { Issue } from '../okr/types.ts'
import { definitionIssues } from '../okr/write-key-result.ts'
import type { Workspace } from '../platform.ts'
import type { PageContext } from './ctx.ts'
import type { Preview } from './key-result-options.ts'

export type Previewed =
  | { readonly ok: true; readonly preview: Preview }
  | { readonly ok: false; readonly issues: readonly Issue[] }

export async function readPreview(
  workspace: Workspace,
  definition: Definition,
  objectiveId: string,
  { t, f, now }: PageContext,
): Promise<Previewed> {
  const { db, timeZone, currency } = workspace
  const today = localDay(now, timeZone)
  const issues = await definitionIssues(db, definition, today)
  if (issues.length > 0) return { ok: false, issues }
  const [[place], { fiscalYearStartMonth }] = await Promise.all([
    db
      .select({ from: cycle.startsOn, to: cycle.endsOn })
      .from(objective)
      .innerJoin(cycle, eq(cycle.id, objective.cycleId))
      .where(eq(objective.id, objectiveId)),
    readSettings(db),
  ])
  if (place === undefined)
    return { ok: false, issues: [{ field: 'objectiveId', code: 'not_found', subject: objectiveId }] }
  const day = addDays(today, -1)
  const [value] = await evaluate(
    db,
    [{ definition, definitionVersion: 1, cycle: place }],
    { kind: 'now' },
    { day, timeZone, currency, fiscalYearStartMonth },
  )
  if (value === undefined) throw new Error('No value came back for the preview.')
  const reason = value.reason === undefined ? '' : ` ${t(`reason.${value.reason}`)}`
  return {
    ok: true,
    preview: {
      value: value.value === null ? t('kr.noValue') : f.value(value.value, value.unit, currency, 'exact'),
      note: `${t('detail.asOf', { day: f.day(day) })} · ${t('detail.sample', { n: value.sampleSize })}${reason}`,
    },
  }
}
