/**
 * After the company's time zone changed: a day is a view on an instant, so every deal's day of creation is derived anew, of
 * deals that are gone too, and all deals are read once more, because a close date may have been told as an instant. What
 * was told stays as it was; a close day that moves is a new revision, effective when seen.
 */
import type { InStatement } from '@libsql/client/web'
import { localDay } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { countChange, inPlace } from '../metrics/in-place.ts'
import { keepPass, type Pass } from './pass.ts'

/** Two round trips a chunk. */
const CHUNK = 4000

export interface Redate {
  readonly source: string
  readonly timeZone: string
}

/** Until the days are of the zone or `chunks` are used up. Returns how many deals it looked at. */
export async function redate(
  db: WorkspaceDb,
  context: Redate,
  before: Pass,
  chunks: number,
): Promise<number> {
  const { dating, ...done } = before
  let after: number | null = dating?.timeZone === context.timeZone ? dating.after : 0
  let checked = 0
  for (let used = 0; after !== null && used < chunks; used += 1) {
    const seen: { readonly checked: number; readonly after: number | null } = await redateChunk(
      db,
      context,
      done,
      after,
    )
    checked += seen.checked
    after = seen.after
  }
  return checked
}

async function redateChunk(
  db: WorkspaceDb,
  { source, timeZone }: Redate,
  done: Pass,
  after: number,
): Promise<{ readonly checked: number; readonly after: number | null }> {
  const { rows } = await db.$client.execute({ sql: datedChunk, args: { source, after } })
  const moved = rows.flatMap(({ id, created_at, created_day }) => {
    const day = localDay(String(created_at), timeZone)
    return day === created_day ? [] : [[Number(id), day]]
  })
  const next = rows.length < CHUNK ? null : Number(rows.at(-1)?.id)
  const pass = next === null ? { ...done, timeZone } : { ...done, dating: { timeZone, after: next } }
  const statements: InStatement[] = [
    { sql: moveDays, args: { rows: JSON.stringify(moved) } },
    countChange(inPlace.createdDays, 'changes() > 0'),
    keepPass(source, pass),
    ...(next === null ? [{ sql: readAnew, args: { source } }] : []),
  ]
  await db.$client.batch(statements, 'write')
  return { checked: rows.length, after: next }
}

export const datedChunk = `SELECT id, created_at, created_day FROM deal
  WHERE source = :source AND id > :after ORDER BY id LIMIT ${CHUNK}`

export const moveDays = `WITH page AS MATERIALIZED
    (SELECT value ->> 0 AS id, value ->> 1 AS day FROM json_each(:rows))
  UPDATE deal SET created_day = p.day FROM page p WHERE deal.id = p.id`

// The version moves, so that a page of the old days that is on its way writes nothing.
const readAnew = `UPDATE stream_state SET cursor = NULL, version = version + 1
  WHERE source = :source AND stream = 'deals'`
