/** A libSQL server parses SQL with a parser of its own: what a file takes, it may refuse. */
import { expect, test } from 'vitest'
import { workspaceDb } from '../../../db/client.ts'
import { migrate } from '../../../db/migrate.ts'
import { workspace } from '../../../db/migrations/index.ts'
import { openWeb } from '../../../db/open-web.ts'
import { libsqlServerProvisioner } from '../../../db/provision.ts'
import { evaluate, evidence, peopleBehind, validateDefinition } from '../../../src/metrics/index.ts'
import { type At, filterOps, type MetricId, metricIds } from '../../../src/metrics/types.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { startLibsqlServer } from '../../support/libsql-server.ts'
import { type LedgerContent, T0, writeLedger } from '../../support/metric-ledger.ts'
import { context, Q1 } from './expect-metric.ts'

const params: Partial<Record<MetricId, Record<string, unknown>>> = {
  pipeline_coverage: { target: { keyResult: 'goal' } },
  stage_conversion: { from: 'a', to: 'b' },
  stalled_deals: { days: 3 },
  sales_cycle_days: { statistic: 'median' },
}
const content: LedgerContent = {
  sources: [{ id: 'hubspot', properties: ['region'] }],
  keyResults: [{ id: 'goal', target: 5_000_000 }],
  deals: Array.from({ length: 60 }, (_, index) => ({
    id: String(index),
    revisions: [
      {
        status: (['won', 'lost', 'open'] as const)[index % 3] ?? 'open',
        amountMinor: index * 100,
        homeMinor: index % 7 === 0 ? null : index * 90,
        ownerHash: `o${index % 6}`,
        properties: { region: index % 2 ? 'nord' : '' },
        ...(index % 11 === 0 ? { problem: [{ field: 'amount', code: 'absurd', raw: '9' }] } : {}),
      },
    ],
  })),
}
const filters = filterOps.map((op) => ({
  minAmountMinor: 500,
  stages: ['won', 'lost', 'open'],
  properties: [{ name: 'region', op, values: ['nord'] }],
}))
const requests = metricIds.flatMap((metric) =>
  [undefined, ...filters].map((filter) => ({
    definition: { metric, window: Q1, params: params[metric] ?? {}, ...(filter ? { filter } : {}) },
    definitionVersion: 1,
  })),
)
const moments: readonly At[] = [
  { kind: 'now' },
  { kind: 'known', seq: 40 },
  { kind: 'asOf', instant: '2026-06-01T00:00:00.000Z' },
]

test('a libSQL server over HTTP answers every question as a file does', async () => {
  const server = await startLibsqlServer()
  try {
    const provisioner = libsqlServerProvisioner(server.template, { adminUrl: server.adminUrl, fetch })
    const client = await openWeb(await provisioner.create('acme'))
    await migrate(client, workspace, T0)
    const [remote, local] = [workspaceDb(client), await emptyWorkspace()]
    for (const db of [remote, local]) await writeLedger(db, content)
    for (const at of moments) {
      expect(await evaluate(remote, requests, at, context)).toEqual(
        await evaluate(local, requests, at, context),
      )
    }
    const [request] = requests
    expect(request).toBeDefined()
    const page = (db: typeof local) =>
      request && evidence(db, request, { kind: 'now' }, context, { limit: 5, offset: 5 })
    expect(await page(remote)).toEqual(await page(local))
    const filter = filters[0]
    expect(await peopleBehind(remote, filter, context.day)).toBe(
      await peopleBehind(local, filter, context.day),
    )
    const definition = { metric: 'won_deals' as const, window: Q1, filter: { ...filter, pipelines: ['x'] } }
    expect(await validateDefinition(remote, definition)).toEqual(await validateDefinition(local, definition))
  } finally {
    await server.stop()
  }
}, 60_000)
