/** The value a definition gives right now: shown before anything is saved, behind the same privacy floor. */
import { eq } from 'drizzle-orm'
import { objective } from '../../db/workspace/schema.ts'
import { askMetric } from '../okr/ask.ts'
import type { Measurable } from '../okr/measurable.ts'
import type { Issue } from '../okr/types.ts'
import type { Workspace } from '../platform.ts'
import type { PageContext } from './ctx.ts'
import type { Preview } from './key-result-options.ts'
import { pastBefore } from './read-past.ts'

export type Previewed =
  | { readonly ok: true; readonly preview: Preview }
  | { readonly ok: false; readonly issues: readonly Issue[] }

export async function readPreview(
  workspace: Workspace,
  definition: Measurable,
  objectiveId: string,
  { t, f, now }: PageContext,
): Promise<Previewed> {
  const { db, currency } = workspace
  const [place] = await db
    .select({ cycleId: objective.cycleId })
    .from(objective)
    .where(eq(objective.id, objectiveId))
  if (place === undefined)
    return { ok: false, issues: [{ field: 'objectiveId', code: 'not_found', subject: objectiveId }] }
  const answer = await askMetric(workspace, { definition, cycleId: place.cycleId }, now)
  if (!answer.ok) return answer
  const { value, unit, asOf, sampleSize, reason } = answer.value
  const notes = [
    t('detail.asOf', { day: f.day(asOf) }),
    t('detail.sample', { n: sampleSize }),
    reason === undefined ? null : t(`reason.${reason}`),
  ]
  return {
    ok: true,
    preview: {
      value: value === null ? t('kr.noValue') : f.value(value, unit, currency, 'exact'),
      note: notes.filter((note) => note !== null).join(' · '),
      past: await pastBefore(workspace, definition, objectiveId, now),
    },
  }
}
