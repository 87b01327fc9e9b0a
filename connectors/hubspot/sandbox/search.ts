/** Search over the index: filters, one sort, offset paging (section 5.3). */
import { compareDecimals } from './decimal-text.ts'
import { json, type SandboxResponse } from './http.ts'
import { compareIds } from './ids.ts'
import type { ObjectKind, StoredObject } from './kinds.ts'
import type { Portal } from './portal.ts'
import type { Property } from './property.ts'
import { type Filter, readSearch, type Search } from './search-body.ts'
import { isEmptied, shortened } from './uneven-pages.ts'
import { wireObject } from './wire-object.ts'

type Typed = Pick<Property<unknown>, 'name' | 'type'>

/** An operand or a stored value in comparable form: instants become epoch milliseconds. */
function comparable(property: Typed, text: string): string {
  if (property.type !== 'datetime' || /^-?\d+$/.test(text)) return text
  return String(Date.parse(text))
}

function compareValues(property: Typed, a: string, b: string, portal: Portal): number {
  if (property.name === 'hs_object_id') return compareIds(a, b, portal.switches.idOrder)
  if (property.type === 'datetime') return Number(a) - Number(b)
  if (property.type === 'number') return compareDecimals(a, b) ?? -1
  const [left, right] = [a.toLowerCase(), b.toLowerCase()]
  if (left === right) return 0
  return left < right ? -1 : 1
}

const tokens = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '')

function hasToken(text: string, operand: string): boolean {
  const pattern = operand.toLowerCase()
  const head = pattern.replace(/\*$/, '')
  return tokens(text).some((token) => (pattern.endsWith('*') ? token.startsWith(head) : token === pattern))
}

/** Stored text is put in lower case, the operand is not: capitals in `values` find nothing. */
function isIn(property: Typed, text: string, operands: readonly string[], portal: Portal): boolean {
  if (property.type === 'string') return operands.includes(text.toLowerCase())
  if (property.type === 'enumeration' || property.type === 'bool') return operands.includes(text)
  return operands.some((operand) => compareValues(property, text, operand, portal) === 0)
}

function holds<T>(filter: Filter<T>, record: T, portal: Portal): boolean {
  const { property } = filter
  const raw = property.read(record, portal)
  const { operator, operands } = filter
  if (raw === null) {
    const negative = operator === 'NEQ' || operator === 'NOT_IN' || operator === 'NOT_CONTAINS_TOKEN'
    return operator === 'NOT_HAS_PROPERTY' || (negative && portal.switches.negationMatchesEmpty)
  }
  const text = comparable(property, raw)
  const [first = '', second = ''] = operands
  const against = (operand: string) => compareValues(property, text, operand, portal)
  switch (operator) {
    case 'HAS_PROPERTY':
      return true
    case 'NOT_HAS_PROPERTY':
      return false
    case 'EQ':
      return against(first) === 0
    case 'NEQ':
      return against(first) !== 0
    case 'GT':
      return against(first) > 0
    case 'GTE':
      return against(first) >= 0
    case 'LT':
      return against(first) < 0
    case 'LTE':
      return against(first) <= 0
    case 'BETWEEN':
      return against(first) >= 0 && against(second) <= 0
    case 'IN':
      return isIn(property, text, operands, portal)
    case 'NOT_IN':
      return !isIn(property, text, operands, portal)
    case 'CONTAINS_TOKEN':
      return hasToken(text, first)
    case 'NOT_CONTAINS_TOKEN':
      return !hasToken(text, first)
  }
}

/** No promise is made about ties; this order is neither by id nor by age. */
const scattered = (id: string) => (Number(BigInt(id) % 1_000_003n) * 7919) % 1_000_003

/** The first `count` in order. */
function firstOf<T extends StoredObject>(
  records: readonly T[],
  { sort }: Search<T>,
  count: number,
  portal: Portal,
): T[] {
  const property = sort?.property
  const direction = sort?.descending === true ? -1 : 1
  const keyed = (record: T) => ({
    record,
    key: sort === null ? record.createdAt : sort.property.read(record, portal),
    tie: scattered(record.id),
  })
  type Keyed = ReturnType<typeof keyed>

  function compare(a: Keyed, b: Keyed): number {
    if (a.key === b.key) return a.tie - b.tie
    // Records without the value come last in either direction.
    if (a.key === null) return 1
    if (b.key === null) return -1
    if (property === undefined) return a.key < b.key ? -1 : 1
    const compared = compareValues(property, comparable(property, a.key), comparable(property, b.key), portal)
    return direction * compared || a.tie - b.tie
  }

  // An account may hold a million, and a page needs few of them.
  let first: Keyed[] = []
  for (const record of records) {
    first.push(keyed(record))
    if (first.length >= 2 * count + 500) first = first.sort(compare).slice(0, count)
  }
  return first
    .sort(compare)
    .slice(0, count)
    .map(({ record }) => record)
}

export function search<T extends StoredObject>(
  kind: ObjectKind<T>,
  text: string,
  portal: Portal,
): SandboxResponse {
  const asked = readSearch(kind, text, portal)
  const label = kind.property(kind.defaultProperties[0] ?? '', portal)
  const named = (record: T) =>
    asked.query === null || hasToken(label?.read(record, portal) ?? '', `${asked.query}*`)

  const matches: T[] = []
  for (const record of kind.indexed(portal)) {
    const chosen =
      asked.groups.length === 0 ||
      asked.groups.some((group) => group.every((filter) => holds(filter, record, portal)))
    if (chosen && named(record)) matches.push(record)
  }

  const limit = shortened(asked.limit, portal)
  // An empty page stands before the rows, which begin at the next offset then.
  const empty = matches.length > 0 && isEmptied(text.replace(/"after":"\d+",?/, ''), portal) ? limit : 0
  const end = asked.offset + limit
  const [from, to] = [Math.max(0, asked.offset - empty), Math.max(0, end - empty)]
  const page = firstOf(matches, asked, to, portal).slice(from)
  const wanted = { properties: asked.properties, withHistory: [], associations: [] }
  const results = page.map((record) => wireObject(kind, record, wanted, portal))
  const next = { after: String(end) }
  return json(200, {
    total: matches.length,
    results,
    ...(end - empty < matches.length ? { paging: { next } } : {}),
  })
}
