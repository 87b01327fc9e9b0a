/** Two small CRMs that have had their first night, with a key result over both and one over the first alone. */

import { addMs } from '../../../connectors/values/time.ts'
import { handle } from '../../../src/sync/handle.ts'
import { takeNotices } from '../../../src/sync/notices.ts'
import type { Outcome } from '../../../src/sync/outcome.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { createToyCrm, type ToyCrm, type ToyDeal } from './toy.ts'
import { connectToy, createWorld, options, type World } from './world.ts'

/** Noon after the first night. */
export const NOON = '2026-03-03T11:00:00.000Z'
const night = { ...options, kind: 'night' as const }

export interface PushedWorld {
  readonly world: World
  readonly one: ToyCrm
  readonly two: ToyCrm
  /** Edits a deal in the CRM; says nothing to anybody. */
  edit(crm: ToyCrm, id: string, fields: Partial<ToyDeal>): void
  /** What the CRM then pushes. */
  push(source: string, ids: readonly string[], keys?: readonly string[]): Promise<void>
  /** Delivers what was sent, in order, until nothing is left; time passes as messages ask. */
  deliver(most?: number): Promise<Outcome[]>
  /** `[key result, value]` of what pushes have moved. */
  provisional(): Promise<unknown[][]>
  official(): Promise<unknown[][]>
}

export async function pushedWorld(): Promise<PushedWorld> {
  const [one, two] = [createToyCrm('one.test', 6), createToyCrm('two.test', 6)]
  const world = await createWorld([one, two])
  await connectToy(world, one, 'one')
  await connectToy(world, two, 'two')
  await addKeyResults(world)
  await runNight(world.platform, 'acme', night)
  world.set(NOON)
  let pushes = 0

  async function values(table: string) {
    const rows = await world.rows(`SELECT key_result_id, value FROM ${table} ORDER BY key_result_id, day`)
    return rows.map(({ key_result_id, value }) => [key_result_id, JSON.parse(String(value)).value])
  }

  return {
    world,
    one,
    two,
    edit(crm, id, fields) {
      const before = crm.deals.get(id) ?? {
        id,
        amount: 0,
        stage: 'open',
        closeDate: '2026-02-10',
        changedAt: '',
      }
      crm.deals.set(id, { ...before, changedAt: world.platform.now(), ...fields })
    },
    async push(source, ids, keys) {
      pushes += 1
      const workspace = await world.platform.open('acme')
      const notices = ids.map((id, n) => ({ id, key: keys?.[n] ?? `${pushes}/${n}` }))
      await takeNotices(world.platform, workspace, source, notices)
    },
    async deliver(most = 100) {
      const outcomes: Outcome[] = []
      for (let n = 0; n < most; n += 1) {
        const next = world.sent.shift()
        if (next === undefined) break
        world.set(addMs(world.platform.now(), next.delayMs))
        outcomes.push(await handle(world.platform, next.message, options))
      }
      return outcomes
    },
    provisional: () => values('provisional'),
    official: () => values('measurement'),
  }
}

async function addKeyResults(world: World): Promise<void> {
  const at = '2026-01-01T00:00:00.000Z'
  const keyResults = [
    ['both', {}],
    ['only-one', { connections: ['one'] }],
    ['elsewhere', { connections: ['one', 'two'], pipelines: ['other'] }],
  ] as const
  await world.workspace.batch([
    { sql: "INSERT INTO cycle VALUES ('c', 'Q1', '2026-01-01', '2026-04-01', ?)", args: [at] },
    {
      sql: "INSERT INTO objective (id, cycle_id, title, team, created_at) VALUES ('o', 'c', 'Grow', 'Sales', ?)",
      args: [at],
    },
    ...keyResults.map(([id, filter]) => ({
      sql: `INSERT INTO key_result (id, objective_id, title, kind, origin, definition, unit, currency, baseline, target, created_at)
        VALUES (?, 'o', ?, 'reach', 'metric', ?, 'money', 'EUR', 0, 10000, ?)`,
      args: [id, id, JSON.stringify({ metric: 'won_revenue', window: 'cycle', filter }), at],
    })),
  ])
}
