/** What is asked of a HubSpot account, by HubSpot's names. Of what an answer has besides, nothing is kept. */
import { fieldsOfDeals } from '../contract-mapping.ts'
import type { ReadObject, Reads } from '../reads.ts'
import { wantedOf } from './companies-of.ts'
import { contractFields, kindOf } from './contracts.ts'
import { historyProperties } from './map-history.ts'
import { companyProperties } from './records.ts'
import { accountWire, ownerWire, pipelineWire, rateWire, stageWire, teamWire } from './wire.ts'

export const reads: Reads = ({ account, properties, contracts }) => {
  // Another property for the other CRM's id is one of the sealed choices: the usual one is told.
  const deals = wantedOf({ account, properties, config: {} as Parameters<typeof wantedOf>[0]['config'] })
  const kind = kindOf(contracts.source)
  const contract: readonly ReadObject[] =
    kind === null ? [] : [{ purpose: 'contract', object: kind, fields: contractFields[kind] }]
  return [
    { purpose: 'account', object: 'account-info', fields: Object.keys(accountWire.shape) },
    { purpose: 'pipeline', object: 'pipelines', fields: Object.keys(pipelineWire.shape) },
    { purpose: 'pipeline', object: 'stages', fields: Object.keys(stageWire.shape) },
    { purpose: 'team', object: 'teams', fields: Object.keys(teamWire.shape) },
    { purpose: 'owner', object: 'owners', fields: Object.keys(ownerWire.shape) },
    { purpose: 'currency', object: 'exchange-rates', fields: Object.keys(rateWire.shape) },
    { purpose: 'customer', object: 'companies', fields: companyProperties },
    { purpose: 'deal', object: 'deals', fields: [...new Set([...deals, ...fieldsOfDeals(contracts)])] },
    { purpose: 'history', object: 'deals', fields: historyProperties },
    ...contract,
  ]
}
