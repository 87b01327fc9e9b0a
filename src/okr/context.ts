/** What every write is told besides its input, and what it answers. */
import type { Instant } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { audit } from '../../db/workspace/schema.ts'
import type { Workspace } from '../platform.ts'
import type { AskNative } from './native/ask.ts'
import type { Issue } from './types.ts'

export interface WriteContext {
  /** Who writes: a user's id, or the part of the program that does. */
  readonly actor: string
  readonly now: Instant
}

export interface CompanyContext extends WriteContext {
  readonly workspace: Pick<Workspace, 'timeZone' | 'currency'>
  /** The way to a CRM, for what it is asked before it is saved. Without it such a source is refused. */
  readonly askNative?: AskNative
}

export interface Refused {
  readonly ok: false
  readonly issues: readonly Issue[]
}
export type Written = { readonly ok: true; readonly id: string } | Refused

export function refused(...issues: readonly Issue[]): Refused {
  return { ok: false, issues }
}

/** Joined to the batch of the write it reports, so that neither stands without the other. */
export function auditRow(
  db: WorkspaceDb,
  { actor, now }: WriteContext,
  action: string,
  subject: string,
  detail: unknown,
) {
  return db.insert(audit).values({ at: now, actor, action, subject, detail: JSON.stringify(detail) })
}
