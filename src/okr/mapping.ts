/** Which CRM leads where both hold the same deal: proposed by what is in the mirror, decided by a person. */
import * as z from 'zod'
import type { WorkspaceDb } from '../../db/client.ts'
import { setting } from '../../db/workspace/schema.ts'
import { LEADING } from '../metrics/twins.ts'
import { auditRow, type Refused, refused, type WriteContext } from './context.ts'

export interface MappingSide {
  readonly id: string
  readonly crm: string
  /** Deals that are alive. */
  readonly deals: number
  /** Of the deals that are on both sides, those that were created here first. */
  readonly originals: number
}

export interface Mapping {
  readonly sides: readonly MappingSide[]
  /** Deals that are on both sides. */
  readonly pairs: number
  /** The connection whose deals count; null until a person names one. */
  readonly leading: string | null
  /** The side where most of the pairs began: the other holds copies. Null without a pair. */
  readonly proposed: string | null
}

export const leadingInput = z.strictObject({
  leading: z.string().min(1).nullable().describe('Id of a connection; null leaves it open again'),
})

// A pair may be told by both of its deals; it is one all the same.
const pairs = `SELECT DISTINCT MIN(n.id, o.id) AS one, MAX(n.id, o.id) AS other,
    CASE WHEN (n.created_at, n.source) <= (o.created_at, o.source) THEN n.source ELSE o.source END AS first
  FROM deal n CROSS JOIN revision r ON r.seq = n.current_seq AND r.deleted = 0 AND r.twin_id IS NOT NULL
  CROSS JOIN source s ON s.id <> n.source
  CROSS JOIN deal o ON o.source = s.id AND o.external_id = r.twin_id
  CROSS JOIN revision q ON q.seq = o.current_seq AND q.deleted = 0
  WHERE n.id IN (SELECT deal_id FROM revision WHERE twin_id IS NOT NULL)`

export async function readMapping(db: WorkspaceDb): Promise<Mapping> {
  const [sources, alive, firsts, stored] = await db.$client.batch(
    [
      'SELECT id, crm FROM source ORDER BY created_at, id',
      `SELECT d.source, COUNT(*) AS n FROM deal d CROSS JOIN revision r ON r.seq = d.current_seq
        WHERE r.deleted = 0 GROUP BY d.source`,
      `SELECT first, COUNT(*) AS n FROM (${pairs}) GROUP BY first`,
      { sql: 'SELECT value FROM setting WHERE key = ?', args: [LEADING] },
    ],
    'read',
  )
  const counted = (rows: typeof alive, key: string) =>
    new Map((rows?.rows ?? []).map((row) => [String(row[key]), Number(row.n)]))
  const [deals, originals] = [counted(alive, 'source'), counted(firsts, 'first')]
  const sides = (sources?.rows ?? []).map(({ id, crm }) => ({
    ...{ id: String(id), crm: String(crm) },
    ...{ deals: deals.get(String(id)) ?? 0, originals: originals.get(String(id)) ?? 0 },
  }))
  const value = stored?.rows[0]?.value
  return {
    sides,
    pairs: sides.reduce((sum, side) => sum + side.originals, 0),
    leading: value === undefined ? null : leadingInput.shape.leading.parse(JSON.parse(String(value))),
    proposed: proposal(sides),
  }
}

/** Most originals; as many on both sides, the side with more deals. */
function proposal(sides: readonly MappingSide[]): string | null {
  const [first] = sides.toSorted((a, b) => b.originals - a.originals || b.deals - a.deals)
  return first === undefined || first.originals === 0 ? null : first.id
}

/** Kept with who decided it. */
export async function nameLeading(
  db: WorkspaceDb,
  leading: string | null,
  context: WriteContext,
): Promise<{ readonly ok: true } | Refused> {
  const { sides, leading: before } = await readMapping(db)
  if (leading !== null && !sides.some(({ id }) => id === leading))
    return refused({ field: 'leading', code: 'connection_gone', subject: leading })
  if (leading === before) return { ok: true }
  const value = JSON.stringify(leading)
  await db.batch([
    db
      .insert(setting)
      .values({ key: LEADING, value })
      .onConflictDoUpdate({ target: setting.key, set: { value } }),
    auditRow(db, context, 'mapping.leading', LEADING, { before, after: leading }),
  ])
  return { ok: true }
}
