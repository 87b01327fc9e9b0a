/** The deals behind a published value as a file, with all that is needed to work the value out again. */
import type { Hono } from 'hono'
import * as z from 'zod'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { fileQuery } from '../evidence/answer.ts'
import { evidenceFileRoutes, fileFormats } from '../evidence/routes.ts'
import type { Described } from './endpoint.ts'

const answers = {
  csv: z
    .string()
    .describe('What was counted, an empty line, a row of titles, then a row for each deal or contract'),
  json: z.object({
    head: z.record(z.string(), z.unknown()),
    deals: z.array(z.unknown()).optional().describe('A line a deal'),
    contracts: z.array(z.unknown()).optional().describe('Of a metric of contracts: a line a contract'),
  }),
} as const
const produces = { csv: 'text/csv', json: 'application/json' } as const

export function evidenceFiles(app: Hono<AppEnv>, deps: AppDeps, described: Described[]): void {
  app.route('/', evidenceFileRoutes(deps))
  for (const format of fileFormats) {
    described.push({
      ...{
        action: 'evidence.read',
        method: 'get',
        path: `/key-results/{id}/evidence.${format}`,
        tag: 'Values',
      },
      summary: `All deals behind a published value and the rules it was counted by, as ${format.toUpperCase()}`,
      ...{ query: fileQuery, answer: answers[format], produces: produces[format] },
    })
  }
}
