/** The connections behind the numbers: how fresh, how healthy, what could not be read. */
import { asc, sql } from 'drizzle-orm'
import type { WorkspaceDb } from '../../db/client.ts'
import { source } from '../../db/workspace/schema.ts'
import type { SourceView } from './types.ts'

// Columns inside the sub-queries are written out: the builder would leave their table's name away.
export function sourcesQuery(db: WorkspaceDb) {
  return db
    .select({
      id: source.id,
      crm: source.crm,
      status: source.status,
      statusReason: source.statusReason,
      dataThrough: sql<string | null>`(select max(r.data_through) from run r
        where r.source = source.id and r.status = 'complete')`,
      skipped: sql<number>`(select count(*) from skipped s where s.source = source.id)`,
    })
    .from(source)
    .orderBy(asc(source.createdAt), asc(source.id))
}

export function sourcesFrom(rows: Awaited<ReturnType<typeof sourcesQuery>>): readonly SourceView[] {
  return rows.map(({ statusReason, ...row }) => ({ ...row, reason: kindOf(statusReason) }))
}

/** Of a stored `Failure` only the kind is shown: its detail is the vendor's text. */
export function kindOf(failure: string | null): string | null {
  if (failure === null) return null
  const parsed: unknown = JSON.parse(failure)
  return typeof parsed === 'object' && parsed !== null && 'kind' in parsed ? String(parsed.kind) : null
}
