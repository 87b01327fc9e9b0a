/** A series asked for by a person: checked like a single question, privacy floor included. */
import * as z from 'zod'
import type { Day, Instant } from '../../connectors/contract.ts'
import { daysBetween, isDay, localDay } from '../../connectors/values/time.ts'
import type { Definition } from '../metrics/types.ts'
import type { Days } from '../metrics/window.ts'
import { remember } from '../okr/beside.ts'
import { type Refused, refused } from '../okr/context.ts'
import {
  definitionsIn,
  type Measurable,
  measurableIssues,
  measurableSchema,
  windowsOf,
} from '../okr/measurable.ts'
import { currentCycle, listCycles } from '../okr/read.ts'
import { readSettings } from '../okr/settings.ts'
import type { Workspace } from '../platform.ts'
import { seriesOf } from './composite.ts'
import { periodsSince } from './cycles.ts'
import type { Series } from './series.ts'

export const MOST_DAYS = 1100

export const seriesInput = z.strictObject({
  definition: measurableSchema,
  from: z.string(),
  to: z.string(),
  cycleId: z.string().optional(),
})
export type SeriesQuestion = z.infer<typeof seriesInput>

export type SeriesAnswer = ({ readonly ok: true } & Series) | Refused

export async function askSeries(
  workspace: Workspace,
  { definition, from, to, cycleId }: SeriesQuestion,
  now: Instant,
): Promise<SeriesAnswer> {
  const { db, timeZone, currency } = workspace
  const today = localDay(now, timeZone)
  if (!isDay(from)) return refused({ field: 'from', code: 'day' })
  if (!isDay(to) || to > today || to < from) return refused({ field: 'to', code: 'day' })
  if (daysBetween(from, to) >= MOST_DAYS) return refused({ field: 'from', code: 'invalid', subject: from })
  const issues = await measurableIssues(db, definition, today)
  if (issues.length > 0) return refused(...issues)
  const cycle = await cycleOf(workspace, definition, cycleId, to)
  if (cycle === undefined)
    return refused({ field: 'cycleId', code: cycleId === undefined ? 'required' : 'not_found' })
  const { fiscalYearStartMonth } = await readSettings(db)
  // The window of a cycle, before that cycle, is the comparable one that the day lay in.
  const periods = cycle === null ? null : periodsSince(cycle, from)
  const periodsOf = ({ window }: Definition) => (window === 'cycle' ? periods : null)
  const context = { timeZone, currency, fiscalYearStartMonth }
  const series = await seriesOf(db, definition, periodsOf, { from, to }, context)
  await remember(db, definitionsIn(definition), now)
  return { ok: true, ...series }
}

/** Null where the window needs none; undefined where there is none. */
async function cycleOf(
  workspace: Workspace,
  asked: Measurable,
  id: string | undefined,
  day: Day,
): Promise<Days | null | undefined> {
  if (!windowsOf(asked).includes('cycle')) return null
  const cycles = await listCycles(workspace)
  const found = id === undefined ? currentCycle(cycles, day) : cycles.find((one) => one.id === id)
  return found == null ? undefined : { from: found.startsOn, to: found.endsOn }
}
