/** Rows of deals as they came, alive or found to be archived. */
import type { DealRecord, Removal, Skipped } from '../contract.ts'
import { removalsOf } from './map.ts'
import { type DealContext, dealRecord } from './map-deal.ts'
import { parseRows } from './parse.ts'
import { objectWire } from './wire.ts'

export interface DealRows {
  readonly records: readonly DealRecord[]
  readonly deleted: readonly Removal[]
  readonly skipped: readonly Skipped[]
}

export function dealRows(results: readonly unknown[], context: DealContext): DealRows {
  const read = parseRows(results, objectWire, (wire) =>
    wire.archived === true ? { gone: removalsOf(wire) } : dealRecord(wire, context),
  )
  return {
    records: read.records.flatMap((one) => ('gone' in one ? [] : [one])),
    deleted: read.records.flatMap((one) => ('gone' in one ? one.gone : [])),
    skipped: read.skipped,
  }
}
