/** Where a connection's contracts come from, as a person chose: one JSON value in `setting`. */
import type { InStatement } from '@libsql/client/web'
import { type ContractMapping, noContracts } from '../../connectors/contract-mapping.ts'

const PREFIX = 'contracts:'

export function mappingKey(source: string): string {
  return PREFIX + source
}

export function mappingQuery(source: string): InStatement {
  return { sql: 'SELECT value FROM setting WHERE key = ?', args: [mappingKey(source)] }
}

/** Nothing was chosen: no contracts, and no call for any. */
export function mappingFrom(value: unknown): ContractMapping {
  return typeof value === 'string'
    ? { ...noContracts, ...(JSON.parse(value) as ContractMapping) }
    : noContracts
}
