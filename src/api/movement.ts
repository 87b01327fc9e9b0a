/** What moved a key result between two published values. */
import * as z from 'zod'
import { isDay } from '../../connectors/values/time.ts'
import { readMovement } from '../movement/read.ts'
import { RESTATED } from '../movement/restated.ts'
import { allSteps } from '../movement/steps.ts'
import { changedFields, comings } from '../movement/types.ts'
import { ofTerm } from './composite-schemas.ts'
import type { Add } from './endpoint.ts'
import { Refusal } from './problem.ts'
import { metricValue } from './schemas.ts'

const day = z.string().refine(isDay, { message: 'day' })
const asked = z.object({
  from: day.optional().describe('Day of the earlier value; without it the one published before `to`'),
  to: z
    .union([day, z.literal(RESTATED)])
    .optional()
    .describe(
      'Day of the later value; without it the last published one. `restated`: from a final value to what the CRM says by now',
    ),
  limit: z.coerce.number().int().min(0).max(500).default(50).describe('Deals to list in each line'),
  term: ofTerm.describe(
    'Of a composite: which term, the first is 0. Needed of ratios and of weights that are no whole numbers',
  ),
})

const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly()
const text = z.union([z.string(), z.number(), z.null()])

const moved = z
  .object({
    source: z.string(),
    externalId: z.string(),
    name: z.string().nullable(),
    kind: z.string().optional().describe('customer, or the kind of a contract; a deal has none'),
    numerator: z.number(),
    denominator: z.number(),
    coming: z.enum(comings).nullable().describe('Of step existence: why it came or went as a whole'),
    changes: list(
      z
        .object({
          field: z.enum(changedFields),
          before: text,
          after: text,
          currencyBefore: z.string().nullable().optional(),
          currencyAfter: z.string().nullable().optional(),
          name: z.string().optional(),
        })
        .readonly(),
    ),
  })
  .readonly()

const line = z
  .object({
    step: z.enum(allSteps),
    term: z.number().optional().describe('Of a composite: the term whose line it is'),
    numerator: z.number(),
    denominator: z.number(),
    effect: z.number().nullable().describe('On the value; null where it does not follow from both sums'),
    total: z.number().nullable().describe('Deals behind it; null: too few people, they are not told'),
    deals: list(moved),
    withoutDeal: z.object({ numerator: z.number(), denominator: z.number() }).readonly().nullable(),
  })
  .readonly()

const crossed = z
  .object({
    source: z.string(),
    externalId: z.string(),
    name: z.string().nullable(),
    before: z.number().nullable(),
    after: z.number().nullable(),
  })
  .readonly()

const published = z.object({ day: z.string(), value: metricValue, publishedAt: z.string() }).readonly()

export const movement = z
  .object({
    opening: published,
    closing: published,
    exchanged: z
      .object({
        from: z.string().describe("The company's currency at the opening"),
        into: z.string(),
        numerator: z.number(),
        denominator: z.number(),
        value: z.number().nullable(),
      })
      .readonly()
      .optional()
      .describe('The opening in the currency of the closing, where it is another: lines lead from here'),
    lines: list(line).describe('In the order of the steps; opening plus lines is the closing, exactly'),
    median: z
      .object({ entered: list(crossed), left: list(crossed), changed: list(crossed) })
      .readonly()
      .nullable()
      .describe('Of a median: whose days entered, left, or changed'),
  })
  .readonly()
  .meta({ id: 'Movement' })

export function movementEndpoints(add: Add): void {
  add({
    ...{ action: 'evidence.read', method: 'get', path: '/key-results/{id}/movement', tag: 'Values' },
    summary: 'What moved the value between two published days, deal by deal or customer by customer',
    query: asked,
    answer: movement,
    async handle({ workspace, id, now, query }) {
      const answer = await readMovement(workspace, id, now, query)
      switch (answer.kind) {
        case 'movement':
          return answer.movement
        case 'hidden':
          throw new Refusal('invalid', [
            { field: 'definition.filter', code: answer.code, subject: answer.people },
          ])
        case 'no_value':
          throw new Refusal('invalid', [{ field: answer.field, code: 'not_found' }])
        case 'terms':
          throw new Refusal('invalid', [{ field: 'term', code: 'required' }])
        case 'untold':
        case 'contracts':
          throw new Refusal('invalid', [{ field: 'from', code: 'invalid' }])
        case 'foreign':
          throw new Refusal('invalid', [{ field: 'id', code: 'native_foreign' }])
        case 'none':
        case 'no_metric':
          throw new Refusal('not_found')
        default:
          return answer satisfies never
      }
    },
  })
}
