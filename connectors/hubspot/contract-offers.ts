/** What a HubSpot account has that contracts could be read from. A few searches, only when a person asks. */

import {
  type ContractMapping,
  type ContractOffer,
  type ContractRecord,
  fieldsOfDeals,
  noContracts,
  type Pull,
} from '../contract.ts'
import { contractOfDeal } from '../contract-of-deal.ts'
import { endField, productField, recurringFields, renewing, startField, termField } from '../offer-words.ts'
import type { HubspotConfig } from './config.ts'
import { contractFields, contractRows, kindOf } from './contracts.ts'
import { dealRows } from './deal-rows.ts'
import { unlessForbidden } from './forbidden.ts'
import { dealProperties } from './map-deal.ts'
import { parsePage, parseRows } from './parse.ts'
import { direct, search } from './read.ts'
import { type Filter, wonOnly } from './search-body.ts'
import { propertyWire } from './wire.ts'

type Asked = Pull<HubspotConfig>
const SHOWN = 5

/** HubSpot's own first, then what the company named. */
const OWN = [
  { name: 'hs_arr', months: 12 },
  { name: 'hs_mrr', months: 1 },
] as const

export async function contractOffers(pull: Asked): Promise<readonly ContractOffer[]> {
  const names = parseRows(parsePage(await direct(pull, 'properties')).results, propertyWire, ({ name }) => ({
    name,
  })).records.map(({ name }) => name)
  const offers: ContractOffer[] = []
  for (const mapping of dealMappings(names)) offers.push(await ofDeals(pull, mapping))
  for (const source of ['line_items', 'subscriptions'] as const) {
    const offer = await unlessForbidden(ofRecords(pull, { ...noContracts, source }))
    if (offer !== null) offers.push(offer)
  }
  return offers.filter(({ count }) => count !== 0)
}

/** At most two of recurring fields, and one of the amount itself where a length is told. */
function dealMappings(names: readonly string[]): ContractMapping[] {
  const custom = names.filter((name) => !name.startsWith('hs_'))
  const shared = {
    ...noContracts,
    source: 'deals' as const,
    ...{ term: termField(custom), start: startField(custom), end: endField(custom) },
    ...{ product: productField(custom), replaces: renewing(['renewal']) },
    adds: ['newbusiness', 'existingbusiness'],
  }
  const own = OWN.filter(({ name }) => names.includes(name))
  const recurring = [...own, ...recurringFields(custom)].slice(0, 2)
  const mappings = recurring.map(({ name, months }) => ({ ...shared, amount: name, months }))
  return shared.term === null ? mappings : [...mappings, { ...shared, amount: 'amount', months: null }]
}

async function ofDeals(pull: Asked, mapping: ContractMapping): Promise<ContractOffer> {
  const has: Filter = {
    propertyName: (mapping.months === null ? mapping.term : mapping.amount) ?? 'amount',
    operator: 'HAS_PROPERTY',
  }
  const properties = fieldsOfDeals(mapping)
  const page = parsePage(
    await search(pull, 'deals', {
      filterGroups: [{ filters: [wonOnly, has] }],
      properties: [...new Set([...dealProperties, ...properties])],
      limit: SHOWN,
    }),
  )
  const { records } = dealRows(page.results, { ...pull, properties })
  const context = { kind: 'deal', timeZone: pull.timeZone } as const
  const sample = records.map((deal) => contractOfDeal(deal, mapping, context))
  return { mapping, count: page.total ?? null, sample: sample.filter((one) => one !== null) }
}

async function ofRecords(pull: Asked, mapping: ContractMapping): Promise<ContractOffer> {
  const kind = kindOf(mapping.source) ?? 'line_items'
  const frequency = kind === 'line_items' ? 'recurringbillingfrequency' : 'hs_recurring_billing_frequency'
  const has: Filter = { propertyName: frequency, operator: 'HAS_PROPERTY' }
  const body = { filterGroups: [{ filters: [has] }], properties: contractFields[kind], limit: SHOWN }
  const page = parsePage(await search(pull, kind, body))
  const { records }: { readonly records: readonly ContractRecord[] } = await contractRows(
    pull,
    kind,
    page.results,
  )
  return { mapping, count: page.total ?? null, sample: records }
}
