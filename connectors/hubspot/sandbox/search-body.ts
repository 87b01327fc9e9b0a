/** A search request read with all the vendor's limits (section 5.3). */
import { z } from 'zod'
import type { ObjectKind, StoredObject } from './kinds.ts'
import type { Portal } from './portal.ts'
import type { Property } from './property.ts'
import { bodyAs } from './query.ts'
import { validation } from './refusals.ts'

const MAX_BODY = 3000
const MAX_PAGE = 200
const CAP = 10_000
const MAX_GROUPS = 5
const MAX_PER_GROUP = 6
const MAX_FILTERS = 18

export const operators = [
  'BETWEEN',
  'CONTAINS_TOKEN',
  'EQ',
  'GT',
  'GTE',
  'HAS_PROPERTY',
  'IN',
  'LT',
  'LTE',
  'NEQ',
  'NOT_CONTAINS_TOKEN',
  'NOT_HAS_PROPERTY',
  'NOT_IN',
] as const
export type Operator = (typeof operators)[number]

const filterSchema = z.object({
  propertyName: z.string(),
  operator: z.string(),
  value: z.string().optional(),
  highValue: z.string().optional(),
  values: z.array(z.string()).optional(),
})
const sortSchema = z.union([
  z.string(),
  z.object({ propertyName: z.string(), direction: z.enum(['ASCENDING', 'DESCENDING']).optional() }),
])
const bodySchema = z.object({
  filterGroups: z.array(z.object({ filters: z.array(filterSchema) })).optional(),
  sorts: z.array(sortSchema).optional(),
  query: z.string().optional(),
  properties: z.array(z.string()).optional(),
  limit: z.number().int().min(1).max(MAX_PAGE).optional(),
  after: z.string().regex(/^\d+$/).optional(),
})

export interface Filter<T> {
  readonly property: Property<T>
  readonly operator: Operator
  /** `value`, then `highValue`, or all `values`. */
  readonly operands: readonly string[]
}
export interface Search<T> {
  /** Groups are alternatives; the filters of one hold together. */
  readonly groups: readonly (readonly Filter<T>[])[]
  readonly sort: { readonly property: Property<T>; readonly descending: boolean } | null
  readonly query: string | null
  readonly properties: readonly string[] | null
  readonly limit: number
  readonly offset: number
}

const isOperator = (text: string): text is Operator => (operators as readonly string[]).includes(text)

function operandsOf(filter: z.infer<typeof filterSchema>, operator: Operator): readonly string[] | null {
  const { value, highValue, values } = filter
  switch (operator) {
    case 'HAS_PROPERTY':
    case 'NOT_HAS_PROPERTY':
      return []
    case 'IN':
    case 'NOT_IN':
      return values === undefined || values.length === 0 ? null : values
    case 'BETWEEN':
      return value === undefined || highValue === undefined ? null : [value, highValue]
    case 'CONTAINS_TOKEN':
    case 'NOT_CONTAINS_TOKEN':
    case 'EQ':
    case 'NEQ':
    case 'GT':
    case 'GTE':
    case 'LT':
    case 'LTE':
      return value === undefined ? null : [value]
  }
}

/** Epoch milliseconds for instants, plain numbers for numbers: anything else is turned down. */
function wellFormed(type: Property<unknown>['type'], operand: string): boolean {
  if (type === 'datetime') return /^-?\d+$/.test(operand)
  if (type === 'number') return operand !== '' && Number.isFinite(Number(operand))
  return true
}

export function readSearch<T extends StoredObject>(
  kind: ObjectKind<T>,
  text: string,
  portal: Portal,
): Search<T> {
  if (text.length > MAX_BODY) throw validation(`The request body is longer than ${MAX_BODY} characters.`)
  const body = bodyAs(bodySchema, text)
  const groups = body.filterGroups ?? []
  const sizes = groups.map((group) => group.filters.length)
  if (groups.length > MAX_GROUPS) throw validation(`At most ${MAX_GROUPS} filter groups are allowed.`)
  if (sizes.some((size) => size > MAX_PER_GROUP))
    throw validation(`At most ${MAX_PER_GROUP} filters are allowed in a group.`)
  if (sizes.reduce((sum, size) => sum + size, 0) > MAX_FILTERS)
    throw validation(`At most ${MAX_FILTERS} filters are allowed.`)

  function property(name: string, where: string): Property<T> {
    const known = kind.property(name, portal)
    if (known === null)
      throw validation(`Property ${name} does not exist`, { code: 'PROPERTY_DOESNT_EXIST', in: where })
    return known
  }

  function filter(raw: z.infer<typeof filterSchema>): Filter<T> {
    const target = property(raw.propertyName, 'filterGroups')
    if (!isOperator(raw.operator))
      throw validation('operator is not known', { code: 'INVALID_OPERATOR', in: 'filterGroups' })
    const operands = operandsOf(raw, raw.operator)
    if (operands === null)
      throw validation(`operator ${raw.operator} lacks its operands`, { code: 'INVALID', in: 'filterGroups' })
    if (!operands.every((operand) => wellFormed(target.type, operand)))
      throw validation(`invalid value for ${raw.propertyName}`, { code: 'INVALID', in: 'filterGroups' })
    return { property: target, operator: raw.operator, operands }
  }

  const sorts = body.sorts ?? []
  if (sorts.length > 1) throw validation('Only one sort rule is allowed.')
  const [first] = sorts
  const rule = typeof first === 'string' ? { propertyName: first, direction: 'ASCENDING' } : first

  const limit = body.limit ?? 10
  const offset = Number(body.after ?? 0)
  if (offset + limit > CAP) throw validation('Paging past 10000 results is not possible.')
  return {
    groups: groups.map((group) => group.filters.map(filter)),
    sort:
      rule === undefined
        ? null
        : { property: property(rule.propertyName, 'sorts'), descending: rule.direction === 'DESCENDING' },
    query: body.query ?? null,
    properties: body.properties ?? null,
    limit,
    offset,
  }
}
