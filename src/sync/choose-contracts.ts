/** Takes up another source of contracts: what the old one told ends, what the new one needs is asked for from the start. */
import type { InStatement } from '@libsql/client/web'
import type { Instant } from '../../connectors/contract.ts'
import { type ContractMapping, fieldsOfDeals } from '../../connectors/contract-mapping.ts'
import { nextSeqs, seqsTaken } from '../../db/workspace/seq.ts'
import { mappingKey } from './contract-mapping.ts'
import { contractColumns } from './contract-state.ts'
import { placeKey } from './contracts-place.ts'
import { readAgain } from './read-again.ts'

export interface Choice {
  readonly source: string
  readonly before: ContractMapping
  readonly after: ContractMapping
  /** Extra properties of deals that are mirrored already. */
  readonly properties: readonly string[]
  readonly now: Instant
}

/** One batch. Called only where the choice is another than before. */
export function choiceStatements({ source, before, after, properties, now }: Choice): InStatement[] {
  const wanted = JSON.stringify(withFields(properties, after))
  const moved = before.source !== after.source
  return [
    readAgain(source, 's.properties <> :properties', { properties: wanted }),
    { sql: 'UPDATE source SET properties = ? WHERE id = ?', args: [wanted, source] },
    {
      sql: `INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      args: [mappingKey(source), JSON.stringify(after)],
    },
    { sql: 'DELETE FROM setting WHERE key = ?', args: [placeKey(source)] },
    // A page of the old choice that is on its way writes nothing.
    {
      sql: `UPDATE stream_state SET cursor = NULL, version = version + 1 WHERE source = ? AND stream = 'contracts'`,
      args: [source],
    },
    ...(moved ? endings(source, now) : []),
  ]
}

/** The extra properties of deals, with those that contracts follow from. */
export function withFields(properties: readonly string[], mapping: ContractMapping): readonly string[] {
  return [...new Set([...properties, ...fieldsOfDeals(mapping)])]
}

/** They were no mistake of the CRM: they end as seen, with the state they were in. */
function endings(source: string, now: Instant): InStatement[] {
  return [
    {
      sql: `INSERT INTO contract_revision (seq, contract_id, effective_at, time_from, cause, version, deleted,
          ${contractColumns.join(', ')})
        SELECT ${nextSeqs('c.id')}, c.id, :now, 'seen', 'derived', k.version, 1, ${contractColumns.map((c) => `k.${c}`).join(', ')}
        FROM contract c JOIN contract_revision k ON k.seq = c.current_seq
        WHERE c.source = :source AND k.deleted = 0 ORDER BY c.id`,
      args: { source, now },
    },
    ...seqsTaken,
    {
      sql: `UPDATE contract SET current_seq = (SELECT MAX(k.seq) FROM contract_revision k
        WHERE k.contract_id = contract.id) WHERE source = :source`,
      args: { source },
    },
    { sql: 'DELETE FROM contract_told WHERE source = :source', args: { source } },
  ]
}
