/** Deals of a page into the ledger: identities, revisions where the state differs, pointers to what is current. */
import type { InStatement } from '@libsql/client/web'
import type { DealRecord, Instant, Page } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import { countChange, inPlace } from '../metrics/in-place.ts'
import { derive, factsOf, type Setup } from './derive.ts'
import { stateColumns, stateValues } from './state-columns.ts'

export interface DealsContext {
  readonly source: string
  readonly runId: string
  /** When the request was sent: orders two reads of one deal. */
  readonly sentAt: Instant
  readonly now: Instant
  readonly timeZone: string
  readonly homeCurrency: string
  readonly setup: Setup
  /** Keyed hash. */
  hash(text: string): Promise<string>
}

/** What is hashed for a person: two CRMs may use the same id for two people. */
export function ownerText(source: string, ownerId: string): string {
  return `${source}/${ownerId}`
}

export async function dealStatements(
  page: Pick<Page<'deals'>, 'records' | 'primary'>,
  context: DealsContext,
): Promise<InStatement[]> {
  const records = lastOfEach(page.records)
  if (records.length === 0) return []
  const rows = JSON.stringify(await rowsOf(records, context))
  const { source, runId, sentAt, now } = context
  const primary = page.primary ? 1 : 0
  return [
    { sql: identities, args: { rows, source, sent: sentAt } },
    { sql: revisions, args: { rows, source, sent: sentAt, primary, now, run: runId } },
    { sql: createdAnew, args: { rows, source, sent: sentAt, primary } },
    { sql: pointers, args: { rows, source, sent: sentAt, primary } },
  ]
}

/** One id twice in a page counts once, as if its rows had come in two pages: the later unless its version is lower. */
export function lastOfEach(records: readonly DealRecord[]): DealRecord[] {
  const byId = new Map<string, DealRecord>()
  for (const record of records) {
    const earlier = byId.get(record.id)
    if (earlier === undefined || record.version >= earlier.version) byId.set(record.id, record)
  }
  return [...byId.values()]
}

async function rowsOf(records: readonly DealRecord[], context: DealsContext): Promise<unknown[][]> {
  const { setup, homeCurrency, timeZone, source } = context
  const derivation = { setup, homeCurrency, today: localDay(context.now, timeZone) }
  const ids = [...new Set(records.map((record) => record.ownerId).filter((id) => id !== null))]
  const hashed = await Promise.all(ids.map((id) => context.hash(ownerText(source, id))))
  const hashes = new Map(ids.map((id, index) => [id, hashed[index] ?? null]))
  return records.map((record) => {
    const ownerHash = record.ownerId === null ? null : (hashes.get(record.ownerId) ?? null)
    const state = derive(record, ownerHash, derivation)
    const createdDay = localDay(record.createdAt, timeZone)
    const told = JSON.stringify(factsOf(record))
    return [record.id, record.name, record.createdAt, createdDay, record.version, told, ...stateValues(state)]
  })
}

const identityColumns = ['external_id', 'name', 'created_at', 'created_day', 'version', 'told']

// Unpacked once, and only what is used: without MATERIALIZED every use of a column would parse the row again.
function pageOf(columns: readonly string[]): string {
  const values = columns.map((column, index) => `value ->> ${index} AS ${column}`)
  return `WITH page AS MATERIALIZED (SELECT key AS n, ${values.join(', ')} FROM json_each(:rows))`
}

// CROSS JOIN keeps the page outside and looks each deal up: the other way round costs a scan of all deals.
const known = `FROM page p
  CROSS JOIN deal d ON d.source = :source AND d.external_id = p.external_id
  LEFT JOIN revision c ON c.seq = d.current_seq`

// What the CRM told last wins, by the time we asked, unless its version is lower than ours (an index that lags).
// A deal that is gone comes back by a later read of the record itself, or by a version later than its end.
const accepted = `d.read_at <= :sent AND d.version <= p.version
  AND (c.deleted IS NOT 1 OR (:primary AND d.read_at < :sent) OR p.version > c.effective_at)`

// A closed deal keeps the team it closed with: the SQL twin of `keptTeam`.
const team = `CASE WHEN c.status IN ('won', 'lost') AND p.status IN ('won', 'lost')
  THEN c.team_id ELSE p.team_id END`
const columnOf = (column: string) => (column === 'team_id' ? team : `p.${column}`)

// The version tells when; but not for a second content under the same version, nor for the end of a deletion before it.
const byVersion = `c.seq IS NULL OR (p.version > d.version AND (c.deleted = 0 OR p.version > c.effective_at))`

const differs = stateColumns.map((column) => `c.${column} IS NOT ${columnOf(column)}`).join(' OR ')

export const identities = `${pageOf(identityColumns)} INSERT INTO deal (source, external_id, name, created_at, created_day, version, read_at)
  SELECT :source, p.external_id, p.name, p.created_at, p.created_day, p.version, :sent FROM page p WHERE true ORDER BY p.n
  ON CONFLICT (source, external_id) DO NOTHING`

export const revisions = `${pageOf([...identityColumns, ...stateColumns])} INSERT INTO revision
    (deal_id, effective_at, time_from, cause, run_id, version, ${stateColumns.join(', ')})
  SELECT d.id, CASE WHEN ${byVersion} THEN p.version ELSE :now END, CASE WHEN ${byVersion} THEN 'crm' ELSE 'seen' END,
    CASE WHEN c.deleted = 1 THEN 'restored' ELSE 'read' END, :run, p.version, ${stateColumns.map(columnOf).join(', ')}
  ${known} WHERE ${accepted} AND (c.seq IS NULL OR c.deleted = 1 OR ${differs}) ORDER BY p.n`

/** The newest that was told: reconstructed revisions come later and are never current. */
export const newestSeq = `(SELECT k.seq FROM revision k
  WHERE k.deal_id = d.id AND k.time_from <> 'history' ORDER BY k.seq DESC LIMIT 1)`

// A CRM lets people date a record's creation anew: that is no state of its own, and changes what was counted before.
export const createdAnew = `${pageOf(identityColumns.slice(0, 5))}
  ${countChange(inPlace.createdDays, `EXISTS (SELECT 1 ${known} WHERE ${accepted} AND d.created_day <> p.created_day)`)}`

// Still sees the old pointers, so it accepts exactly what `revisions` accepted.
export const pointers = `${pageOf(identityColumns)} INSERT INTO deal
    (source, external_id, name, created_at, created_day, current_seq, version, read_at, alive_at, told)
  SELECT d.source, d.external_id, p.name, p.created_at, p.created_day, ${newestSeq}, p.version, :sent,
    CASE WHEN :primary THEN :sent ELSE d.alive_at END, p.told
  ${known} WHERE ${accepted}
  ON CONFLICT (source, external_id) DO UPDATE SET name = excluded.name, created_at = excluded.created_at,
    created_day = excluded.created_day, current_seq = excluded.current_seq, version = excluded.version,
    read_at = excluded.read_at, alive_at = excluded.alive_at, told = excluded.told`
