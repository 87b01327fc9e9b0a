/** Ends sessions that have lasted longer than their company wants, and throws away what has run out anyway. */
import type { InStatement } from '@libsql/client/web'

/** `nowMs`: the sign-in library's clock, the real one. */
export function endSessions(workspaceId: string, sessionDays: number, nowMs: number): InStatement[] {
  return [
    {
      sql: `DELETE FROM session WHERE expires_at < :now OR (created_at < :oldest
        AND user_id IN (SELECT user_id FROM member WHERE workspace_id = :workspaceId))`,
      args: { now: nowMs, oldest: nowMs - sessionDays * 86_400_000, workspaceId },
    },
    { sql: 'DELETE FROM verification WHERE expires_at < ?', args: [nowMs] },
  ]
}
