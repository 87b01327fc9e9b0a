import { parseQuery, type WhereClause } from '@jetstreamapp/soql-parser-js'
import { expect, test } from 'vitest'
import {
  beyond,
  changedSince,
  count,
  equals,
  oneOf,
  statement,
  text,
} from '../../../connectors/salesforce/soql.ts'
import fc from '../../support/properties.ts'

/** What SOQL makes of a literal again. */
function unescaped(literal: string): string {
  const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
  return literal.slice(1, -1).replaceAll(/\\(.)/gs, (_, char: string) => controls[char] ?? char)
}

/** One condition as `[field, operator, literal]`, and how many there are. */
function conditionsOf(soql: string): unknown[][] {
  const found: unknown[][] = []
  let clause: WhereClause | undefined = parseQuery(soql).where
  while (clause !== undefined) {
    const { left } = clause
    if (left !== null && 'field' in left && 'value' in left)
      found.push([left.field, left.operator, left.value])
    else found.push(['?'])
    clause = 'right' in clause ? clause.right : undefined
  }
  return found
}

/** Text as an attacker would write it, and any other. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom("'", '\\', "\\'", "' OR Name != '", '\n', '\r', '\t', '%', '--', ' ', 'x', 'n', 'ä'),
    )
    .map((parts) => parts.join('')),
)

/*
 * Planted bugs that turn this red: the quote escaped before the backslash; the backslash not escaped; the quote not
 * escaped; a line break left as it is.
 */
test('no text breaks out of its literal, and what is asked for is what was given', () => {
  fc.assert(
    fc.property(nasty, (value) => {
      const literal = text(value)
      expect(unescaped(literal)).toBe(value)
      // One literal from end to end: no quote inside stands alone, and no line ends in it.
      expect(literal).toMatch(/^'(?:[^'\\\n\r]|\\[\\'nrt])*'$/)
    }),
    { numRuns: 500 },
  )
})

test('a statement around any text still has the conditions that we wrote, by a parser that is not ours', () => {
  // The parser is an independent reader of the grammar; beyond printable text it refuses more than an org does.
  const printable = nasty.map((value) => value.replaceAll(/[^\x20-\x7eäöü\n\r\t]/g, ''))
  fc.assert(
    fc.property(printable, printable, (one, other) => {
      const where = [equals('Name', one), equals('Type', other)]
      const soql = statement({ object: 'Account', fields: ['Id'], where }, 'by id')
      expect(conditionsOf(soql)).toEqual([
        ['Name', '=', text(one)],
        ['Type', '=', text(other)],
      ])
      expect(parseQuery(soql)).toMatchObject({ sObject: 'Account', limit: 2001 })
    }),
    { numRuns: 200 },
  )
})

test('a walk reads as it should', () => {
  const since = '2026-01-01T00:00:00.000Z'
  const where = [equals('IsDeleted', true), ...changedSince(since), ...beyond('006gL0000000001QAA')]
  expect(statement({ object: 'Opportunity', fields: ['Id', 'Name'], where }, 'by id')).toBe(
    "SELECT Id, Name FROM Opportunity WHERE IsDeleted = true AND SystemModstamp >= 2026-01-01T00:00:00.000Z AND Id > '006gL0000000001QAA' ORDER BY Id LIMIT 2001",
  )
  expect(statement({ object: 'CurrencyType', fields: ['IsoCode'] })).toBe('SELECT IsoCode FROM CurrencyType')
  expect(count('Opportunity', [])).toBe('SELECT COUNT() FROM Opportunity')
  expect(oneOf('UserType', ['Standard', "O'Neill"])).toBe("UserType IN ('Standard', 'O\\'Neill')")
  expect(beyond(null)).toEqual([])
})

test.each(['', 'a b', "Id' OR Id != '", '1abc', '_x', 'Account.Name', 'COUNT()', 'ä', 'x'.repeat(81)])(
  'the name %j is refused',
  (name) => {
    expect(() => statement({ object: 'Account', fields: [name] })).toThrow(RangeError)
    expect(() => statement({ object: name, fields: ['Id'] })).toThrow(RangeError)
    expect(() => equals(name, 'x')).toThrow(RangeError)
    expect(() => count(name, [])).toThrow(RangeError)
  },
)

test('only an id goes where an id is meant, and only an instant where an instant is', () => {
  for (const id of ['', '006', "006gL0000000001QA'", '006gL0000000001QAAA', '006gL0000000001 AA'])
    expect(() => beyond(id)).toThrow(RangeError)
  for (const instant of ['', '2026-01-01', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z OR Id != null'])
    expect(() => changedSince(instant)).toThrow(RangeError)
})
