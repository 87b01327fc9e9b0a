/** For how many days values follow the CRM after a cycle. Holds for every cycle that is not frozen yet. */
import { eq } from 'drizzle-orm'
import * as z from 'zod'
import type { WorkspaceDb } from '../../db/client.ts'
import { setting } from '../../db/workspace/schema.ts'
import { auditRow, type WriteContext } from '../okr/context.ts'
import { readSettings } from '../okr/settings.ts'
import { MOST_CLOSING_DAYS } from './grace.ts'

const KEY = 'closing_days'

export const closingInput = z.strictObject({
  closingDays: z
    .int()
    .min(0)
    .max(MOST_CLOSING_DAYS)
    .describe('Local days for which values follow the CRM after their cycle has ended; then they are fixed'),
})

/** Throws on what is no such number. */
export async function chooseClosingDays(db: WorkspaceDb, days: number, context: WriteContext): Promise<void> {
  const { closingDays } = closingInput.parse({ closingDays: days })
  const { closingDays: before } = await readSettings(db)
  const [row] = await db.select().from(setting).where(eq(setting.key, KEY))
  if (row !== undefined && before === closingDays) return
  const value = JSON.stringify(closingDays)
  await db.batch([
    db
      .insert(setting)
      .values({ key: KEY, value })
      .onConflictDoUpdate({ target: setting.key, set: { value } }),
    auditRow(db, context, 'settings.closing_days', KEY, { before, after: closingDays }),
  ])
}
