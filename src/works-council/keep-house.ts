/** What every night takes away, whether or not a CRM could be read: what has had its time. */
import { lt } from 'drizzle-orm'
import type { Instant } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import { viewLog } from '../../db/workspace/schema.ts'
import { errorText } from '../jobs/error-text.ts'
import type { Platform, Workspace } from '../platform.ts'
import { readLifetimes } from './lifetimes.ts'
import { lapseQueries } from './minimum.ts'
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
    const { textDays, sessionDays } = await readLifetimes(db)
    await db.batch([...lapseQueries(db, now), db.delete(viewLog).where(lt(viewLog.at, viewsSince(now)))])
    await db.$client.batch(forgetTexts(addMs(now, -textDays * 86_400_000), now), 'write')
    await directory.$client.batch(endSessions(id, sessionDays, realNowMs), 'write')
  } catch (error) {
    log('house_not_kept', { workspace: id, reason: errorText(error) })
  }
}
