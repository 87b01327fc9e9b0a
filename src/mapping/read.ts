/** Changes of a CRM's set-up that nobody has decided on yet, with what they touch and what is offered. One round trip. */
import type { WorkspaceDb } from '../../db/client.ts'
import type { Composite } from '../metrics/index.ts'
import type { Definition } from '../metrics/types.ts'
import type { ChangeKind } from './detect.ts'
import { compositeFollowed, followed } from './follow.ts'
import { type SetUp, setUpSchema } from './set-up.ts'

export interface Touched {
  readonly id: string
  readonly title: string
  /** As it would be after following; null where only a person can say how, or where it follows already. */
  readonly offer: Definition | Composite | null
}

export interface Finding {
  readonly id: number
  readonly source: string
  readonly crm: string
  readonly kind: ChangeKind
  readonly subject: string
  readonly label: string
  readonly before: string | null
  /** The place that took in most of its deals, by its label, and how many. */
  readonly successor: string | null
  readonly moved: number
  readonly deals: number
  readonly keyResults: readonly Touched[]
  readonly noticedAt: string
}

type Stored = Definition | Composite
const NOTHING: SetUp = { pipelines: [], stages: [], teams: [], missing: [] }

/** Newest first. With a key result only those that touch it. */
export async function readFindings(db: WorkspaceDb, keyResultId?: string): Promise<Finding[]> {
  const { rows } = await db.$client.execute({
    sql: `SELECT f.*, s.crm, m.set_up,
        CASE WHEN f.kind LIKE 'pipeline%' THEN (SELECT p.label FROM pipeline p WHERE p.source = f.source AND p.id = f.successor)
          WHEN f.kind LIKE 'stage%' THEN (SELECT t.label FROM stage t WHERE t.source = f.source AND t.id = f.successor LIMIT 1)
          ELSE (SELECT t.name FROM team t WHERE t.source = f.source AND t.id = f.successor) END AS heir,
        (SELECT json_group_array(json_object('id', k.id, 'title', k.title, 'definition', json(k.definition)))
          FROM json_each(f.key_results) j JOIN key_result k ON k.id = j.value WHERE k.definition IS NOT NULL) AS touched
      FROM mapping_finding f JOIN source s ON s.id = f.source LEFT JOIN mapping_seen m ON m.source = f.source WHERE f.state = 'open'
        AND (?1 IS NULL OR EXISTS (SELECT 1 FROM json_each(f.key_results) j WHERE j.value = ?1))
      ORDER BY f.id DESC LIMIT 100`,
    args: [keyResultId ?? null],
  })
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return rows.map((row) => {
    const kind = String(row.kind) as ChangeKind
    const subject = String(row.subject)
    const [label, before] = [String(row.label), text(row.before)]
    const change = { kind, subject, within: text(row.within), label, before, successor: text(row.successor) }
    const source = String(row.source)
    const setUp = typeof row.set_up === 'string' ? setUpSchema.parse(JSON.parse(row.set_up)) : NOTHING
    const offer = (stored: Stored) =>
      'terms' in stored ? compositeFollowed(stored, change, source, setUp) : followed(stored, change)
    const touched = JSON.parse(String(row.touched)) as { id: string; title: string; definition: Stored }[]
    return {
      ...{ id: Number(row.id), source, crm: String(row.crm), kind, subject, label, before },
      ...{ successor: text(row.heir), moved: Number(row.moved), deals: Number(row.deals) },
      keyResults: touched.map(({ id, title, definition }) => ({
        ...{ id, title, offer: offer(definition) },
      })),
      noticedAt: String(row.noticed_at),
    }
  })
}

/** Key results that would be rewritten by following. */
export function offered({ keyResults }: Finding): readonly Touched[] {
  return keyResults.filter(({ offer }) => offer !== null)
}

/** For whoever may see no number of sales. */
export function withoutDeals(finding: Finding): Finding {
  return { ...finding, deals: 0, moved: 0 }
}
