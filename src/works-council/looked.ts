/** What an answer showed, by its address: for the log of views. Pure. An address that nobody thought of is logged as it is. */

import type { Role } from '../app-env.ts'
import { can } from '../okr/roles.ts'

export const kinds = [
  'board',
  'key_result',
  /** With the deals behind it and what moved it, as the page shows to roles that may see deals. */
  'key_result_deals',
  'evidence',
  'movement',
  /** Past values and what may come. */
  'course',
  /** A metric that was asked for and is no key result. */
  'metric',
  /** Differences between mirror and CRM, with their deals. */
  'sync',
  'export',
  'company_export',
  'card',
  'view_log',
  'other',
] as const
export type Kind = (typeof kinds)[number]

export const ways = ['page', 'file', 'api', 'card'] as const
export type Way = (typeof ways)[number]

export interface Looked {
  readonly kind: Kind
  readonly subject: string | null
  readonly way: Way
}

/** The first that fits. `null`: it shows no number of sales. A group of the pattern is the subject. */
const addresses: readonly (readonly [RegExp, Kind | null])[] = [
  [/^\/$/, 'board'],
  [/^\/(board|objectives|key-results)$/, 'board'],
  [/^\/key-results\/new$/, 'metric'],
  [/^\/key-results\/([^/]+)\/evidence\.(?:csv|json)$/, 'export'],
  [/^\/key-results\/([^/]+)\/evidence$/, 'evidence'],
  [/^\/key-results\/([^/]+)\/movement$/, 'movement'],
  [/^\/key-results\/([^/]+)\/(?:series|forecast)$/, 'course'],
  [/^\/key-results\/([^/]+)(?:\/.*)?$/, 'key_result'],
  [/^\/metrics\/series$/, 'course'],
  [/^\/(?:metrics|retention|native)\//, 'metric'],
  [/^\/settings\/data\/everything\./, 'company_export'],
  [/^\/settings\/views(?:\.csv)?$/, 'view_log'],
  [/^\/views$/, 'view_log'],
  [/^\/(?:health|sync|connections|runs|mapping)(?:\/.*)?$/, 'sync'],
  [/^\/install\/templates$/, 'metric'],
  [/^\/(?:settings|cycles|objectives|direction|teams|map|connect|install)(?:\/.*)?$/, null],
  [/^\/(?:live|preferences|sign-out|me|openapi\.json|catalogue|sources)$/, null],
]

const SUBJECT_LENGTH = 200

export function lookedAt(path: string, role: Role): Looked | null {
  const api = path.startsWith('/api/')
  const own = api ? path.slice('/api'.length) : path
  const found = addresses.find(([pattern]) => pattern.test(own))
  const kind = found === undefined ? 'other' : kindFor(found[1], api, role)
  if (kind === null) return null
  const subject = found === undefined ? path : (found[0].exec(own)?.[1] ?? null)
  const file = kind === 'export' || kind === 'company_export' || own.endsWith('.csv')
  return {
    kind,
    // Of the board the pattern names which list it was.
    subject: kind === 'board' ? null : (subject?.slice(0, SUBJECT_LENGTH) ?? null),
    way: file ? 'file' : api ? 'api' : 'page',
  }
}

function kindFor(kind: Kind | null, api: boolean, role: Role): Kind | null {
  if (kind === 'sync') return can(role, 'evidence.read') ? kind : null
  return kind === 'key_result' && !api && can(role, 'evidence.read') ? 'key_result_deals' : kind
}
