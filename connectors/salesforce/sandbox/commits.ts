/** What long transactions have written and not yet committed: until then everybody else reads a deal as it was. */
import type { Instant } from '../../contract.ts'
import type { Crm, CrmDeal } from '../../demo/types.ts'

export interface Commits {
  /** The deal as its last transaction that ended by `at` left it; null while its first is under way. */
  deal(id: string, at: Instant): CrmDeal | null
  stop(): void
}

/** Follows a company from now on: what was written before is taken as it stands. */
export function followCommits(crm: Pick<Crm, 'deals' | 'watch'>): Commits {
  const versions = new Map<string, CrmDeal[]>()

  function note(id: string): void {
    const deal = crm.deals.get(id)
    if (deal !== undefined) versions.set(id, [...(versions.get(id) ?? []), copy(deal)])
  }

  for (const id of crm.deals.keys()) note(id)
  const stop = crm.watch((kind, id) => {
    if (kind === 'deal') note(id)
  })
  return {
    deal(id, at) {
      const known = versions.get(id) ?? []
      const [first] = known
      const ended = known.findLast((version) => version.updatedAt <= at)
      return ended ?? (first !== undefined && first.createdAt <= at ? first : null)
    },
    stop,
  }
}

function copy(deal: CrmDeal): CrmDeal {
  return {
    ...deal,
    properties: { ...deal.properties },
    mergedIds: [...deal.mergedIds],
    history: [...deal.history],
  }
}
