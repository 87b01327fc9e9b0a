/** What a cycle's end and hand-set values add to the key result's page. */
import { type Concern, concernedDeals } from '../closing/concerned.ts'
import { overridesQuery } from '../closing/override.ts'
import { isHidden } from '../okr/hidden.ts'
import { isMeasured } from '../okr/origin.ts'
import type { KeyResultDetail } from '../okr/types.ts'
import type { Workspace } from '../platform.ts'
import { CONCERNED, proposedEnd } from './closing-card.ts'
import type { Authors } from './ctx.ts'
import type { OverrideEntry, OverrideShown } from './override-card.ts'

export interface ClosingPage {
  /** The deals of a restated value; null where the role may not see deals. */
  readonly concern: Concern | null
  readonly overrides: readonly OverrideShown[]
  /** Null where the role may set none, or nothing is measured that could go on beside it. */
  readonly entry: OverrideEntry | null
}

export interface Reader {
  readonly evidence: boolean
  readonly override: boolean
  /** Null where the role does not need to know them. */
  readonly authors: Authors | null
}

export async function readClosing(
  workspace: Workspace,
  detail: KeyResultDetail,
  { evidence, override, authors }: Reader,
  entry?: OverrideEntry,
): Promise<ClosingPage | null> {
  const { keyResult } = detail
  if (!isMeasured(keyResult.origin) || isHidden(keyResult)) return null
  const final = keyResult.closing?.final != null
  const restated = keyResult.closing?.restated != null
  const [concern, rows] = await Promise.all([
    evidence && restated ? concernedDeals(workspace, detail, CONCERNED) : null,
    overridesQuery(workspace.db, keyResult.id),
  ])
  const ids = [...new Set(rows.map(({ author }) => author))]
  const names = authors === null || ids.length === 0 ? null : await authors(workspace.id, ids)
  return {
    concern,
    overrides: rows.map(({ author, ...row }) => ({ ...row, author: names?.get(author) ?? null })),
    entry:
      override && !final
        ? (entry ?? { value: '', reason: '', expiresOn: proposedEnd(detail), wrong: {} })
        : null,
  }
}
