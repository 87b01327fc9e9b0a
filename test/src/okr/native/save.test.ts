/**
 * Every question that cannot feed a key result, as it is refused before it is saved; the words are in both languages.
 * Seen red: the minimum of people not asked; the currency of a total not looked at; `confirmed` not asked for.
 */
import { expect, test } from 'vitest'
import { nativeCodes } from '../../../../connectors/native.ts'
import type { SandboxReport } from '../../../../connectors/salesforce/sandbox/index.ts'
import { addMs } from '../../../../connectors/values/time.ts'
import { texts } from '../../../../src/i18n/index.ts'
import { scene } from './scene.ts'

const REPORT = '00OgL0000000001'
const column = (name: string, type: string, soql: string) => ({ name, label: name, type, soql })
const sum = column('s!AMOUNT', 'currency', 'SELECT SUM(Amount) FROM Opportunity')
const report = (more: Partial<SandboxReport>): SandboxReport => ({
  ...{ id: REPORT, name: 'Won', format: 'SUMMARY', columns: [sum], ...more },
})

test('a query is saved when it gives one number, and refused in words when it gives anything else', async () => {
  const { refusal } = await scene()
  for (const [question, wanted] of [
    ['SELECT COUNT(Id) FROM Opportunity', null],
    ['SELECT COUNT() FROM Opportunity', null],
    ['', 'native.question: native_empty'],
    ['DELETE Opportunity', 'native.question: native_not_a_read'],
    ['SELECT Id FROM Opportunity', 'native.question: native_no_aggregate'],
    ['SELECT COUNT(Id), MAX(Amount) FROM Opportunity', 'native.question: native_several_columns 2'],
    ['SELECT FIELDS(ALL) FROM Opportunity LIMIT 1', 'native.question: native_fields_all'],
    ['SELECT COUNT(Id) FROM Opportunity GROUP BY IsWon', 'native.question: native_rows 2'],
    ['SELECT MAX(CloseDate) FROM Opportunity', 'native.question: native_text'],
    ['SELECT SUM(Amount) FROM Opportunity WHERE CloseDate < 2000-01-01', 'native.question: native_null'],
    [
      'SELECT COUNT(Id) FROM Opportunity GROUP BY IsWon HAVING COUNT(Id) > 99',
      'native.question: native_nothing',
    ],
    [
      "SELECT COUNT(Id) FROM Opportunity WHERE Owner.Name = 'Ada'",
      'native.question: native_persons Owner.Name',
    ],
    ['SELECT COUNT(Id) FROM Opportunity USING SCOPE team', 'native.question: native_own_scope USING SCOPE'],
    ["SELECT COUNT(Id) FROM Opportunity WHERE Name = 'Deal 7'", 'native.question: native_few_people 1'],
    ['SELECT AVG(Amount) FROM Opportunity', /^unit: native_not_whole \d+\.\d+$/],
    ['SELECT COUNT(Nope) FROM Opportunity', /^native.question: native_malformed .*Nope/],
  ] as const) {
    const told = await refusal({ question })
    if (wanted instanceof RegExp) expect(told).toMatch(wanted)
    else expect([question, told]).toEqual([question, wanted])
  }
  // Records that nobody owns: whom they are about nobody can count, so a person says it.
  const stages = { question: "SELECT COUNT(Id) FROM OpportunityStage WHERE MasterLabel != 'x'" }
  expect(await refusal(stages)).toBe('native.confirmed: native_unconfirmed')
  expect(await refusal({ ...stages, confirmed: true })).toBeNull()
})

test('an amount beyond all bounds is refused', async () => {
  const { refusal, crm } = await scene()
  const all = { question: 'SELECT SUM(Amount) FROM Opportunity' }
  expect(await refusal(all, { unit: 'money' })).toBeNull()
  expect(
    await refusal({ question: 'SELECT AVG(Probability) FROM Opportunity' }, { unit: 'ratio', target: 1 }),
  ).toBeNull()
  const [deal] = crm.deals.values()
  crm.updateDeal(deal?.id ?? '', { amount: '100000000000.01' }, '2026-03-03T03:00:00.000Z')
  expect(await refusal(all, { unit: 'money' })).toMatch(/^native.question: native_too_big /)
})

test('an amount in a currency that is not the company’s is refused and never converted by guess', async () => {
  const { refusal, org } = await scene(
    { organizationCurrency: true, reportAmounts: 'with currency' },
    { currency: 'CHF' },
  )
  const money = { unit: 'money' } as const
  expect(await refusal({ question: 'SELECT SUM(Amount) FROM Opportunity' }, money)).toBe(
    'unit: native_currency CHF',
  )
  org.switches.reports = [report({})]
  const told = { kind: 'report', question: REPORT, confirmed: true } as const
  expect(await refusal(told, money)).toBe('unit: native_currency CHF')
  // A number of deals is in no currency.
  expect(await refusal({})).toBeNull()
})

test('a report is saved when it is a summary with one total that somebody has looked at', async () => {
  const { refusal, org, world, now } = await scene()
  const own = { kind: 'report', question: REPORT, confirmed: true } as const
  const money = { unit: 'money' } as const
  for (const [more, wanted] of [
    [{}, null],
    [{ format: 'TABULAR' }, 'native.question: native_not_summary TABULAR'],
    [{ columns: [] }, 'native.question: native_no_total'],
    [
      { columns: [sum, { ...sum, name: 'x!AMOUNT', label: 'x!AMOUNT' }] },
      'native.question: native_several_totals s!AMOUNT, x!AMOUNT',
    ],
    [{ incomplete: true }, 'native.question: native_incomplete'],
    [{ scope: 'user' }, 'native.question: native_own_scope user'],
    [
      { filters: [{ column: 'FULL_NAME', operator: 'equals', value: 'Ada' }] },
      'native.question: native_persons FULL_NAME',
    ],
    [
      { refused: { status: 403, code: 'FORBIDDEN', message: 'own words' } },
      'native.question: native_no_rights own words',
    ],
    [
      { refused: { status: 400, code: 'QUERY_TIMEOUT', message: 'own words' } },
      'native.question: native_timeout own words',
    ],
  ] as const) {
    org.switches.reports = [report(more)]
    expect([more, await refusal(own, money)]).toEqual([more, wanted])
  }
  // After the slow one the org is left alone for a moment.
  expect(await refusal(own, money)).toBe('native.question: native_unavailable rests')
  world.set(addMs(now(), 60_000))
  org.switches.reports = [report({})]
  expect(await refusal({ ...own, confirmed: false }, money)).toBe('native.confirmed: native_unconfirmed')
  expect(await refusal({ ...own, question: 'the good one' }, money)).toBe(
    'native.question: native_no_report_id',
  )
  org.switches.reports = []
  expect(await refusal(own, money)).toMatch(/^native.question: native_report_gone /)
})

test('HubSpot has no numbers of its own to offer, and a connection has to be there', async () => {
  const { refusal } = await scene({}, { hubspot: true })
  expect(await refusal({ connection: 'hubspot' })).toBe('native.connection: native_not_offered HubSpot')
  expect(await refusal({ connection: 'nobody' })).toBe('native.connection: native_not_connected nobody')
})

test('every refusal says in both languages what came and what to do', () => {
  for (const locale of ['de', 'en'] as const)
    for (const code of nativeCodes) {
      const text = texts(locale)(`issue.native_${code}`, { subject: '2' })
      expect(text).toMatch(/[.?]$|: 2$/)
      expect(text).not.toContain('{')
    }
})
