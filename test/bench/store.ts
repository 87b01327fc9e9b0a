/** Databases and deals for measurements: real files in a folder that goes when the process ends. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DealRecord, Page } from '../../connectors/contract.ts'
import { addDays } from '../../connectors/values/time.ts'
import { type WorkspaceDb, workspaceDb } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { workspace } from '../../db/migrations/index.ts'
import { openNode } from '../../db/open-node.ts'
import { run, source, stage } from '../../db/workspace/schema.ts'
import { commitPage } from '../../src/sync/commit.ts'
import { loadSetup } from '../../src/sync/setup.ts'

const folder = mkdtempSync(join(tmpdir(), 'pegel-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

export const NOW = '2026-11-24T04:30:00.000Z'
export const TODAY = '2026-11-24'
const SOURCE = 'hubspot'
export const pipelines = ['new', 'expansion', 'renewal'] as const
const stages = [
  ['open', false, false, '0.3'],
  ['offer', false, false, '0.6'],
  ['won', true, true, '1'],
  ['lost', true, false, '0'],
] as const
export const teams = ['north', 'south', 'west', 'east'] as const

export function storeUrl(name: string): string {
  return `file:${join(folder, `${name}.db`)}`
}

export async function bareStore(name: string): Promise<WorkspaceDb> {
  const client = await openNode(storeUrl(name))
  await migrate(client, workspace, NOW)
  return workspaceDb(client)
}

/** With one connection, its stages, and a complete night. */
export async function emptyStore(name: string): Promise<WorkspaceDb> {
  const db = await bareStore(name)
  const account = {
    ...{ id: '1', name: null, timeZone: 'Europe/Berlin', currency: 'EUR', fiscalYearStartMonth: 1 },
    ...{ uiHost: 'app.hubspot.com', apiVersion: null, multiCurrency: false, hidden: [] },
  }
  await db
    .insert(source)
    .values({ id: SOURCE, crm: 'hubspot', account: JSON.stringify(account), createdAt: NOW })
  await db.insert(stage).values(
    pipelines.flatMap((pipelineId) =>
      stages.map(([id, closed, won, probability], position) => ({
        ...{ source: SOURCE, pipelineId, id, label: id, position, closed, won, probability },
      })),
    ),
  )
  await db.insert(run).values({
    ...{ id: 'run', source: SOURCE, day: addDays(TODAY, -1), kind: 'night', status: 'complete' },
    ...{ startedAt: NOW, finishedAt: NOW, dataThrough: NOW, seq: 0 },
  })
  return db
}

/** Two years of deals, spread evenly over pipelines, stages and teams; the same for the same count. */
export function deals(count: number, from = 0): DealRecord[] {
  return Array.from({ length: count }, (_, n): DealRecord => {
    const i = from + n
    const created = addDays('2024-11-24', (i * 7) % 730)
    return {
      ...{
        id: String(100_000 + i),
        version: `${created}T10:00:00.000Z`,
        createdAt: `${created}T08:00:00.000Z`,
      },
      ...{
        name: `Deal ${i}`,
        pipelineId: pipelines[i % 3] ?? null,
        stageId: stages[(i >> 2) % 4]?.[0] ?? null,
      },
      ...{ amountMinor: 100_000 + ((i * 7919) % 5_000_000), currency: 'EUR', rate: null },
      ...{
        closeDate: addDays(created, 20 + (i % 90)),
        probability: null,
        forecastCategory: null,
        type: null,
      },
      ...{ ownerId: String(i % 40), teamId: teams[(i >> 3) % 4] ?? null, companyId: String(i % 5000) },
      ...{ mergedIds: [], properties: {}, problems: [] },
    }
  })
}

/** Commits the deals as the sync would, `pageSize` a page. */
export async function commitDeals(
  db: WorkspaceDb,
  records: readonly DealRecord[],
  pageSize: number,
): Promise<void> {
  const setup = await loadSetup(db, SOURCE)
  const { rows } = await db.$client.execute("SELECT version FROM stream_state WHERE stream = 'deals'")
  let expectedVersion = Number(rows[0]?.version ?? 0)
  for (let i = 0; i < records.length; i += pageSize) {
    const page: Page<'deals'> = {
      ...{ records: records.slice(i, i + pageSize), deleted: [], skipped: [] },
      ...{ cursor: { at: 'list', openedAt: NOW, after: String(i) }, more: true, primary: true, total: null },
    }
    await commitPage(db, {
      ...{ source: SOURCE, stream: 'deals', runId: 'run', expectedVersion, page, sentAt: NOW, now: NOW },
      ...{ timeZone: 'Europe/Berlin', homeCurrency: 'EUR', setup, hash: async (text) => text },
    })
    expectedVersion += 1
  }
}
