/** The health of the sync, and *try again*. */
import * as z from 'zod'
import type { AppDeps } from '../app-env.ts'
import { readHealth } from '../health/read.ts'
import { tryAgain } from '../health/try-again.ts'
import { withoutNumbers } from '../health/without-numbers.ts'
import { can } from '../okr/roles.ts'
import type { Add } from './endpoint.ts'
import { Refusal } from './problem.ts'

/** Details of a failure are the vendor's text: they stay with `doctor`, which runs where the logs are. */
const failure = z.object({ kind: z.string() }).nullable()
const background = z.object({
  kind: z.enum(['history', 'census']),
  status: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  records: z.number(),
  failure,
})
const lastRun = z.object({
  id: z.string(),
  kind: z.string(),
  day: z.string(),
  status: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  records: z.number(),
  calls: z.number(),
  spent: z
    .array(z.object({ purpose: z.string(), bucket: z.string(), calls: z.number(), refused: z.number() }))
    .readonly(),
  failure,
})
const drift = z.object({
  pipelineId: z.string(),
  pipeline: z.string().nullable(),
  status: z.string(),
  measure: z.string(),
  ours: z.number().nullable().describe('Null for whoever may see no number of sales'),
  theirs: z.number().nullable(),
  ids: z.array(z.string()).readonly(),
  nights: z.number(),
  seenAt: z.string(),
})
const connection = z.object({
  source: z.string(),
  crm: z.string(),
  label: z.string(),
  status: z.string(),
  reason: failure,
  token: z.object({ state: z.string(), expiresAt: z.string().nullable() }),
  lastRun: lastRun.nullable(),
  lastDay: z.string().nullable(),
  dataThrough: z.string().nullable(),
  background: z.array(background).readonly(),
  skipped: z.object({
    total: z.number(),
    first: z.array(z.object({ stream: z.string(), id: z.string(), reason: z.string() })).readonly(),
  }),
  held: z.object({
    total: z.number(),
    first: z
      .array(
        z.object({
          id: z.string(),
          problems: z.array(z.object({ field: z.string(), code: z.string(), raw: z.string() })).readonly(),
        }),
      )
      .readonly(),
  }),
  parked: z.array(z.object({ stream: z.string(), failure })).readonly(),
  hidden: z.array(z.object({ object: z.string(), field: z.string(), effect: z.string() })).readonly(),
  check: z.object({
    at: z.string().nullable(),
    slices: z.number(),
    differing: z.number(),
    drift: z.array(drift).readonly(),
    heldRemovals: z.number(),
  }),
  native: z.object({
    total: z.number().describe('Key results that the CRM works out itself'),
    sick: z
      .array(
        z.object({
          id: z.string(),
          title: z.string(),
          trouble: z.object({ code: z.string(), found: z.string().optional() }),
        }),
      )
      .readonly(),
  }),
  push: z.object({ received: z.number(), lastAt: z.string().nullable(), waiting: z.number() }),
})
const health = z.object({
  workspace: z.string(),
  now: z.string(),
  nextNight: z.string().nullable(),
  connections: z.array(connection).readonly(),
})

export function healthEndpoints(add: Add, deps: AppDeps): void {
  add({
    ...{ action: 'run.read', method: 'get', path: '/sync/health', tag: 'Sync' },
    summary: 'Age, cost, gaps and differences of each connection',
    answer: health,
    async handle({ workspace, session, now }) {
      const whole = await readHealth(deps, workspace, now)
      return health.parse(can(session.role, 'evidence.read') ? whole : withoutNumbers(whole))
    },
  })
  add({
    ...{ action: 'sync.retry', method: 'post', path: '/sync/{id}/try-again', tag: 'Sync' },
    summary: 'Read once more what could not be read, and run again what failed; `id` names the connection',
    answer: z.object({
      run: z.enum(['started', 'running', 'idle', 'not_active', 'just_now']),
      marked: z.number().describe('Deals that are read once more'),
    }),
    async handle({ id, workspace, session }) {
      const tried = await tryAgain(deps, workspace, id, session.userId)
      if (tried === null) throw new Refusal('not_found')
      return tried
    },
  })
}
