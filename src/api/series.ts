/** Metrics day by day: of any definition, and of a key result before there was one. */
import * as z from 'zod'
import { isHidden } from '../okr/hidden.ts'
import { parseInput } from '../okr/input.ts'
import { measurableSchema } from '../okr/measurable.ts'
import { readKeyResult } from '../okr/read.ts'
import { askSeries, readPast } from '../series/index.ts'
import type { Add } from './endpoint.ts'
import { Refusal, refusalOf } from './problem.ts'
import { metricValue } from './schemas.ts'

const day = z.string().describe('Local day, YYYY-MM-DD')
const step = z
  .number()
  .describe('Days from one value to the next: 1, or more for what deals went through; each value is exact')

const asked = z.object({
  definition: z
    .string()
    .describe('A definition as JSON: {metric, params?, filter?, window}, or a composite {operation, terms}'),
  from: day.describe('First day'),
  to: day.describe('Last day, today at the latest; at most 1,100 days'),
  cycleId: z.string().optional().describe('For the window "cycle"; without it the one of the last day'),
})

const periodEnd = z
  .object({ from: day, to: day, value: z.number().nullable(), complete: z.boolean() })
  .readonly()
const past = z
  .object({
    unit: z.string(),
    currency: z.string().nullable(),
    points: z
      .array(
        z
          .object({
            day,
            value: z.number().nullable(),
            complete: z.boolean(),
            reason: z.string().nullable(),
          })
          .readonly(),
      )
      .readonly()
      .describe('As we know now, from the first day of which something is known'),
    step,
    starts: z.array(day).readonly().describe('Days with which its window begins anew'),
    periods: z.array(periodEnd).readonly().describe('How the last comparable periods ended, oldest first'),
    proposal: z
      .object({
        baseline: z.number(),
        target: z.number(),
        from: z.enum(['nothing', 'middle']),
        direction: z.enum(['up', 'down']),
        periods: z.number(),
      })
      .readonly()
      .nullable(),
    noProposal: z.enum(['too_few', 'no_direction', 'no_better']).nullable(),
    since: day.nullable().describe('The first day that can be answered'),
  })
  .readonly()
  .meta({ id: 'Past' })

export function seriesEndpoints(add: Add): void {
  add({
    ...{ action: 'metric.evaluate', method: 'get', path: '/metrics/series', tag: 'Metrics' },
    summary: 'The values of a definition at the end of each day, by what is known now',
    query: asked,
    answer: z.object({ values: z.array(metricValue).readonly(), step }),
    async handle({ workspace, query: { definition: text, ...range }, now }) {
      const parsed = parseInput(measurableSchema, jsonOf(text))
      if (!parsed.ok)
        throw new Refusal(
          'invalid',
          parsed.issues.map((issue) => ({ ...issue, field: `definition.${issue.field}` })),
        )
      const answer = await askSeries(workspace, { definition: parsed.value, ...range }, now)
      if (!answer.ok) throw refusalOf(answer.issues)
      const { values, step } = answer
      return { values, step }
    },
  })
  add({
    ...{ action: 'board.read', method: 'get', path: '/key-results/{id}/series', tag: 'Key results' },
    summary: 'What a key result would have been since the history of the CRM begins, and what that proposes',
    answer: past,
    async handle({ workspace, id, now }) {
      const detail = await readKeyResult(workspace, id, now)
      const definition = detail?.keyResult.composite ?? detail?.keyResult.definition ?? null
      if (detail?.keyResult.native !== undefined)
        throw new Refusal('invalid', [{ field: 'id', code: 'native_foreign' }])
      if (detail === null || definition === null || detail.keyResult.broken !== null)
        throw new Refusal('not_found')
      if (isHidden(detail.keyResult)) throw new Refusal('not_found')
      const { startsOn: from, endsOn: to } = detail.cycle
      return readPast(workspace, definition, { from, to }, now)
    },
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal('invalid', [{ field: 'definition', code: 'invalid' }])
    throw error
  }
}
