/** Deals looked at again by name, and what HubSpot itself counts. */
import {
  ConnectorError,
  type Pull,
  type Recheck,
  type Removal,
  type Reread,
  type Slice,
  type Total,
} from '../contract.ts'
import { wantedOf, withCompanies } from './companies-of.ts'
import type { HubspotConfig } from './config.ts'
import { dealRows } from './deal-rows.ts'
import { found } from './found.ts'
import { parseBody, parsePage, rowId, unreadable } from './parse.ts'
import { batch, LIST_LIMIT, search } from './read.ts'
import { closedOnly, countBody, type Filter, idsBody, pipelineFilters, wonOnly } from './search-body.ts'
import { batchWire } from './wire.ts'

type Asked = Pull<HubspotConfig>

export const recheck: Recheck<HubspotConfig> = { limit: LIST_LIMIT, read, totals, ids }

/** Two calls at most, the second only where the first leaves a deal unexplained. */
async function read(pull: Asked, ids: readonly string[]): Promise<Reread> {
  const asked = [...new Set(ids)]
  if (asked.length === 0) return { records: [], deleted: [], skipped: [], missing: [] }
  const alive = await look(pull, asked, false)
  const merged = mergedAway(alive.rows.records, alive.unseen)
  const unexplained = alive.unseen.filter((id) => !merged.some((one) => one.id === id))
  const bin = unexplained.length === 0 ? null : await look(pull, unexplained, true)
  const told = bin?.rows.deleted ?? []
  return {
    records: await withCompanies(pull, alive.rows.records),
    deleted: [...alive.rows.deleted, ...merged, ...told],
    skipped: [...alive.rows.skipped, ...(bin?.rows.skipped ?? [])],
    missing: (bin?.unseen ?? []).filter((id) => !told.some((one) => one.id === id)),
  }
}

async function look(pull: Asked, ids: readonly string[], archived: boolean) {
  const properties = wantedOf(pull)
  const { results, errors } = parseBody(batchWire, await batch(pull, ids, { properties, archived }))
  // Whatever else went wrong with some of them, it is no proof that they are not there.
  const trouble = (errors ?? []).find(({ category }) => category !== 'OBJECT_NOT_FOUND')
  if (trouble !== undefined) throw unavailable(trouble.message ?? 'HubSpot answered a part of a batch')
  const seen = new Set(results.map(rowId))
  // A merged deal may be answered by its survivor, and that one twice.
  const once = results.filter((row, index) => results.findIndex((one) => rowId(one) === rowId(row)) === index)
  return { rows: dealRows(once, pull), unseen: ids.filter((id) => !seen.has(id)) }
}

/** Of the deals nobody answered for, those that a survivor among the answers took in. */
function mergedAway(records: Reread['records'], unseen: readonly string[]): Removal[] {
  return unseen.flatMap((id) => {
    const survivor = records.find((one) => one.mergedIds.includes(id))
    return survivor === undefined ? [] : [{ id, at: null, mergedInto: survivor.id }]
  })
}

/** From the search index, which is late: a deal edited in the last minutes may be counted as it was. */
async function totals(
  pull: Asked,
  by: 'status' | 'pipeline',
  pipelines: readonly string[],
): Promise<readonly Total[]> {
  if (by === 'status') return totalsOf(pull, null)
  const all: Total[] = []
  for (const pipelineId of new Set([...pipelines, ''])) all.push(...(await totalsOf(pull, pipelineId)))
  return all
}

/** Three counts tell all three statuses, and fewer where there is nothing left to count. */
async function totalsOf(pull: Asked, pipelineId: string | null): Promise<Total[]> {
  const within = pipelineFilters(pipelineId)
  const all = await counted(pull, within)
  const closed = all === 0 ? 0 : await counted(pull, [...within, closedOnly])
  const won = closed === 0 ? 0 : await counted(pull, [...within, wonOnly])
  // People may edit between two counts, and no count is below nothing.
  const total = (status: Total['status'], count: number): Total => ({
    pipelineId,
    status,
    count: Math.max(0, count),
    amountMinor: null,
  })
  return [total('open', all - closed), total('won', won), total('lost', closed - won)]
}

async function counted(pull: Asked, filters: readonly Filter[]): Promise<number> {
  const { total } = parsePage(await search(pull, 'deals', countBody([filters])))
  if (total === undefined) throw unreadable('total', 'a search does not tell how many it found')
  return total
}

async function ids(pull: Asked, slice: Slice, after: string | null) {
  const page = await found(pull, 'deals', idsBody(slice, after))
  if (page.after !== null && page.after === after)
    throw unreadable('paging', 'a page of ids ends where it began')
  return { ids: page.results.map(rowId).filter((id) => id !== null), after: page.after }
}

function unavailable(detail: string): ConnectorError {
  return new ConnectorError('hubspot', { kind: 'unavailable', status: 207, retryAfterMs: null, detail })
}
