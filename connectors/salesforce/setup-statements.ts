/** What is asked of an org's set-up, by what this user may see of it; null where there is nothing to ask. Pure. */
import type { AccountRecord } from '../contract.ts'
import { isHidden, isLeftOut, visibleFields } from './fields.ts'
import { beyond, equals, oneOf, statement } from './soql.ts'

type Account = AccountRecord | null

export function stagesStatement(account: Account): string {
  return statement({ object: 'OpportunityStage', fields: visibleFields(account, 'OpportunityStage') })
}

export function recordTypesStatement(account: Account): string | null {
  if (isLeftOut(account, 'Opportunity', 'RecordTypeId')) return null
  const where = [equals('SobjectType', 'Opportunity')]
  return statement({ object: 'RecordType', fields: visibleFields(account, 'RecordType'), where })
}

export function rolesStatement(account: Account, after: string | null = null): string | null {
  if (isHidden(account, 'UserRole')) return null
  const fields = visibleFields(account, 'UserRole')
  return statement({ object: 'UserRole', fields, where: beyond(after) }, 'by id')
}

/** Who can own an opportunity. A customer portal may have a hundred thousand users more, who cannot. */
const OWNING_TYPES = ['Standard', 'PowerPartner']

export function ownersStatement(account: Account, after: string | null = null): string | null {
  if (isHidden(account, 'User')) return null
  const typed = isHidden(account, 'User', 'UserType') ? [] : [oneOf('UserType', OWNING_TYPES)]
  const where = [...typed, ...beyond(after)]
  return statement({ object: 'User', fields: visibleFields(account, 'User'), where }, 'by id')
}

export function plainRatesStatement(account: Account): string | null {
  if (!hasRates(account)) return null
  return statement({ object: 'CurrencyType', fields: ['IsoCode', 'ConversionRate', 'IsCorporate'] })
}

/** Only orgs with Advanced Currency Management have them; in others the object does not exist. */
export function datedRatesStatement(account: Account): string | null {
  if (!hasRates(account)) return null
  const fields = ['IsoCode', 'ConversionRate', 'StartDate', 'NextStartDate']
  return statement({ object: 'DatedConversionRate', fields })
}

/**
 * What an org did not have when its account was read, and may have by now. Rows of any of these mean that the account is no
 * longer as it was read.
 */
export function doubtStatements(account: Account): Readonly<Record<string, string>> {
  const currencies = statement({ object: 'CurrencyType', fields: ['IsoCode'] })
  const active = isLeftOut(account, 'RecordType', 'IsActive') ? [] : [equals('IsActive', true)]
  const where = [equals('SobjectType', 'Opportunity'), ...active]
  const types = statement({ object: 'RecordType', fields: ['Id'], where })
  return {
    ...(account?.multiCurrency === false ? { newCurrencies: currencies } : {}),
    ...(account?.absent?.includes('Opportunity.RecordTypeId') === true ? { newTypes: types } : {}),
  }
}

function hasRates(account: Account): boolean {
  return account?.multiCurrency === true && !isHidden(account, 'CurrencyType')
}
