/**
 * What may be asked of an org by hand. Pure. This is no parser of SOQL: what is malformed Salesforce says better. It keeps
 * out what writes, what cannot be one number, and what would be about single persons.
 */
import type { NativeAsk, NativeKind, NativeTrouble } from '../../native.ts'
import { fullId, ID } from '../id.ts'

/** A statement has a bound of 100,000; one that is longer than this was not meant for one number. */
const LONGEST = 8_000

const AGGREGATE = /^(COUNT|COUNT_DISTINCT|SUM|AVG|MIN|MAX)\s*\(\s*[\w.]*\s*\)(\s+\w+)?$/i
/** Marks records as seen, or locks them. */
const WRITES = /\bFOR\s+(VIEW|REFERENCE|UPDATE)\b|\bUPDATE\s+(TRACKING|VIEWSTAT)\b/i
/** Days that go with the calendar. */
const MOVING =
  /\b(TODAY|YESTERDAY|TOMORROW|(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR|90_DAYS|FISCAL_\w+)|(LAST|NEXT)_N_\w+|N_\w+_AGO)\b/i

export function ask(kind: NativeKind, typed: string): NativeAsk | { readonly trouble: NativeTrouble } {
  const text = typed.trim()
  if (text === '') return { trouble: { code: 'empty' } }
  if (kind === 'soql') {
    const trouble = troubleOf(text)
    return trouble === null ? { kind, soql: text, people: isNarrowed(text) } : { trouble }
  }
  // The address of the page, or the id that stands in it.
  const id = /\b00O[a-zA-Z0-9]{12}(?:[a-zA-Z0-9]{3})?\b/.exec(text)?.[0] ?? ''
  return ID.test(id) ? { kind, report: fullId(id) } : { trouble: { code: 'no_report_id' } }
}

function troubleOf(text: string): NativeTrouble | null {
  if (text.length > LONGEST) return { code: 'too_long', found: String(LONGEST) }
  const soql = withoutStrings(text)
  if (!/^SELECT\s/i.test(soql) || WRITES.test(soql)) return { code: 'not_a_read' }
  if (/\bFIELDS\s*\(/i.test(soql)) return { code: 'fields_all' }
  if (/\bUSING\s+SCOPE\b/i.test(soql)) return { code: 'own_scope', found: 'USING SCOPE' }
  const columns = columnsOf(soql)
  if (!columns.some((column) => AGGREGATE.test(column))) return { code: 'no_aggregate' }
  if (columns.length > 1) return { code: 'several_columns', found: String(columns.length) }
  const person = words(soql).find(isOfPersons)
  return person === undefined ? null : { code: 'persons', found: person }
}

/** With the people behind it in the same answer: no second statement, and no second look at other records. */
export function statementOf({ soql, people }: Extract<NativeAsk, { kind: 'soql' }>): string {
  if (!people) return soql
  const column = columnsOf(withoutStrings(soql))[0] ?? ''
  const own = /^COUNT\s*\(\s*\)/i.test(column) ? 'COUNT(Id)' : column
  return soql.replace(/^(SELECT\s+)[\s\S]*?(\s+FROM\s)/i, `$1${own}, COUNT_DISTINCT(OwnerId) ${PEOPLE}$2`)
}

/** The column of an answer that is ours. */
export const PEOPLE = 'pegelpeople'

export function isBareCount(soql: string): boolean {
  return /^SELECT\s+COUNT\s*\(\s*\)\s+FROM\s/i.test(soql)
}

export function isMoving(soql: string): boolean {
  return MOVING.test(withoutStrings(soql))
}

/** Also of a report's values, which write some of the names with spaces. */
export function namesMovingDays(text: string): boolean {
  return MOVING.test(text.trim().replaceAll(/\s+/g, '_'))
}

/** What is left of a statement when nothing in it is text any more; one that is open takes the rest with it. */
function withoutStrings(soql: string): string {
  return soql.replaceAll(/'(?:[^'\\]|\\[\s\S])*('|$)/g, "''")
}

function columnsOf(soql: string): string[] {
  const [, list = ''] = /^SELECT\s+([\s\S]*?)\s+FROM\s/i.exec(soql) ?? []
  return list.split(',').map((column) => column.trim())
}

function words(soql: string): string[] {
  return soql.match(/[A-Za-z_][\w.]*/g) ?? []
}

const PERSONS = new Set([
  ...['owner', 'ownerid', 'user', 'userid', 'username', 'userrole', 'userroleid', 'manager', 'managerid'],
  ...['createdby', 'createdbyid', 'lastmodifiedby', 'lastmodifiedbyid', 'reportsto', 'reportstoid'],
  ...['opportunityteammember', 'opportunitysplit', 'accountteammember', 'userteammember'],
])

/** By the standard's names: a field of a company's own that names a user is seen by the people behind the number. */
export function isOfPersons(path: string): boolean {
  return path.split('.').some((part) => PERSONS.has(part.toLowerCase()))
}

/** They part deals by time and by how they stand, and never by who works on them. */
const COMMON = new Set([
  ...[
    'isclosed',
    'iswon',
    'isdeleted',
    'stagename',
    'probability',
    'forecastcategory',
    'forecastcategoryname',
  ],
  ...[
    'closedate',
    'createddate',
    'lastmodifieddate',
    'systemmodstamp',
    'fiscal',
    'fiscalyear',
    'fiscalquarter',
  ],
])
const WORDS = new Set(
  `where and or not in like null true false group by having order asc desc nulls first last limit offset with
  security_enforced user_mode system_mode includes excludes select from calendar_year calendar_quarter calendar_month
  fiscal_year fiscal_quarter fiscal_month day_only converttimezone count sum avg min max count_distinct`.split(
    /\s+/,
  ),
)

/** The number of a whole company tells nothing about anyone; any other condition may lead to a few. */
function isNarrowed(text: string): boolean {
  const [, rest = ''] = /\sFROM\s+\w+([\s\S]*)$/i.exec(withoutStrings(text)) ?? []
  return words(rest).some((word) => {
    const name = word.toLowerCase()
    return !WORDS.has(name) && !COMMON.has(name) && !MOVING.test(word) && !/^t\d\d$|^z$|^n_/i.test(word)
  })
}
