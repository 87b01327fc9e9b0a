/** All that the sums of a question depend on beside the ledger and the moment. Where it is the same, they can be carried on. */
import type { WorkspaceDb } from '../../db/client.ts'
import { inPlace } from './in-place.ts'
import { parts } from './parts.ts'
import { type Context, type MetricRequest, planOf } from './request.ts'
import { propertyColumns, stateTables } from './state.ts'
import { sums } from './sums.ts'
import { LEADING } from './twins.ts'

/** What is the company's, as it stands. */
export interface Basis {
  /** All of it, as `basisText` tells it. */
  readonly text: string
  /** Leading side and connections. */
  readonly company: string
  /** How often days of creation, or properties of deals that are gone, were changed in place. */
  readonly createdDays: string | null
  readonly properties: string | null
}

const setting = (key: string) => `(SELECT value FROM setting WHERE key = '${key}')`
/** SQL. Sums are kept only where it is still what it was when they were asked for. */
export const basisText = `json_array(json_array(${setting(LEADING)},
    (SELECT json_group_array(id) FROM (SELECT id FROM source ORDER BY id))),
  ${setting(inPlace.createdDays)}, ${setting(inPlace.properties)})`

export async function readBasis({ $client }: WorkspaceDb): Promise<Basis> {
  const { rows } = await $client.execute(`SELECT ${basisText} AS basis`)
  return basisFrom(String(rows[0]?.basis))
}

export function basisFrom(text: string): Basis {
  const [company, createdDays, properties] = JSON.parse(text) as [unknown, string | null, string | null]
  return { text, company: JSON.stringify(company), createdDays, properties }
}

/** Any day: what changes with the day is of the moment. */
const DAY = '2000-01-01'
const at = { kind: 'known', seq: 0 } as const

/** The text of the question is part of it: a release that counts otherwise counts anew. */
export async function fingerprintOf(
  request: MetricRequest,
  basis: Basis,
  { day: _day, ...context }: Context,
): Promise<string> {
  const { definition, definitionVersion, cycle } = request
  const plan = planOf(request, at, { ...context, day: DAY }, new Map())
  const properties = propertyColumns(definition.filter?.properties?.map(({ name }) => name) ?? [])
  const select = sums(0, parts(definition, plan, properties), plan)
  const states = stateTables(at, properties).map(({ text }) => text)
  const text = JSON.stringify([
    ...[definition, definitionVersion, cycle, context, basis.company],
    select.text.includes('created_day') ? basis.createdDays : null,
    properties.names.length > 0 ? basis.properties : null,
    ...[select.text, select.args, states],
  ])
  return hashed(text)
}

export async function hashed(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return Array.from(digest.slice(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
