/** Contract and Asset: the neutral company keeps neither, so each won deal with recurring money has one of both. */
import type { CrmDeal } from '../../../demo/types.ts'
import { addDays, atLocalTime } from '../../../values/time.ts'
import { neutralId, prefixes, recordId } from '../id.ts'
import type { Org } from '../org.ts'
import { type Field, field, integrationUserId, reference, systemFields, type Table } from '../table.ts'
import { accountId, stageName } from './opportunity.ts'

function recurring(deal: CrmDeal): number | null {
  const amount = Number(deal.properties.recurring_amount ?? '0')
  return Number.isFinite(amount) && amount !== 0 ? amount : null
}

const own = (deal: CrmDeal, name: string) => deal.properties[name] ?? null

/** The last day of it. */
function lastDay(deal: CrmDeal): string | null {
  const end = own(deal, 'contract_end')
  return end === null ? null : addDays(end, -1)
}

function instant(org: Org, day: string | null, time: string): string | null {
  return day === null ? null : atLocalTime(day, time, org.crm.timeZone)
}

function tableOf(org: Org, name: 'Contract' | 'Asset', fields: readonly Field<CrmDeal>[]): Table<CrmDeal> {
  const known = org.crm.customFields.includes('recurring_amount')
  const sold = (deal: CrmDeal) =>
    known && recurring(deal) !== null && org.stages.find(stageName(org, deal))?.won === true
  const id = (deal: CrmDeal) => recordId(name, deal.id)
  return {
    ...{ name, prefix: prefixes[name], children: [], order: null },
    fields: [
      ...systemFields<CrmDeal>(
        id,
        (deal) => ({ created: org.stamp(deal.createdAt), modified: org.stamp(deal.updatedAt) }),
        (deal) => deal.deletedAt !== null,
      ),
      reference('AccountId', 'FGS', 'Account', (deal) => accountId(org, deal.companyId)),
      ...(org.multiCurrency
        ? [field<CrmDeal>('CurrencyIsoCode', 'picklist', 'FGS', (deal) => deal.currency)]
        : []),
      reference('OwnerId', 'FGS', 'User', () => integrationUserId),
      ...fields,
    ],
    rows: () => org.deals().filter(sold),
    find(wanted) {
      const deal = wanted.startsWith(prefixes[name]) ? org.deal(neutralId(wanted) ?? '') : null
      return deal !== null && sold(deal) ? deal : undefined
    },
    deleted: (deal) => deal.deletedAt !== null,
    money: (deal) => (org.multiCurrency ? { currency: deal.currency, day: deal.closeDate } : null),
  }
}

export function contracts(org: Org): Table<CrmDeal> {
  const custom = { custom: true }
  return tableOf(org, 'Contract', [
    field('StartDate', 'date', 'FGS', (deal) => own(deal, 'contract_start')),
    field('EndDate', 'date', 'FGS', lastDay),
    field('ContractTerm', 'int', 'FGS', (deal) => Number(own(deal, 'term_months') ?? '12')),
    field('Status', 'picklist', 'FGS', () => 'Activated'),
    field('StatusCode', 'picklist', 'FGS', () => 'Activated'),
    field('Annual_Recurring__c', 'currency', 'FS', recurring, custom),
    field('Product_Line__c', 'string', 'FGS', (deal) => own(deal, 'product_line'), custom),
  ])
}

export function assets(org: Org): Table<CrmDeal> {
  return tableOf(org, 'Asset', [
    field('Product2Id', 'string', 'FGS', (deal) => own(deal, 'product_line')),
    field('Quantity', 'double', 'FS', () => 1),
    field('CurrentMrr', 'currency', 'FS', (deal) => Number(((recurring(deal) ?? 0) / 12).toFixed(2))),
    field('LifecycleStartDate', 'datetime', 'FS', (deal) =>
      instant(org, own(deal, 'contract_start'), '00:00'),
    ),
    // The last second of a time; the next one begins a second later.
    field('LifecycleEndDate', 'datetime', 'FS', (deal) => {
      const end = instant(org, own(deal, 'contract_end'), '00:00')
      return end === null ? null : new Date(Date.parse(end) - 1000).toISOString()
    }),
  ])
}
