/** The company in our own databases: its row, its cycle and its key results. */
import { addDays } from '../../connectors/values/time.ts'
import type { MeasuredKeyResult } from './invariants/values.ts'
import { WORKSPACE, type World } from './world.ts'

const metrics = ['won_revenue', 'open_pipeline', 'won_deals', 'win_rate', 'weighted_pipeline'] as const

export const cycleOf = (firstDay: string): readonly [string, string] => [
  addDays(firstDay, -10),
  addDays(firstDay, 30),
]

export async function foundCompany(world: World, at: string): Promise<void> {
  await world.directory.execute({
    sql: `INSERT INTO workspace (id, name, database_url, time_zone, currency, created_at) VALUES (?, 'Acme', 'memory', ?, 'EUR', ?)`,
    args: [WORKSPACE, world.timeZone, at],
  })
}

/** One key result a metric and connection, and one over all connections. */
export async function setGoals(
  world: World,
  cycle: readonly [string, string],
  at: string,
): Promise<MeasuredKeyResult[]> {
  const list = world.vendors.flatMap(({ id: source }) =>
    metrics.map((metric): MeasuredKeyResult => ({ id: `${source}-${metric}`, source, metric })),
  )
  const all: MeasuredKeyResult[] = [...list, { id: 'all-won_deals', source: null, metric: 'won_deals' }]
  const { workspace } = world
  await workspace.batch(
    [
      {
        sql: "INSERT INTO cycle (id, name, starts_on, ends_on, created_at) VALUES ('c', 'Cycle', ?, ?, ?)",
        args: [...cycle, at],
      },
      // The floor, so that a small company's numbers are shown.
      { sql: "INSERT INTO setting (key, value) VALUES ('minimum_people', '3')", args: [] },
      {
        sql: "INSERT INTO objective (id, cycle_id, title, team, created_at) VALUES ('o', 'c', 'Sell', 'Sales', ?)",
        args: [at],
      },
      ...all.map(({ id, source, metric }) => ({
        sql: `INSERT INTO key_result (id, objective_id, title, kind, origin, definition, unit, baseline, target, created_at)
          VALUES (?, 'o', ?, 'reach', 'metric', ?, ?, 0, 100, ?)`,
        args: [
          id,
          id,
          JSON.stringify({
            metric,
            window: 'cycle',
            ...(source === null ? {} : { filter: { connections: [source] } }),
          }),
          metric === 'win_rate' ? 'ratio' : metric === 'won_deals' ? 'count' : 'money',
          at,
        ],
      })),
    ],
    'write',
  )
  return all
}
