/** What the API tells of contracts. */
import * as z from 'zod'
import { contractRoles } from '../metrics/retention/ids.ts'

const day = z.string().describe('Local day, YYYY-MM-DD')
const minor = z.number().nullable().describe('Integer minor units; null: not counted at that end')

export const recurringEvidence = z
  .object({
    role: z.enum(contractRoles),
    before: minor,
    after: minor,
    contracts: z
      .array(
        z.object({
          ...{ externalId: z.string(), kind: z.string(), product: z.string().nullable() },
          ...{ startsOn: day, endsOn: day.nullable(), before: minor, after: minor },
        }),
      )
      .readonly(),
  })
  .readonly()
  .describe('Metrics of contracts: what recurs at both ends, and the first contracts of it')
