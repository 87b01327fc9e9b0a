/**
 * The neutral store: plain data plus the edits that keep `updatedAt` and `history` true. Both sandboxes, the
 * generator and the loaders write through it, so that a change time means the same thing everywhere.
 */
import type { Instant } from '../contract.ts'
import { Store } from './store.ts'
import type { Crm, CrmCompany, CrmDeal, CrmDealFields } from './types.ts'

export type CrmOptions = Pick<Crm, 'name' | 'timeZone' | 'currency' | 'fiscalYearStartMonth'> &
  Partial<Pick<Crm, 'pipelines' | 'teams' | 'users' | 'rates' | 'customFields'>> & {
    /** The first deal's id; later ones ascend from it. */
    readonly firstDealId?: number
  }

const trackedFields = [
  'pipelineId',
  'stageId',
  'amount',
  'closeDate',
  'ownerId',
] as const satisfies readonly (keyof CrmDealFields)[]

/** Hardly ever change: the first change tells with it what stood there since creation. */
const seldomFields = ['currency', 'type', 'probability'] as const satisfies readonly (keyof CrmDealFields)[]

/** Creation times may come in any order; ids ascend in the order of the calls. Throws on an id that is taken. */
export function createCrm(options: CrmOptions): Crm {
  const deals = new Store<CrmDeal>()
  const companies = new Store<CrmCompany>()
  const listeners = new Set<Parameters<Crm['watch']>[0]>()
  let nextId = options.firstDealId ?? 1

  function tell(kind: 'deal' | 'company', id: string): void {
    for (const listener of listeners) listener(kind, id)
  }

  function freeId(): string {
    while (deals.has(String(nextId))) nextId += 1
    return String(nextId++)
  }

  /** Alive or in the recycle bin; an unknown id is a mistake of the caller. */
  function dealOf(id: string): CrmDeal {
    const deal = deals.get(id)
    if (deal === undefined) throw new Error(`No deal ${id}`)
    return deal
  }

  /** A CRM's own clock does not run backwards: an edit before the last one is a mistake of the caller. */
  function touch(deal: CrmDeal, at: Instant): void {
    if (at < deal.updatedAt) throw new Error(`Deal ${deal.id} was last changed later than ${at}`)
    deal.updatedAt = at
  }

  function record(deal: CrmDeal, field: (typeof trackedFields)[number], at: Instant): void {
    pastOf(deal).push({ at, field, value: deal[field] })
  }

  function recordSeldom(
    deal: CrmDeal,
    field: (typeof seldomFields)[number],
    at: Instant,
    before: string | null,
  ): void {
    const history = pastOf(deal)
    if (!history.some((entry) => entry.field === field))
      history.splice(trackedFields.length, 0, { at: deal.createdAt, field, value: before })
    history.push({ at, field, value: deal[field] })
  }

  /** The list is read-only for everybody else; the store is the one place that writes history. */
  function pastOf(deal: CrmDeal): CrmDeal['history'][number][] {
    return deal.history as CrmDeal['history'][number][]
  }

  return {
    name: options.name,
    timeZone: options.timeZone,
    currency: options.currency,
    fiscalYearStartMonth: options.fiscalYearStartMonth,
    pipelines: options.pipelines ?? [],
    teams: options.teams ?? [],
    users: options.users ?? [],
    rates: options.rates ?? [],
    customFields: options.customFields ?? [],
    companies,
    deals,

    createDeal(fields, at, id = freeId()) {
      if (!/^[1-9]\d*$/.test(id)) throw new Error(`Deal id ${id} is not decimal text`)
      if (deals.has(id)) throw new Error(`Deal ${id} exists`)
      const deal: CrmDeal = {
        ...fields,
        properties: { ...fields.properties },
        id,
        createdAt: at,
        updatedAt: at,
        deletedAt: null,
        mergedInto: null,
        mergedIds: [],
        history: [],
      }
      for (const field of trackedFields) record(deal, field, at)
      deals.set(id, deal)
      tell('deal', id)
      return deal
    },

    updateDeal(id, change, at) {
      const deal = dealOf(id)
      if (deal.deletedAt !== null) throw new Error(`Deal ${id} is deleted`)
      touch(deal, at)
      const before = { ...deal }
      const { properties, ...fields } = change
      Object.assign(deal, fields)
      if (properties !== undefined) deal.properties = { ...deal.properties, ...properties }
      for (const field of trackedFields) if (deal[field] !== before[field]) record(deal, field, at)
      for (const field of seldomFields)
        if (deal[field] !== before[field]) recordSeldom(deal, field, at, before[field])
      tell('deal', id)
      return deal
    },

    deleteDeal(id, at) {
      const deal = dealOf(id)
      if (deal.deletedAt !== null) return
      touch(deal, at)
      deal.deletedAt = at
      tell('deal', id)
    },

    restoreDeal(id, at) {
      const deal = dealOf(id)
      if (deal.mergedInto !== null) throw new Error(`Deal ${id} was merged into ${deal.mergedInto}`)
      if (deal.deletedAt === null) return
      touch(deal, at)
      deal.deletedAt = null
      tell('deal', id)
    },

    mergeDeals(survivorId, loserId, at) {
      const survivor = dealOf(survivorId)
      const loser = dealOf(loserId)
      if (survivorId === loserId || survivor.deletedAt !== null || loser.deletedAt !== null)
        throw new Error(`Deals ${survivorId} and ${loserId} cannot be merged`)
      touch(survivor, at)
      touch(loser, at)
      survivor.mergedIds.push(loserId, ...loser.mergedIds)
      loser.mergedInto = survivorId
      loser.deletedAt = at
      tell('deal', survivorId)
      tell('deal', loserId)
    },

    upsertCompany({ id, name }, at) {
      const known = companies.get(id)
      if (known === undefined) {
        const company = { id, name, createdAt: at, updatedAt: at, mergedInto: null, deletedAt: null }
        companies.set(id, company)
        tell('company', id)
        return company
      }
      known.name = name
      known.updatedAt = at
      tell('company', id)
      return known
    },

    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
