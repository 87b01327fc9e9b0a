/**
 * Line items and subscriptions as contracts, where the company chose one of them. What is gone shows in no search, so a
 * window of changes is followed by the recycle bin of its kind.
 */
import type { ContractRecord, ContractSource, Page, Pull, PullStream, Removal } from '../contract.ts'
import { openWindow, type Walk } from '../window.ts'
import type { HubspotConfig } from './config.ts'
import { linked } from './contract-links.ts'
import { unlessForbidden } from './forbidden.ts'
import { found } from './found.ts'
import { removalsOf } from './map.ts'
import {
  type ContractContext,
  lineItemContract,
  lineItemProperties,
  subscriptionContract,
  subscriptionProperties,
} from './map-contract.ts'
import { parsePage, parseRows } from './parse.ts'
import { edges, nextOf, placeOf } from './place.ts'
import { list } from './read.ts'
import type { PlainKind } from './read-object.ts'
import { changesBody } from './search-body.ts'
import { instantOf } from './time.ts'
import { type ObjectWire, objectWire } from './wire.ts'

export const scopes = {
  line_items: 'crm.objects.line_items.read',
  subscriptions: 'crm.objects.subscriptions.read',
} as const satisfies Record<PlainKind, string>

export const contractFields = {
  line_items: lineItemProperties,
  subscriptions: subscriptionProperties,
} as const

/** Null where nothing is asked of HubSpot. */
export function kindOf(source: ContractSource | undefined): PlainKind | null {
  return source === 'line_items' || source === 'subscriptions' ? source : null
}

/** In front of the mark of the bin's list. */
const BIN = 'bin:'

export const contracts: PullStream<HubspotConfig, 'contracts'> = async (pull, cursor) => {
  const kind = kindOf(pull.contracts?.source)
  if (kind === null) return { ...nothing(pull), cursor: { at: 'rest', until: pull.now } }
  const walk = openWindow(cursor, pull.now, edges)
  const reading = walk.after?.startsWith(BIN) ? binned(pull, kind, walk) : living(pull, kind, walk)
  const page = cursor?.at === 'window' ? await reading : await unlessForbidden(reading)
  if (page !== null) return page
  // It stays where it is, to be read from there once the scope is granted, and says so.
  const reason = `The token may not read them: scope ${scopes[kind]} is missing.`
  const stays = cursor?.at === 'rest' ? cursor : ({ at: 'rest', until: '1970-01-01T00:00:00.000Z' } as const)
  return { ...nothing(pull), cursor: stays, skipped: [{ id: '*', reason }] }
}

async function living(pull: Pull<HubspotConfig>, kind: PlainKind, walk: Walk): Promise<Page<'contracts'>> {
  const properties = contractFields[kind]
  if (walk.at === 'list') {
    const page = parsePage(await list(pull, kind, { after: walk.after, properties, archived: false }))
    return { ...placeOf(walk, nextOf(page)), total: null, ...(await contractRows(pull, kind, page.results)) }
  }
  const page = await found(pull, kind, changesBody(walk, properties))
  return {
    ...{ ...placeOf(walk, page.after ?? BIN), primary: false },
    total: walk.after === null ? page.total : null,
    ...(await contractRows(pull, kind, page.results)),
  }
}

async function binned(pull: Pull<HubspotConfig>, kind: PlainKind, walk: Walk): Promise<Page<'contracts'>> {
  const after = walk.after?.slice(BIN.length) || null
  const page = parsePage(
    await list(pull, kind, { after, properties: ['hs_lastmodifieddate'], archived: true }),
  )
  const next = nextOf(page)
  const { records, skipped } = parseRows(page.results, objectWire, removalsOf)
  return {
    ...placeOf(walk, next === null ? null : BIN + next),
    ...{ total: null, records: [], deleted: records.flat(), skipped },
  }
}

const mappers = { line_items: lineItemContract, subscriptions: subscriptionContract } as const

type Row = { readonly contract: ContractRecord } | { readonly gone: Removal }

/** A row that is billed once is told as gone: it may have been a contract before. */
export async function contractRows(
  pull: Pull<HubspotConfig>,
  kind: PlainKind,
  results: readonly unknown[],
): Promise<Pick<Page<'contracts'>, 'records' | 'deleted' | 'skipped'>> {
  const read = parseRows(results, objectWire, (wire) => rowOf(wire, kind, pull))
  const records = read.records.flatMap((row) => ('contract' in row ? [row.contract] : []))
  const deleted = read.records.flatMap((row) => ('gone' in row ? [row.gone] : []))
  return { records: await linked(pull, kind, records), deleted, skipped: read.skipped }
}

function rowOf(wire: ObjectWire, kind: PlainKind, context: ContractContext): Row | string {
  const contract = wire.archived === true ? null : mappers[kind](wire, context)
  if (typeof contract === 'string') return contract
  if (contract !== null) return { contract }
  const at = instantOf(wire.archivedAt ?? wire.properties.hs_lastmodifieddate)
  return { gone: { id: wire.id, at, mergedInto: null } }
}

function nothing({ now }: Pull<HubspotConfig>): Page<'contracts'> {
  const rest = { cursor: { at: 'rest', until: now }, more: false, primary: true, total: null } as const
  return { ...rest, records: [], deleted: [], skipped: [] }
}
