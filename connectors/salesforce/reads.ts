/** What is asked of a Salesforce org, by its own names: each field is named in a statement, so nothing else comes back. */
import { fieldsOfDeals } from '../contract-mapping.ts'
import type { ReadObject, Reads } from '../reads.ts'
import { organizationFields } from './account.ts'
import { contractFields, objectOf } from './contracts.ts'
import {
  extraFields,
  historyFields,
  isHidden,
  opportunityFields,
  visibleFields,
  type WantedObject,
  withDeleted,
} from './fields.ts'

export const reads: Reads = ({ account, properties, contracts }) => {
  const of = (purpose: ReadObject['purpose'], object: WantedObject): readonly ReadObject[] =>
    isHidden(account, object) ? [] : [{ purpose, object, fields: visibleFields(account, object) }]
  const several = account?.multiCurrency === true && !isHidden(account, 'CurrencyType')
  const rates = ['IsoCode', 'ConversionRate']
  const extra = extraFields({
    config: {},
    properties: [...new Set([...properties, ...fieldsOfDeals(contracts)])],
  })
  const object = objectOf(contracts.source)
  return [
    { purpose: 'account', object: 'Organization', fields: organizationFields },
    ...of('pipeline', 'OpportunityStage'),
    ...of('pipeline', 'RecordType'),
    ...of('team', 'UserRole'),
    ...of('owner', 'User'),
    ...(several
      ? ([
          { purpose: 'currency', object: 'CurrencyType', fields: [...rates, 'IsCorporate'] },
          {
            purpose: 'currency',
            object: 'DatedConversionRate',
            fields: [...rates, 'StartDate', 'NextStartDate'],
          },
        ] as const)
      : []),
    ...of('customer', 'Account'),
    { purpose: 'deal', object: 'Opportunity', fields: withDeleted(opportunityFields(account, extra)) },
    { purpose: 'history', object: 'OpportunityHistory', fields: historyFields(account) },
    ...(object === null
      ? []
      : ([
          {
            purpose: 'contract',
            object,
            fields: withDeleted(contractFields(object, contracts, account?.multiCurrency === true)),
          },
        ] as const)),
  ]
}
