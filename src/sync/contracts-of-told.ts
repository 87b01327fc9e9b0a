/** Where contracts are a stream: those that changed, or whose deal or rate did, get the state that follows now. */
import type { Row } from '@libsql/client/web'
import type { ContractMapping, ContractRecord, Instant } from '../../connectors/contract.ts'
import { overlapOf } from '../../connectors/contract-of-deal.ts'
import { localDay } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { type ContractTurn, contractStatements } from './commit-contracts.ts'
import { kindFrom } from './commit-told.ts'
import { type ContractValues, valuesOf } from './contract-state.ts'
import { namedByLeading } from './contracts-of-deals.ts'
import { type ContractsPlace, keepPlace } from './contracts-place.ts'
import type { Rederive } from './rederive.ts'

export interface FromTold extends Rederive {
  readonly mapping: ContractMapping
  /** The connection whose deals count where both hold one, if it is another. */
  readonly leading: string | null
}

/** Two round trips, one where nothing is due. */
const CHUNK = 2000

/** Where the next step goes on. */
export async function stepThroughTold(
  db: WorkspaceDb,
  context: FromTold,
  place: ContractsPlace,
): Promise<ContractsPlace> {
  const { source } = context
  const kind = kindFrom(context.mapping.source) ?? ''
  const [, newest, found] = await db.$client.batch(
    [
      { sql: dueByDeals, args: { source, kind, after: place.after } },
      'SELECT COALESCE(MAX(seq), 0) AS seq FROM revision',
      { sql: dueOnes, args: { source, kind, leading: context.leading } },
    ],
    'write',
  )
  const rows = found?.rows ?? []
  const next = { ...place, after: Number(newest?.rows[0]?.seq), done: rows.length < CHUNK }
  if (rows.length === 0 && next.after === place.after && place.done) return next
  const turns = rows.map((row) => turnOf(row, context))
  const looked = JSON.stringify(rows.map(({ external_id, read_at }) => [external_id, read_at]))
  await db.$client.batch(
    [
      ...contractStatements(turns, context),
      { sql: lookedAt, args: { source, kind, rows: looked } },
      keepPlace(source, next),
    ],
    'write',
  )
  return next
}

/** All of them once more: the choice has changed, or the rates have. */
export const allDue = 'UPDATE contract_told SET due = 1 WHERE source = :source'

export const dueByDeals = `UPDATE contract_told SET due = 1 WHERE source = :source AND kind = :kind AND deal_id IN (
  SELECT d.external_id FROM revision r CROSS JOIN deal d ON d.id = r.deal_id
  WHERE r.seq > :after AND d.source = :source AND r.time_from <> 'history')`

// As of a deal that follows from itself: its copy is told in the CRM that leads.
export const dueOnes = `WITH ${namedByLeading} SELECT t.external_id, t.kind, t.version AS told_version, t.read_at, t.record, t.deal_id AS deal,
    q.seq, q.status, q.deleted AS deal_deleted, q.company_id, q.close_date, q.type, q.pipeline_id, q.effective_at,
    k.version AS known_version, t.deal_id IN (SELECT twin_id FROM named) OR q.twin_id IS NOT NULL
      AND EXISTS (SELECT 1 FROM deal o WHERE o.source = :leading AND o.external_id = q.twin_id) AS copy
  FROM contract_told t
  LEFT JOIN deal d ON d.source = t.source AND d.external_id = t.deal_id
  LEFT JOIN revision q ON q.seq = d.current_seq
  LEFT JOIN contract c ON c.source = t.source AND c.kind = t.kind AND c.external_id = t.external_id
  LEFT JOIN contract_revision k ON k.seq = c.current_seq
  WHERE t.source = :source AND t.kind = :kind AND t.due = 1 ORDER BY t.external_id LIMIT ${CHUNK}`

// What was told meanwhile stays due.
export const lookedAt = `UPDATE contract_told SET due = 0 WHERE source = :source AND kind = :kind
  AND (external_id, read_at) IN (SELECT value ->> 0, value ->> 1 FROM json_each(:rows))`

function turnOf(row: Row, context: FromTold): ContractTurn {
  const record = row.record === null ? null : (JSON.parse(String(row.record)) as ContractRecord)
  const contract = record === null || Number(row.copy) === 1 ? null : byItsDeal(record, row, context.mapping)
  const version = String(row.told_version)
  return {
    ...{ externalId: String(row.external_id), kind: String(row.kind), version },
    values: contract === null ? null : statesOf(contract, context),
    ...timeOf(row, version, context.now),
    cause: record === null ? 'removed' : Number(row.copy) === 1 ? 'derived' : 'read',
    anew: false,
  }
}

/** By the version where it has moved; a state that follows from another deal or rate is so since that was told, or seen. */
function timeOf(row: Row, version: string, now: Instant): Pick<ContractTurn, 'effectiveAt' | 'timeFrom'> {
  const known = row.known_version === null ? null : String(row.known_version)
  const ofDeal = row.kind === 'line_item' && row.effective_at !== null ? String(row.effective_at) : ''
  if (version !== '' && (known === null || version > known))
    return { effectiveAt: version > ofDeal ? version : ofDeal, timeFrom: 'crm' }
  return ofDeal > (known ?? '')
    ? { effectiveAt: ofDeal, timeFrom: 'crm' }
    : { effectiveAt: now, timeFrom: 'seen' }
}

/** A line item is a contract when its deal is won; what it does not say itself, the deal says. */
function byItsDeal(record: ContractRecord, row: Row, mapping: ContractMapping): ContractRecord | null {
  const known = row.seq !== null
  if (record.kind === 'line_item' && (!known || row.status !== 'won' || Number(row.deal_deleted) === 1))
    return null
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value))
  const deal = { type: text(row.type), pipelineId: text(row.pipeline_id) }
  const startsOn = record.startsOn ?? text(row.close_date)
  const told = record.problems.some(({ field }) => field === 'startsOn')
  const missing = { field: 'startsOn', code: 'missing', raw: '' } as const
  return {
    ...record,
    companyId: record.companyId ?? text(row.company_id),
    startsOn,
    overlap: record.overlap ?? overlapOf(deal, mapping),
    problems: startsOn === null && !told ? [...record.problems, missing] : record.problems,
  }
}

function statesOf(
  contract: ContractRecord,
  { setup, homeCurrency, now, timeZone }: FromTold,
): ContractValues {
  return valuesOf(contract, { setup, homeCurrency, today: localDay(now, timeZone) })
}
