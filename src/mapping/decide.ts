/** A person decides on a change of the set-up: the definitions follow it, or stay as they are. */
import { and, eq } from 'drizzle-orm'
import * as z from 'zod'
import type { WorkspaceDb } from '../../db/client.ts'
import { mappingFinding } from '../../db/workspace/schema.ts'
import { auditRow, type CompanyContext } from '../okr/context.ts'
import type { Issue } from '../okr/types.ts'
import { updateKeyResult } from '../okr/write-key-result.ts'
import { offered, readFindings } from './read.ts'

export const findingInput = z.strictObject({
  decision: z
    .enum(['follow', 'dismiss'])
    .describe('Rewrite the definitions, or leave them and tell it no more'),
  reason: z.string().trim().max(500).default('').describe('Kept with the new versions'),
})
export type FindingInput = z.infer<typeof findingInput>

export interface Refusals {
  readonly id: string
  readonly issues: readonly Issue[]
}

/** `nothing_to_follow`: only a person can say how. `refused`: key results that could not be rewritten; it stays open. */
export type Decided =
  | { readonly kind: 'decided'; readonly followed: readonly string[]; readonly refused: readonly Refusals[] }
  | { readonly kind: 'none' | 'nothing_to_follow' }

export async function decideFinding(
  db: WorkspaceDb,
  id: number,
  { decision, reason }: FindingInput,
  context: CompanyContext,
): Promise<Decided> {
  const finding = (await readFindings(db)).find((one) => one.id === id)
  if (finding === undefined) return { kind: 'none' }
  const rewritten = decision === 'follow' ? offered(finding) : []
  if (decision === 'follow' && rewritten.length === 0) return { kind: 'nothing_to_follow' }
  const followed: string[] = []
  const refused: Refusals[] = []
  for (const { id: keyResult, offer } of rewritten) {
    // Each is checked as if it were typed: that enough people stand behind it, that it is not final.
    if (offer === null) continue
    const patch = 'terms' in offer ? { composite: offer } : { definition: offer }
    const written = await updateKeyResult(db, keyResult, patch, context)
    if (written.ok) followed.push(keyResult)
    else refused.push({ id: keyResult, issues: written.issues })
  }
  const { kind, subject, label, before, successor } = finding
  const change = { kind, subject, label, before, successor }
  await db.batch([
    auditRow(db, context, `mapping.${decision}`, String(id), { change, reason, followed, refused }),
    ...(refused.length > 0 ? [] : [close(db, id, decision, context)]),
  ])
  return { kind: 'decided', followed, refused }
}

function close(
  db: WorkspaceDb,
  id: number,
  decision: FindingInput['decision'],
  { actor, now }: CompanyContext,
) {
  return db
    .update(mappingFinding)
    .set({ state: decision === 'follow' ? 'followed' : 'dismissed', decidedBy: actor, decidedAt: now })
    .where(and(eq(mappingFinding.id, id), eq(mappingFinding.state, 'open')))
}
