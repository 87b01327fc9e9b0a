/** Every state a CRM was in, with its time: what an honest mirror may show at a moment. */
import type { Crm, CrmDeal } from '../../connectors/demo/types.ts'

export interface DealVersion {
  readonly from: number
  readonly deal: CrmDeal
}
export type SetupState = Pick<Crm, 'pipelines' | 'users' | 'rates'>
export interface SetupVersion {
  readonly from: number
  readonly setup: SetupState
}

export interface Versions {
  /** Oldest first. */
  deals(): IterableIterator<[string, readonly DealVersion[]]>
  deal(id: string): readonly DealVersion[]
  readonly setups: readonly SetupVersion[]
  setupChanged(): void
}

export function keepVersions(crm: Crm, now: () => number): Versions {
  const deals = new Map<string, DealVersion[]>()
  const setups: SetupVersion[] = []

  function keep(id: string): void {
    const deal = crm.deals.get(id)
    if (deal === undefined) return
    const kept = { from: now(), deal: { ...deal, mergedIds: [...deal.mergedIds] } }
    const list = deals.get(id)
    if (list === undefined) deals.set(id, [kept])
    else list.push(kept)
  }

  function setupChanged(): void {
    const setup = structuredClone({ pipelines: crm.pipelines, users: crm.users, rates: crm.rates })
    setups.push({ from: now(), setup })
  }

  for (const id of crm.deals.keys()) keep(id)
  setupChanged()
  crm.watch((kind, id) => {
    if (kind === 'deal') keep(id)
  })
  return { deals: () => deals.entries(), deal: (id) => deals.get(id) ?? [], setups, setupChanged }
}

/** Those that held at some time in `[since, now]`. */
export function heldSince<V extends { readonly from: number }>(versions: readonly V[], since: number): V[] {
  return versions.filter((_, i) => (versions[i + 1]?.from ?? Number.POSITIVE_INFINITY) >= since)
}
