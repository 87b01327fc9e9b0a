/**
 * What a CRM pushed becomes marks: deals to be read again. Nothing of a notice is believed but that something happened, so
 * that a lost, repeated or reordered one costs freshness and never correctness.
 */
import type { Instant, Notice } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import { stir } from '../jobs/stir.ts'
import type { Platform, Workspace } from '../platform.ts'

/** A CRM repeats a delivery for a day at most; keys are kept a little longer. */
const KEEP_MS = 26 * 3_600_000
/** Edits come in bursts: they are read together. */
export const GATHER_MS = 1_000
/** A mark that waits longer than this may have lost its message. */
const LOST_MS = 5_000

export interface Noticed {
  /** Notices that had not been there before. */
  readonly fresh: number
  readonly repeated: number
}

/** One round trip to the company's database. Sends `changed` once a burst, after the marks are written. */
export async function takeNotices(
  platform: Platform,
  { id: workspaceId, db }: Pick<Workspace, 'id' | 'db'>,
  source: string,
  notices: readonly Pick<Notice, 'key' | 'id'>[],
): Promise<Noticed> {
  if (notices.length === 0) return { fresh: 0, repeated: 0 }
  const now = platform.now()
  const rows = JSON.stringify(notices.map(({ key, id }) => [key, id]))
  const results = await db.$client.batch(
    [
      { sql: oldestMark, args: [source] },
      { sql: mark, args: { source, rows, now } },
      { sql: remember, args: { source, rows, now } },
      {
        sql: 'DELETE FROM notice WHERE source = ? AND received_at < ?',
        args: [source, addMs(now, -KEEP_MS)],
      },
    ],
    'write',
  )
  const before = results[0]?.rows[0]?.oldest
  const fresh = results[2]?.rowsAffected ?? 0
  if (fresh > 0 && needsMessage(typeof before === 'string' ? before : null, now)) {
    // First, so that a message that is lost is missed.
    await stir(platform.directory, workspaceId)
    await platform.queue.send({ kind: 'changed', workspaceId, source }, GATHER_MS)
  }
  return { fresh, repeated: notices.length - fresh }
}

/** With marks that are as young, a message is on its way. */
function needsMessage(oldest: Instant | null, now: Instant): boolean {
  return oldest === null || addMs(oldest, LOST_MS) <= now
}

const oldestMark = 'SELECT MIN(noticed_at) AS oldest FROM changed WHERE source = ?'

// Before the keys are kept: what they say is new is marked.
const mark = `INSERT INTO changed (source, external_id, noticed_at)
  SELECT DISTINCT :source, r.value ->> 1, :now FROM json_each(:rows) r
  WHERE NOT EXISTS (SELECT 1 FROM notice n WHERE n.source = :source AND n.key = r.value ->> 0)
  ON CONFLICT (source, external_id) DO UPDATE SET version = version + 1`

const remember = `INSERT INTO notice (source, key, received_at)
  SELECT :source, r.value ->> 0, :now FROM json_each(:rows) r WHERE true
  ON CONFLICT (source, key) DO NOTHING`
