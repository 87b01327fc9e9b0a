/** The last answer of a CRM to a key result's question: whether there was a number, and with whose rights. */
import { and, desc, eq } from 'drizzle-orm'
import type { NativeTrouble } from '../../../connectors/native.ts'
import type { WorkspaceDb } from '../../../db/client.ts'
import { keyResult, nativeReading } from '../../../db/workspace/schema.ts'
import { type NativeBasis, type NativeReading, noBasis } from './types.ts'

/** Undefined: no CRM is asked for it. Null: not asked yet. */
export async function readNative(
  db: WorkspaceDb,
  keyResultId: string,
): Promise<NativeReading | null | undefined> {
  const [found] = await db
    .select({ reading: nativeReading })
    .from(keyResult)
    .leftJoin(nativeReading, eq(nativeReading.keyResultId, keyResult.id))
    .where(and(eq(keyResult.id, keyResultId), eq(keyResult.origin, 'native')))
    .orderBy(desc(nativeReading.at), desc(nativeReading.runId))
    .limit(1)
  if (found === undefined) return undefined
  const { reading: row } = found
  if (row === null) return null
  const value = row.value === null ? null : (JSON.parse(row.value) as { readonly moves: boolean })
  return {
    at: row.at,
    trouble: row.trouble === null ? null : (JSON.parse(row.trouble) as NativeTrouble),
    basis: { ...noBasis, ...(JSON.parse(row.basis) as Partial<NativeBasis>) },
    moves: value?.moves ?? false,
  }
}
