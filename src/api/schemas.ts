/** Answers of the API for its description. Inputs are described where they are parsed. */
import * as z from 'zod'
import { statuses as dealStatuses } from '../../connectors/contract.ts'
import { compositeSchema } from '../metrics/index.ts'
import { definitionSchema, metricIds, reasons, units } from '../metrics/types.ts'
import { nativeSourceView } from '../okr/native/types.ts'
import { paceInput } from '../okr/pace-input.ts'
import { kinds, origins, statuses } from '../okr/types.ts'
import { closingView } from './closing-schemas.ts'
import { measuredFields, termValues } from './composite-schemas.ts'
import { recurringEvidence } from './contract-schemas.ts'
import { seasonalPace } from './forecast-schemas.ts'

const day = z.string().describe('Local day, YYYY-MM-DD')
const instant = z.string().describe('UTC, ISO-8601 with milliseconds')
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly()

export const metricValue = z
  .object({
    metric: z.enum(metricIds).nullable().describe('Null: typed, pushed or put together'),
    ...measuredFields,
    pending: z
      .object({ contracts: z.number(), minor: z.number() })
      .readonly()
      .optional()
      .describe('Contracts that ended, are not renewed yet and still count'),
    differences: z
      .array(
        z.object({
          source: z.string(),
          pipelineId: z.string().describe('Empty: of no pipeline in particular'),
          status: z.enum(['open', 'won', 'lost']).nullable(),
          measure: z.enum(['count', 'amount', 'held']),
          ours: z.number(),
          theirs: z.number(),
        }),
      )
      .readonly()
      .optional()
      .describe('With differs_from_crm: where the CRM counts otherwise than we do'),
    asOf: day,
    dataThrough: instant.nullable(),
    seq: z.number(),
    run: z.string().nullable(),
    definitionVersion: z.number(),
    terms: termValues.optional(),
  })
  .readonly()
  .meta({ id: 'MetricValue' })

export const cycleView = z
  .object({ id: z.string(), name: z.string(), startsOn: day, endsOn: day })
  .readonly()
  .meta({ id: 'Cycle' })

export const keyResultView = z
  .object({
    id: z.string(),
    objectiveId: z.string(),
    title: z.string(),
    kind: z.enum(kinds),
    origin: z.enum(origins),
    definition: definitionSchema.nullable(),
    composite: compositeSchema.optional(),
    native: nativeSourceView.optional().describe('With the origin native'),
    definitionVersion: z.number(),
    unit: z.enum(units),
    currency: z.string().nullable(),
    baseline: z.number().nullable(),
    target: z.number().nullable(),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
    requiredShare: z.number(),
    weight: z.number(),
    cadenceDays: z.number().nullable(),
    pace: paceInput.readonly().optional().describe('Linear where it is left out'),
    broken: z.object({ code: z.string(), subject: z.string() }).readonly().nullable(),
    latest: metricValue.nullable(),
    progress: z.number().nullable().describe('Unclamped: 1.12 is 112 %'),
    expected: z.number().nullable(),
    season: seasonalPace.nullable().optional(),
    status: z.enum(statuses),
    change: z.number().nullable(),
    changeSince: day.nullable(),
    daysWithin: z.number().nullable(),
    daysMeasured: z.number().nullable(),
    provisional: z
      .object({
        value: metricValue,
        at: instant,
        progress: z.number().nullable(),
        within: z.boolean().nullable(),
        change: z.number().nullable().describe('Since the official value'),
      })
      .readonly()
      .nullable()
      .describe('Where it stands today by pushes of the CRM. Not official: status and pace are of `latest`'),
    closing: closingView(metricValue)
      .optional()
      .describe('Where its cycle has ended, or a person set a value over the measured one'),
  })
  .readonly()
  .meta({ id: 'KeyResult' })

export const sourceView = z
  .object({
    id: z.string(),
    crm: z.string(),
    status: z.string(),
    reason: z.string().nullable(),
    dataThrough: instant.nullable(),
    skipped: z.number(),
  })
  .readonly()
  .meta({ id: 'Source' })

export const objectiveView = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    team: z.string(),
    keyResults: list(keyResultView),
    progress: z.number().nullable().describe('Weighted mean of clamped progress'),
    status: z.enum(statuses),
    rated: z.number(),
  })
  .readonly()
  .meta({ id: 'Objective' })

export const boardView = z
  .object({
    cycle: cycleView,
    today: day,
    timeZone: z.string(),
    currency: z.string(),
    objectives: list(objectiveView),
    sources: list(sourceView),
  })
  .readonly()
  .meta({ id: 'Board' })

const point = z
  .object({ day, value: z.number().nullable(), progress: z.number().nullable(), complete: z.boolean() })
  .readonly()

export const difference = z
  .object({
    source: z.string(),
    pipelineId: z.string().describe('Empty: of no pipeline in particular'),
    pipeline: z.string().nullable().describe('Its label; null where the CRM no longer lists it'),
    status: z.enum(dealStatuses).nullable(),
    measure: z.enum(['count', 'amount', 'held']).describe('held: the CRM has no record of them any more'),
    ours: z.number(),
    theirs: z.number(),
    ids: z.array(z.string()).readonly().describe('At most 100 deals'),
    nights: z.number().describe('Days in a row; from the fourth, values are published with the difference'),
    since: z.string(),
  })
  .readonly()
  .meta({ id: 'Difference' })

export const keyResultDetail = z
  .object({
    keyResult: keyResultView,
    objective: z.object({ id: z.string(), title: z.string(), team: z.string() }).readonly(),
    cycle: cycleView,
    today: day,
    history: list(point),
    pace: list(z.object({ day, value: z.number() }).readonly()),
    paceBand: list(z.object({ day, low: z.number(), high: z.number() }).readonly()).optional(),
    differences: list(difference).describe('Where mirror and CRM differ right now in what it looks at'),
  })
  .readonly()
  .meta({ id: 'KeyResultDetail' })

const deal = z
  .object({
    source: z.string(),
    externalId: z.string(),
    name: z.string().nullable(),
    status: z.enum(['open', 'won', 'lost']).nullable(),
    pipelineId: z.string().nullable(),
    stageId: z.string().nullable(),
    closeDate: day.nullable(),
    createdDay: day,
    amountMinor: z.number().nullable(),
    currency: z.string().nullable(),
    homeMinor: z.number().nullable(),
    rate: z.string().nullable(),
    numerator: z.number().nullable().describe('What the deal adds'),
    denominator: z.number().nullable(),
    enteredOn: day.optional().describe('stage_conversion: when it entered the first stage'),
    closeDateBefore: day.optional().describe('slipped_value: its last close date in the window'),
    skipped: z.enum(reasons).nullable(),
    contract: z
      .object({
        kind: z.string(),
        customer: z.string().nullable(),
        product: z.string().nullable(),
        startsOn: day,
        endsOn: day.nullable().describe('The first day it does not run any more'),
      })
      .readonly()
      .optional()
      .describe('Metrics of contracts: the row is a contract'),
    customer: z
      .object({ contracts: z.number() })
      .readonly()
      .optional()
      .describe('Metrics of contracts: the row is a customer'),
    recurring: recurringEvidence.optional(),
    pending: z.literal(true).optional().describe('It ended, nothing follows yet, and it still counts'),
  })
  .readonly()

export const evidencePage = z
  .object({
    rows: list(deal),
    total: z.number(),
    numerator: z.number().nullable(),
    denominator: z.number().nullable(),
    value: metricValue,
  })
  .readonly()
  .meta({ id: 'Evidence' })

export const created = z.object({ id: z.string() }).meta({ id: 'Created' })

export const writtenValue = z
  .object({
    day,
    version: z.number(),
    origin: z.string(),
    value: metricValue,
    author: z.string().nullable(),
    reason: z.string().nullable(),
    createdAt: instant,
  })
  .readonly()
