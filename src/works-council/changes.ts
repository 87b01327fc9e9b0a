/** The log of changes to what protects people: who changed what, from what to what. No number of sales is in it. */
import { desc, inArray } from 'drizzle-orm'
import type { Instant } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { audit } from '../../db/workspace/schema.ts'

export const changeActions = [
  'minimum.propose',
  'minimum.agree',
  'minimum.refuse',
  'minimum.withdraw',
  'minimum.expire',
  'privacy.lifetimes',
  'company.days',
  'company.kept',
  'mapping.contracts',
  'time_zone.change',
  'settings.closing_days',
  'settings.fiscal_year',
] as const
export type ChangeAction = (typeof changeActions)[number]

export interface Change {
  readonly at: Instant
  readonly actor: string
  readonly action: ChangeAction
  /** As text; null where it is no plain value. */
  readonly before: string | null
  readonly after: string | null
  readonly reason: string | null
}

const MOST = 100

/** Newest first. */
export async function readChanges(db: WorkspaceDb): Promise<Change[]> {
  const rows = await db
    .select()
    .from(audit)
    .where(inArray(audit.action, [...changeActions]))
    .orderBy(desc(audit.id))
    .limit(MOST)
  return rows.map(({ at, actor, action, detail }) => {
    const { before, after, reason } = JSON.parse(detail ?? '{}') as Record<string, unknown>
    return {
      ...{ at, actor, action: action as ChangeAction, before: plain(before), after: plain(after) },
      reason: typeof reason === 'string' ? reason : null,
    }
  })
}

function plain(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'string') return String(value)
  // Lifetimes: texts, then sessions.
  const { textDays, sessionDays } = (value ?? {}) as { textDays?: number; sessionDays?: number }
  return textDays === undefined || sessionDays === undefined ? null : `${textDays} / ${sessionDays}`
}
