/** Invariant 2, after each statement that touches a stream. */
import type { Cursor } from '../../../connectors/contract.ts'
import { columnsOf, wholeOf } from '../whole.ts'
import { shownTime, violated, type World } from '../world.ts'

/** Streams that go on where they are; the others are walked from their start each time. */
const GO_ON = new Set(['deals', 'companies', 'removals', 'history', 'census'])
const FULL_WALKS = new Set(['census'])

const columns = columnsOf('source', 'stream', 'cursor', 'version')

export interface CursorChecks {
  check(): Promise<void>
}

export function checkCursors(world: World): CursorChecks {
  const reached = new Map<string, number>()
  const versions = new Map<string, number>()
  const walks = new Map<string, Cursor>()

  async function check(): Promise<void> {
    const rows = await wholeOf(world.workspace, columns, 'FROM stream_state')
    for (const row of rows) {
      const [source, stream] = [String(row.source), String(row.stream)]
      const key = `${source}/${stream}`
      const version = Number(row.version)
      if (version < (versions.get(key) ?? 0)) violated(world, 2, `the version of ${key} went back`)
      versions.set(key, version)
      // A full walk that another run takes up begins anew, the one before it at its end or not.
      if (row.cursor === null && FULL_WALKS.has(stream)) walks.delete(key)
      if (!GO_ON.has(stream) || row.cursor === null) continue
      const cursor = JSON.parse(String(row.cursor)) as Cursor
      const walked = walks.get(key)
      if (walked !== undefined && moved(walked, cursor))
        violated(
          world,
          2,
          `the edges of ${key} moved in the middle of its walk: ${JSON.stringify(walked)} ${JSON.stringify(cursor)}`,
        )
      walks.set(key, cursor)
      const until = Date.parse(cursor.at === 'list' ? cursor.openedAt : cursor.until)
      const lag = cursor.at === 'window' || (cursor.at === 'rest' && stream === 'deals')
      const vendor = world.vendors.find(({ id }) => id === source)
      const latest = shownTime(world) - (lag ? (vendor?.safetyLagMs ?? 0) : 0)
      // A clock that was set back leaves cursors that it had not reached.
      if (until > latest + 2 * world.clockError)
        violated(world, 2, `${key} is read up to ${new Date(until).toISOString()}, past now less the lag`)
      const before = reached.get(key) ?? 0
      // A list ends at its opening less the lag.
      const slack = cursor.at === 'rest' ? (vendor?.safetyLagMs ?? 0) : 0
      if (until < before - slack && !FULL_WALKS.has(stream))
        violated(
          world,
          2,
          `${key} went back from ${new Date(before).toISOString()} to ${new Date(until).toISOString()}`,
        )
      reached.set(key, Math.max(before, cursor.at === 'list' ? until - (vendor?.safetyLagMs ?? 0) : until))
    }
  }
  return { check }
}

/** A walk under way goes on inside its own edges; an earlier one may end and another begin. */
function moved(before: Cursor, after: Cursor): boolean {
  if (before.at === 'list' && after.at === 'list')
    return after.after !== null && before.openedAt !== after.openedAt
  if (before.at === 'window' && after.at === 'window' && before.after !== null)
    return before.since !== after.since || before.until !== after.until
  return before.at === 'window' && after.at === 'list'
}
