/** Rows into the ledger: a page in one batch, against a statement and a round trip for every row. */
import type { WorkspaceDb } from '../../db/client.ts'
import { type Bench, elapsedMs, type Line } from './report.ts'
import { commitDeals, deals, emptyStore, NOW } from './store.ts'

const ROWS = 10_000
const SLOW_ROWS = 1_000

export const ledger: Bench = {
  name: 'ledger',
  async run() {
    const single = await emptyStore('ledger-single')
    const singleMs = await elapsedMs(() => oneByOne(single))
    const other = (SLOW_ROWS / singleMs) * 1000
    const lines: Line[] = []
    for (const pageSize of [100, 200, 2000]) {
      const db = await emptyStore(`ledger-${pageSize}`)
      const ms = await elapsedMs(() => commitDeals(db, deals(ROWS), pageSize))
      lines.push({
        what: `first import, pages of ${pageSize}`,
        ours: (ROWS / ms) * 1000,
        other,
        unit: 'rows/s',
        against: 'one insert a row',
      })
    }
    return lines
  },
}

/** The least a row can cost without a page: its identity, its revision, the pointer to it, each written by itself. */
async function oneByOne({ $client }: WorkspaceDb): Promise<void> {
  for (const { id, createdAt, version, name, pipelineId, stageId, amountMinor, closeDate } of deals(
    SLOW_ROWS,
  )) {
    const deal = await $client.execute({
      sql: `INSERT INTO deal (source, external_id, name, created_at, created_day, version, read_at)
        VALUES ('hubspot', ?, ?, ?, substr(?, 1, 10), ?, ?) RETURNING id`,
      args: [id, name, createdAt, createdAt, version, NOW],
    })
    const dealId = Number(deal.rows[0]?.id)
    const revision = await $client.execute({
      sql: `INSERT INTO revision (deal_id, effective_at, time_from, cause, version, pipeline_id, stage_id, status,
        amount_minor, currency, home_minor, close_date) VALUES (?, ?, 'crm', 'read', ?, ?, ?, 'open', ?, 'EUR', ?, ?)
        RETURNING seq`,
      args: [dealId, version, version, pipelineId, stageId, amountMinor, amountMinor, closeDate],
    })
    await $client.execute({
      sql: 'UPDATE deal SET current_seq = ? WHERE id = ?',
      args: [Number(revision.rows[0]?.seq), dealId],
    })
  }
}
