/** What a cycle's end and hand-set values look like in the API. */
import * as z from 'zod'
import { reasons, units } from '../metrics/types.ts'
import { statuses } from '../okr/types.ts'

const day = z.string().describe('Local day, YYYY-MM-DD')
const instant = z.string().describe('UTC, ISO-8601 with milliseconds')

const note = z
  .discriminatedUnion('code', [
    z.object({ code: z.literal('no_value') }).readonly(),
    z.object({ code: z.literal('incomplete'), reason: z.enum(reasons).nullable() }).readonly(),
    z.object({ code: z.literal('old_value'), day }).readonly(),
    z.object({ code: z.literal('broken') }).readonly(),
    z.object({ code: z.literal('late'), days: z.number() }).readonly(),
    z.object({ code: z.literal('days_missing'), days: z.number() }).readonly(),
    z.object({ code: z.literal('override_ended') }).readonly(),
  ])
  .describe('What a reader has to know of a final value')

/** `metricValue` is an argument: the two files would need each other. */
export const closingView = <Value extends z.ZodType>(metricValue: Value) =>
  z
    .object({
      freezesOn: day.nullable().describe('After the cycle: in the night to this day the value is fixed'),
      final: z
        .object({ day: day.nullable(), frozenAt: instant, notes: z.array(note).readonly() })
        .readonly()
        .nullable()
        .describe('Then `latest`, `progress` and `status` are final'),
      restated: z
        .object({ value: metricValue, difference: z.number().nullable(), at: instant })
        .readonly()
        .nullable()
        .describe('What the CRM says by now, where it is another number than the final one'),
      override: z
        .object({
          value: z.number(),
          reason: z.string(),
          expiresOn: day.describe('Last local day it holds'),
          setAt: instant,
          automatic: z
            .object({ progress: z.number().nullable(), status: z.enum(statuses) })
            .readonly()
            .describe('Where it stands by `latest`, the measured value'),
        })
        .readonly()
        .nullable()
        .describe('Set by hand: `progress` and `status` are of this value, `latest` stays the measured one'),
    })
    .readonly()

export const overrideRow = z
  .object({
    id: z.number(),
    value: z.number(),
    currency: z.string().nullable(),
    reason: z.string(),
    expiresOn: day,
    createdAt: instant,
    endedAt: instant.nullable(),
    endedBy: z.string().nullable().describe('replaced, withdrawn, frozen; null: by itself, or not yet'),
    author: z.string().nullable().describe('Null for roles that write no values'),
  })
  .readonly()
  .meta({ id: 'Override' })

export const concern = z.object({
  rows: z
    .array(
      z
        .object({
          source: z.string(),
          externalId: z.string(),
          name: z.string().nullable(),
          was: z.number().nullable().describe('Its part in the final value'),
          is: z.number().nullable().describe('Its part by now'),
          term: z.number().optional().describe('Of a composite: in which of its terms, the first is 0'),
          unit: z.enum(units).optional().describe('Of a composite: what the parts of that term are'),
          currency: z.string().nullable().optional().describe('Of a composite: null for what is no money'),
        })
        .readonly(),
    )
    .readonly(),
  total: z.number(),
})
