/** One HubSpot account: the neutral CRM with the clock and the vendor's open questions answered. */
import type { Instant } from '../../contract.ts'
import type { Crm, CrmPipeline, CrmStage } from '../../demo/types.ts'
import type { Installs } from './installs.ts'
import type { SearchIndex } from './search-index.ts'
import type { Switches } from './switches.ts'

export interface Portal {
  readonly crm: Crm
  readonly switches: Switches
  readonly index: SearchIndex
  readonly installs: Installs
  now(): Instant
}

export const PORTAL_ID = 48_110_220
export const UI_DOMAIN = 'app-eu1.hubspot.com'
/** Set-up records carry no time in the neutral store. */
export const SETUP_AT = '2019-03-01T08:00:00.000Z'

export function stageOf(crm: Crm, pipelineId: string, stageId: string): CrmStage | null {
  const pipeline = crm.pipelines.find((one: CrmPipeline) => one.id === pipelineId)
  return pipeline?.stages.find((stage) => stage.id === stageId) ?? null
}

/** Currencies in use besides the company's own. */
export function additionalCurrencies(crm: Crm): string[] {
  return [...new Set(crm.rates.map((rate) => rate.currency))].filter((code) => code !== crm.currency)
}

/** The user behind an owner: another number than the owner's id. */
export const userIdOf = (ownerId: string) => Number(ownerId) + 9_000_000
