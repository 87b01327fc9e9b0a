/** A page of the CRM's own history into the past of the ledger. Nothing that was told, or known, changes by it. */
import type { InStatement } from '@libsql/client/web'
import type { HistoryRecord } from '../../connectors/contract.ts'
import { ownerText } from './commit-deals.ts'
import { type HistoryStep, type Reconstruct, reconstruct } from './reconstruct.ts'

export interface HistoryContext extends Reconstruct {
  /** Keyed hash. */
  hash(text: string): Promise<string>
}

export async function historyStatements(
  records: readonly HistoryRecord[],
  context: HistoryContext,
): Promise<InStatement[]> {
  return reconstruct(await stepsOf(records, context), context)
}

async function stepsOf(
  records: readonly HistoryRecord[],
  { source, hash }: HistoryContext,
): Promise<HistoryStep[]> {
  const hashes = new Map<string, Promise<string>>()
  function hashed(ownerId: string): Promise<string> {
    const known = hashes.get(ownerId) ?? hash(ownerText(source, ownerId))
    hashes.set(ownerId, known)
    return known
  }
  return Promise.all(
    records.map(async ({ id, at, values }) => {
      const { ownerId, ...rest } = values
      if (ownerId === undefined) return { externalId: id, at, fields: rest }
      const ownerHash = ownerId === null ? null : await hashed(ownerId)
      return { externalId: id, at, fields: { ...rest, ownerHash } }
    }),
  )
}
