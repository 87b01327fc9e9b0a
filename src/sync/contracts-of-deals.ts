/** Where contracts follow from deals: the ledger of deals is read on from where it was, and each state of it told in turn. */
import type { Row } from '@libsql/client/web'
import type { ContractMapping } from '../../connectors/contract-mapping.ts'
import { contractOfDeal, type DealContext } from '../../connectors/contract-of-deal.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { type ContractTurn, contractStatements } from './commit-contracts.ts'
import { valuesOf } from './contract-state.ts'
import { type ContractsPlace, keepPlace } from './contracts-place.ts'
import type { RateRule, Told } from './derive.ts'
import type { Rederive } from './rederive.ts'

export interface FromDeals extends Rederive {
  readonly mapping: ContractMapping
  readonly kind: DealContext['kind']
  /** The connection whose deals count where both hold one, if it is another. */
  readonly leading: string | null
}

/** States of deals that one step looks at. Two round trips, one where none has come. */
const CHUNK = 2000

/** Where the next step goes on. */
export async function stepThroughDeals(
  db: WorkspaceDb,
  context: FromDeals,
  place: ContractsPlace,
): Promise<ContractsPlace> {
  const [found, newest] = await db.$client.batch(
    [
      { sql: statesSince, args: { source: context.source, leading: context.leading, after: place.after } },
      'SELECT COALESCE(MAX(seq), 0) AS seq FROM revision',
    ],
    'read',
  )
  const rows = found?.rows ?? []
  const done = rows.length < CHUNK
  const after = done ? Number(newest?.rows[0]?.seq) : Number(rows.at(-1)?.seq)
  const next = { ...place, after, done }
  const turns = rows.flatMap((row) => turnOf(row, context, place))
  if (turns.length > 0 || next.after !== place.after || next.done !== place.done)
    await db.$client.batch([...contractStatements(turns, context), keepPlace(context.source, next)], 'write')
  return next
}

/** Table `named`: the deals that one of the leading CRM names as its copy. */
export const namedByLeading = `named AS MATERIALIZED (SELECT q.twin_id FROM deal o
    CROSS JOIN revision q ON q.seq = o.current_seq AND q.deleted = 0 AND q.twin_id IS NOT NULL
    WHERE o.source = :leading AND o.id IN (SELECT deal_id FROM revision WHERE twin_id IS NOT NULL))`

// A reconstructed state does not know the fields that a contract is made of. A copy of a deal that counts in another CRM is
// told there.
export const statesSince = `WITH ${namedByLeading}
  SELECT r.*, d.external_id, d.told, d.external_id IN (SELECT twin_id FROM named) OR r.twin_id IS NOT NULL
      AND EXISTS (SELECT 1 FROM deal o WHERE o.source = :leading AND o.external_id = r.twin_id) AS copy
  FROM revision r CROSS JOIN deal d ON d.id = r.deal_id
  WHERE r.seq > :after AND d.source = :source AND r.time_from <> 'history' ORDER BY r.seq LIMIT ${CHUNK}`

/** None where nobody can say whether the deal is won: it stays what it was. */
function turnOf(row: Row, context: FromDeals, { until }: ContractsPlace): ContractTurn[] {
  const removed = Number(row.deleted) === 1
  const gone = removed || Number(row.copy) === 1
  if (!gone && row.status === null) return []
  const told = row.told === null ? null : (JSON.parse(String(row.told)) as Told)
  const contract =
    gone || row.status !== 'won' ? null : contractOfDeal(dealOf(row, told), context.mapping, context)
  const { setup, homeCurrency } = context
  const today = String(row.effective_at).slice(0, 10)
  const as = { rate: textOf(row.rate), rule: textOf(row.rate_rule) as RateRule | null }
  return [
    {
      ...{ externalId: String(row.external_id), kind: context.kind, version: String(row.version) },
      values: contract === null ? null : valuesOf(contract, { setup, homeCurrency, today }, as),
      ...{ effectiveAt: String(row.effective_at), timeFrom: String(row.time_from) },
      cause: removed ? 'removed' : gone || row.cause === 'derived' ? 'derived' : 'read',
      anew: Number(row.seq) <= until,
    },
  ]
}

function dealOf(row: Row, told: Told | null) {
  return {
    ...{ id: String(row.external_id), version: String(row.version), amountMinor: numberOf(row.amount_minor) },
    ...{ currency: textOf(row.currency), rate: told?.rate ?? null, closeDate: textOf(row.close_date) },
    ...{ pipelineId: textOf(row.pipeline_id), type: textOf(row.type), companyId: textOf(row.company_id) },
    properties: JSON.parse(textOf(row.properties) ?? '{}') as Record<string, string | null>,
  }
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}

function numberOf(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value)
}
