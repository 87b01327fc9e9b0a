/** Account: a neutral company. The loser of a merge is deleted and names its survivor. */
import type { CrmCompany } from '../../../demo/types.ts'
import { neutralId, prefixes, recordId } from '../id.ts'
import type { Org } from '../org.ts'
import { field, integrationUserId, reference, systemFields, type Table } from '../table.ts'

const FLAG = { nillable: false }

export function accounts(org: Org): Table<CrmCompany> {
  const people = org.switches.personAccounts
  const goneAt = (company: CrmCompany) =>
    company.deletedAt ?? (company.mergedInto === null ? null : company.updatedAt)
  return {
    name: 'Account',
    prefix: prefixes.Account,
    fields: [
      ...systemFields<CrmCompany>(
        (company) => recordId('Account', company.id),
        (company) => ({ created: org.stamp(company.createdAt), modified: org.stamp(company.updatedAt) }),
        (company) => goneAt(company) !== null,
      ),
      reference('MasterRecordId', 'FGS', 'Account', (company) =>
        company.mergedInto === null ? null : recordId('Account', company.mergedInto),
      ),
      field('Name', 'string', 'FGS', (company) => company.name.slice(0, 255), { nillable: false }),
      field('Type', 'picklist', 'FGS', () => null),
      field('Industry', 'picklist', 'FGS', () => null),
      field('AnnualRevenue', 'currency', 'FS', () => null),
      field('NumberOfEmployees', 'int', 'FGS', () => null),
      field('Website', 'string', 'FGS', () => null),
      field('BillingCountry', 'string', 'FGS', () => null),
      field('AccountSource', 'picklist', 'FGS', () => null),
      field('Rating', 'picklist', 'FGS', () => null),
      field('Description', 'textarea', '', () => null),
      ...(people === null
        ? []
        : [field<CrmCompany>('IsPersonAccount', 'boolean', 'FGS', ({ id }) => people.includes(id), FLAG)]),
      reference('ParentId', 'FGS', 'Account', () => null),
      reference('OwnerId', 'FGS', 'User', () => integrationUserId),
      ...(org.multiCurrency
        ? [field<CrmCompany>('CurrencyIsoCode', 'picklist', 'FGS', () => org.crm.currency)]
        : []),
    ],
    children: [{ relationship: 'Opportunities', object: 'Opportunity', field: 'AccountId' }],
    order: null,
    rows: () => [...org.crm.companies.values()].filter((company) => org.kept(goneAt(company))),
    find(id) {
      const company = id.startsWith(prefixes.Account) ? org.crm.companies.get(neutralId(id) ?? '') : undefined
      return company !== undefined && org.kept(goneAt(company)) ? company : undefined
    },
    deleted: (company) => goneAt(company) !== null,
    money: () => (org.multiCurrency ? { currency: org.crm.currency, day: null } : null),
  }
}
