/**
 * What people wrote beside a value, once it has had its time: the text goes, the number, its day and its author stay. A table
 * that keeps such texts is a line here.
 */
import type { InStatement } from '@libsql/client/web'
import type { Instant } from '../../connectors/contract.ts'
import { daysInForce } from './lifetimes.ts'

interface Written {
  readonly table: string
  /** Column, and what is left of it. */
  readonly text: readonly [string, string]
  /** Which rows have one, and since when. */
  readonly since: string
  readonly when: string
}

const written: readonly Written[] = [
  { table: 'measurement', text: ['reason', 'NULL'], since: 'created_at', when: 'reason IS NOT NULL' },
  // One that still holds says why.
  {
    table: 'override',
    text: ['reason', "''"],
    since: 'created_at',
    when: "reason <> '' AND (ended_at IS NOT NULL OR expires_on < :now)",
  },
  // The log of changes repeats them.
  {
    table: 'audit',
    text: ['detail', "json_remove(detail, '$.reason')"],
    since: 'at',
    when: "action IN ('value.write', 'value.override') AND detail ->> '$.reason' IS NOT NULL",
  },
]

export function forgetTexts(now: Instant): InStatement[] {
  const before = `strftime('%Y-%m-%dT%H:%M:%fZ', :now, '-' || ${daysInForce('textDays')} || ' days')`
  return written.map(({ table, text: [column, left], since, when }) => ({
    sql: `UPDATE "${table}" SET ${column} = ${left} WHERE ${since} < ${before} AND ${when}`,
    args: { now },
  }))
}
