/** A metric asked for by a person: checked like a key result's, privacy floor included. */
import * as z from 'zod'
import type { Instant } from '../../connectors/contract.ts'
import { addDays, isDay, localDay, startOfDay } from '../../connectors/values/time.ts'
import { type AnyRequest, evaluateAll } from '../metrics/index.ts'
import type { At, MetricValue } from '../metrics/types.ts'
import type { Workspace } from '../platform.ts'
import { remember } from './beside.ts'
import { type Refused, refused } from './context.ts'
import { definitionsIn, isOneMetric, measurableIssues, measurableSchema, windowsOf } from './measurable.ts'
import { currentCycle, listCycles } from './read.ts'
import { readSettings } from './settings.ts'
import type { Cycle, Issue } from './types.ts'

export const questionInput = z.strictObject({
  definition: measurableSchema,
  day: z
    .string()
    .optional()
    .describe('Local day the value is asked of, YYYY-MM-DD; without it the state right now'),
  cycleId: z.string().optional().describe('For the window "cycle"; without it the running cycle'),
})
export type Question = z.infer<typeof questionInput>

export type Answer = { readonly ok: true; readonly value: MetricValue } | Refused

/** A past day is answered by all we know of it by now; today and no day by the state right now. */
export async function askMetric(workspace: Workspace, question: Question, now: Instant): Promise<Answer> {
  const { db, timeZone, currency } = workspace
  const today = localDay(now, timeZone)
  const day = question.day ?? today
  if (!isDay(day) || day > today) return refused({ field: 'day', code: 'day' })
  const issues = await measurableIssues(db, question.definition, today)
  if (issues.length > 0) return refused(...issues)

  const cycle = await cycleOf(workspace, question, day)
  if (cycle.issue !== null) return refused(cycle.issue)
  const at: At =
    day === today ? { kind: 'now' } : { kind: 'asOf', instant: startOfDay(addDays(day, 1), timeZone) }
  const { fiscalYearStartMonth } = await readSettings(db)
  const { definition: asked } = question
  const rest = { definitionVersion: 1, cycle: cycle.days }
  const request: AnyRequest = isOneMetric(asked)
    ? { definition: asked, ...rest }
    : { composite: asked, ...rest }
  const context = { day, timeZone, currency, fiscalYearStartMonth }
  const [value] = await evaluateAll(db, [request], at, context)
  if (value === undefined) throw new Error('No value came back.')
  await remember(db, definitionsIn(asked), now)
  return { ok: true, value }
}

async function cycleOf(
  workspace: Workspace,
  { definition, cycleId }: Question,
  day: string,
): Promise<{ readonly days?: { from: string; to: string }; readonly issue: Issue | null }> {
  if (!windowsOf(definition).includes('cycle')) return { issue: null }
  const cycles = await listCycles(workspace)
  const found: Cycle | null | undefined =
    cycleId === undefined ? currentCycle(cycles, day) : cycles.find((one) => one.id === cycleId)
  if (found == null) {
    return { issue: { field: 'cycleId', code: cycleId === undefined ? 'required' : 'not_found' } }
  }
  return { days: { from: found.startsOn, to: found.endsOn }, issue: null }
}
