/** The pace of a key result as a request sends it. */
import * as z from 'zod'
import { isDay } from '../../connectors/values/time.ts'

export const paceInput = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('linear') }),
    z.strictObject({
      kind: z.literal('phased'),
      milestones: z
        .array(
          z.strictObject({
            day: z.string().refine(isDay, { message: 'day' }),
            progress: z.number().refine(Number.isFinite),
          }),
        )
        .min(1)
        .max(60)
        .readonly()
        .describe('Part of the way at the end of a day, in the order of the days'),
    }),
    z.strictObject({ kind: z.literal('seasonal') }),
  ])
  .describe('How it is expected to come on; linear where it is left out')
