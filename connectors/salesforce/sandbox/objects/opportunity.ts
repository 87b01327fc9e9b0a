/** Opportunity: a neutral deal in Salesforce's words. */
import type { Instant } from '../../../contract.ts'
import type { CrmDeal } from '../../../demo/types.ts'
import { addDays, addMonths, daysBetween, localDay } from '../../../values/time.ts'
import { fiscalDate, fiscalFloor } from '../fiscal.ts'
import { MASTER_RECORD_TYPE, neutralId, prefixes, recordId } from '../id.ts'
import { amountOf, fiscalRule, ORG_BORN, type Org } from '../org.ts'
import { type Forecast, forecasts, type OrgStage, percent } from '../stages.ts'
import { type Field, field, integrationUserId, reference, systemFields, type Table } from '../table.ts'

export function opportunities(org: Org): Table<CrmDeal> {
  const { crm, switches } = org
  const rateChangedAt = switches.ratesTouch ? rateChanges(org) : () => ORG_BORN
  const stageOf = (deal: CrmDeal): OrgStage | null => org.stages.find(stageName(org, deal))
  const forecastOf = (deal: CrmDeal): Forecast =>
    deal.forecastCategory ?? stageOf(deal)?.forecast ?? 'pipeline'
  const fiscalOf = (deal: CrmDeal) => {
    const day = closeDate(org, deal)
    return day === null ? null : fiscalDate(day, fiscalRule(org))
  }
  const probability = (deal: CrmDeal) => dealProbability(org, deal)
  const modified = (deal: CrmDeal) => later(org.stamp(deal.updatedAt), rateChangedAt(deal.currency))

  const fields: Field<CrmDeal>[] = [
    ...systemFields<CrmDeal>(
      (deal) => recordId('Opportunity', deal.id),
      (deal) => ({ created: org.stamp(deal.createdAt), modified: modified(deal) }),
      (deal) => deal.deletedAt !== null,
    ),
    reference('AccountId', 'FGS', 'Account', (deal) => accountId(org, deal.companyId)),
    ...(switches.recordTypes
      ? [reference<CrmDeal>('RecordTypeId', 'F', 'RecordType', (deal) => recordTypeId(org, deal))]
      : []),
    field('Name', 'string', 'FGS', (deal) => deal.name.slice(0, 120), { nillable: false }),
    field('Description', 'textarea', '', () => null),
    field('StageName', 'picklist', 'FGS', (deal) => stageName(org, deal), { nillable: false }),
    field('Amount', 'currency', 'FS', amountOf),
    field('Probability', 'percent', 'FS', probability),
    field('ExpectedRevenue', 'currency', 'FS', (deal) => expectedRevenue(amountOf(deal), probability(deal))),
    field('CloseDate', 'date', 'FGS', (deal) => closeDate(org, deal), {
      nillable: switches.closeDate === 'nullable',
    }),
    field('Type', 'picklist', 'FGS', (deal) => deal.type),
    field('NextStep', 'string', 'FGS', () => null),
    field('LeadSource', 'picklist', 'FGS', () => null),
    field('IsClosed', 'boolean', 'FGS', (deal) => stageOf(deal)?.closed ?? false, { nillable: false }),
    field('IsWon', 'boolean', 'FGS', (deal) => stageOf(deal)?.won ?? false, { nillable: false }),
    field('ForecastCategory', 'picklist', 'FGS', (deal) => forecasts[forecastOf(deal)].code, {
      nillable: false,
    }),
    field('ForecastCategoryName', 'picklist', 'FGS', (deal) => forecasts[forecastOf(deal)].name),
    ...(org.multiCurrency
      ? [field<CrmDeal>('CurrencyIsoCode', 'picklist', 'FGS', (deal) => deal.currency)]
      : []),
    field('HasOpportunityLineItem', 'boolean', 'FGS', () => false, { nillable: false }),
    field('IsPrivate', 'boolean', 'FGS', () => false, { nillable: false }),
    reference('OwnerId', 'FGS', 'User', (deal) => ownerId(deal.ownerId)),
    field('FiscalYear', 'int', 'FGS', (deal) => fiscalOf(deal)?.year ?? null),
    field('FiscalQuarter', 'int', 'FGS', (deal) => fiscalOf(deal)?.quarter ?? null),
    field('Fiscal', 'string', 'FGS', (deal) => {
      const fiscal = fiscalOf(deal)
      return fiscal === null ? null : `${fiscal.year} ${fiscal.quarter}`
    }),
    field('LastActivityDate', 'date', 'FGS', () => null),
    field('LastStageChangeDate', 'datetime', 'FS', (deal) => lastStageChange(org, deal)),
    field('AgeInDays', 'int', 'FGS', (deal) => ageInDays(org, deal, stageOf(deal)?.closed ?? false)),
    field('PushCount', 'int', 'FGS', pushCount),
    ...switches.formulas.map((name) =>
      field<CrmDeal>(name, 'double', 'FS', (deal) => ageInDays(org, deal, false), {
        custom: true,
        calculated: true,
      }),
    ),
    ...crm.customFields.map((name) =>
      field<CrmDeal>(customName(name), 'string', 'FGS', (deal) => deal.properties[name] ?? null, {
        custom: true,
      }),
    ),
  ]

  return {
    name: 'Opportunity',
    prefix: prefixes.Opportunity,
    fields,
    children: [
      { relationship: switches.historyRelationship, object: 'OpportunityHistory', field: 'OpportunityId' },
    ],
    rows: org.deals,
    order: { fields: ['Id'], after: (id) => org.dealsAfter(id === null ? null : neutralId(id)) },
    find(id) {
      return id.startsWith(prefixes.Opportunity) ? (org.deal(neutralId(id) ?? '') ?? undefined) : undefined
    },
    deleted: (deal) => deal.deletedAt !== null,
    money: (deal) => (org.multiCurrency ? { currency: deal.currency, day: closeDate(org, deal) } : null),
  }
}

/** The API name of a custom field: letters, digits and underscores with `__c` behind. */
export function customName(neutral: string): string {
  return `${neutral.replace(/[^A-Za-z0-9_]/g, '_')}__c`
}

export function stageName(org: Org, deal: Pick<CrmDeal, 'pipelineId' | 'stageId'>): string | null {
  return org.stages.nameOf(deal.pipelineId, deal.stageId)
}

/** A merged company's deals hang on the survivor, as the vendor's merge moves them. */
export function accountId(org: Org, companyId: string | null): string | null {
  let company = companyId === null ? undefined : org.crm.companies.get(companyId)
  for (let hops = 0; company !== undefined && company.mergedInto !== null && hops < 100; hops += 1)
    company = org.crm.companies.get(company.mergedInto)
  return company === undefined || company.deletedAt !== null ? null : recordId('Account', company.id)
}

function ownerId(neutral: string | null): string {
  return neutral === null ? integrationUserId : recordId('User', neutral)
}

function recordTypeId(org: Org, deal: CrmDeal): string | null {
  if (/^\d+$/.test(deal.pipelineId)) return recordId('RecordType', deal.pipelineId)
  return org.switches.masterRecordType === 'id' ? MASTER_RECORD_TYPE : null
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b
}

/** When each currency's rate last changed. */
function rateChanges(org: Org): (currency: string) => Instant {
  const at = new Map(
    [...new Set(org.crm.rates.map((rate) => rate.currency))].map((currency) => [
      currency,
      org.watch(
        `rates ${currency}`,
        org.crm.rates.filter((rate) => rate.currency === currency),
      ).modified,
    ]),
  )
  return (currency) => at.get(currency) ?? ORG_BORN
}

/** Where a date is required, a record without one gets the end of the quarter it came in, as converted leads do. */
export function closeDate(org: Org, deal: Pick<CrmDeal, 'closeDate' | 'createdAt'>): string | null {
  if (deal.closeDate !== null || org.switches.closeDate === 'nullable') return deal.closeDate
  const created = localDay(deal.createdAt, org.crm.timeZone)
  return addDays(addMonths(fiscalFloor(created, 3, fiscalRule(org)), 3), -1)
}

export function dealProbability(
  org: Org,
  deal: Pick<CrmDeal, 'probability' | 'pipelineId' | 'stageId'>,
): number {
  if (deal.probability !== null) return percent(deal.probability)
  return org.stages.find(stageName(org, deal))?.probability ?? 0
}

export function expectedRevenue(amount: unknown, probability: number): number | null {
  return typeof amount === 'number' ? Number(((amount * probability) / 100).toFixed(2)) : null
}

function lastStageChange(org: Org, deal: CrmDeal): string | null {
  const change = deal.history.findLast((entry) => entry.field === 'stageId')
  return change === undefined || change.at === deal.createdAt ? null : org.stamp(change.at)
}

function ageInDays(org: Org, deal: CrmDeal, closed: boolean): number {
  const created = localDay(deal.createdAt, org.crm.timeZone)
  const end = closed ? (deal.closeDate ?? created) : localDay(org.now, org.crm.timeZone)
  return Math.max(0, daysBetween(created, end))
}

/** How often the close date moved into a later month. */
function pushCount(deal: CrmDeal): number {
  const dates = deal.history.filter((entry) => entry.field === 'closeDate').map((entry) => entry.value ?? '')
  return dates.filter((date, index) => index > 0 && date.slice(0, 7) > (dates[index - 1] ?? '').slice(0, 7))
    .length
}
