/** Answers of the API for its description. Inputs are described where they are parsed. */
import * as z from 'zod'
import { definitionSchema, metricIds, reasons, units } from '../metrics/types.ts'
import { kinds, origins, statuses } from '../okr/types.ts'

const day = z.string().describe('Local day, YYYY-MM-DD')
const instant = z.string().describe('UTC, ISO-8601 with milliseconds')
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly()

export const metricValue = z
  .object({
    metric: z.enum(metricIds).nullable().describe('Null: typed or pushed'),
    unit: z.enum(units),
    value: z.number().nullable().describe('Integer minor units for money, 0..1 for a ratio'),
    currency: z.string().optional(),
    numerator: z.number().nullable(),
    denominator: z.number().nullable(),
    sampleSize: z.number(),
    complete: z.boolean(),
    skipped: z.number(),
    reason: z.enum(reasons).optional(),
    since: day.optional(),
    asOf: day,
    dataThrough: instant.nullable(),
    seq: z.number(),
    run: z.string().nullable(),
    definitionVersion: z.number(),
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
    broken: z.object({ code: z.string(), subject: z.string() }).readonly().nullable(),
    latest: metricValue.nullable(),
    progress: z.number().nullable().describe('Unclamped: 1.12 is 112 %'),
    expected: z.number().nullable(),
    status: z.enum(statuses),
    change: z.number().nullable(),
    changeSince: day.nullable(),
    daysWithin: z.number().nullable(),
    daysMeasured: z.number().nullable(),
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

export const keyResultDetail = z
  .object({
    keyResult: keyResultView,
    objective: z.object({ id: z.string(), title: z.string(), team: z.string() }).readonly(),
    cycle: cycleView,
    today: day,
    history: list(point),
    pace: list(z.object({ day, value: z.number() }).readonly()),
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
    skipped: z.enum(reasons).nullable(),
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
