/** A CRM's set-up as definitions name it. */
import * as z from 'zod'

const named = z.object({ id: z.string(), label: z.string(), archived: z.boolean() })

export const setUpSchema = z.object({
  pipelines: z.array(named),
  stages: z.array(named.extend({ pipelineId: z.string() })),
  /** `people`: how many belong to it, never who. */
  teams: z.array(named.extend({ people: z.number() })),
  /** Chosen properties that the CRM does not have, or does not show. */
  missing: z.array(z.string()),
})
export type SetUp = z.infer<typeof setUpSchema>
