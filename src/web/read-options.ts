/** What the form of a key result offers: the company's objectives, and the pipelines and teams its CRM has now. */
import { asc, desc, eq } from 'drizzle-orm'
import { cycle, objective } from '../../db/workspace/schema.ts'
import type { Locale } from '../app-env.ts'
import { catalogue } from '../metrics/index.ts'
import { metricIds } from '../metrics/types.ts'
import type { Workspace } from '../platform.ts'
import type { KeyResultOptions } from './key-result-options.ts'
import { crmOf, readNames } from './mirror-names.ts'
import { crmTitle } from './sources.ts'

export async function readOptions(workspace: Workspace, locale: Locale): Promise<KeyResultOptions> {
  const { db, currency } = workspace
  const [rows, names] = await Promise.all([
    db
      .select({ id: objective.id, title: objective.title, cycle: cycle.name, cycleId: cycle.id })
      .from(objective)
      .innerJoin(cycle, eq(cycle.id, objective.cycleId))
      .orderBy(desc(cycle.startsOn), asc(objective.position), asc(objective.createdAt)),
    readNames(db),
  ])
  const note = (source: string) => crmTitle(crmOf(names, source))
  return {
    objectives: [...Map.groupBy(rows, (row) => row.cycleId).values()].map((group) => ({
      label: group[0]?.cycle ?? '',
      options: group.map(({ id, title }) => ({ value: id, label: title })),
    })),
    // A metric that needs the CRM's history cannot be measured yet, so it is not offered.
    metrics: metricIds
      .filter((id) => catalogue[id].plan !== null)
      .map((id) => ({ value: id, label: catalogue[id].title[locale], unit: catalogue[id].unit })),
    connections: names.sources.map(({ id, crm }) => ({ value: id, label: crmTitle(crm) })),
    pipelines: names.pipelines
      .filter((one) => !one.archived)
      .map((one) => ({ value: one.id, label: one.label, note: note(one.source) })),
    teams: names.teams
      .filter((one) => !one.archived)
      .map((one) => ({ value: one.id, label: one.name, note: note(one.source) })),
    currency,
  }
}
