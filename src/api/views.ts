/** Who looked at which numbers: for the auditor, by time. */
import * as z from 'zod'
import type { AppDeps } from '../app-env.ts'
import { kinds, ways } from '../works-council/looked.ts'
import { readViews, viewsQuery } from '../works-council/views.ts'
import type { Add } from './endpoint.ts'

const view = z.object({
  at: z.string(),
  person: z.string().describe('Id of the member'),
  name: z.string().nullable().describe('Null: no member any more'),
  role: z.string().describe("The person's role at that time"),
  kind: z.enum(kinds),
  way: z.enum(ways),
  subject: z.string().nullable(),
  about: z
    .object({ metric: z.string().nullable(), team: z.string() })
    .nullable()
    .describe('Of a key result, without its title: a title may have a number in it'),
})
const answer = z.object({
  views: z.array(view).readonly(),
  next: z.string().nullable().describe('`before` of the next page; null at the end'),
})

export function viewEndpoints(add: Add, { directory }: AppDeps): void {
  add({
    ...{ action: 'view_log.read', method: 'get', path: '/views', tag: 'Settings' },
    summary: 'Who looked at which numbers in the last 90 days, newest first; reading it is logged too',
    query: viewsQuery,
    answer,
    handle: ({ workspace, query, now }) => readViews(workspace, directory, query, now),
  })
}
