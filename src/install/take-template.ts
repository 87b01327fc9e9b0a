/** Makes a template's objective and key results, and measures them at once: the first values stand there when it is done. */
import { and, gt, lte } from 'drizzle-orm'
import { localDay } from '../../connectors/values/time.ts'
import { cycle } from '../../db/workspace/schema.ts'
import type { Translate } from '../i18n/index.ts'
import { lastEndedDay } from '../jobs/schedule.ts'
import { measureDay } from '../okr/measure.ts'
import { calendarQuarter } from '../okr/past.ts'
import { createCycle, createKeyResult, createObjective, type Written } from '../okr/write.ts'
import type { Workspace } from '../platform.ts'
import type { Draft, DraftKey, Template } from './templates.ts'

export interface Taken {
  readonly cycleId: string
  /** Too few people stand behind them, or the company knows something against them. */
  readonly refused: readonly DraftKey[]
}

export async function takeTemplate(
  workspace: Workspace,
  { id, drafts }: Template,
  { actor, now, t }: { readonly actor: string; readonly now: string; readonly t: Translate },
): Promise<Taken> {
  const { db } = workspace
  const context = { actor, now, workspace }
  const cycleId = await currentCycle(workspace, context)
  const [title, description, team] = [
    t(`install.template.${id}`),
    t(`install.template.${id}.why`),
    t(`install.template.${id}.team`),
  ]
  const objectiveId = idOf(await createObjective(db, { cycleId, title, description, team }, context))
  const refused: DraftKey[] = []
  for (const draft of drafts) {
    const input = { ...inputOf(draft, t(`install.kr.${draft.key}`)), objectiveId }
    const written = await createKeyResult(db, input, context)
    if (!written.ok) refused.push(draft.key)
  }
  await measureDay(workspace, lastEndedDay(now, workspace.timeZone), now, cycleId)
  return { cycleId, refused }
}

/** The one that runs today, or this quarter. */
async function currentCycle(
  { db, timeZone }: Workspace,
  context: { readonly actor: string; readonly now: string },
): Promise<string> {
  const today = localDay(context.now, timeZone)
  const running = and(lte(cycle.startsOn, today), gt(cycle.endsOn, today))
  const [found] = await db.select({ id: cycle.id }).from(cycle).where(running).limit(1)
  if (found !== undefined) return found.id
  const { name, from, to } = calendarQuarter(today)
  return idOf(await createCycle(db, { name, startsOn: from, endsOn: to }, context))
}

function inputOf({ definition, aim }: Draft, title: string) {
  const empty = { baseline: null, target: null, lower: null, upper: null, weight: 1, cadenceDays: null }
  const aimed = aim.kind === 'reach' ? { baseline: aim.baseline, target: aim.target } : { lower: aim.lower }
  return {
    ...empty,
    ...aimed,
    title,
    kind: aim.kind,
    origin: 'metric' as const,
    definition,
    requiredShare: 0.8,
  }
}

function idOf(written: Written): string {
  if (written.ok) return written.id
  throw new Error(`A template was refused: ${JSON.stringify(written.issues)}`)
}
