/**
 * Line items and subscriptions (section 5.7). The neutral company keeps neither: each deal with recurring money has one line
 * item, and a second one that is billed once; a won one has a subscription. They change and go with their deal.
 */
import { z } from 'zod'
import { Store } from '../../demo/store.ts'
import type { CrmDeal } from '../../demo/types.ts'
import { addDays, localDay } from '../../values/time.ts'
import { isWon } from './calculated.ts'
import { json, type SandboxResponse } from './http.ts'
import type { ObjectKind, StoredObject } from './kinds.ts'
import type { Portal } from './portal.ts'
import { calculated, type Property, stored } from './property.ts'
import { bodyAs } from './query.ts'
import { yearly } from './recurring-amount.ts'
import { validation } from './refusals.ts'

interface Recurring extends StoredObject {
  readonly deal: CrmDeal
  readonly once: boolean
}

/** In front of the deal's id: ids of their own, never those of another object. */
const RECURRING = '71'
const ONCE = '72'
const SUBSCRIPTION = '73'

function of(prefix: string, deal: CrmDeal): Recurring {
  const { createdAt, updatedAt, deletedAt } = deal
  return {
    id: prefix + deal.id,
    createdAt,
    updatedAt,
    deletedAt,
    mergedInto: null,
    deal,
    once: prefix === ONCE,
  }
}

function itemsOf(deal: CrmDeal, portal: Portal): Recurring[] {
  return yearly(deal, portal) === null ? [] : [of(RECURRING, deal), of(ONCE, deal)]
}

function subscriptionsOf(deal: CrmDeal, portal: Portal): Recurring[] {
  const sold = yearly(deal, portal) !== null && isWon(deal, portal)
  return sold ? [of(SUBSCRIPTION, deal)] : []
}

/** Exactly a twelfth, or the year. */
function billed(deal: CrmDeal, portal: Portal): { readonly amount: string; readonly frequency: string } {
  const cents = Math.round(Number(yearly(deal, portal)) * 100)
  return cents % 12 === 0
    ? { amount: (cents / 1200).toFixed(2), frequency: 'monthly' }
    : { amount: (cents / 100).toFixed(2), frequency: 'annually' }
}

const own = ({ deal }: Recurring, name: string) => deal.properties[name] ?? null

function billingEnd(record: Recurring, { switches }: Portal): string | null {
  const end = own(record, 'contract_end')
  return end === null || switches.billingEnd === 'day_after' ? end : addDays(end, -1)
}

const shared: readonly Property<Recurring>[] = [
  stored('createdate', 'datetime', ({ createdAt }) => createdAt),
  calculated('hs_lastmodifieddate', 'datetime', ({ updatedAt }) => updatedAt),
  calculated('hs_object_id', 'number', ({ id }) => id),
  calculated('hs_merged_object_ids', 'enumeration', () => null),
]
const again =
  (read: Property<Recurring>['read']): Property<Recurring>['read'] =>
  (record, portal) =>
    record.once ? null : read(record, portal)

const itemProperties: readonly Property<Recurring>[] = [
  ...shared,
  stored('name', 'string', (record) => own(record, 'product_line')),
  stored('quantity', 'number', () => '1'),
  stored('hs_product_id', 'enumeration', () => null),
  stored('hs_sku', 'string', () => null),
  calculated('amount', 'number', (record, portal) =>
    record.once ? '900.00' : billed(record.deal, portal).amount,
  ),
  calculated('hs_mrr', 'number', () => null),
  stored('hs_line_item_currency_code', 'enumeration', ({ deal }) => deal.currency),
  stored(
    'recurringbillingfrequency',
    'enumeration',
    again(({ deal }, portal) => billed(deal, portal).frequency),
  ),
  stored(
    'hs_recurring_billing_period',
    'string',
    again((record) => `P${own(record, 'term_months') ?? '12'}M`),
  ),
  stored(
    'hs_recurring_billing_start_date',
    'string',
    again((record) => own(record, 'contract_start')),
  ),
  calculated('hs_recurring_billing_end_date', 'string', again(billingEnd)),
]

function status(record: Recurring, { crm, now }: Portal): string {
  const today = localDay(now(), crm.timeZone)
  if ((own(record, 'contract_start') ?? '') > today) return 'scheduled'
  const end = own(record, 'contract_end')
  return end !== null && end <= today ? 'expired' : 'active'
}

const subscriptionProperties: readonly Property<Recurring>[] = [
  ...shared,
  stored('hs_name', 'string', (record) => own(record, 'product_line')),
  calculated('hs_status', 'enumeration', status),
  stored('hs_currency_code', 'enumeration', ({ deal }) => deal.currency),
  stored(
    'hs_recurring_billing_frequency',
    'enumeration',
    ({ deal }, portal) => billed(deal, portal).frequency,
  ),
  stored('hs_recurring_billing_start_date', 'string', (record) => own(record, 'contract_start')),
  calculated('hs_recurring_billing_end_date', 'string', billingEnd),
  calculated('hs_last_payment_amount', 'number', ({ deal }, portal) => billed(deal, portal).amount),
  calculated('hs_next_payment_amount', 'number', (record, portal) =>
    status(record, portal) === 'expired' ? null : billed(record.deal, portal).amount,
  ),
]

function kindOf(
  name: 'line_items' | 'subscriptions',
  typeId: string,
  scope: string,
  properties: readonly Property<Recurring>[],
  from: (deal: CrmDeal, portal: Portal) => Recurring[],
): ObjectKind<Recurring> {
  const byName = new Map(properties.map((property) => [property.name, property]))
  return {
    ...{ name, typeId, scope, defaultProperties: [] },
    records(portal) {
      const records = new Store<Recurring>()
      for (const deal of portal.crm.deals.values())
        for (const one of from(deal, portal)) records.set(one.id, one)
      return records
    },
    indexed: (portal) => [...portal.index.deals(portal.now())].flatMap((deal) => from(deal, portal)),
    property: (wanted) => byName.get(wanted) ?? null,
    history: () => null,
    primaryCompany: () => null,
  }
}

export const lineItems = kindOf('line_items', '0-8', 'crm.objects.line_items.read', itemProperties, itemsOf)
export const subscriptions = kindOf(
  ...(['subscriptions', '0-69', 'crm.objects.subscriptions.read'] as const),
  ...([subscriptionProperties, subscriptionsOf] as const),
)

const MAX_INPUTS = 1000
const inputs = z.object({ inputs: z.array(z.object({ id: z.string() })) })

/** What each belongs to; one without is left out, or reported, as with deals. */
export function linksOf(portal: Portal, kind: string, to: string, text: string): SandboxResponse {
  const asked = bodyAs(inputs, text).inputs
  if (asked.length > MAX_INPUTS) throw validation(`A batch request accepts at most ${MAX_INPUTS} inputs.`)
  const records = (kind === 'line_items' ? lineItems : subscriptions).records(portal)
  const results = asked.flatMap(({ id }) => {
    const deal = records.get(id)?.deal
    const found = to === 'deals' ? deal?.id : deal?.companyId
    if (found === undefined || found === null) return []
    const toObjectId = portal.switches.companyIdAs === 'number' ? Number(found) : found
    return [{ from: { id }, to: [{ toObjectId, associationTypes: [{ typeId: 20, label: null }] }] }]
  })
  return json(200, { status: 'COMPLETE', results })
}
