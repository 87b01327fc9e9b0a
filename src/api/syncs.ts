/** How fresh the mirror is: connections, where their streams stand, and past runs. */
import { asc, desc } from 'drizzle-orm'
import * as z from 'zod'
import { run, streamState } from '../../db/workspace/schema.ts'
import { kindOf, sourcesFrom, sourcesQuery } from '../okr/sources.ts'
import type { Add } from './endpoint.ts'
import { sourceView } from './schemas.ts'

const stream = z
  .object({
    source: z.string(),
    stream: z.string(),
    status: z.string().describe('rest, walking, done, parked'),
    runId: z.string().nullable(),
    pages: z.number(),
    records: z.number(),
    attempts: z.number(),
    failure: z.string().nullable().describe('Kind of the failure that parked it'),
    updatedAt: z.string(),
  })
  .readonly()

const runView = z
  .object({
    id: z.string(),
    source: z.string(),
    day: z.string(),
    kind: z.string(),
    status: z.string(),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    dataThrough: z.string().nullable(),
    calls: z.number(),
    pages: z.number(),
    records: z.number(),
    skipped: z.number(),
    failure: z.string().nullable().describe('Kind of the failure that ended it'),
  })
  .readonly()

export function syncEndpoints(add: Add): void {
  add({
    ...{ action: 'source.read', method: 'get', path: '/sources', tag: 'Sync' },
    summary: 'The CRM connections with their age and what could not be read',
    answer: z.object({ sources: z.array(sourceView).readonly() }),
    handle: async ({ workspace }) => ({ sources: sourcesFrom(await sourcesQuery(workspace.db)) }),
  })
  add({
    ...{ action: 'run.read', method: 'get', path: '/sync', tag: 'Sync' },
    summary: 'Where each stream of each connection stands',
    answer: z.object({ streams: z.array(stream).readonly() }),
    async handle({ workspace: { db } }) {
      const rows = await db
        .select()
        .from(streamState)
        .orderBy(asc(streamState.source), asc(streamState.stream))
      return {
        streams: rows.map(
          ({ source, stream, status, runId, pages, records, attempts, failure, updatedAt }) => ({
            ...{ source, stream, status, runId, pages, records, attempts, updatedAt },
            failure: kindOf(failure),
          }),
        ),
      }
    },
  })
  add({
    ...{ action: 'run.read', method: 'get', path: '/runs', tag: 'Sync' },
    summary: 'Nights and manual syncs, newest first',
    query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(30) }),
    answer: z.object({ runs: z.array(runView).readonly() }),
    async handle({ workspace: { db }, query }) {
      const rows = await db
        .select()
        .from(run)
        .orderBy(desc(run.startedAt), asc(run.source))
        .limit(query.limit)
      return { runs: rows.map(({ seq: _, failure, ...row }) => ({ ...row, failure: kindOf(failure) })) }
    },
  })
}
