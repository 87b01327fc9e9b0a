/** What the API answers about forecasts and the seasonal pace, for its description. */
import * as z from 'zod'
import { noForecast, noSeason } from '../forecast/stored.ts'
import { units } from '../metrics/types.ts'

const day = z.string().describe('Local day, YYYY-MM-DD')
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly()

export const seasonalPace = z
  .union([
    z
      .object({
        kind: z.literal('curve'),
        startsOn: day,
        endsOn: day,
        mean: list(z.number()).describe('Part of 1 at the end of each day of the cycle'),
        low: list(z.number()).describe('The lowest of the cycles it is made of'),
        high: list(z.number()).describe('The highest of them'),
        cycles: z.number(),
      })
      .readonly(),
    z.object({ kind: z.literal('none'), reason: z.enum(noSeason), cycles: z.number().optional() }).readonly(),
  ])
  .meta({ id: 'SeasonalPace' })

const score = z
  .object({
    trials: z.number(),
    error: z.number().describe('Mean absolute error'),
    inside: z.number().nullable().describe('Share of outcomes inside the interval, which promises 0.8'),
    bias: z.number().describe('Mean error with its sign: above 0 it promised too much'),
  })
  .readonly()
const both = z.object({ model: score, line: score }).readonly()

const prediction = z
  .object({ point: z.number(), low: z.number().nullable(), high: z.number().nullable() })
  .readonly()

const outlook = z
  .object({
    daysLeft: z.number(),
    passed: z.number().describe('Part of the cycle that is over'),
    wonSoFar: z.number(),
    line: prediction.describe('On as before: won so far / part of the cycle that is over'),
    model: z
      .object({
        point: z.number(),
        low: z.number(),
        high: z.number(),
        fromOpen: z.number().describe('Expected of the deals that are open'),
        fromLater: z.number().describe('Expected of deals that are not created yet'),
      })
      .readonly()
      .nullable()
      .describe('Null with fewer than 4 comparable cycles'),
    history: z.number().describe('Comparable cycles that are wholly known, at most 16'),
    tested: z
      .object({
        cycles: z.number(),
        all: both,
        near: both.describe('Around the same point of the cycle as today'),
        points: list(
          z.object({ passed: z.number(), daysLeft: z.number(), model: score, line: score }).readonly(),
        ),
      })
      .readonly()
      .nullable(),
    first: z.enum(['model', 'line']).describe('Whichever was closer around this point of past cycles'),
    openDeals: z.number(),
    stages: list(
      z
        .object({
          source: z.string(),
          pipelineId: z.string().nullable(),
          stageId: z.string().nullable(),
          label: z.string().nullable(),
          open: z.number(),
          amount: z.number(),
          expected: z.number(),
          past: z.number().describe('Deals of this stage at this point of past cycles'),
          pastWon: z.number().describe('Those of them won by the end of the cycle'),
        })
        .readonly(),
    ),
  })
  .readonly()

const take = z
  .object({
    gap: z.number(),
    adds: z.number(),
    enough: z.boolean(),
    deals: z.number(),
    rows: list(
      z
        .object({
          source: z.string(),
          externalId: z.string(),
          name: z.string().nullable(),
          stage: z.string().nullable(),
          closeDate: day.nullable(),
          rate: z.number(),
          adds: z.number(),
        })
        .readonly(),
    )
      .nullable()
      .describe('The likeliest 25; null for roles that may not see evidence'),
  })
  .readonly()

export const forecastView = z
  .object({
    keyResultId: z.string(),
    unit: z.enum(units),
    currency: z.string().nullable(),
    day: day.describe('The last day that is over'),
    from: day,
    to: day,
    target: z.number().nullable(),
    reason: z.enum(noForecast).nullable(),
    outlook: outlook.nullable(),
    take: take.nullable(),
  })
  .readonly()
  .meta({ id: 'Forecast' })
