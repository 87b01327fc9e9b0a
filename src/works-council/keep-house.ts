/** What every night takes away, whether or not a CRM could be read: what has had its time. */
import type { Instant } from '../../connectors/contract.ts'
import type { Platform, Workspace } from '../platform.ts'
import { lapseQueries } from './minimum.ts'

export async function keepHouse(
  _: Pick<Platform, 'directory' | 'log'>,
  { db }: Workspace,
  now: Instant,
): Promise<void> {
  await db.batch(lapseQueries(db, now))
}
