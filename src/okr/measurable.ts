/** What can be measured: one metric, or several put together. The door of every question about either. */
import * as z from 'zod'
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { type Composite, compositeSchema, termsOf } from '../metrics/index.ts'
import { type Definition, definitionSchema, type Window } from '../metrics/types.ts'
import { compositeIssues, definitionIssues } from './definition-issues.ts'
import type { Issue } from './types.ts'

export type Measurable = Definition | Composite

const shapeOf = (schema: z.ZodType) => {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, { io: 'input' })
  return shape
}

/** Told apart by their fields, so that a refusal names the field and not that neither of two shapes fits. */
export const measurableSchema = z
  .unknown()
  .transform((raw, context): Measurable => {
    const isWhole = typeof raw === 'object' && raw !== null && ('operation' in raw || 'terms' in raw)
    const parsed = (isWhole ? compositeSchema : definitionSchema).safeParse(raw)
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues)
      context.issues.push({ ...issue, input: raw } as unknown as (typeof context.issues)[number])
    return z.NEVER
  })
  .meta({
    description: 'One metric, or several put together',
    // Only the description of the API asks for it.
    get anyOf() {
      return [shapeOf(definitionSchema), shapeOf(compositeSchema)]
    },
  })

export function isOneMetric(asked: Measurable): asked is Definition {
  return 'metric' in asked
}

export function definitionsIn(asked: Measurable): readonly Definition[] {
  return isOneMetric(asked) ? [asked] : termsOf(asked).map(({ definition }) => definition)
}

export function windowsOf(asked: Measurable): readonly Window[] {
  return definitionsIn(asked).map(({ window }) => window)
}

/** Fields begin with `definition`, which is what questions call it. */
export async function measurableIssues(db: WorkspaceDb, asked: Measurable, today: Day): Promise<Issue[]> {
  if (isOneMetric(asked)) return definitionIssues(db, asked, today)
  const issues = await compositeIssues(db, asked, today)
  return issues.map((issue) => ({ ...issue, field: issue.field.replace('composite', 'definition') }))
}
