/** A platform for measurements, outside of the test runner. */
import { directoryDb } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { directory as directoryMigrations } from '../../db/migrations/index.ts'
import { openNode } from '../../db/open-node.ts'
import { platformOn, type StandingPlatform } from '../support/platform.ts'
import { bareStore, storeUrl } from './store.ts'

export type { StandingPlatform } from '../support/platform.ts'

export async function benchPlatform(now: string, name = 'company'): Promise<StandingPlatform> {
  const client = await openNode(storeUrl(`${name}-directory`))
  await migrate(client, directoryMigrations, now)
  const db = await bareStore(name)
  return platformOn({ directory: directoryDb(client), db, now, timeZone: 'Europe/Berlin', currency: 'EUR' })
}
