/** Cohorts of customers by the quarter they began in. */
import * as z from 'zod'
import { cohortQuestion, readCohorts } from '../cohorts/read.ts'
import type { Add } from './endpoint.ts'

const day = z.string().describe('Local day, YYYY-MM-DD')
const share = z.number().describe('0..1 and above')
const end = z.object({
  day: day.describe('The last day of the quarter, or today'),
  isRunning: z.boolean(),
  customers: z.number(),
  minor: z.number(),
  logo: share,
  revenue: share.nullable(),
})
const cohort = z.object({
  from: day,
  to: day,
  customers: z.number().nullable().describe('Null: fewer than the minimum, and nothing of it is told'),
  minor: z.number().nullable().describe('What each brought on its first day'),
  ends: z.array(end).readonly().describe('The quarter they began in first'),
})
const answer = z
  .object({
    day,
    perMonths: z.union([z.literal(1), z.literal(12)]),
    currency: z.string(),
    minimum: z.number(),
    chosen: z.boolean().describe('False: nobody chose yet where contracts come from'),
    held: z.number(),
    unrated: z.number(),
    cohorts: z.array(cohort).readonly(),
  })
  .meta({ id: 'Cohorts' })

const asked = z.object({
  view: cohortQuestion.shape.view,
  graceDays: z.coerce.number().int().min(0).max(365).default(30),
  connection: z.string().min(1).optional(),
})

export function cohortEndpoints(add: Add): void {
  add({
    ...{ action: 'metric.evaluate', method: 'get', path: '/retention/cohorts', tag: 'Metrics' },
    summary:
      'Customers by the quarter they began in, and what is left of them at the end of each quarter since',
    query: asked,
    answer,
    handle: ({ workspace, query: { connection, ...rest }, now }) =>
      readCohorts(
        workspace,
        { ...rest, ...(connection === undefined ? {} : { connections: [connection] }) },
        now,
      ),
  })
}
