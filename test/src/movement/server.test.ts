/** A libSQL server parses SQL with a parser of its own: what a file takes, it may refuse. Every metric is asked. */
import { expect, test } from 'vitest'
import { type WorkspaceDb, workspaceDb } from '../../../db/client.ts'
import { migrate } from '../../../db/migrate.ts'
import { workspace } from '../../../db/migrations/index.ts'
import { openWeb } from '../../../db/open-web.ts'
import { libsqlServerProvisioner } from '../../../db/provision.ts'
import { evaluate } from '../../../src/metrics/index.ts'
import { type Definition, dealMetricIds, type MetricId } from '../../../src/metrics/types.ts'
import { explain } from '../../../src/movement/explain.ts'
import type { End } from '../../../src/movement/lenses.ts'
import { tooFewBetween } from '../../../src/movement/privacy.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { startLibsqlServer } from '../../support/libsql-server.ts'
import { type LedgerContent, type LedgerRevision, T0, writeLedger } from '../../support/metric-ledger.ts'
import { company, Q1 } from './moves.ts'

const params: Partial<Record<MetricId, Record<string, unknown>>> = {
  pipeline_coverage: { target: { amountMinor: 5_000_000 } },
  stage_conversion: { from: 'open', to: 'won' },
  stalled_deals: { days: 3 },
  sales_cycle_days: { statistic: 'median' },
}
const state = (index: number, turn: number): LedgerRevision => ({
  status: (['open', 'won', 'lost'] as const)[(index + turn) % 3] ?? 'open',
  amountMinor: index * 100 + turn,
  effectiveAt: `2026-02-0${1 + turn}T12:00:00.000Z`,
  properties: { region: (index + turn) % 2 ? 'nord' : '' },
  ...(index % 5 === 0 ? { twinId: String(index + 1) } : {}),
})
const content: LedgerContent = {
  sources: [{ id: 'hubspot', properties: ['region'] }, { id: 'salesforce' }],
  histories: ['hubspot', 'salesforce'],
  leading: 'salesforce',
  deals: Array.from({ length: 12 }, (_, index) => ({
    id: String(index),
    source: index % 5 === 1 ? 'salesforce' : 'hubspot',
    createdDay: '2026-01-31',
    revisions: [state(index, 0), state(index, 1)],
  })),
}
const order = [0, 1].flatMap((revision) => Array.from({ length: 12 }, (_, deal) => ({ deal, revision })))
const region = [{ name: 'region', op: 'eq' as const, values: ['nord'] }]
const definitions = dealMetricIds.map(
  (metric): Definition => ({ metric, window: { trailingDays: 60 }, params: params[metric] ?? {} }),
)

async function movementIn(db: WorkspaceDb, definition: Definition, after: Definition) {
  const ends = await Promise.all(
    [definition, after].map(async (each, index): Promise<End> => {
      const at = { kind: 'known' as const, seq: index === 0 ? 14 : 24 }
      const day = index === 0 ? '2026-03-01' : '2026-04-20'
      const [value] = await evaluate(db, [{ definition: each, definitionVersion: 1 }], at, {
        ...company,
        day,
      })
      if (value === undefined) throw new Error('no value')
      const made = { definition: each, cycle: Q1, target: 5_000_000 }
      return { day, value: { ...value, dataThrough: '2026-02-01T00:00:00.000Z' }, publishedAt: T0, made }
    }),
  )
  const [opening, closing] = ends
  if (opening === undefined || closing === undefined) throw new Error('no pair')
  return (await explain(db, { opening, closing, company }, 50)).movement
}

test('a libSQL server over HTTP takes every movement apart as a file does', async () => {
  const server = await startLibsqlServer()
  try {
    const provisioner = libsqlServerProvisioner(server.template, { adminUrl: server.adminUrl, fetch })
    const client = await openWeb(await provisioner.create('acme'))
    await migrate(client, workspace, T0)
    const [remote, local] = [workspaceDb(client), await emptyWorkspace()]
    for (const db of [remote, local]) await writeLedger(db, content, order)
    let lines = 0
    for (const definition of definitions) {
      const other: Definition = { ...definition, filter: { properties: region, minAmountMinor: 200 } }
      for (const after of [definition, other]) {
        const found = await movementIn(remote, definition, after)
        expect(found).toEqual(await movementIn(local, definition, after))
        lines += found.lines.length
      }
      const pair = [definition, other] as const
      expect(await tooFewBetween(remote, pair, '2026-03-01', 5)).toEqual(
        await tooFewBetween(local, pair, '2026-03-01', 5),
      )
    }
    expect(lines).toBeGreaterThan(definitions.length)
  } finally {
    await server.stop()
  }
}, 120_000)
