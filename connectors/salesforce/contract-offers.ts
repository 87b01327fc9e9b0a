/** What an org has that contracts could be read from, found by describe. A few calls, only when a person asks. */

import {
  ConnectorError,
  type ContractMapping,
  type ContractOffer,
  fieldsOfDeals,
  noContracts,
  type Pull,
} from '../contract.ts'
import { contractOfDeal } from '../contract-of-deal.ts'
import { endField, productField, recurringFields, renewing, startField, termField } from '../offer-words.ts'
import type { SalesforceConfig } from './config.ts'
import { contractFields, contractRows, isHiding, objectOf } from './contracts.ts'
import { readRows } from './deal-rows.ts'
import { opportunityFields } from './fields.ts'
import { parse } from './parse.ts'
import { bodyOf, counted, type Request, select, together, versionOf } from './query.ts'
import { count, equals, filled, statement } from './soql.ts'
import { describeWire } from './wire.ts'

export async function contractOffers(pull: Pull<SalesforceConfig>): Promise<readonly ContractOffer[]> {
  const names = ['Opportunity', 'Contract', 'Asset'] as const
  const paths = Object.fromEntries(names.map((object) => [object, `/sobjects/${object}/describe`]))
  const answers = await together(pull, versionOf(pull), paths)
  const fields = Object.fromEntries(names.map((name) => [name, fieldsOf(answers[name], pull)]))
  const several = pull.account?.multiCurrency === true
  const offers: ContractOffer[] = []
  for (const mapping of mappingsOf(fields)) {
    const object = objectOf(mapping.source)
    offers.push(
      object === null ? await ofDeals(pull, mapping) : await ofObject(pull, object, mapping, several),
    )
  }
  return offers.filter((offer) => offer.count !== 0)
}

/** Empty where the object is not there or hidden. */
function fieldsOf(part: Parameters<typeof bodyOf>[0] | undefined, pull: Request): readonly string[] {
  if (part === undefined) return []
  try {
    return parse.whole(describeWire, bodyOf(part, pull)).fields.map(({ name }) => name)
  } catch (error) {
    const absent = error instanceof ConnectorError && error.failure.kind === 'refused'
    if (absent || isHiding(error)) return []
    throw error
  }
}

type Fields = Readonly<Record<string, readonly string[]>>

/** A contract has dates of its own and no money, an asset has both, an opportunity what the company gave it. */
function mappingsOf({ Opportunity = [], Contract = [], Asset = [] }: Fields): ContractMapping[] {
  const custom = (names: readonly string[]) => names.filter((name) => name.endsWith('__c'))
  const [money] = recurringFields(custom(Contract))
  const contracts: ContractMapping[] =
    money === undefined || !Contract.includes('StartDate')
      ? []
      : [
          {
            ...{ ...noContracts, source: 'contracts', amount: money.name, months: money.months },
            ...{ term: 'ContractTerm', start: 'StartDate', end: 'EndDate', endInclusive: true },
            product: productField(custom(Contract)),
          },
        ]
  const assets: ContractMapping[] =
    Asset.includes('CurrentMrr') && Asset.includes('LifecycleStartDate')
      ? [
          {
            ...{ ...noContracts, source: 'assets', amount: 'CurrentMrr', months: 1 },
            ...{ start: 'LifecycleStartDate', end: 'LifecycleEndDate', product: 'Product2Id' },
          },
        ]
      : []
  return [...contracts, ...assets, ...dealMappings(custom(Opportunity))]
}

function dealMappings(custom: readonly string[]): ContractMapping[] {
  const shared: ContractMapping = {
    ...{ ...noContracts, source: 'deals', term: termField(custom), start: startField(custom) },
    ...{ end: endField(custom), product: productField(custom) },
    ...{ replaces: renewing(['Renewal', 'renewal']), adds: ['New Business', 'Existing Business'] },
  }
  const mappings = recurringFields(custom)
    .slice(0, 2)
    .map(({ name, months }) => ({ ...shared, amount: name, months }))
  return shared.term === null ? mappings : [...mappings, { ...shared, amount: 'Amount', months: null }]
}

async function ofDeals(pull: Request, mapping: ContractMapping): Promise<ContractOffer> {
  const properties = fieldsOfDeals(mapping)
  const told = (mapping.months === null ? mapping.term : mapping.amount) ?? 'Amount'
  const where = [equals('IsWon', true), filled(told)]
  const fields = opportunityFields(pull.account, properties)
  const page = await select(pull, statement({ object: 'Opportunity', fields, where }, 'few'))
  const { records } = readRows({ ...pull, properties }, page.records)
  const context = { kind: 'opportunity', timeZone: pull.timeZone } as const
  const sample = records.map((deal) => contractOfDeal(deal, mapping, context))
  return {
    mapping,
    count: await counted(pull, count('Opportunity', where)),
    sample: sample.filter((one) => one !== null),
  }
}

async function ofObject(
  pull: Request,
  object: 'Contract' | 'Asset',
  mapping: ContractMapping,
  several: boolean,
): Promise<ContractOffer> {
  const where = [filled(mapping.amount ?? 'Id')]
  const fields = contractFields(object, mapping, several)
  const page = await select(pull, statement({ object, fields, where }, 'few'))
  return {
    mapping,
    count: await counted(pull, count(object, where)),
    sample: contractRows(pull, object, mapping, page.records).records,
  }
}
