import { expect, test } from 'vitest'
import { settingsFrom } from '../../../src/okr/settings.ts'

const account = (fiscalYearStartMonth: number | null) => ({
  account: JSON.stringify({ fiscalYearStartMonth }),
})
const start = (chosen: string | null, ...accounts: readonly { readonly account: string | null }[]) =>
  settingsFrom(chosen === null ? [] : [{ key: 'fiscal_year_start_month', value: chosen }], accounts)
    .fiscalYearStartMonth

// HubSpot tells no fiscal year. Read as January, it hid what the Salesforce org beside it did tell.
test('the fiscal year is the company’s own, else that of the first CRM that tells one, else January', () => {
  expect(start(null)).toBe(1)
  expect(start(null, { account: null }, account(null))).toBe(1)
  expect(start(null, account(null), account(4), account(7))).toBe(4)
  expect(start('2', account(4))).toBe(2)
  expect(start('null', account(4))).toBe(4)
  expect(start('13', account(4))).toBe(4)
})
