/** How many deals stand in what changed, and where those that left it went. Pure: statements out. */
import type { InStatement } from '@libsql/client/web'
import type { ChangeKind } from './detect.ts'

interface Place {
  readonly source: string
  readonly kind: ChangeKind
  readonly subject: string
}

function columnOf(kind: ChangeKind): 'pipeline_id' | 'stage_id' | 'team_id' | null {
  if (kind.startsWith('pipeline')) return 'pipeline_id'
  if (kind.startsWith('stage')) return 'stage_id'
  return kind.startsWith('team') ? 'team_id' : null
}

const alive = `FROM deal d CROSS JOIN revision r ON r.seq = d.current_seq AND r.deleted = 0 WHERE d.source = ?1`
const mine = `source = ?1 AND kind = ?2 AND subject = ?3 AND state = 'open'`

export function dealsStatement({ source, kind, subject }: Place): InStatement {
  const column = columnOf(kind)
  // A property is gone from the record, and stands in the states of before.
  const stands =
    column === null ? `json_extract(r.properties, '$."' || ?3 || '"') IS NOT NULL` : `r.${column} = ?3`
  return {
    sql: `UPDATE mapping_finding SET deals = (SELECT COUNT(*) ${alive} AND ${stands}) WHERE ${mine}`,
    args: [source, kind, subject],
  }
}

/** Only for what ended. The place that took in the most of its deals, and still takes in some. */
export function heirsStatement({ source, kind, subject }: Place): InStatement[] {
  const column = columnOf(kind)
  if (column === null || !(kind.endsWith('_archived') || kind === 'team_empty')) return []
  const table = column.slice(0, -3)
  const heirs = `SELECT r.${column} AS heir, COUNT(*) AS n ${alive} AND r.${column} <> ?3
      AND EXISTS (SELECT 1 FROM ${table} t WHERE t.source = ?1 AND t.id = r.${column} AND NOT t.archived)
      AND (SELECT p.${column} FROM revision p WHERE p.deal_id = d.id AND p.time_from <> 'history'
        AND p.${column} IS NOT r.${column} ORDER BY p.seq DESC LIMIT 1) = ?3
    GROUP BY heir ORDER BY n DESC, heir LIMIT 1`
  return [
    {
      sql: `UPDATE mapping_finding SET (successor, moved) = (SELECT h.heir, COALESCE(h.n, 0) FROM (${heirs}) h)
        WHERE ${mine} AND EXISTS (${heirs})`,
      args: [source, kind, subject],
    },
  ]
}
