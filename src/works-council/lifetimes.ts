/** How long texts that people wrote and sessions are kept: a company's choice. Nights delete what is older. */
import { inArray, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { WorkspaceDb } from '../../db/client.ts'
import { setting } from '../../db/workspace/schema.ts'
import { auditRow, type WriteContext } from '../okr/context.ts'

const bounds = { textDays: [30, 1095], sessionDays: [1, 90] } as const

export const lifetimesInput = z.strictObject({
  textDays: z
    .int()
    .min(bounds.textDays[0])
    .max(bounds.textDays[1])
    .describe('Days after which the text beside a typed value goes; the value stays'),
  sessionDays: z
    .int()
    .min(bounds.sessionDays[0])
    .max(bounds.sessionDays[1])
    .describe('Days after which a person signs in anew, however busy'),
})
export type Lifetimes = z.infer<typeof lifetimesInput>

export const usualLifetimes: Lifetimes = { textDays: 365, sessionDays: 90 }
const keys = { textDays: 'text_days', sessionDays: 'session_days' } as const

/** The same in SQL, for statements that go by it. What was never chosen, or is none, is the usual. */
export function daysInForce(name: keyof typeof keys): string {
  const [least, most] = bounds[name]
  return `COALESCE((SELECT CAST(value AS INTEGER) FROM setting WHERE key = '${keys[name]}'
    AND CAST(value AS INTEGER) BETWEEN ${least} AND ${most}), ${usualLifetimes[name]})`
}

export async function readLifetimes(db: WorkspaceDb): Promise<Lifetimes> {
  const rows = await db
    .select()
    .from(setting)
    .where(inArray(setting.key, Object.values(keys)))
  const stored = new Map(rows.map(({ key, value }) => [key, value]))
  const read = (name: keyof typeof keys): number => {
    const parsed = lifetimesInput.shape[name].safeParse(Number(stored.get(keys[name])))
    return parsed.success ? parsed.data : usualLifetimes[name]
  }
  return { textDays: read('textDays'), sessionDays: read('sessionDays') }
}

export async function chooseLifetimes(
  db: WorkspaceDb,
  after: Lifetimes,
  context: WriteContext,
): Promise<void> {
  const before = await readLifetimes(db)
  if (before.textDays === after.textDays && before.sessionDays === after.sessionDays) return
  const put = (name: keyof typeof keys) =>
    db
      .insert(setting)
      .values({ key: keys[name], value: JSON.stringify(after[name]) })
      .onConflictDoUpdate({ target: setting.key, set: { value: sql`excluded.value` } })
  await db.batch([
    put('textDays'),
    put('sessionDays'),
    auditRow(db, context, 'privacy.lifetimes', 'lifetimes', { before, after }),
  ])
}
