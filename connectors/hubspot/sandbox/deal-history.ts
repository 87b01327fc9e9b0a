/** Old states of a deal's properties, out of the neutral history (section 5.6). */
import type { Instant } from '../../contract.ts'
import type { CrmDeal, CrmDealFields } from '../../demo/types.ts'
import { dealProperty } from './deal-properties.ts'
import { doubleDigits } from './decimal-text.ts'
import { type Portal, stageOf } from './portal.ts'

interface Entry {
  readonly at: Instant
  readonly value: string | null
}

const historyFields: Readonly<Record<string, Exclude<keyof CrmDealFields, 'properties'>>> = {
  dealstage: 'stageId',
  pipeline: 'pipelineId',
  amount: 'amount',
  closedate: 'closeDate',
  hubspot_owner_id: 'ownerId',
  deal_currency_code: 'currency',
  dealtype: 'type',
}

/** Oldest first; null when only the present state is known. */
export function dealHistory(deal: CrmDeal, name: string, portal: Portal): readonly Entry[] | null {
  if (name === 'hs_deal_stage_probability') return probabilities(deal, portal)
  const field = historyFields[name]
  if (field === undefined) return null
  const entries = deal.history.filter((entry) => entry.field === field)
  // Kept from the first change on: until then it is as it was made.
  const all = entries.length > 0 ? entries : [{ at: deal.createdAt, value: deal[field] }]
  // An account with one currency may keep no codes, today or in the past.
  if (field === 'currency' && dealProperty(name, portal)?.read(deal, portal) === null) return []
  // The past of a property begins with its first value.
  const first = all.findIndex(({ value }) => value !== null && value !== '')
  return first < 0 ? [] : all.slice(first)
}

/** Calculated: it moves with the stage, and with what a person typed over it. */
function probabilities(deal: CrmDeal, portal: Portal): Entry[] {
  const now = { pipelineId: deal.pipelineId, stageId: deal.stageId, probability: deal.probability }
  const typed = deal.history.some((entry) => entry.field === 'probability')
  const state = typed ? { ...now, probability: null as string | null } : now
  const moments = Map.groupBy(deal.history, (entry) => entry.at)
  const entries = [...moments].map(([at, changes]): Entry => {
    for (const { field, value } of changes)
      if (field === 'pipelineId' || field === 'stageId') state[field] = value ?? ''
      else if (field === 'probability') state.probability = value
    const ofStage = stageOf(portal.crm, state.pipelineId, state.stageId)?.probability ?? null
    const value = state.probability ?? ofStage
    const double = value !== null && portal.switches.probabilityText === 'double'
    return { at, value: double ? doubleDigits(value) : value }
  })
  return entries.filter(({ value }, index) => value !== (entries[index - 1]?.value ?? null))
}
