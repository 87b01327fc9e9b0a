/** States of contracts into their ledger: identities, revisions where the state differs, pointers to what is current. */
import type { InStatement } from '@libsql/client/web'
import type { Instant } from '../../connectors/contract.ts'
import { nextSeqs, seqsTaken } from '../../db/workspace/seq.ts'
import { type ContractValues, contractColumns } from './contract-state.ts'

export interface ContractTurn {
  readonly externalId: string
  readonly kind: string
  /** Null: it is no contract, or none any more. */
  readonly values: ContractValues | null
  readonly version: Instant
  readonly effectiveAt: Instant
  readonly timeFrom: string
  readonly cause: 'read' | 'removed' | 'derived'
  /** Written though the state is that of the current revision: the past is told anew, in its order. */
  readonly anew: boolean
}

export interface ContractWriting {
  readonly source: string
  readonly runId: string
}

/** In the order in which they came about; a contract may have several turns. */
export function contractStatements(
  turns: readonly ContractTurn[],
  { source, runId }: ContractWriting,
): InStatement[] {
  if (turns.length === 0) return []
  const rows = JSON.stringify(rowsOf(turns))
  return [
    { sql: identities, args: { rows, source } },
    { sql: revisions, args: { rows, source, run: runId } },
    ...seqsTaken,
    { sql: pointers, args: { rows, source } },
  ]
}

const absent: ContractValues = contractColumns.map(() => null)

function rowsOf(turns: readonly ContractTurn[]): unknown[][] {
  /** The state before, of those that had a turn already. */
  const before = new Map<string, ContractValues | null>()
  return turns.flatMap((turn) => {
    const { externalId, kind, values, version, effectiveAt, timeFrom, cause } = turn
    const key = `${kind}/${externalId}`
    const earlier = before.get(key)
    if (earlier !== undefined && same(earlier, values)) return []
    before.set(key, values)
    // It ends with the state it was in.
    const shown = values ?? earlier ?? absent
    const first = earlier === undefined && !turn.anew ? 1 : 0
    const copies = values === null && (earlier === undefined || earlier === null) ? 1 : 0
    const deleted = values === null ? 1 : 0
    return [[externalId, kind, first, copies, deleted, version, effectiveAt, timeFrom, cause, ...shown]]
  })
}

function same(a: ContractValues | null, b: ContractValues | null): boolean {
  if (a === null || b === null) return a === b
  return a.every((value, index) => value === b[index])
}

const columns = [
  ...['external_id', 'kind', 'first', 'copies', 'deleted', 'version', 'effective_at', 'time_from', 'cause'],
  ...contractColumns,
]
const page = `WITH page AS MATERIALIZED (SELECT key AS n, ${columns
  .map((column, index) => `value ->> ${index} AS ${column}`)
  .join(', ')} FROM json_each(:rows))`

export const identities = `${page} INSERT INTO contract (source, external_id, kind)
  SELECT :source, p.external_id, p.kind FROM page p WHERE p.deleted = 0 ORDER BY p.n
  ON CONFLICT (source, kind, external_id) DO NOTHING`

const differs = contractColumns.map((column) => `k.${column} IS NOT p.${column}`).join(' OR ')
const shown = (column: string) => `CASE WHEN p.copies THEN k.${column} ELSE p.${column} END`

// The first turn of a contract is held against its current state, the others against the one before. What never was one has
// no end.
export const revisions = `${page} INSERT INTO contract_revision (seq, contract_id, effective_at, time_from, cause, run_id,
    version, deleted, ${contractColumns.join(', ')})
  SELECT ${nextSeqs('p.n')}, c.id, p.effective_at, p.time_from, p.cause, :run, p.version, p.deleted,
    ${contractColumns.map(shown).join(', ')}
  FROM page p CROSS JOIN contract c ON c.source = :source AND c.kind = p.kind AND c.external_id = p.external_id
  LEFT JOIN contract_revision k ON k.seq = c.current_seq
  WHERE NOT (p.copies AND k.seq IS NULL) AND (p.first = 0 OR k.seq IS NULL OR k.deleted IS NOT p.deleted
    OR p.deleted = 0 AND (${differs}))
  ORDER BY p.n`

export const pointers = `${page} UPDATE contract AS c SET current_seq =
    (SELECT MAX(k.seq) FROM contract_revision k WHERE k.contract_id = c.id)
  WHERE c.id IN (SELECT i.id FROM page p
    CROSS JOIN contract i ON i.source = :source AND i.kind = p.kind AND i.external_id = p.external_id)`
