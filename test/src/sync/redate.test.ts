import { expect, test } from 'vitest'
import type { WorkspaceDb } from '../../../db/client.ts'
import { rederive } from '../../../src/sync/rederive.ts'
import { emptySetup } from '../../../src/sync/setup.ts'
import { memoryWorkspace } from '../../support/databases.ts'

const context = {
  ...{ source: 'a', runId: 'r', now: '2026-03-03T00:00:00.000Z', homeCurrency: 'EUR', setup: emptySetup },
  timeZone: 'Europe/Berlin',
}
const berlin = context
const tokyo = { ...context, timeZone: 'Asia/Tokyo' }
const redate = async (db: WorkspaceDb, to: typeof context, chunks?: number) =>
  (await rederive(db, to, chunks)).done

// Seen red: the cursor of the deals left where it was; a move that was cut short taken for none.

/** Made in the last hour of a day in Berlin, the next morning in Tokyo. More than two chunks of them, and one elsewhere. */
async function filled(): Promise<WorkspaceDb> {
  const db = await memoryWorkspace()
  await db.$client.batch([
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9001)
      INSERT INTO deal (source, external_id, created_at, created_day, version, read_at)
      SELECT CASE i WHEN 9001 THEN 'b' ELSE 'a' END, i, '2026-03-01T22:30:00.000Z', '2026-03-01', '', '' FROM n`,
    `INSERT INTO stream_state (source, stream, cursor, version, status, updated_at) VALUES
      ('a', 'deals', '{}', 7, 'rest', ''), ('a', 'removals', '{}', 7, 'rest', ''), ('b', 'deals', '{}', 7, 'rest', '')`,
  ])
  return db
}

async function look(db: WorkspaceDb) {
  const [days, states] = await db.$client.batch([
    'SELECT source, created_day AS day, COUNT(*) AS n FROM deal GROUP BY 1, 2 ORDER BY 1, 2',
    'SELECT source, stream, cursor, version FROM stream_state ORDER BY 1, 2',
  ])
  return {
    days: days?.rows.map(({ source, day, n }) => [source, day, n]),
    states: states?.rows.map(({ source, stream, cursor, version }) => [source, stream, cursor, version]),
  }
}

test('the days of a source are derived anew chunk by chunk, then its deals are read from the first one', async () => {
  const db = await filled()
  const untouched = await look(db)
  expect(await redate(db, berlin)).toBe(true)
  expect(await redate(db, berlin)).toBe(true)
  expect(await look(db)).toEqual(untouched)

  expect(await redate(db, tokyo, 1)).toBe(false)
  expect(await look(db)).toEqual({
    days: [
      ['a', '2026-03-01', 5000],
      ['a', '2026-03-02', 4000],
      ['b', '2026-03-01', 1],
    ],
    states: untouched.states,
  })
  expect(await redate(db, tokyo, 5)).toBe(false)
  expect(await look(db)).toEqual({
    days: [
      ['a', '2026-03-02', 9000],
      ['b', '2026-03-01', 1],
    ],
    states: [
      ['a', 'deals', null, 8],
      ['a', 'removals', '{}', 7],
      ['b', 'deals', '{}', 7],
    ],
  })
  expect(await redate(db, tokyo)).toBe(true)
  expect((await look(db)).states?.[0]).toEqual(['a', 'deals', null, 8])
})

test('a zone that is changed back half way leaves no day of the other', async () => {
  const db = await filled()
  await redate(db, berlin)
  await redate(db, tokyo, 1)
  expect(await redate(db, berlin)).toBe(false)
  expect((await look(db)).days).toEqual([
    ['a', '2026-03-01', 9000],
    ['b', '2026-03-01', 1],
  ])
})
