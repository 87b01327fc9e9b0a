/** The deals behind a published value, as they were known when it was published. */

import { evidence } from '../metrics/index.ts'
import { readSettings } from '../okr/settings.ts'
import type { KeyResultDetail } from '../okr/types.ts'
import type { Workspace } from '../platform.ts'
import type { EvidenceView } from './key-result-view.ts'
import { crmOf, dealUrl, type MirrorNames, stageLabel } from './mirror-names.ts'

export const PAGE_SIZE = 25

/**
 * Null where no deals stand behind the value, and where the definition is broken: what it names is gone, or the
 * group behind it is too small to show.
 */
export async function readEvidence(
  workspace: Workspace,
  { keyResult, cycle }: KeyResultDetail,
  names: MirrorNames,
  page: number,
): Promise<EvidenceView | null> {
  const { db, timeZone, currency } = workspace
  const { definition, latest, broken, definitionVersion } = keyResult
  // A value of an earlier definition has other deals behind it than this one would find.
  if (definition === null || latest === null || broken !== null) return null
  if (latest.definitionVersion !== definitionVersion) return null
  const { fiscalYearStartMonth } = await readSettings(db)
  const found = await evidence(
    db,
    { definition, definitionVersion, cycle: { from: cycle.startsOn, to: cycle.endsOn } },
    { kind: 'known', seq: latest.seq },
    { day: latest.asOf, timeZone, currency, fiscalYearStartMonth },
    { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE },
  )
  return {
    rows: found.rows.map((row) => ({
      ...row,
      crm: crmOf(names, row.source),
      stage: stageLabel(names, row),
      url: dealUrl(names, row.source, row.externalId),
    })),
    total: found.total,
    page,
    pageSize: PAGE_SIZE,
    homeCurrency: currency,
  }
}
