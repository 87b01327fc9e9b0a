/**
 * What the vendors' own integration does at the demo company: new business of the last year that is kept in Salesforce
 * stands in HubSpot too, and follows every edit a little later. The copies are nobody's work: they live no days of their
 * own.
 */
import type { Instant } from '../contract.ts'
import { addMs } from '../values/time.ts'
import type { Crm, CrmDeal, CrmDealFields } from './types.ts'

/** Where the copy keeps the id of the original. */
export const ORIGINAL = 'hs_salesforceopportunityid'
const LAG_MS = 90_000
/** Copies have ids of their own range, so that the company's own deals have the same with and without them. */
const FIRST_ID = 60_000_000_000
const NEW_BUSINESS = '1'
const OWNERS = '505'
/** Their stages in our pipeline of new business. */
const stages: Readonly<Record<string, string>> = {
  '11': '1101',
  '12': '1102',
  '13': '1104',
  '14': '1105',
  '15': '1106',
  '16': '1107',
}

export function isCopy(deal: CrmDeal): boolean {
  return deal.properties[ORIGINAL] !== undefined
}

export interface Copier {
  /** Makes of every edit since the last time an edit of the copy. Asked twice, it does nothing twice. */
  catchUp(): void
}

export interface CopyOptions {
  readonly from: Crm
  readonly to: Crm
  /** Deals created earlier stay where they are. */
  readonly since: Instant
  /** How Salesforce writes the id. */
  idOf(neutral: string): string
}

export function createCopier({ from, to, since, idOf }: CopyOptions): Copier {
  /** Entries of the history that were copied, and the last change that was. */
  const done = new Map<string, { entries: number; updatedAt: Instant }>()
  const owners = to.users.filter(({ teamId, active }) => active && teamId === OWNERS)

  function copied(change: Partial<CrmDealFields>): Partial<CrmDealFields> {
    const { stageId, ownerId, amount, closeDate } = change
    const owner = owners[Number(ownerId ?? 0) % owners.length]
    return {
      ...(stageId === undefined || stages[stageId] === undefined ? {} : { stageId: stages[stageId] }),
      ...(ownerId === undefined || owner === undefined ? {} : { ownerId: owner.id }),
      ...(amount === undefined ? {} : { amount }),
      ...(closeDate === undefined ? {} : { closeDate }),
    }
  }

  function create(deal: CrmDeal, id: string, first: Partial<CrmDealFields>): void {
    const { name, currency, type, properties } = deal
    const born: CrmDealFields = {
      ...{ name, currency, type, companyId: null, probability: null, forecastCategory: 'pipeline' },
      ...{ pipelineId: 'default', stageId: '1101', amount: null, closeDate: null, ownerId: null },
      ...copied(first),
      properties: { ...properties, [ORIGINAL]: idOf(deal.id) },
    }
    to.createDeal(born, addMs(deal.createdAt, LAG_MS), id)
  }

  function follow(deal: CrmDeal): void {
    const known = done.get(deal.id)
    if (known?.updatedAt === deal.updatedAt) return
    const id = String(FIRST_ID + Number(deal.id))
    for (const { at, change } of changesOf(deal, known?.entries ?? 0)) {
      if (!to.deals.has(id)) create(deal, id, change)
      else update(id, change, at)
    }
    const { name, currency, type, forecastCategory } = deal
    update(id, { name, currency, type, forecastCategory }, deal.updatedAt)
    if (deal.deletedAt !== null) to.deleteDeal(id, notBefore(id, deal.deletedAt))
    done.set(deal.id, { entries: deal.history.length, updatedAt: deal.updatedAt })
  }

  /** Somebody may have deleted the copy by hand: then it stays so. */
  function update(id: string, change: Partial<CrmDealFields>, at: Instant): void {
    const copy = to.deals.get(id)
    if (copy === undefined || copy.deletedAt !== null) return
    const wanted = { ...change, ...copied(change) }
    const { pipelineId: _, stageId = copy.stageId, ...rest } = wanted
    const next = { ...rest, stageId: stages[stageId] ?? stageId }
    const differs = Object.entries(next).some(([key, value]) => copy[key as keyof CrmDealFields] !== value)
    if (differs) to.updateDeal(id, next, notBefore(id, at))
  }

  function notBefore(id: string, at: Instant): Instant {
    const [latest = at] = [addMs(at, LAG_MS), to.deals.get(id)?.updatedAt ?? at].sort().reverse()
    return latest
  }

  return {
    catchUp() {
      for (const deal of from.deals.values()) {
        const wanted = deal.pipelineId === NEW_BUSINESS && deal.createdAt >= since
        if (wanted || done.has(deal.id)) follow(deal)
      }
    },
  }
}

/** The edits of a deal in order, those after the first `entries` of its history. */
function changesOf(
  deal: CrmDeal,
  entries: number,
): readonly { readonly at: Instant; readonly change: Partial<CrmDealFields> }[] {
  const groups = Map.groupBy(deal.history.slice(entries), ({ at }) => at)
  return [...groups].map(([at, list]) => ({
    at,
    change: Object.fromEntries(list.map(({ field, value }) => [field, value])) as Partial<CrmDealFields>,
  }))
}
