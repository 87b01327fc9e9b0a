/** What was deleted or changed between two moments, as ids. */
import { parseInstant } from '../../values/time.ts'
import type { Org } from './org.ts'
import { Refusal } from './refusal.ts'
import { idOf, wireValue } from './soql/select.ts'
import type { Table } from './table.ts'

const DAYS = { deleted: 15, updated: 30 } as const
const MAX_IDS = 600_000
const MINUTE_MS = 60_000

export function replicated(org: Org, table: Table, kind: keyof typeof DAYS, params: URLSearchParams) {
  const start = minute(params.get('start'))
  const end = minute(params.get('end'))
  const earliest = Date.parse(org.now) - DAYS[kind] * 86_400_000
  if (start === null || end === null)
    throw badDate('start and end are dateTime values such as 2026-01-01T00:00:00+00:00')
  if (end - start < MINUTE_MS) throw badDate('The start date must be at least one minute before the end date')
  if (start < earliest - MINUTE_MS) throw badDate('startDate before the available range')
  const emptied = org.switches.binEmptiedAt
  const covered = wire(Math.min(end, Date.parse(org.now)))

  const stamp = (row: object) =>
    String(table.fields.find((f) => f.name === 'SystemModstamp')?.read(row) ?? '')
  const found = table.rows().filter((row) => {
    const at = Date.parse(stamp(row))
    return at >= start && at < end && table.deleted(row) === (kind === 'deleted')
  })
  if (found.length > MAX_IDS) throw new Refusal(400, 'EXCEEDED_ID_LIMIT', `more than ${MAX_IDS} ids`)
  if (kind === 'updated') return { ids: found.map((row) => idOf(table, row)), latestDateCovered: covered }
  return {
    deletedRecords: found.map((row) => ({
      id: idOf(table, row),
      deletedDate: wireValue({ type: 'datetime' }, stamp(row)),
    })),
    earliestDateAvailable: wire(Math.max(earliest, emptied === null ? 0 : Date.parse(emptied))),
    latestDateCovered: covered,
  }
}

/** Seconds are ignored. */
function minute(text: string | null): number | null {
  const instant = parseInstant(text ?? '')
  return instant === null ? null : Math.floor(Date.parse(instant) / MINUTE_MS) * MINUTE_MS
}

function wire(ms: number): string {
  return new Date(Math.floor(ms / MINUTE_MS) * MINUTE_MS).toISOString().replace('Z', '+0000')
}

function badDate(message: string): Refusal {
  return new Refusal(400, 'INVALID_REPLICATION_DATE', message)
}
