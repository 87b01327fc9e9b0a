/** The log of views as the auditor reads it: by time, never by person, and never older than its time. */
import { and, asc, desc, eq, gte, inArray, lt } from 'drizzle-orm'
import * as z from 'zod'
import type { Day, Instant } from '../../connectors/contract.ts'
import { addDays, addMs, isDay, startOfDay } from '../../connectors/values/time.ts'
import type { DirectoryDb } from '../../db/client.ts'
import { keyResult, objective, viewLog } from '../../db/workspace/schema.ts'
import { authorsOf } from '../auth/authors.ts'
import type { Workspace } from '../platform.ts'
import { type Kind, kinds, type Way } from './looked.ts'

export const VIEW_DAYS = 90
export const viewsSince = (now: Instant): Instant => addMs(now, -VIEW_DAYS * 86_400_000)

const day = z.string().refine(isDay, { message: 'day' }).optional()
export const viewsQuery = z.object({
  from: day.describe('First local day'),
  to: day.describe('Last local day'),
  kind: z.enum(kinds).optional().describe('What was looked at'),
  before: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional()
    .describe('`next` of the page before'),
})
export type ViewsQuery = z.infer<typeof viewsQuery>

export interface View {
  readonly at: Instant
  /** Null: no member any more. */
  readonly name: string | null
  readonly person: string
  readonly role: string
  readonly kind: Kind
  readonly way: Way
  readonly subject: string | null
  /** Of a key result: metric and team, since a title may have a number in it. */
  readonly about: { readonly metric: string | null; readonly team: string } | null
}

export interface Views {
  readonly views: readonly View[]
  /** Null at the end. */
  readonly next: string | null
}

const PAGE = 100

export async function readViews(
  { db, id, timeZone }: Workspace,
  directory: DirectoryDb,
  { from, to, kind, before }: ViewsQuery,
  now: Instant,
  size = PAGE,
): Promise<Views> {
  const rows = await db
    .select()
    .from(viewLog)
    .where(
      and(
        // Whether or not a night has taken the rest away yet.
        gte(viewLog.at, viewsSince(now)),
        ...(from === undefined ? [] : [gte(viewLog.at, startOfDay(from as Day, timeZone))]),
        ...(to === undefined ? [] : [lt(viewLog.at, startOfDay(addDays(to as Day, 1), timeZone))]),
        ...(kind === undefined ? [] : [eq(viewLog.kind, kind)]),
        ...(before === undefined ? [] : [lt(viewLog.id, Number(before))]),
      ),
    )
    .orderBy(desc(viewLog.id))
    .limit(size + 1)
  const shown = rows.slice(0, size)
  const subjects = [...new Set(shown.flatMap(({ subject }) => subject ?? []))]
  const [names, places] = await Promise.all([
    authorsOf(directory)(id, [...new Set(shown.map(({ person }) => person))]),
    db
      .select({
        id: keyResult.id,
        origin: keyResult.origin,
        definition: keyResult.definition,
        team: objective.team,
      })
      .from(keyResult)
      .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
      .where(inArray(keyResult.id, subjects))
      .orderBy(asc(keyResult.id)),
  ])
  const about = new Map(places.map((place) => [place.id, { metric: metricOf(place), team: place.team }]))
  return {
    views: shown.map(({ id: _, person, subject, kind: seen, way, ...row }) => ({
      ...{ ...row, person, subject, kind: seen as Kind, way: way as Way },
      name: names.get(person) ?? null,
      about: about.get(subject ?? '') ?? null,
    })),
    next: rows.length > size ? String(shown.at(-1)?.id) : null,
  }
}

/** Null where no single metric of ours makes it. */
function metricOf({ origin, definition }: { origin: string; definition: string | null }): string | null {
  if (origin !== 'metric' || definition === null) return null
  return (JSON.parse(definition) as { metric: string }).metric
}

/** When an auditor last read it before, so that everybody can see that it is read, and not by whom. */
export async function lastRead({ db }: Pick<Workspace, 'db'>): Promise<Instant | null> {
  const [row] = await db
    .select({ at: viewLog.at })
    .from(viewLog)
    .where(eq(viewLog.kind, 'view_log'))
    .orderBy(desc(viewLog.id))
    .limit(1)
  return row?.at ?? null
}
