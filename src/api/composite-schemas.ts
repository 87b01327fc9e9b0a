/** What the API says of values that are put together. */
import * as z from 'zod'
import { metricIds, reasons, units } from '../metrics/types.ts'

/** What a value and a term of one have in common. */
export const measuredFields = {
  unit: z.enum(units),
  value: z.number().nullable().describe('Integer minor units for money, 0..1 for a ratio'),
  currency: z.string().optional(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  sampleSize: z.number(),
  complete: z.boolean(),
  skipped: z.number(),
  reason: z.enum(reasons).optional(),
  since: z.string().describe('Local day, YYYY-MM-DD').optional(),
}

const termValue = z
  .object({
    metric: z.enum(metricIds).nullable(),
    weight: z.string().describe('Decimal text: 1 and -1 make sum and difference'),
    ...measuredFields,
  })
  .readonly()
  .meta({ id: 'TermValue' })

export const termValues = z
  .array(termValue)
  .readonly()
  .describe(
    'Of a composite: its terms in their order; null and incomplete are said of the term they come from',
  )

/** Whose deals are asked about. */
export const ofTerm = z.coerce
  .number()
  .int()
  .min(0)
  .max(7)
  .optional()
  .describe('Of a composite: which term, the first is 0')
