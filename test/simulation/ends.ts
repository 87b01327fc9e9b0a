/** Invariants 6, 10 and 11: what a night must have left when it is over, and what a calm one must. */

import type { MeasuredKeyResult, ValueChecks } from './invariants/values.ts'
import { dayIn } from './oracle.ts'
import type { EdgeQueue } from './queue.ts'
import { violated, type World } from './world.ts'

const HOUR = 3_600_000

/** At noon, with programs that were up for some hours: nothing is left lying. */
export async function checkNoon(world: World, queue: EdgeQueue | null): Promise<void> {
  const now = world.scheduler.now()
  const stuck = queue?.waiting().find(({ readyAt }) => readyAt < now - HOUR)
  if (stuck !== undefined)
    violated(world, 6, `a message of kind ${stuck.message.kind} has waited for an hour`)
  const { rows } = await world.workspace.execute({
    sql: `SELECT id, status, failure FROM run WHERE (status = 'running' AND started_at < ? AND kind IN ('night', 'manual'))
      OR (status = 'failed' AND failure IS NULL)`,
    args: [new Date(now - 4 * HOUR).toISOString()],
  })
  const twice = await world.workspace.execute(
    "SELECT source, day FROM run WHERE kind = 'night' GROUP BY source, day HAVING COUNT(*) > 1",
  )
  const [double] = twice.rows
  if (double !== undefined)
    violated(world, 11, `the night of ${double.source} for ${double.day} was made twice`)
  const [row] = rows
  if (row !== undefined) violated(world, 6, `run ${row.id} is ${row.status}, and nobody says why`)
}

/** After a calm night: each connection is fresh, and each key result has the day's value. */
export async function checkFresh(
  world: World,
  keyResults: readonly MeasuredKeyResult[],
  values: ValueChecks,
  night: { readonly begin: number; readonly day: string },
): Promise<void> {
  const { rows } = await world.workspace.execute({
    sql: `SELECT source, MAX(data_through) AS through FROM run WHERE status = 'complete' AND kind = 'night' AND day = ? GROUP BY source`,
    args: [night.day],
  })
  for (const { id } of world.vendors) {
    const through = rows.find(({ source }) => source === id)?.through
    if (through === undefined) return violated(world, 10, `no complete night of ${id} for ${night.day}`)
    if (Date.parse(String(through)) < night.begin - HOUR)
      violated(world, 10, `the night of ${night.day} is only read up to ${String(through)}`)
  }
  const broken = await world.workspace.execute('SELECT id FROM key_result WHERE broken IS NOT NULL')
  const excused = new Set(broken.rows.map(({ id }) => String(id)))
  const waiting = await waitingFor(world, keyResults)
  for (const { id } of keyResults)
    if (!values.days(id).includes(night.day) && !excused.has(id) && !waiting.has(id))
      violated(world, 11, `${id} has no value of ${night.day}`)
}

const looksAt: Readonly<Record<MeasuredKeyResult['metric'], readonly string[]>> = {
  won_revenue: ['won'],
  won_deals: ['won'],
  win_rate: ['won', 'lost'],
  open_pipeline: ['open'],
  weighted_pipeline: ['open'],
}

/** Key results that look at deals which vanished wait until an administrator says what became of them; no others do. */
async function waitingFor(world: World, keyResults: readonly MeasuredKeyResult[]): Promise<Set<string>> {
  const { rows: held } = await world.workspace.execute(
    `SELECT DISTINCT i.source, r.status FROM inferred_removal i
      JOIN deal d ON d.source = i.source AND d.external_id = i.external_id JOIN revision r ON r.seq = d.current_seq
      WHERE i.state = 'held'`,
  )
  const waits = ({ source, metric }: MeasuredKeyResult) =>
    held.some(
      (one) =>
        (source === null || source === one.source) &&
        (one.status === null || looksAt[metric].includes(String(one.status))),
    )
  return new Set(keyResults.filter(waits).map(({ id }) => id))
}

/** No value of a day that never was, or that was not over. */
export function checkDays(
  world: World,
  keyResults: readonly MeasuredKeyResult[],
  values: ValueChecks,
  begun: number,
): void {
  const there = new Set<string>()
  for (let t = begun - 48 * HOUR; t <= world.scheduler.now(); t += HOUR / 2)
    there.add(dayIn(t, world.timeZone))
  const today = dayIn(world.scheduler.now(), world.timeZone)
  for (const { id } of keyResults)
    for (const day of values.days(id))
      if (!there.has(day) || day >= today)
        violated(world, 11, `${id} has a value of ${day}, a day that was not`)
}
