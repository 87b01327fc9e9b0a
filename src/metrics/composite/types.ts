/** A key result made of metrics: their ratio, sum, difference or weighted sum. Parsed here, once. */
import * as z from 'zod'
import { type Definition, definitionSchema, windowSchema } from '../types.ts'

export const operations = ['ratio', 'sum', 'difference', 'weighted'] as const
export type Operation = (typeof operations)[number]

/** More terms than these nobody reads, and the evidence of each is a question of its own. */
export const MOST_TERMS = 8

/** Decimal text or a whole number: a float would have been rounded before we see it. */
export const weightSchema = z.union([
  z.int().min(-1000).max(1000),
  z.string().regex(/^-?\d{1,4}(\.\d{1,6})?$/),
])
export type Weight = z.infer<typeof weightSchema>

const term = definitionSchema.extend({
  window: windowSchema.optional().describe('Without it the window of the whole'),
  weight: weightSchema.optional().describe('Of a weighted sum: a whole number or decimal text, not 0'),
})

export const compositeSchema = z
  .strictObject({
    operation: z
      .enum(operations)
      .describe('ratio, sum and difference take two terms; weighted takes 2 to 8 with weights'),
    window: windowSchema.default('cycle').describe('Of every term that has none of its own'),
    terms: z.array(term).min(2).max(MOST_TERMS),
  })
  .superRefine(({ operation, terms }, context) => {
    const wrong = (...path: (string | number)[]) =>
      context.addIssue({ code: 'custom', path, message: 'invalid' })
    if (operation !== 'weighted' && terms.length > 2) wrong('terms')
    for (const [n, { weight }] of terms.entries()) {
      const fits =
        operation === 'weighted' ? weight !== undefined && Number(weight) !== 0 : weight === undefined
      if (!fits) wrong('terms', n, 'weight')
    }
  })
export type Composite = z.infer<typeof compositeSchema>

export interface Term {
  readonly definition: Definition
  /** Decimal text or a whole number: 1 and -1 make sum and difference. */
  readonly weight: Weight
}

/** Each term as a metric of its own. */
export function termsOf({ operation, window, terms }: Composite): Term[] {
  return terms.map(({ weight, window: own, ...definition }, n) => ({
    definition: { ...definition, window: own ?? window },
    weight: weight ?? (operation === 'difference' && n === 1 ? -1 : 1),
  }))
}
