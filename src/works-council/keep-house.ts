/** What every night takes away, whether or not a CRM could be read: what has had its time. */
import type { Instant } from '../../connectors/contract.ts'
import { errorText } from '../jobs/error-text.ts'
import type { Platform, Workspace } from '../platform.ts'
import { daysInForce, usualLifetimes } from './lifetimes.ts'
import { lapseStatements } from './minimum.ts'
import { endSessions } from './old-sessions.ts'
import { forgetTexts } from './old-texts.ts'
import { viewsSince } from './views.ts'

/** Never throws: the numbers of the day do not wait for it, and the next night does the same. */
export async function keepHouse(
  { directory, log }: Pick<Platform, 'directory' | 'log'>,
  { id, db }: Pick<Workspace, 'id' | 'db'>,
  now: Instant,
  // Sessions live by the real clock, as `src/auth/session.ts` says; a demo's may be ahead.
  realNowMs = Date.now(),
): Promise<void> {
  try {
    const answers = await db.$client.batch(
      [
        ...lapseStatements(now),
        { sql: 'DELETE FROM view_log WHERE at < ?', args: [viewsSince(now)] },
        ...forgetTexts(now),
        `SELECT ${daysInForce('sessionDays')} AS days`,
      ],
      'write',
    )
    const days = Number(answers.at(-1)?.rows[0]?.days ?? usualLifetimes.sessionDays)
    await directory.$client.batch(endSessions(id, days, realNowMs), 'write')
  } catch (error) {
    log('house_not_kept', { workspace: id, reason: errorText(error) })
  }
}
