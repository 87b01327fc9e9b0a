/**
 * The search index: what each record looked like `searchLagMs` ago, or less where the lag varies. Lists and single
 * reads see the records themselves; only search reads here.
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

type Lag = Pick<Switches, 'searchLagMs' | 'searchLagVaries'>

/** The part of the lag that one edit takes, 0 to 1: the same whenever it is asked. */
function share(id: string, updatedAt: Instant): number {
  return ((Number(BigInt(id) % 1009n) * 31 + (Date.parse(updatedAt) % 1009)) % 101) / 100
}

function documents<T extends Versioned>(initial: Iterable<[string, T]>, copy: (record: T) => T) {
  /** Oldest first; usually one. */
  const versions = new Map<string, T[]>()
  for (const [id, record] of initial) versions.set(id, [copy(record)])

  return {
    put(id: string, record: T) {
      versions.set(id, [...(versions.get(id) ?? []), copy(record)])
    },
    *at(now: Instant, { searchLagMs, searchLagVaries }: Lag): Iterable<T> {
      const cutoff = addMs(now, -searchLagMs)
      const due = (id: string, { updatedAt }: T) =>
        updatedAt <= cutoff ||
        (searchLagVaries && addMs(updatedAt, share(id, updatedAt) * searchLagMs) <= now)
      for (const [id, list] of versions) {
        const visible = list.findLastIndex((version) => due(id, version))
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

export function createSearchIndex(crm: Crm, switches: Lag): SearchIndex {
  const deals = documents(crm.deals, copyDeal)
  const companies = documents(crm.companies, (company: CrmCompany) => ({ ...company }))

  const close = crm.watch((kind, id) => {
    const deal = kind === 'deal' ? crm.deals.get(id) : undefined
    const company = kind === 'company' ? crm.companies.get(id) : undefined
    if (deal !== undefined) deals.put(id, deal)
    if (company !== undefined) companies.put(id, company)
  })

  return {
    deals: (now) => deals.at(now, switches),
    companies: (now) => companies.at(now, switches),
    close,
  }
}
