/** Invariant 4 at the end: a mirror made at once, from nothing, is the mirror that grew over the nights. */

import { toInstant } from '../../connectors/values/time.ts'
import type { Client } from '../../db/client.ts'
import { connectCrm } from '../../src/sync/connect.ts'
import { runNight } from '../../src/sync/run-night.ts'
import { foundCompany } from './company-row.ts'
import { openMemory } from './database.ts'
import { newProgram, openPlatform, options, type Surroundings } from './machine.ts'
import { violated, WORKSPACE, type World } from './world.ts'

/** What the CRM tells anew at every read. */
const facts =
  'r.pipeline_id, r.stage_id, r.status, r.amount_minor, r.currency, r.close_date, r.type, r.company_id, r.owner_hash, r.problem'
/** What follows from a set-up that the CRM applies without changing the deal's own time. */
const derived = 'r.home_minor, r.rate, r.rate_rule, r.probability, r.weighted_minor'

/** Returns the whole of the grown mirror as text. */
export async function recount(world: World, around: Surroundings): Promise<string> {
  const grown = world.workspace
  const fresh: World = {
    ...world,
    directory: await openMemory('directory'),
    workspace: await openMemory('workspace'),
  }
  const quiet = { sent: () => undefined, answered: () => undefined }
  const own: Surroundings = { ...around, world: fresh, watcher: quiet, written: async () => undefined }
  const program = newProgram(own, 'recount')
  const platform = { ...openPlatform(own, program), queue: { send: async () => undefined } }
  await foundCompany(fresh, toInstant(world.scheduler.now()))
  for (const vendor of world.vendors) {
    const input = {
      workspaceId: WORKSPACE,
      crm: vendor.id,
      label: vendor.id,
      config: vendor.config(),
      properties: [],
    }
    await world.scheduler.runUntilDone(connectCrm(platform, input, options), 3_600_000)
  }
  await world.scheduler.runUntilDone(runNight(platform, WORKSPACE, { ...options, kind: 'manual' }), 7_200_000)

  for (const vendor of world.vendors) {
    const same = vendor.versions.setups.length === 1
    const columns = same ? `${facts}, ${derived}` : facts
    const [ours, theirs] = [
      await states(grown, vendor.id, columns),
      await states(fresh.workspace, vendor.id, columns),
    ]
    const excused = await skippedIds(grown, vendor.id)
    for (const id of new Set([...ours.keys(), ...theirs.keys()])) {
      if (excused.has(id) || ours.get(id) === theirs.get(id)) continue
      violated(world, 4, `deal ${id} of ${vendor.id} is ${ours.get(id)}, and read anew ${theirs.get(id)}`)
    }
    await sameSetup(world, grown, fresh.workspace, vendor.id)
  }
  fresh.directory.close()
  fresh.workspace.close()
  return everything(grown)
}

async function states(client: Client, source: string, columns: string): Promise<Map<string, string>> {
  const { rows } = await client.execute({
    sql: `SELECT d.external_id, d.name, d.created_at, d.created_day, ${columns} FROM deal d JOIN revision r ON r.seq = d.current_seq
      WHERE d.source = ? AND r.deleted = 0`,
    args: [source],
  })
  return new Map(rows.map((row) => [String(row.external_id), JSON.stringify(row)]))
}

async function skippedIds(client: Client, source: string): Promise<Set<string>> {
  const { rows } = await client.execute({
    // What waits for an administrator is shown as such, too.
    sql: `SELECT external_id FROM skipped WHERE source = :source
      UNION SELECT external_id FROM inferred_removal WHERE source = :source AND state = 'held'`,
    args: { source },
  })
  return new Set(rows.map(({ external_id: id }) => String(id)))
}

/** Stages are read every night; what is archived meanwhile stays only in the mirror that grew. */
async function sameSetup(world: World, grown: Client, fresh: Client, source: string): Promise<void> {
  const sql =
    'SELECT pipeline_id, id, label, closed, won, probability FROM stage WHERE source = ? AND archived = 0 ORDER BY 1, 2'
  const [ours, theirs] = [
    await grown.execute({ sql, args: [source] }),
    await fresh.execute({ sql, args: [source] }),
  ]
  const [a, b] = [JSON.stringify(ours.rows), JSON.stringify(theirs.rows)]
  if (a !== b) violated(world, 4, `the stages of ${source} are ${a}, and read anew ${b}`)
}

async function everything(client: Client): Promise<string> {
  const tables = await client.execute(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
  )
  let text = ''
  for (const { name } of tables.rows) {
    const { rows } = await client.execute(`SELECT * FROM ${String(name)}`)
    text += `${String(name)} ${JSON.stringify(rows)}\n`
  }
  return text
}
