/** The company's choices that key results depend on, read from `setting` and from what its CRM says of itself. */
import { asc, inArray, ne } from 'drizzle-orm'
import * as z from 'zod'
import type { WorkspaceDb } from '../../db/client.ts'
import { setting, source } from '../../db/workspace/schema.ts'
import { defaultThresholds, type Thresholds } from './status.ts'

/** No choice of the company goes below it: fewer people could be told apart. */
export const PEOPLE_FLOOR = 3
const DEFAULT_PEOPLE = 5

export interface Settings {
  /** People that must stand behind a narrowed number. */
  readonly minimumPeople: number
  readonly thresholds: Thresholds
  /** 1 to 12. */
  readonly fiscalYearStartMonth: number
}

const month = z.int().min(1).max(12)
const share = z.number().min(0).max(1)
const choices = {
  minimum_people: z.int(),
  thresholds: z.object({ onTrack: share, behind: share }).refine((t) => t.onTrack <= t.behind),
  fiscal_year_start_month: month,
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
