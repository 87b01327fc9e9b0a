/** Merging as HubSpot does it: the survivor keeps its id, or a third record takes both in (section 5.2). */
import type { Instant } from '../../contract.ts'
import type { Crm, CrmDealFields } from '../../demo/types.ts'
import type { Switches } from './switches.ts'

export function mergeInHubspot(
  crm: Crm,
  switches: Pick<Switches, 'mergeMakesNewId'>,
  survivorId: string,
  loserId: string,
  at: Instant,
): void {
  const survivor = crm.deals.get(survivorId)
  if (!switches.mergeMakesNewId || survivor === undefined) {
    crm.mergeDeals(survivorId, loserId, at)
    return
  }
  const fields: CrmDealFields = {
    name: survivor.name,
    companyId: survivor.companyId,
    pipelineId: survivor.pipelineId,
    stageId: survivor.stageId,
    amount: survivor.amount,
    currency: survivor.currency,
    closeDate: survivor.closeDate,
    probability: survivor.probability,
    type: survivor.type,
    ownerId: survivor.ownerId,
    forecastCategory: survivor.forecastCategory,
    properties: survivor.properties,
  }
  const third = crm.createDeal(fields, at)
  crm.mergeDeals(third.id, survivorId, at)
  crm.mergeDeals(third.id, loserId, at)
}
