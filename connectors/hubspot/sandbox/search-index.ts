/**
 * The search index: what each record looked like `searchLagMs` ago. Lists and single reads see the records
 * themselves; only search reads here.
 */
import type { Instant } from '../../contract.ts'
import type { Crm, CrmCompany, CrmDeal } from '../../demo/types.ts'
import { addMs } from '../../values/time.ts'
import type { Switches } from './switches.ts'

export interface SearchIndex {
  /** Records as the index holds them at `now`; deleted and merged-away ones are not in it. */
  deals(now: Instant): Iterable<CrmDeal>
  companies(now: Instant): Iterable<CrmCompany>
  close(): void
}

interface Versioned {
  readonly updatedAt: Instant
  readonly deletedAt: Instant | null
}

function documents<T extends Versioned>(initial: Iterable<[string, T]>, copy: (record: T) => T) {
  /** Oldest first; usually one. */
  const versions = new Map<string, T[]>()
  for (const [id, record] of initial) versions.set(id, [copy(record)])

  return {
    put(id: string, record: T) {
      versions.set(id, [...(versions.get(id) ?? []), copy(record)])
    },
    *at(cutoff: Instant): Iterable<T> {
      for (const [id, list] of versions) {
        const visible = list.findLastIndex((version) => version.updatedAt <= cutoff)
        if (visible > 0) versions.set(id, list.slice(visible))
        const version = list[visible]
        if (version !== undefined && version.deletedAt === null) yield version
      }
    },
  }
}

const copyDeal = (deal: CrmDeal): CrmDeal => ({
  ...deal,
  properties: { ...deal.properties },
  mergedIds: [...deal.mergedIds],
  history: [...deal.history],
})

export function createSearchIndex(crm: Crm, switches: Pick<Switches, 'searchLagMs'>): SearchIndex {
  const deals = documents(crm.deals, copyDeal)
  const companies = documents(crm.companies, (company: CrmCompany) => ({ ...company }))

  const close = crm.watch((kind, id) => {
    const deal = kind === 'deal' ? crm.deals.get(id) : undefined
    const company = kind === 'company' ? crm.companies.get(id) : undefined
    if (deal !== undefined) deals.put(id, deal)
    if (company !== undefined) companies.put(id, company)
  })

  return {
    deals: (now) => deals.at(addMs(now, -switches.searchLagMs)),
    companies: (now) => companies.at(addMs(now, -switches.searchLagMs)),
    close,
  }
}
