/** Contracts or assets as contracts, where the company chose one of them. Their fields are chosen too. */
import {
  ConnectorError,
  type ContractMapping,
  type ContractSource,
  type Page,
  type PullStream,
} from '../contract.ts'
import { openWindow } from '../window.ts'
import type { SalesforceConfig } from './config.ts'
import { removal } from './deal-rows.ts'
import { withDeleted } from './fields.ts'
import { contractRecord } from './map-contract.ts'
import { parse } from './parse.ts'
import type { Request } from './query.ts'
import { edges, walked } from './records.ts'
import { contractWire } from './wire-contract.ts'

export const objects = { contracts: 'Contract', assets: 'Asset' } as const

/** Null where nothing is asked of Salesforce. */
export function objectOf(source: ContractSource | undefined): 'Contract' | 'Asset' | null {
  return source === 'contracts' || source === 'assets' ? objects[source] : null
}

const own = { Contract: ['AccountId', 'StatusCode'], Asset: ['AccountId'] } as const

export function contractFields(
  object: 'Contract' | 'Asset',
  { amount, term, start, end, product }: ContractMapping,
  multiCurrency: boolean,
): string[] {
  const chosen = [amount, term, start, end, product].filter((field) => field !== null)
  const currency = multiCurrency ? ['CurrencyIsoCode'] : []
  return [...new Set(['Id', 'SystemModstamp', ...own[object], ...currency, ...chosen])]
}

/** One look tells of each what it is, the recycle bin included: see `deals`. */
export const contracts: PullStream<SalesforceConfig, 'contracts'> = async (pull, cursor) => {
  const { contracts: mapping, account } = pull
  const object = objectOf(mapping?.source)
  if (mapping === undefined || object === null)
    return { ...nothing(pull), cursor: { at: 'rest', until: pull.now } }
  const walk = openWindow(cursor, pull.now, edges)
  const fields = withDeleted(contractFields(object, mapping, account?.multiCurrency === true))
  try {
    const { rows, place } = await walked(pull, walk, { object, fields }, walk.at === 'window')
    return { ...place, ...contractRows(pull, object, mapping, rows) }
  } catch (error) {
    if (cursor?.at === 'window' || !isHiding(error)) throw error
    // It stays where it is, to be read from there once the field is shown or another one chosen.
    const reason = `${object} cannot be read with ${fields.join(', ')}: one of them is hidden or gone.`
    const stays =
      cursor?.at === 'rest' ? cursor : ({ at: 'rest', until: '1970-01-01T00:00:00.000Z' } as const)
    return { ...nothing(pull), cursor: stays, skipped: [{ id: '*', reason }] }
  }
}

const HIDING = new Set(['INVALID_FIELD', 'INVALID_TYPE'])

export function isHiding(error: unknown): boolean {
  return (
    error instanceof ConnectorError &&
    (error.failure.kind === 'forbidden' ||
      (error.failure.kind === 'refused' && HIDING.has(error.failure.code ?? '')))
  )
}

/** What was never in force, or has no recurring money, is told as gone: it may have been a contract before. */
export function contractRows(
  pull: Request,
  object: 'Contract' | 'Asset',
  mapping: ContractMapping,
  rows: readonly unknown[],
): Pick<Page<'contracts'>, 'records' | 'deleted' | 'skipped'> {
  const { account, timeZone, currency = null } = pull
  const context = { account, timeZone, currency, mapping, object }
  const read = parse.rows(rows, contractWire, (wire) => {
    const record = wire.IsDeleted === true ? null : contractRecord(wire, context)
    if (typeof record === 'string') return record
    return record === null ? { gone: removal(wire.Id, wire.SystemModstamp) } : { record }
  })
  return {
    records: read.records.flatMap((row) => ('record' in row ? [row.record] : [])),
    deleted: read.records.flatMap((row) => ('gone' in row ? [row.gone] : [])),
    skipped: read.skipped,
  }
}

function nothing({ now }: Request): Page<'contracts'> {
  const rest = { cursor: { at: 'rest', until: now }, more: false, primary: true, total: null } as const
  return { ...rest, records: [], deleted: [], skipped: [] }
}
