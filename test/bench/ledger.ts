/** Rows per second into the ledger, a page a batch, against one INSERT a row into the same table. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type WorkspaceDb, workspaceDb } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { workspace } from '../../db/migrations/index.ts'
import { openNode } from '../../db/open-node.ts'
import { commitPage } from '../../src/sync/commit.ts'
import { derive } from '../../src/sync/derive.ts'
import { stateColumns, stateValues } from '../../src/sync/state-columns.ts'
import { at, commitOf, deal, setup } from '../support/ledger.ts'

export interface LedgerRates {
  readonly pageSize: number
  /** Rows per second. */
  readonly ours: number
  readonly oneInsertPerRow: number
  readonly ratio: number
}

const context = { setup, homeCurrency: 'EUR', today: '2026-01-01' }
const record = (index: number) => deal(String(index), 3, { amountMinor: index })

export async function ledgerRates(rows: number, pageSize: number): Promise<LedgerRates> {
  const ours = await perSecond(rows, (db) => pages(db, rows, pageSize))
  const oneInsertPerRow = await perSecond(rows, (db) => inserts(db, rows))
  return { pageSize, ours, oneInsertPerRow, ratio: ours / oneInsertPerRow }
}

async function pages(db: WorkspaceDb, rows: number, pageSize: number): Promise<void> {
  for (let from = 0, version = 0; from < rows; from += pageSize, version += 1) {
    const length = Math.min(pageSize, rows - from)
    const records = Array.from({ length }, (_, index) => record(from + index))
    await commitPage(db, { ...commitOf({ records, sent: 10, primary: true }), expectedVersion: version })
  }
}

/** What a straightforward mirror does: no comparison, no cursor, no identity. */
async function inserts(db: WorkspaceDb, rows: number): Promise<void> {
  const sql = `INSERT INTO revision (deal_id, effective_at, time_from, cause, version, ${stateColumns.join(', ')})
    VALUES (?, ?, 'crm', 'read', ?, ${stateColumns.map(() => '?').join(', ')})`
  for (let index = 0; index < rows; index += 1) {
    const state = derive(record(index), '#hubspot/anna', context)
    await db.$client.execute({ sql, args: [index, at(3), at(3), ...stateValues(state)] })
  }
}

async function perSecond(rows: number, work: (db: WorkspaceDb) => Promise<void>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'pegel-bench-'))
  const client = await openNode(`file:${folder}/workspace.db`)
  try {
    await migrate(client, workspace, at(0))
    const started = performance.now()
    await work(workspaceDb(client))
    return Math.round((rows / (performance.now() - started)) * 1000)
  } finally {
    client.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
