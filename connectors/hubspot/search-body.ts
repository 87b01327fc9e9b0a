/** Bodies of searches. Pure: what is asked, and whether HubSpot would read it. */
import type { Instant, Slice } from '../contract.ts'

/** What the API allows a page. */
export const SEARCH_LIMIT = 200
const SEARCH_BODY_LIMIT = 3_000

export interface Changes {
  readonly since: Instant
  /** Ids above this one; null from the start. */
  readonly after: string | null
}

export interface Filter {
  readonly propertyName: string
  readonly operator: 'EQ' | 'GT' | 'GTE' | 'HAS_PROPERTY' | 'NOT_HAS_PROPERTY'
  readonly value?: string
}

export interface SearchBody {
  /** Alternatives, each of filters that hold together. */
  readonly filterGroups?: readonly { readonly filters: readonly Filter[] }[]
  readonly sorts?: readonly { readonly propertyName: string; readonly direction: 'ASCENDING' }[]
  readonly properties?: readonly string[]
  readonly limit: number
  /** An offset. Only ever used to get past pages that came empty. */
  readonly after?: string
}

/**
 * Rows changed in the window, ids ascending: the last id, and never an offset, says where to go on. Without an upper end: a
 * row changed again while we read would be in no window until it rests.
 */
export function changesBody(changes: Changes, properties: readonly string[]): SearchBody {
  const changed: Filter = {
    propertyName: 'hs_lastmodifieddate',
    operator: 'GTE',
    value: String(Date.parse(changes.since)),
  }
  return inIdOrder([[changed]], changes.after, properties)
}

/** Ids of a slice, ascending. */
export function idsBody(slice: Slice, after: string | null): SearchBody {
  return inIdOrder(sliceFilters(slice), after, ['hs_object_id'])
}

/** Only its total is of interest. */
export function countBody(filters: readonly (readonly Filter[])[]): SearchBody {
  if (filters.every((group) => group.length === 0)) return { limit: 1 }
  return { filterGroups: filters.map((group) => ({ filters: group })), limit: 1 }
}

/** Characters by which a search for these properties is longer than HubSpot reads; 0 when it fits. */
export function searchExcess(properties: readonly string[]): number {
  const epoch = '2026-01-01T00:00:00.000Z'
  const longest = changesBody({ since: epoch, after: '9'.repeat(20) }, properties)
  return Math.max(0, JSON.stringify(longest).length - SEARCH_BODY_LIMIT)
}

export const closedOnly: Filter = { propertyName: 'hs_is_closed', operator: 'EQ', value: 'true' }
export const wonOnly: Filter = { propertyName: 'hs_is_closed_won', operator: 'EQ', value: 'true' }

/** Deals of one pipeline; `''` those of none, null all. */
export function pipelineFilters(pipelineId: string | null): Filter[] {
  if (pipelineId === null) return []
  if (pipelineId === '') return [{ propertyName: 'pipeline', operator: 'NOT_HAS_PROPERTY' }]
  return [{ propertyName: 'pipeline', operator: 'EQ', value: pipelineId }]
}

/**
 * By the flags that go by the stage, as we do; never by `hs_is_closed_lost`, which is the deal's own. A flag that is not
 * there is false: nobody promises that every deal has it, nor that a negation finds one without.
 */
function sliceFilters({ pipelineId, status }: Slice): Filter[][] {
  const pipeline = pipelineFilters(pipelineId)
  const not = (filter: Filter): Filter[] => [
    { ...filter, value: 'false' },
    { propertyName: filter.propertyName, operator: 'NOT_HAS_PROPERTY' },
  ]
  switch (status) {
    case 'open':
      return not(closedOnly).map((open) => [...pipeline, open])
    case 'won':
      return [[...pipeline, wonOnly]]
    case 'lost':
      return not(wonOnly).map((lost) => [...pipeline, closedOnly, lost])
  }
}

function inIdOrder(
  groups: readonly (readonly Filter[])[],
  after: string | null,
  properties: readonly string[],
): SearchBody {
  const beyond: Filter = { propertyName: 'hs_object_id', operator: 'GT', value: after ?? '0' }
  return {
    filterGroups: groups.map((filters) => ({ filters: after === null ? filters : [...filters, beyond] })),
    sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
    properties,
    limit: SEARCH_LIMIT,
  }
}
