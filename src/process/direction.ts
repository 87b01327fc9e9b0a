/** Vision and the themes of the strategy: what objectives are measured against when they are formulated. */
import { asc, isNull } from 'drizzle-orm'
import * as z from 'zod'
import type { WorkspaceDb } from '../../db/client.ts'
import { theme } from '../../db/workspace/schema.ts'
import { auditRow, type WriteContext } from '../okr/context.ts'

export const MOST_THEMES = 7

export const directionInput = z.strictObject({
  vision: z.string().trim().max(500).describe('Where the company wants to go; empty: none is said'),
  themes: z
    .array(z.string().trim().min(1).max(160))
    .max(MOST_THEMES)
    .describe('Themes of the strategy, the most important first'),
})
export type Direction = z.infer<typeof directionInput>

export async function readDirection(db: WorkspaceDb): Promise<Direction> {
  const rows = await db.select().from(theme).where(isNull(theme.endedAt)).orderBy(asc(theme.position))
  return {
    vision: rows.find((row) => row.kind === 'vision')?.text ?? '',
    themes: rows.filter((row) => row.kind === 'theme').map((row) => row.text),
  }
}

/** What is said anew replaces what was said; the old words stay, with the day they ended. */
export async function writeDirection(
  db: WorkspaceDb,
  { vision, themes }: Direction,
  context: WriteContext,
): Promise<void> {
  const said = [
    ...(vision === '' ? [] : [{ kind: 'vision', text: vision }]),
    ...[...new Set(themes)].map((text) => ({ kind: 'theme', text })),
  ]
  const rows = said.map((one, position) => ({
    ...one,
    ...{ id: crypto.randomUUID(), position, author: context.actor, createdAt: context.now },
  }))
  await db.batch([
    db.update(theme).set({ endedAt: context.now }).where(isNull(theme.endedAt)),
    ...rows.map((row) => db.insert(theme).values(row)),
    auditRow(db, context, 'direction.write', 'company', { vision, themes }),
  ])
}
