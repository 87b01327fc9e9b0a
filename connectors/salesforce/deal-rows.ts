/** Rows of Opportunity as deals, and as deals that are gone. */
import type { DealRecord, Removal, Reread } from '../contract.ts'
import type { Rows } from '../parse.ts'
import { parseInstant } from '../values/time.ts'
import { dealRecord } from './map-deal.ts'
import { parse } from './parse.ts'
import type { Request } from './query.ts'
import { deletedWire, opportunityWire } from './wire.ts'

function dealRows(pull: Request, rows: readonly unknown[]): Rows<DealRecord> {
  const { account, config, properties } = pull
  const context = { account, config, currency: pull.currency ?? null, properties }
  return parse.rows(rows, opportunityWire, (wire) => dealRecord(wire, context))
}

/** Rows read with the recycle bin: what is alive, and what lies in it. `IsDeleted` must be among their fields. */
export function readRows(pull: Request, rows: readonly unknown[]): Omit<Reread, 'missing'> {
  const gone = removedRows(rows.filter(isDeleted))
  const alive = dealRows(
    pull,
    rows.filter((row) => !isDeleted(row)),
  )
  return {
    records: alive.records,
    deleted: gone.records,
    skipped: [...alive.skipped, ...gone.skipped],
  }
}

function isDeleted(row: unknown): boolean {
  return typeof row === 'object' && row !== null && 'IsDeleted' in row && row.IsDeleted === true
}

export function removedRows(rows: readonly unknown[]): Rows<Removal> {
  return parse.rows(rows, deletedWire, ({ Id, SystemModstamp }) =>
    removal(Id, SystemModstamp == null ? null : parseInstant(SystemModstamp)),
  )
}

/** Nobody merges opportunities; an account that was merged is told as a record. */
export function removal(id: string, at: string | null): Removal {
  return { id, at, mergedInto: null }
}
