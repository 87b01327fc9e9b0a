/** What a source has had: which streams were walked to their end, and when every deal was last read. */
import type { Day, Stream } from '../../connectors/contract.ts'
import { isStreamed } from '../../connectors/contract-mapping.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { mappingFrom, mappingQuery } from './contract-mapping.ts'
import type { Standing } from './due.ts'
import { ofNights } from './run-kinds.ts'

export interface SourceStanding {
  readonly standing: readonly Standing[]
  /** As `Calendar` means it: of the first import or a later census. */
  readonly wholeDay: Day | null
  /** Contracts are a stream of this connection. */
  readonly contracts: boolean
}

export async function loadStanding(db: WorkspaceDb, source: string): Promise<SourceStanding> {
  const [states, whole, mapping] = await db.$client.batch(
    [
      {
        // A field that is hidden may be shown any day, and then everything is read again.
        sql: `SELECT t.stream, t.walked_at IS NOT NULL AND t.cursor ->> '$.at' IS 'rest'
            AND (t.stream <> 'account' OR json_array_length(s.account, '$.hidden') = 0) AS known
          FROM stream_state t JOIN source s ON s.id = t.source WHERE t.source = ?`,
        args: [source],
      },
      {
        sql: `SELECT MAX(day) AS day FROM (
          SELECT MIN(day) AS day FROM run WHERE source = :source AND status = 'complete' AND ${ofNights}
          UNION ALL SELECT MAX(day) FROM run
            WHERE source = :source AND status IN ('complete', 'running') AND kind = 'census')`,
        args: { source },
      },
      mappingQuery(source),
    ],
    'read',
  )
  const day = whole?.rows[0]?.day ?? null
  return {
    standing: (states?.rows ?? []).map(({ stream, known }) => ({
      stream: String(stream) as Stream,
      known: Number(known) === 1,
    })),
    wholeDay: day === null ? null : String(day),
    contracts: isStreamed(mappingFrom(mapping?.rows[0]?.value)),
  }
}
