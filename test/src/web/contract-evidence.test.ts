/** The evidence of a key result of contracts on its page: customers, both ends, what became of them. */
import { expect, test } from 'vitest'
import type { locales } from '../../../src/app-env.ts'
import { keyResultPage } from '../../../src/web/key-result-page.ts'
import { retentionView } from '../../support/contract-views.ts'
import { pageContext } from '../../support/page-context.ts'

const page = (locale: (typeof locales)[number]) =>
  String(keyResultPage(retentionView(), pageContext({ locale }))).replaceAll('\u00a0', ' ')

test('a customer shows its revenue at both ends, its contracts and what became of it, in both languages', () => {
  const [german, english] = [page('de'), page('en')]
  for (const text of [
    '48.000,00 €',
    '60.500,50 €',
    'Ausbau',
    '2 Verträge',
    'Minderung',
    'verloren',
    'von 12.000,00 €',
  ])
    expect(german).toContain(text)
  for (const text of [
    '€48,000.00',
    '€60,500.50',
    'expansion',
    '2 contracts',
    'contraction',
    'churned',
    'of €12,000.00',
  ])
    expect(english).toContain(text)
})

test('money of retention is told as money, and what it is made of as customers and contracts', () => {
  const german = page('de')
  // Planted and seen red: the sides of a ratio of contracts written as counts.
  expect(german).toContain('114.500,50 €')
  expect(german).not.toMatch(/\d Deals? hinter der Zahl/)
})

test('what is wrong with a contract stands beside it: an end before its start, a missing rate, a renewal that is open', () => {
  const german = page('de')
  for (const text of ['zurückgehalten', 'fehlt der Kurs', 'Verlängerung offen', '01.03.2026 bis 01.02.2026'])
    expect(german).toContain(text)
})
