/** The deals behind a value, ready for the table. */
import type { Instant } from '../../connectors/contract.ts'
import type { Evidence } from '../metrics/types.ts'
import { readEvidence } from '../okr/evidence.ts'
import type { KeyResultDetail } from '../okr/types.ts'
import type { Workspace } from '../platform.ts'
import type { EvidenceView } from './key-result-view.ts'
import { crmOf, dealUrl, type MirrorNames, stageLabel } from './mirror-names.ts'

export const PAGE_SIZE = 25

/**
 * Null where no deals stand behind the value: typed or pushed, hidden, broken, or not measured yet. Before the first
 * value the mirror may still be filling, and half a list is not shown.
 */
export async function evidenceView(
  workspace: Workspace,
  detail: KeyResultDetail,
  names: MirrorNames,
  { page, term }: { readonly page: number; readonly term?: number | undefined },
  now: Instant,
): Promise<EvidenceView | null> {
  const { keyResult } = detail
  if (keyResult.latest === null || keyResult.broken !== null) return null
  const paging = { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE, term }
  const answer = await readEvidence(workspace, keyResult.id, now, paging)
  if (answer.kind !== 'page') return null
  // Past the end, as an old link can be: the last page there is.
  const last = Math.max(1, Math.ceil(answer.page.total / PAGE_SIZE))
  if (page > last) return evidenceView(workspace, detail, names, { page: last, term }, now)
  return {
    rows: answer.page.rows.map((row) => ({
      ...row,
      crm: crmOf(names, row.source),
      stage: stageLabel(names, row),
      // A row of a customer is no deal; a contract is one where it came from one.
      url: hasPage(row) ? dealUrl(names, row.source, row.externalId) : null,
    })),
    total: answer.page.total,
    page,
    pageSize: PAGE_SIZE,
    term: keyResult.composite === undefined ? undefined : (term ?? 0),
  }
}

function hasPage({ customer, contract }: Evidence): boolean {
  if (customer !== undefined) return false
  return contract === undefined || contract.kind === 'deal' || contract.kind === 'opportunity'
}
