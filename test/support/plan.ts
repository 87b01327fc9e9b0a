/** How SQLite means to run a statement, one line a step. */
import type { InArgs } from '@libsql/client/web'
import type { WorkspaceDb } from '../../db/client.ts'

export async function plan(db: WorkspaceDb, sql: string, args: InArgs = []): Promise<string[]> {
  const { rows } = await db.$client.execute({ sql: `EXPLAIN QUERY PLAN ${sql}`, args })
  return rows.map(({ detail }) => String(detail))
}

/** Steps that walk a whole table or sort it, `inside` a page excepted: its rows are few and given. */
export function walks(steps: readonly string[], inside: readonly string[]): string[] {
  return steps.filter(
    (step) => /^SCAN (\S+)/.test(step) && !inside.includes(/^SCAN (\S+)/.exec(step)?.[1] ?? ''),
  )
}
