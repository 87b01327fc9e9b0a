/** A key result, two of its published values and what they were counted by: one round trip. */
import { and, desc, eq, sql } from 'drizzle-orm'
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { cycle, keyResult, measurement, objective } from '../../db/workspace/schema.ts'
import { homeChangesQuery } from '../currency/change.ts'
import { keyResultFrom, valueFrom } from '../okr/rows.ts'
import { settingQueries, settingsFrom } from '../okr/settings.ts'
import type { Logged } from './past.ts'

export interface Asked {
  /** Days with a published value; by default the last two. */
  readonly from?: Day | undefined
  readonly to?: Day | undefined
}

const isAuto = (id: string) => and(eq(measurement.keyResultId, id), eq(measurement.origin, 'auto'))
const lastVersion = sql`${measurement.version} = (SELECT MAX(v.version) FROM measurement v
  WHERE v.key_result_id = ${measurement.keyResultId} AND v.day = ${measurement.day} AND v.origin = 'auto')`

export async function readPublished(db: WorkspaceDb, id: string, { from, to }: Asked) {
  const days = sql`SELECT MAX(m.day) FROM measurement m WHERE m.key_result_id = ${id} AND m.origin = 'auto'`
  const last = to === undefined ? sql`(${days})` : sql`${to}`
  const first = from === undefined ? sql`(${days} AND m.day < ${last})` : sql`${from}`
  const [settings, accounts, found, published, values, log, targets, homeChanges] = await db.batch([
    ...settingQueries(db),
    db
      .select({ row: keyResult, cycle })
      .from(keyResult)
      .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
      .innerJoin(cycle, eq(cycle.id, objective.cycleId))
      .where(eq(keyResult.id, id)),
    db
      .selectDistinct({ day: measurement.day })
      .from(measurement)
      .where(isAuto(id))
      .orderBy(desc(measurement.day)),
    db
      .select({ day: measurement.day, value: measurement.value, publishedAt: measurement.createdAt })
      .from(measurement)
      .where(and(isAuto(id), lastVersion, sql`${measurement.day} IN (${first}, ${last})`))
      .orderBy(measurement.day),
    db.all<{ at: string; subject: string; before: string }>(logged(id)),
    db.all<{ id: string; target: number | null }>(
      sql`SELECT id, target FROM key_result WHERE id IN (${named(id)})`,
    ),
    homeChangesQuery(db),
  ])
  const [place] = found
  if (place === undefined) return null
  return {
    keyResult: keyResultFrom(place.row),
    cycle: place.cycle,
    settings: settingsFrom(settings, accounts),
    days: published.map(({ day }) => day),
    values: values.map((each) => ({ ...each, value: valueFrom(each.value) })),
    log: log.map((each): Logged => ({ ...each, before: JSON.parse(each.before) as Logged['before'] })),
    homeChanges,
    targets: new Map(targets.map((each) => [each.id, each.target])),
  }
}

/** Key results whose target the definition names, or an earlier one did. */
function named(id: string) {
  return sql`SELECT json_extract(k.definition, '$.params.target.keyResult') FROM key_result k WHERE k.id = ${id}
    UNION SELECT json_extract(a.detail, '$.before.definition.params.target.keyResult') FROM audit a
      WHERE a.subject = ${id} AND a.action = 'key_result.update'
    UNION SELECT json_extract(j.value, '$.params.target.keyResult') FROM key_result k, json_each(k.definition, '$.terms') j
      WHERE k.id = ${id}
    UNION SELECT json_extract(j.value, '$.params.target.keyResult') FROM audit a,
      json_each(a.detail, '$.before.composite.terms') j WHERE a.subject = ${id} AND a.action = 'key_result.update'`
}

function logged(id: string) {
  return sql`SELECT at, subject, json_extract(detail, '$.before') AS before FROM audit
    WHERE action = 'key_result.update' AND (subject = ${id} OR subject IN (${named(id)}))
      OR action = 'cycle.update' AND subject = (SELECT o.cycle_id FROM key_result k
        JOIN objective o ON o.id = k.objective_id WHERE k.id = ${id})
    ORDER BY id`
}
