/** What a run's calls to the CRM were for. Noted in memory and written with the batch that settles a message. */
import type { InStatement } from '@libsql/client/web'
import type { Stream } from '../../connectors/contract.ts'
import type { BucketCalls, Crm } from './crm.ts'

export type Purpose =
  | 'setup'
  | 'changes'
  | 'deletions'
  | 'reconciliation'
  | 'history'
  | 'census'
  | 'push'
  | 'native'

export function purposeOf(stream: Stream): Purpose {
  switch (stream) {
    case 'account':
    case 'pipelines':
    case 'teams':
    case 'owners':
    case 'currencies':
      return 'setup'
    case 'companies':
    case 'deals':
    case 'contracts':
      return 'changes'
    case 'removals':
      return 'deletions'
    case 'history':
    case 'census':
      return stream
    default:
      return stream satisfies never
  }
}

type Written = Pick<Crm, 'byBucket'>

export interface Tally {
  /** What was called since the last time goes to this purpose. */
  note(crm: Written, purpose: Purpose): void
  /** Everything noted and not taken yet, as statements. None when nothing was called. */
  take(runId: string): InStatement[]
}

/** `[purpose, bucket, calls, refused]` */
type Row = [Purpose, string, number, number]

export function createTally(): Tally {
  let noted: ReadonlyMap<string, BucketCalls> = new Map()
  let rows: Row[] = []
  return {
    note(crm, purpose) {
      const now = new Map(crm.byBucket())
      for (const [bucket, { calls, refused }] of now) {
        const before = noted.get(bucket) ?? { calls: 0, refused: 0 }
        if (calls > before.calls) rows.push([purpose, bucket, calls - before.calls, refused - before.refused])
      }
      noted = now
    },
    take(runId) {
      if (rows.length === 0) return []
      const args = { run: runId, rows: JSON.stringify(rows) }
      rows = []
      return [
        { sql: countByPurpose, args },
        { sql: countAll, args },
      ]
    },
  }
}

const countByPurpose = `INSERT INTO run_calls (run_id, purpose, bucket, calls, refused)
  SELECT :run, value ->> 0, value ->> 1, SUM(value ->> 2), SUM(value ->> 3) FROM json_each(:rows) WHERE true GROUP BY 2, 3
  ON CONFLICT (run_id, purpose, bucket) DO UPDATE SET calls = calls + excluded.calls,
    refused = refused + excluded.refused`

const countAll = `UPDATE run SET calls = calls + (SELECT SUM(value ->> 2) FROM json_each(:rows)) WHERE id = :run`
