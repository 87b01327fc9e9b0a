/** What every night takes away, whether or not a CRM could be read: what has had its time. */
import { lt } from 'drizzle-orm'
import type { Instant } from '../../connectors/contract.ts'
import { viewLog } from '../../db/workspace/schema.ts'
import type { Platform, Workspace } from '../platform.ts'
import { lapseQueries } from './minimum.ts'
import { viewsSince } from './views.ts'

export async function keepHouse(
  _: Pick<Platform, 'directory' | 'log'>,
  { db }: Workspace,
  now: Instant,
): Promise<void> {
  await db.batch([...lapseQueries(db, now), db.delete(viewLog).where(lt(viewLog.at, viewsSince(now)))])
}
