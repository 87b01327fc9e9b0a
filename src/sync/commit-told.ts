/** A page of the stream of contracts: kept as told, in the page's batch. Their states are derived when the run has all. */
import type { InStatement } from '@libsql/client/web'
import type { ContractRecord, ContractSource, Instant, Page } from '../../connectors/contract.ts'

export interface ToldContext {
  readonly source: string
  readonly sentAt: Instant
  /** Which of them the company chose. */
  readonly from: ContractSource
}

const kinds: Readonly<Partial<Record<ContractSource, ContractRecord['kind']>>> = {
  line_items: 'line_item',
  subscriptions: 'subscription',
  contracts: 'contract',
  assets: 'asset',
}

export function kindFrom(source: ContractSource): ContractRecord['kind'] | null {
  return kinds[source] ?? null
}

export function toldStatements(
  { records, deleted }: Pick<Page<'contracts'>, 'records' | 'deleted'>,
  { source, sentAt, from }: ToldContext,
): InStatement[] {
  const kind = kindFrom(from)
  if (kind === null || records.length + deleted.length === 0) return []
  const rows = [
    ...records.map((one) => [one.id, one.version, one.dealId, JSON.stringify(one)]),
    ...deleted.map(({ id, at }) => [id, at, null, null]),
  ]
  return [{ sql: keepTold, args: { rows: JSON.stringify(rows), source, kind, sent: sentAt } }]
}

// As with deals: what was told last wins, by the time we asked, unless its version is lower than ours (an index that lags).
// What is gone raises the version to its end, so that an older hit does not bring it back. What never was a contract is
// not kept.
export const keepTold = `WITH page AS MATERIALIZED (SELECT key AS n, value ->> 0 AS id, value ->> 1 AS version,
    value ->> 2 AS deal_id, value ->> 3 AS record FROM json_each(:rows))
  INSERT INTO contract_told (source, kind, external_id, version, read_at, deal_id, record, due)
  SELECT :source, :kind, p.id, COALESCE(p.version, ''), :sent, p.deal_id, p.record, 1 FROM page p
  WHERE p.record IS NOT NULL OR EXISTS (SELECT 1 FROM contract_told t
    WHERE t.source = :source AND t.kind = :kind AND t.external_id = p.id)
  ORDER BY p.n
  ON CONFLICT (source, kind, external_id) DO UPDATE SET
    due = due OR record IS NOT excluded.record,
    version = MAX(version, excluded.version), read_at = excluded.read_at,
    deal_id = COALESCE(excluded.deal_id, deal_id), record = excluded.record
  WHERE read_at <= excluded.read_at AND (version <= excluded.version OR excluded.version = '')`
