import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import * as tables from '../../../db/workspace/schema.ts'
import { validateDefinition } from '../../../src/metrics/index.ts'
import type { Definition, Filter } from '../../../src/metrics/types.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { writeLedger } from '../../support/metric-ledger.ts'
import { Q1 } from './expect-metric.ts'

async function company() {
  const db = await emptyWorkspace()
  await writeLedger(db, {
    sources: [
      { id: 'hubspot', properties: ['region'] },
      { id: 'salesforce', properties: ['Term__c'] },
    ],
    keyResults: [
      { id: 'goal', target: 1 },
      { id: 'deals', target: 50 },
    ],
  })
  await db.update(tables.keyResult).set({ unit: 'count' }).where(eq(tables.keyResult.id, 'deals'))
  await db.insert(tables.pipeline).values([
    { source: 'hubspot', id: 'new', label: 'Neugeschäft' },
    { source: 'salesforce', id: 'old', label: 'Alt', archived: true },
  ])
  const stage = { position: 1, closed: false, won: false }
  await db.insert(tables.stage).values([
    { source: 'hubspot', pipelineId: 'new', id: 'demo', label: 'Demo', ...stage },
    { source: 'hubspot', pipelineId: 'new', id: 'talks', label: 'Verhandlung', ...stage, position: 2 },
    {
      source: 'hubspot',
      pipelineId: 'new',
      id: 'lost',
      label: 'Verloren',
      ...stage,
      position: 0,
      closed: true,
    },
    { source: 'salesforce', pipelineId: 'old', id: 'offer', label: 'Angebot', ...stage, archived: true },
  ])
  await db.insert(tables.team).values({ source: 'hubspot', id: '7', name: 'Nord' })
  return db
}

test.each<[string, Filter, readonly { code: string; subject: string }[]]>([
  [
    'everything is there',
    { connections: ['hubspot'], pipelines: ['new'], stages: ['demo'], teams: ['7'] },
    [],
  ],
  ['archived things still hold closed deals', { pipelines: ['old'], stages: ['offer'] }, []],
  ['a mirrored property', { properties: [{ name: 'Term__c', op: 'known', values: [] }] }, []],
  [
    'a connection',
    { connections: ['hubspot', 'pipedrive'] },
    [{ code: 'connection_gone', subject: 'pipedrive' }],
  ],
  ['a pipeline', { pipelines: ['new', 'x'] }, [{ code: 'pipeline_gone', subject: 'x' }]],
  [
    'a pipeline of the other CRM',
    { connections: ['hubspot'], pipelines: ['old'] },
    [{ code: 'pipeline_gone', subject: 'old' }],
  ],
  [
    'a stage and a team',
    { stages: ['y'], teams: ['8'] },
    [
      { code: 'stage_gone', subject: 'y' },
      { code: 'team_gone', subject: '8' },
    ],
  ],
  [
    'a property',
    { properties: [{ name: 'size', op: 'known', values: [] }] },
    [{ code: 'property_gone', subject: 'size' }],
  ],
  [
    'a property with a quote',
    { properties: [{ name: 'a"b', op: 'known', values: [] }] },
    [{ code: 'property_gone', subject: 'a"b' }],
  ],
  [
    'nothing to compare with',
    { properties: [{ name: 'region', op: 'eq', values: [] }] },
    [{ code: 'params_invalid', subject: 'region' }],
  ],
])('a filter is refused by the name of what does not exist: %s', async (_, filter, issues) => {
  const db = await company()
  expect(await validateDefinition(db, { metric: 'won_deals', window: Q1, filter })).toEqual(issues)
})

test.each<[Omit<Definition, 'window'>, readonly { code: string; subject: string }[]]>([
  [{ metric: 'sales_cycle_days' }, []],
  [
    { metric: 'sales_cycle_days', params: { statistic: 'mode' } },
    [{ code: 'params_invalid', subject: 'statistic' }],
  ],
  [{ metric: 'won_deals', params: { days: 1 } }, [{ code: 'params_invalid', subject: 'params' }]],
  [{ metric: 'stalled_deals' }, [{ code: 'params_invalid', subject: 'days' }]],
  [{ metric: 'stalled_deals', params: { days: 0 } }, [{ code: 'params_invalid', subject: 'days' }]],
  [{ metric: 'pipeline_coverage', params: { target: { amountMinor: 5 } } }, []],
  [
    { metric: 'pipeline_coverage', params: { target: { amountMinor: 0.5 } } },
    [{ code: 'params_invalid', subject: 'target' }],
  ],
  [{ metric: 'pipeline_coverage', params: { target: { keyResult: 'goal' } } }, []],
  [
    { metric: 'pipeline_coverage', params: { target: { keyResult: 'none' } } },
    [{ code: 'not_found', subject: 'none' }],
  ],
  // A target of 50 deals was taken for 50 cents.
  [
    { metric: 'pipeline_coverage', params: { target: { keyResult: 'deals' } } },
    [{ code: 'not_found', subject: 'deals' }],
  ],
  [{ metric: 'stage_conversion', params: { from: 'demo', to: 'offer' } }, []],
  [
    { metric: 'stage_conversion', params: { from: 'demo', to: 'demo' } },
    [{ code: 'params_invalid', subject: 'params' }],
  ],
  [
    { metric: 'stage_conversion', params: { from: 'demo', to: 'gone' } },
    [{ code: 'stage_gone', subject: 'gone' }],
  ],
  [{ metric: 'stage_conversion', params: { from: 'demo', to: 'lost' } }, []],
  [
    { metric: 'stage_conversion', params: { from: 'talks', to: 'demo' } },
    [{ code: 'params_invalid', subject: 'to' }],
  ],
])('params are checked by their metric (%#)', async (definition, issues) => {
  expect(await validateDefinition(await company(), { ...definition, window: Q1 })).toEqual(issues)
})
