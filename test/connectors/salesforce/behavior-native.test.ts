/**
 * Seen red: the reading of rows without its check of `more`, `isNarrowed` answering false, a report's `allData` not looked
 * at, the count of records taken for the number where a sum stands beside it.
 */
import { expect, test } from 'vitest'
import type { Native, NativeAnswer, NativeAsk, NativeKind } from '../../../connectors/native.ts'
import type { SandboxReport } from '../../../connectors/salesforce/sandbox/index.ts'
import { smallCompany } from '../support/company.ts'
import { connector } from './in-process.ts'
import { openSalesforce } from './subject.ts'

type Bench = Awaited<ReturnType<typeof openSalesforce>>

const crm = () => smallCompany(40)
const REPORT = '00OgL0000000001'

async function asked(bench: Bench, kind: NativeKind, typed: string): Promise<NativeAnswer> {
  const native = offered()
  const ask = native.ask(kind, typed)
  if ('trouble' in ask) return { ok: false, trouble: ask.trouble }
  const [answer] = await native.read(bench.requested(), [ask])
  if (answer === undefined) throw new Error('no answer')
  return answer
}

function offered(): Native<unknown> {
  if (connector.native === undefined) throw new Error('Salesforce offers it')
  return connector.native
}

const shown = (answer: NativeAnswer) =>
  answer.ok
    ? `${answer.value.number} ${answer.value.people ?? '-'}${answer.value.moves ? ' moves' : ''}`
    : `${answer.trouble.code}${answer.trouble.found === undefined ? '' : `: ${answer.trouble.found}`}`

test('One aggregate is one number, or it is said what came instead', async () => {
  await using bench = await openSalesforce(crm())
  for (const [soql, wanted] of [
    ['SELECT COUNT() FROM Opportunity', '40 -'],
    ['select count(Id) from Opportunity where IsWon = true', '10 -'],
    [
      'SELECT SUM(Amount) total FROM Opportunity WHERE IsClosed = false AND CloseDate > 2025-01-01',
      /^\d+(\.\d+)? -$/,
    ],
    ["SELECT COUNT() FROM Opportunity WHERE StageName = 'no such stage'", '0 -'],
    ['SELECT COUNT(Id) FROM Opportunity WHERE CloseDate = THIS_QUARTER', '0 - moves'],
    // Narrowed by a field of the company's own: the owners behind it come with it.
    ["SELECT COUNT(Id) FROM Opportunity WHERE region__c = 'North'", '20 3'],
    ["SELECT COUNT() FROM Opportunity WHERE region__c = 'North'", '20 3'],
    ["SELECT SUM(Amount) FROM Opportunity WHERE region__c = 'nowhere'", 'null'],
    ['SELECT SUM(Amount) FROM Opportunity WHERE CloseDate < 2000-01-01', 'null'],
    ['SELECT COUNT(Id) FROM Opportunity GROUP BY IsWon', 'rows: 2'],
    ['SELECT COUNT(Id) FROM Opportunity GROUP BY IsWon HAVING COUNT(Id) > 1000', 'nothing'],
    ['SELECT MAX(Name) FROM Account', 'text'],
    ['SELECT MAX(CloseDate) FROM Opportunity', 'text'],
    ['SELECT SUM(NoSuchField) FROM Opportunity', /^malformed: .*NoSuchField/],
    ['SELECT COUNT(Id) FROM Opportunity WHERE', /^malformed: ./],
    ['SELECT COUNT(Id) FROM Nothing', /^malformed: .*Nothing/],
  ] as const) {
    const answer = shown(await asked(bench, 'soql', soql))
    if (typeof wanted === 'string') expect([soql, answer]).toEqual([soql, wanted])
    else expect(answer, soql).toMatch(wanted)
  }
})

test('What writes, is no aggregate or is about persons is not asked at all', async () => {
  await using bench = await openSalesforce(crm())
  const before = bench.told.length
  for (const [soql, wanted] of [
    ['  ', 'empty'],
    ['DELETE FROM Opportunity', 'not_a_read'],
    ['SELECT COUNT(Id) FROM Opportunity FOR VIEW', 'not_a_read'],
    ['SELECT COUNT(Id) FROM Opportunity UPDATE VIEWSTAT', 'not_a_read'],
    ['SELECT FIELDS(ALL) FROM Opportunity LIMIT 200', 'fields_all'],
    ['SELECT Id FROM Opportunity', 'no_aggregate'],
    ['SELECT FORMAT(SUM(Amount)) FROM Opportunity', 'no_aggregate'],
    ['SELECT COUNT(Id), SUM(Amount) FROM Opportunity', 'several_columns: 2'],
    ['SELECT StageName, SUM(Amount) FROM Opportunity GROUP BY StageName', 'several_columns: 2'],
    ["SELECT SUM(Amount) FROM Opportunity WHERE OwnerId = '005gL0000000001'", 'persons: OwnerId'],
    ["SELECT SUM(Amount) FROM Opportunity WHERE Owner.Name = 'Ada'", 'persons: Owner.Name'],
    [
      "SELECT SUM(Amount) FROM Opportunity o WHERE o.Account.OWNER.Name = 'Ada'",
      'persons: o.Account.OWNER.Name',
    ],
    ['SELECT COUNT(Id) FROM Opportunity GROUP BY CreatedById', 'persons: CreatedById'],
    ['SELECT COUNT() FROM User', 'persons: User'],
    ['SELECT COUNT(Id) FROM Opportunity USING SCOPE mine', 'own_scope: USING SCOPE'],
    [`SELECT COUNT(Id) FROM Opportunity WHERE Name = '${'x'.repeat(8000)}'`, 'too_long: 8000'],
  ] as const)
    expect([soql.slice(0, 90), shown(await asked(bench, 'soql', soql))]).toEqual([soql.slice(0, 90), wanted])
  expect(shown(await asked(bench, 'report', 'my report'))).toBe('no_report_id')
  expect(bench.told.length).toBe(before)
  // The same words as text are no fields.
  const harmless = "SELECT COUNT(Id) FROM Opportunity WHERE Name != 'OwnerId FOR VIEW \\' FIELDS(ALL)'"
  expect(shown(await asked(bench, 'soql', harmless))).toBe('40 6')
})

const column = (name: string, type: string, soql: string) => ({ name, label: `Label of ${name}`, type, soql })
const sum = column('s!AMOUNT', 'currency', 'SELECT SUM(Amount) FROM Opportunity')
const most = column('x!AMOUNT', 'currency', 'SELECT MAX(Amount) FROM Opportunity')
const rows = column('RowCount', 'int', 'SELECT COUNT(Id) FROM Opportunity')
const day = column('m!CLOSE_DATE', 'date', 'SELECT MAX(CloseDate) FROM Opportunity')
const empty = column(
  's!AMOUNT',
  'currency',
  'SELECT SUM(Amount) FROM Opportunity WHERE CloseDate < 2000-01-01',
)
const report = (more: Partial<SandboxReport>): SandboxReport => ({
  ...{ id: REPORT, name: 'Won', format: 'SUMMARY', columns: [sum, rows] },
  ...more,
})
const whom = (name: string) => ({ filters: [{ column: name, operator: 'equals', value: 'Ada' }] })

test('A report is one number when it is a summary with one total, and says otherwise what it is', async () => {
  for (const reportAmounts of ['plain', 'with currency'] as const) {
    await using bench = await openSalesforce(crm(), { reportAmounts })
    for (const [more, wanted] of [
      [{}, /^\d+(\.\d+)? -$/],
      [{ columns: [rows] }, '40 -'],
      [{ columns: [rows], duration: 'THIS_FISCAL_QUARTER' }, '40 - moves'],
      [
        { columns: [rows], ...{ filters: [{ column: 'CREATED', operator: 'equals', value: 'THIS YEAR' }] } },
        '40 - moves',
      ],
      [{ columns: [rows, sum, most] }, 'several_totals: Label of s!AMOUNT, Label of x!AMOUNT'],
      [{ columns: [] }, 'no_total'],
      [{ columns: [day] }, 'text'],
      [{ columns: [empty] }, 'null'],
      [{ format: 'TABULAR' }, 'not_summary: TABULAR'],
      [{ format: 'MATRIX' }, 'not_summary: MATRIX'],
      [{ incomplete: true }, 'incomplete'],
      [{ scope: 'user' }, 'own_scope: user'],
      [whom('FULL_NAME'), 'persons: FULL_NAME'],
      [whom('OPPORTUNITY.OWNER'), 'persons: OPPORTUNITY.OWNER'],
      [whom('CREATED_BY_NAME'), 'persons: CREATED_BY_NAME'],
      [{ refused: { status: 403, code: 'FORBIDDEN', message: 'own words' } }, 'no_rights: own words'],
      [{ refused: { status: 400, code: 'BAD_REQUEST', message: 'own words' } }, 'malformed: own words'],
      [{ refused: { status: 400, code: 'QUERY_TIMEOUT', message: 'own words' } }, 'timeout: own words'],
      [
        { refused: { status: 500, code: 'UNKNOWN_EXCEPTION', message: 'own words' } },
        'unavailable: own words',
      ],
    ] as const) {
      bench.org.switches.reports = [report(more)]
      const answer = shown(await asked(bench, 'report', REPORT))
      if (typeof wanted === 'string') expect([more, answer]).toEqual([more, wanted])
      else expect(answer).toMatch(wanted)
    }
    bench.org.switches.reports = [report({ columns: [sum] })]
    const known = await asked(bench, 'report', REPORT)
    // In an org with several currencies a total names its own either way.
    expect(known).toMatchObject({ ok: true, value: { currency: 'EUR', title: 'Won' } })
    // Deleted: the words are the org's.
    bench.org.switches.reports = []
    expect(shown(await asked(bench, 'report', REPORT))).toMatch(/^report_gone: /)
  }
})

test('The address of a report is as good as its id', () => {
  const { ask } = offered()
  const id = { kind: 'report', report: '00OgL0000000001EAA' }
  const page =
    'https://acme.lightning.force.com/lightning/r/Report/00OgL0000000001EAA/view?queryScope=userFolders'
  const [short, long] = [ask('report', REPORT), ask('report', page)]
  expect(long).toEqual(id)
  expect((short as Extract<NativeAsk, { kind: 'report' }>).report.slice(0, 15)).toBe(REPORT)
})

test('Five statements are one call and a report is one of its own', async () => {
  await using bench = await openSalesforce(crm())
  const native = offered()
  const taken = (kind: NativeKind, typed: string) => {
    const found = native.ask(kind, typed)
    if ('trouble' in found) throw new Error(found.trouble.code)
    return found
  }
  const soql = Array.from({ length: 12 }, () => taken('soql', 'SELECT COUNT() FROM Opportunity'))
  const parts = native.calls([...soql, taken('report', REPORT), taken('report', REPORT)])
  expect(parts.map((part) => part.length)).toEqual([5, 5, 2, 1, 1])
  // One that is wrong costs the others nothing.
  const mixed = [soql[0], taken('soql', 'SELECT SUM(Nope) FROM Opportunity'), soql[1]].filter(
    (one) => one !== undefined,
  )
  const before = bench.told.length
  const answers = await native.read(bench.requested(), mixed)
  expect(answers.map(({ ok }) => ok)).toEqual([true, false, true])
  expect(bench.told.length - before).toBe(1)
})

test('An answer is worked out with the rights of the user that the app runs as', async () => {
  await using bench = await openSalesforce(crm())
  const told = await offered().rights(bench.requested())
  expect(told).toEqual({ user: expect.stringContaining('@example.com'), profile: 'Pegel Integration' })
  // An org that does not show its profiles leaves that unsaid.
  bench.org.switches.hidden = ['Profile', 'User.ProfileId']
  expect(await offered().rights(bench.requested())).toMatchObject({ profile: null })
})
