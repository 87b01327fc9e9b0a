/** What a night of forecasts costs over 10,000 deals with a history, and what a page view costs after it. */
import { addDays } from '../../connectors/values/time.ts'
import { cycle, keyResult, objective } from '../../db/workspace/schema.ts'
import { prepareOutlooks } from '../../src/forecast/prepare.ts'
import { readForecast } from '../../src/forecast/read.ts'
import type { Workspace } from '../../src/platform.ts'
import { type LedgerDeal, type LedgerRevision, writeLedger } from '../support/metric-ledger.ts'
import { elapsedMs, type Line, percentile } from './report.ts'
import { bareStore } from './store.ts'

const DEALS = 10_000
const KEY_RESULTS = 20
const NOW = '2026-11-24T05:00:00.000Z'
const stages = ['first', 'offer', 'talks'] as const

/** Three years of deals of five states each, ended after some weeks. */
function deals(): LedgerDeal[] {
  return Array.from({ length: DEALS }, (_, i): LedgerDeal => {
    const created = addDays('2023-11-20', (i * 1_100) % DEALS === 0 ? 0 : Math.floor((i * 1_095) / DEALS))
    const pipelineId = `p${i % 10}`
    const at = (days: number) => `${addDays(created, days)}T09:00:00.000Z`
    const amountMinor = 100_000 + ((i * 7919) % 5_000_000)
    const open = stages.map(
      (stageId, n): LedgerRevision => ({
        stageId,
        pipelineId,
        amountMinor,
        effectiveAt: at(n * 12),
        status: 'open',
        closeDate: addDays(created, 60),
      }),
    )
    const ended = addDays(created, 40 + (i % 30))
    const moved: LedgerRevision = { ...open[2], effectiveAt: at(36), amountMinor: amountMinor + 1000 }
    if (ended > '2026-11-23') return { id: String(i), createdDay: created, revisions: [...open, moved] }
    const status = i % 3 === 0 ? 'won' : 'lost'
    const last: LedgerRevision = {
      pipelineId,
      amountMinor,
      status,
      stageId: status,
      closeDate: ended,
      effectiveAt: `${ended}T10:00:00.000Z`,
    }
    return { id: String(i), createdDay: created, revisions: [...open, moved, last] }
  })
}

export async function cost(): Promise<Line[]> {
  const db = await bareStore('forecast')
  await writeLedger(db, { deals: deals(), histories: ['hubspot'] })
  await db
    .insert(cycle)
    .values({ id: 'q4', name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01', createdAt: NOW })
  await db.insert(objective).values({ id: 'o', cycleId: 'q4', title: 'o', team: 't', createdAt: NOW })
  const rows = Array.from({ length: KEY_RESULTS }, (_, i) => ({
    ...{
      id: `kr-${i}`,
      objectiveId: 'o',
      title: 'kr',
      kind: 'reach',
      origin: 'metric',
      unit: 'money',
      currency: 'EUR',
    },
    ...{ baseline: 0, target: 1_000_000_000, createdAt: NOW },
    definition: JSON.stringify({
      metric: 'won_revenue',
      window: 'cycle',
      ...(i === 0 ? {} : { filter: { pipelines: [`p${i % 10}`] } }),
    }),
  }))
  await db.insert(keyResult).values(rows)
  const workspace: Workspace = { id: 'bench', name: 'Bench', timeZone: 'Europe/Berlin', currency: 'EUR', db }
  const nights: number[] = []
  const single: number[] = []
  for (let i = 0; i < 3; i += 1) {
    await db.$client.execute('DELETE FROM outlook')
    nights.push(await elapsedMs(() => prepareOutlooks(workspace, NOW)))
    await db.$client.execute('DELETE FROM outlook')
    await db.$client.execute("UPDATE key_result SET broken = '{}' WHERE id <> 'kr-0'")
    single.push(await elapsedMs(() => prepareOutlooks(workspace, NOW)))
    await db.$client.execute('UPDATE key_result SET broken = NULL')
  }
  await prepareOutlooks(workspace, NOW)
  const views: number[] = []
  for (let i = 0; i < 20; i += 1)
    views.push(await elapsedMs(() => readForecast(workspace, 'kr-0', NOW, { evidence: true })))
  return [
    {
      what: `a night of ${KEY_RESULTS} forecasts, ${DEALS} deals`,
      ours: percentile(nights, 0.5),
      other: percentile(single, 0.5),
      ...{ unit: 'ms', against: 'one forecast alone' },
    },
    {
      what: 'a page view after that night',
      ours: percentile(views, 0.5),
      other: percentile(single, 0.5),
      ...{ unit: 'ms', against: 'worked out on each view' },
    },
  ]
}
