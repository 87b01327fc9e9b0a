/** The company's choices that key results depend on, read from `setting` and from what its CRM says of itself. */
import { asc, eq, inArray, ne } from 'drizzle-orm'
import * as z from 'zod'
import type { WorkspaceDb } from '../../db/client.ts'
import { setting, source } from '../../db/workspace/schema.ts'
import { DEFAULT_CLOSING_DAYS, MOST_CLOSING_DAYS } from '../closing/grace.ts'
import { auditRow, type WriteContext } from './context.ts'
import { defaultThresholds, type Thresholds } from './status.ts'

/** No choice of the company goes below it: fewer people could be told apart. */
export const PEOPLE_FLOOR = 3
const DEFAULT_PEOPLE = 5

export interface Settings {
  /** People that must stand behind a narrowed number. */
  readonly minimumPeople: number
  readonly thresholds: Thresholds
  /**
   * 1 to 12: the company's own choice, else what the CRM that was connected first tells, else January. Windows follow from
   * the next value on; what was published stays.
   */
  readonly fiscalYearStartMonth: number
  /** Local days for which values follow the CRM after their cycle has ended. */
  readonly closingDays: number
}

const month = z.int().min(1).max(12)
const share = z.number().min(0).max(1)
const choices = {
  minimum_people: z.int(),
  thresholds: z.object({ onTrack: share, behind: share }).refine((t) => t.onTrack <= t.behind),
  fiscal_year_start_month: month,
  closing_days: z.int().min(0).max(MOST_CLOSING_DAYS),
} as const
const account = z.object({ fiscalYearStartMonth: month })

/** Both rows it needs, to be joined to a batch. */
export function settingQueries(db: WorkspaceDb) {
  return [
    db
      .select()
      .from(setting)
      .where(inArray(setting.key, Object.keys(choices))),
    db
      .select({ account: source.account })
      .from(source)
      .where(ne(source.status, 'disconnected'))
      .orderBy(asc(source.createdAt), asc(source.id)),
  ] as const
}

export function settingsFrom(
  rows: readonly { readonly key: string; readonly value: string }[],
  accounts: readonly { readonly account: string | null }[],
): Settings {
  const stored = new Map(rows.map((row) => [row.key, row.value]))
  const chosen = <Key extends keyof typeof choices>(key: Key): z.infer<(typeof choices)[Key]> | null =>
    read(choices[key], stored.get(key) ?? null) as z.infer<(typeof choices)[Key]> | null
  const told = accounts.flatMap((row) => read(account, row.account)?.fiscalYearStartMonth ?? [])
  return {
    minimumPeople: Math.max(PEOPLE_FLOOR, chosen('minimum_people') ?? DEFAULT_PEOPLE),
    thresholds: chosen('thresholds') ?? defaultThresholds,
    fiscalYearStartMonth: chosen('fiscal_year_start_month') ?? told[0] ?? 1,
    closingDays: chosen('closing_days') ?? DEFAULT_CLOSING_DAYS,
  }
}

/** A choice that cannot be read counts as not made: the default is always the careful one. */
function read<Schema extends z.ZodType>(schema: Schema, text: string | null): z.infer<Schema> | null {
  if (text === null) return null
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

export async function readSettings(db: WorkspaceDb): Promise<Settings> {
  const [rows, accounts] = await db.batch(settingQueries(db))
  return settingsFrom(rows, accounts)
}

const FISCAL = 'fiscal_year_start_month'

/** Null leaves it to the CRM again. Kept with who decided it. Throws on what is no month. */
export async function chooseFiscalYear(
  db: WorkspaceDb,
  startMonth: number | null,
  context: WriteContext,
): Promise<void> {
  const value = JSON.stringify(month.nullable().parse(startMonth))
  const [row] = await db.select().from(setting).where(eq(setting.key, FISCAL))
  const before: unknown = row === undefined ? null : JSON.parse(row.value)
  if (before === startMonth) return
  await db.batch([
    db
      .insert(setting)
      .values({ key: FISCAL, value })
      .onConflictDoUpdate({ target: setting.key, set: { value } }),
    auditRow(db, context, 'settings.fiscal_year', FISCAL, { before, after: startMonth }),
  ])
}
