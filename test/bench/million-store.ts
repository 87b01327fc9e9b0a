/** A company with as many deals as one likes, written by the database itself; their spread is that of `deals` in `store.ts`. */
import type { WorkspaceDb } from '../../db/client.ts'
import { owner, pipeline, setting, team } from '../../db/workspace/schema.ts'
import { emptyStore, NOW, pipelines, TODAY, teams } from './store.ts'

const OWNERS = 40
/** Deals per statement: what one transaction takes at once. */
const CHUNK = 100_000

export async function storeOf(name: string, count: number): Promise<WorkspaceDb> {
  const db = await emptyStore(name)
  await db.insert(pipeline).values(pipelines.map((id) => ({ source: 'hubspot', id, label: id })))
  await db.insert(team).values(teams.map((id) => ({ source: 'hubspot', id, name: id })))
  await db
    .insert(owner)
    .values(Array.from({ length: OWNERS }, (_, i) => ({ source: 'hubspot', hash: `o${i}`, active: true })))
  await db.insert(setting).values({ key: 'fiscal_year_start_month', value: '1' })
  for (let from = 0; from < count; from += CHUNK)
    await db.$client.batch(statements(from, Math.min(CHUNK, count - from)), 'write')
  await db.$client.execute(`UPDATE run SET seq = ${count}`)
  return db
}

function statements(from: number, count: number) {
  const numbers = `WITH RECURSIVE n (i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${from + count}),
    one AS (SELECT i, date('2024-11-24', '+' || ((i * 7) % 730) || ' days') AS created, 100000 + ((i * 7919) % 5000000) AS amount,
      CASE (i >> 2) % 4 WHEN 0 THEN 'open' WHEN 1 THEN 'offer' WHEN 2 THEN 'won' ELSE 'lost' END AS stage FROM n)`
  const deal = `${numbers} INSERT INTO deal (id, source, external_id, name, created_at, created_day, current_seq, version, read_at, told)
    SELECT i + 1, 'hubspot', CAST(100000 + i AS TEXT), 'Deal ' || i, created || 'T08:00:00.000Z', created, i + 1,
      created || 'T10:00:00.000Z', '${NOW}', '{}' FROM one`
  const revision = `${numbers} INSERT INTO revision (seq, deal_id, effective_at, time_from, cause, run_id, version, pipeline_id,
      stage_id, status, amount_minor, currency, home_minor, rate, rate_rule, close_date, team_id, probability, weighted_minor, owner_hash, properties)
    SELECT i + 1, i + 1, created || 'T10:00:00.000Z', 'crm', 'read', 'run', created || 'T10:00:00.000Z',
      CASE i % 3 WHEN 0 THEN 'new' WHEN 1 THEN 'expansion' ELSE 'renewal' END, stage,
      CASE stage WHEN 'won' THEN 'won' WHEN 'lost' THEN 'lost' ELSE 'open' END, amount, 'EUR', amount, '1', 'same',
      date(created, '+' || (20 + i % 90) || ' days'), CASE (i >> 3) % 4 WHEN 0 THEN 'north' WHEN 1 THEN 'south' WHEN 2 THEN 'west' ELSE 'east' END,
      '0.3', amount * 3 / 10, 'o' || (i % ${OWNERS}), '{}' FROM one`
  return [deal, revision]
}

/** So many deals get another amount, spread evenly, as a night's pages would tell them. */
export async function changeDeals({ $client }: WorkspaceDb, count: number, of: number): Promise<void> {
  const step = Math.max(1, Math.floor(of / count))
  const wanted = `d.id % ${step} = 1 AND d.id <= ${step * count}`
  await $client.batch(
    [
      `INSERT INTO revision (deal_id, effective_at, time_from, cause, run_id, version, pipeline_id, stage_id, status, amount_minor,
          currency, home_minor, rate, rate_rule, close_date, team_id, probability, weighted_minor, owner_hash, properties)
        SELECT c.deal_id, '${TODAY}T05:00:00.000Z', 'crm', 'read', 'run', c.version, c.pipeline_id, c.stage_id, c.status,
          c.amount_minor + 100, c.currency, c.home_minor + 100, c.rate, c.rate_rule, c.close_date, c.team_id, c.probability,
          c.weighted_minor + 30, c.owner_hash, c.properties
        FROM deal d CROSS JOIN revision c ON c.seq = d.current_seq WHERE ${wanted}`,
      `UPDATE deal AS d SET current_seq = (SELECT MAX(seq) FROM revision r WHERE r.deal_id = d.id) WHERE ${wanted}`,
    ],
    'write',
  )
}
