/** Every property a deal has here: stored, calculated, per stage and custom. */
import type { CrmDeal } from '../../demo/types.ts'
import { calculatedProperties } from './calculated.ts'
import { closeInstant } from './instants.ts'
import { additionalCurrencies, type Portal } from './portal.ts'
import { calculated, type Property, stored } from './property.ts'
import { monthly, yearly } from './recurring-amount.ts'
import { stageTimeProperty } from './stage-times.ts'

/** Neutral text fields are never null; a blank stands for a record that has none. */
const orNull = (text: string) => (text === '' ? null : text)

function currencyCode(deal: CrmDeal, { crm, switches }: Portal): string | null {
  const single = additionalCurrencies(crm).length === 0
  return single && switches.singleCurrencyCode === 'empty' ? null : deal.currency
}

function primaryTeam(deal: CrmDeal, { crm }: Portal): string | null {
  return crm.users.find((user) => user.id === deal.ownerId)?.teamId ?? null
}

const forecastCategories = {
  omitted: 'OMIT',
  pipeline: 'PIPELINE',
  best_case: 'BEST_CASE',
  commit: 'COMMIT',
  closed: 'CLOSED',
} as const

const fixed: readonly Property<CrmDeal>[] = [
  stored('dealname', 'string', (deal) => deal.name),
  stored('amount', 'number', (deal) => deal.amount),
  stored('deal_currency_code', 'enumeration', currencyCode),
  stored('pipeline', 'enumeration', (deal) => orNull(deal.pipelineId)),
  stored('dealstage', 'enumeration', (deal) => orNull(deal.stageId)),
  stored('dealtype', 'enumeration', (deal) => deal.type),
  stored('createdate', 'datetime', (deal) => deal.createdAt),
  stored('closedate', 'datetime', (deal, { crm }) =>
    deal.closeDate === null ? null : closeInstant(deal.closeDate, deal.id, crm.timeZone),
  ),
  stored('hubspot_owner_id', 'enumeration', (deal) => deal.ownerId),
  stored('hubspot_team_id', 'enumeration', primaryTeam),
  stored('hs_all_owner_ids', 'enumeration', (deal) => deal.ownerId),
  stored('hs_manual_forecast_category', 'enumeration', (deal) =>
    deal.forecastCategory === null ? null : forecastCategories[deal.forecastCategory],
  ),
  // What the vendor's integration with Salesforce writes; nobody's own.
  stored(
    'hs_salesforceopportunityid',
    'string',
    (deal) => deal.properties.hs_salesforceopportunityid ?? null,
  ),
  stored('closed_lost_reason', 'string', (deal) => deal.properties.lost_reason ?? null),
  calculated('hs_lastmodifieddate', 'datetime', (deal) => deal.updatedAt),
  calculated('hs_object_id', 'number', (deal) => deal.id),
  calculated('hs_primary_associated_company', 'number', (deal) => deal.companyId),
  calculated('hs_merged_object_ids', 'enumeration', (deal) => orNull(deal.mergedIds.join(';'))),
  calculated('hs_num_of_associated_line_items', 'number', () => '0'),
  calculated('hs_object_source_label', 'enumeration', () => 'CRM_UI'),
  ...['description', 'closed_won_reason', 'hs_next_step', 'hs_priority'].map((name) =>
    stored<CrmDeal>(name, 'string', () => null),
  ),
  // From the line items of the deal: see `recurring.ts`.
  calculated('hs_arr', 'number', (deal, portal) => yearly(deal, portal)),
  calculated('hs_mrr', 'number', (deal, portal) => monthly(deal, portal)),
  ...['hs_acv', 'hs_tcv', 'hs_forecast_probability'].map((name) =>
    calculated<CrmDeal>(name, 'number', () => null),
  ),
  ...calculatedProperties,
]
const byName = new Map(fixed.map((property) => [property.name, property]))

function customProperty(name: string, { crm }: Portal): Property<CrmDeal> | null {
  if (!crm.customFields.includes(name)) return null
  return stored(name, 'string', (deal) => deal.properties[name] ?? null)
}

function isHidden(name: string, { switches }: Portal): boolean {
  return name === 'hs_primary_associated_company' && !switches.primaryCompanyProperty
}

/** Null when the account has no property of this name. */
export function dealProperty(name: string, portal: Portal): Property<CrmDeal> | null {
  if (isHidden(name, portal)) return null
  return byName.get(name) ?? customProperty(name, portal) ?? stageTimeProperty(name, portal)
}

export function allDealProperties(portal: Portal): Property<CrmDeal>[] {
  const custom = portal.crm.customFields.map((name) => customProperty(name, portal))
  const shown = fixed.filter(({ name }) => !isHidden(name, portal))
  return [...shown, ...custom.filter((property) => property !== null)]
}
