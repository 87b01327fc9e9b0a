/** List, single read and batch read of CRM objects (section 5.2). */
import { z } from 'zod'
import { addMs } from '../../values/time.ts'
import { json, type SandboxResponse } from './http.ts'
import { firstAfter, sortedIds } from './ids.ts'
import type { ObjectKind, StoredObject } from './kinds.ts'
import type { Portal } from './portal.ts'
import { bodyAs, flag, nameList, wholeNumber } from './query.ts'
import { notFound, validation } from './refusals.ts'
import { isEmptied, shortened, withoutZeros } from './uneven-pages.ts'
import { type Wanted, wireObject } from './wire-object.ts'

const RECYCLE_BIN_MS = 90 * 86_400_000
const MAX_PAGE = 100
const MAX_WITH_HISTORY = 50

/** Alive, or in the recycle bin; what has left the bin is nowhere. */
function inView(record: StoredObject, archived: boolean, { switches, now }: Portal): boolean {
  if (!archived) return record.deletedAt === null
  if (record.deletedAt === null || record.deletedAt < addMs(now(), -RECYCLE_BIN_MS)) return false
  return record.mergedInto === null || switches.mergedInArchive
}

function wantedBy(query: URLSearchParams): Wanted {
  return {
    properties: nameList(query, 'properties'),
    withHistory: nameList(query, 'propertiesWithHistory') ?? [],
    associations: nameList(query, 'associations') ?? [],
  }
}

const writeAfter = (id: string, { switches }: Portal) => (switches.listAfter === 'id' ? id : btoa(`v1:${id}`))

function readAfter(text: string, { switches }: Portal): string {
  const opaque = switches.listAfter === 'opaque'
  const plain =
    opaque && /^[\w+/=]+$/.test(text) && text.length % 4 === 0 ? atob(text).replace(/^v1:/, '') : text
  if (!/^\d+$/.test(plain))
    throw validation('after is not a valid paging cursor', { code: 'INVALID', in: 'after' })
  return plain
}

export function list<T extends StoredObject>(
  kind: ObjectKind<T>,
  query: URLSearchParams,
  portal: Portal,
): SandboxResponse {
  const wanted = wantedBy(query)
  const asked = wholeNumber(query, 'limit', 10, wanted.withHistory.length > 0 ? MAX_WITH_HISTORY : MAX_PAGE)
  const limit = shortened(asked, portal)
  const archived = flag(query, 'archived')
  const after = query.get('after')

  const records = kind.records(portal)
  const { idOrder } = portal.switches
  const ids = sortedIds(records, idOrder)
  const found: T[] = []
  const mark = after === null ? null : readAfter(after, portal)
  const start = mark === null ? 0 : firstAfter(ids, withoutZeros(mark), idOrder)
  // One more than the page, to know whether a next one exists.
  for (let i = start; i < ids.length && found.length <= limit; i += 1) {
    const record = records.get(ids[i] ?? '')
    if (record !== undefined && inView(record, archived, portal)) found.push(record)
  }

  function answer(page: readonly T[], next: string | null): SandboxResponse {
    const results = page.map((record) => wireObject(kind, record, wanted, portal))
    if (next === null) return json(200, { results })
    const token = writeAfter(next, portal)
    const link = `https://api.hubapi.com/crm/objects/2026-09/${kind.name}?limit=${asked}&after=${token}`
    return json(200, { results, paging: { next: { after: token, link } } })
  }
  // The same place under another mark: nobody may take an empty page for the end, nor the mark for a number.
  if (found.length > 0 && isEmptied(mark ?? '0', portal)) return answer([], `0${mark ?? '0'}`)
  const page = found.slice(0, limit)
  return answer(page, found.length > limit ? (page.at(-1)?.id ?? null) : null)
}

/** The record itself, or whoever took it in: one that was merged again is answered by the last. */
function answering<T extends StoredObject>(
  records: ReadonlyMap<string, T>,
  id: string,
  portal: Portal,
): T | undefined {
  const record = records.get(id)
  const merged = record?.mergedInto ?? null
  if (merged === null || portal.switches.mergedRead === 'missing') return record
  return answering(records, merged, portal)
}

export function read<T extends StoredObject>(
  kind: ObjectKind<T>,
  id: string,
  query: URLSearchParams,
  portal: Portal,
): SandboxResponse {
  const record = answering(kind.records(portal), id, portal)
  if (record === undefined || !inView(record, flag(query, 'archived'), portal)) throw notFound()
  return json(200, wireObject(kind, record, wantedBy(query), portal))
}

const batchBody = z.object({
  inputs: z.array(z.object({ id: z.string() })),
  properties: z.array(z.string()).optional(),
  propertiesWithHistory: z.array(z.string()).optional(),
  idProperty: z.string().optional(),
})

export function readBatch<T extends StoredObject>(
  kind: ObjectKind<T>,
  query: URLSearchParams,
  text: string,
  portal: Portal,
): SandboxResponse {
  const body = bodyAs(batchBody, text)
  const wanted: Wanted = {
    properties: body.properties ?? null,
    withHistory: body.propertiesWithHistory ?? [],
    associations: [],
  }
  if (body.inputs.length > MAX_PAGE) throw validation(`A batch request accepts at most ${MAX_PAGE} inputs.`)
  if (wanted.withHistory.length > 0 && body.inputs.length > MAX_WITH_HISTORY)
    throw validation(`A batch request with property history accepts at most ${MAX_WITH_HISTORY} inputs.`)
  if (body.idProperty !== undefined && body.idProperty !== 'hs_object_id')
    throw validation(`${body.idProperty} is not a unique property`, { code: 'INVALID', in: 'idProperty' })

  const archived = flag(query, 'archived')
  const records = kind.records(portal)
  const ids = [...new Set(body.inputs.map((input) => input.id))]
  const found = new Map<string, T>()
  for (const id of ids) {
    const record = answering(records, id, portal)
    if (record !== undefined && inView(record, archived, portal)) found.set(id, record)
  }
  const results = [...found.values()].map((record) => wireObject(kind, record, wanted, portal))
  const times = { status: 'COMPLETE', startedAt: portal.now(), completedAt: portal.now() }

  const missing = ids.filter((id) => !found.has(id))
  if (missing.length === 0 || portal.switches.missingInBatch === 'omitted')
    return json(200, { ...times, results })
  const error = {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: `Could not get some ${kind.name.toUpperCase()} objects, they may be deleted or not exist.`,
    context: { ids: missing },
  }
  return json(207, { ...times, results, numErrors: 1, errors: [error] })
}
