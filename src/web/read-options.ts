/** What the form of a key result offers: the company's objectives, and the pipelines and teams its CRM has now. */
import { and, asc, desc, eq, isNotNull, sql } from 'drizzle-orm'
import { connectorFor } from '../../connectors/registry.ts'
import { cycle, keyResult, objective, revision, source } from '../../db/workspace/schema.ts'
import type { Locale } from '../app-env.ts'
import { catalogue } from '../metrics/index.ts'
import { type MetricId, metricIds } from '../metrics/types.ts'
import type { Workspace } from '../platform.ts'
import type { Option } from './field.ts'
import type { CheckGroup, KeyResultOptions } from './key-result-options.ts'
import { crmOf, type MirrorNames, readNames } from './mirror-names.ts'
import { crmTitle } from './sources.ts'

/** More types than these are no list to choose from. */
const MAX_TYPES = 60

/** What is asked of the mirror beyond its names. */
async function readChoices({ db }: Workspace) {
  const [types, properties, amounts] = await db.batch([
    db
      .selectDistinct({ type: sql<string>`${revision.type}` })
      .from(revision)
      .where(isNotNull(revision.type))
      .orderBy(asc(revision.type))
      .limit(MAX_TYPES),
    db.select({ id: source.id, names: source.properties }).from(source).orderBy(asc(source.createdAt)),
    db
      .select({ id: keyResult.id, title: keyResult.title, cycle: cycle.name })
      .from(keyResult)
      .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
      .innerJoin(cycle, eq(cycle.id, objective.cycleId))
      .where(and(eq(keyResult.unit, 'money'), eq(keyResult.kind, 'reach')))
      .orderBy(desc(cycle.startsOn), asc(keyResult.title)),
  ])
  return {
    dealTypes: types.map(({ type }) => ({ value: type, label: type })),
    mirrored: properties.flatMap(({ id, names }) =>
      (JSON.parse(names) as string[]).map((name) => ({ name, source: id })),
    ),
    amounts: amounts.map((one) => ({ value: one.id, label: `${one.title} (${one.cycle})` })),
  }
}

/** Each name once, with the CRMs that have it where there is more than one to tell apart. */
function propertyOptions(
  mirrored: readonly { readonly name: string; readonly source: string }[],
  several: boolean,
  note: (source: string) => string,
): Option[] {
  return [...Map.groupBy(mirrored, ({ name }) => name)].map(([name, of]) => ({
    value: name,
    label: several ? `${name} · ${of.map((one) => note(one.source)).join(', ')}` : name,
  }))
}

/** Pipelines of a CRM with the same stages (Salesforce has one list for all) stand together. */
function stagesByPipeline(names: MirrorNames, note: (source: string) => string): CheckGroup[] {
  const several = names.sources.length > 1
  const found = names.pipelines
    .filter((one) => !one.archived)
    .map((one) => ({
      ...one,
      checks: names.stages
        .filter((s) => s.source === one.source && s.pipelineId === one.id && !s.archived)
        .map((s) => ({ value: s.id, label: s.label })),
    }))
    .filter(({ checks }) => checks.length > 0)
  const alike = Map.groupBy(found, ({ source: from, checks }) => JSON.stringify([from, checks]))
  return [...alike.values()].flatMap((group) => {
    const [one] = group
    if (one === undefined) return []
    const label = group.map((each) => each.label).join(', ')
    return [{ label: several ? `${label} · ${note(one.source)}` : label, checks: one.checks }]
  })
}

/** `stored`: the metric of a key result that is changed; it stays offered even where no new one could have it. */
export async function readOptions(
  workspace: Workspace,
  locale: Locale,
  stored?: MetricId,
): Promise<KeyResultOptions> {
  const { db, currency } = workspace
  const [rows, names, choices] = await Promise.all([
    db
      .select({ id: objective.id, title: objective.title, cycle: cycle.name, cycleId: cycle.id })
      .from(objective)
      .innerJoin(cycle, eq(cycle.id, objective.cycleId))
      .orderBy(desc(cycle.startsOn), asc(objective.position), asc(objective.createdAt)),
    readNames(db),
    readChoices(workspace),
  ])
  const note = (source: string) => crmTitle(crmOf(names, source))
  return {
    objectives: [...Map.groupBy(rows, (row) => row.cycleId).values()].map((group) => ({
      label: group[0]?.cycle ?? '',
      options: group.map(({ id, title }) => ({ value: id, label: title })),
    })),
    // A metric that needs the CRM's history cannot be measured yet, so it is not offered.
    metrics: metricIds
      .filter((id) => catalogue[id].plan !== null || id === stored)
      .map((id) => ({ value: id, label: catalogue[id].title[locale], unit: catalogue[id].unit })),
    connections: names.sources.map(({ id, crm }) => ({ value: id, label: crmTitle(crm) })),
    natives: names.sources
      .filter(({ crm }) => connectorFor(crm)?.native !== undefined)
      .map(({ id, crm }) => ({ value: id, label: crmTitle(crm) })),
    pipelines: names.pipelines
      .filter((one) => !one.archived)
      .map((one) => ({ value: one.id, label: one.label, note: note(one.source) })),
    teams: names.teams
      .filter((one) => !one.archived)
      .map((one) => ({ value: one.id, label: one.name, note: note(one.source) })),
    stages: stagesByPipeline(names, note),
    dealTypes: choices.dealTypes,
    properties: propertyOptions(choices.mirrored, names.sources.length > 1, note),
    amounts: choices.amounts,
    currency,
  }
}
