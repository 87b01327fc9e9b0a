/** Whether a definition can be asked: params that fit, and nothing named that the mirror does not have. */
import type { Row } from '@libsql/client/web'
import type { WorkspaceDb } from '../../db/client.ts'
import { catalogue } from './catalogue.ts'
import { conversionParams, coverageParams } from './catalogue-pipeline.ts'
import { isContractMetric } from './retention/ids.ts'
import { list, type Sql, sql } from './sql.ts'
import type { Definition, Filter } from './types.ts'

export type DefinitionIssueCode =
  | 'params_invalid'
  | 'connection_gone'
  | 'pipeline_gone'
  | 'stage_gone'
  | 'team_gone'
  | 'property_gone'
  | 'not_found'

export interface DefinitionIssue {
  readonly code: DefinitionIssueCode
  /** The id or name that does not exist; for params, which. */
  readonly subject: string
}

/**
 * Empty when it can be asked. Archived pipelines, stages and teams exist: closed deals still stand in them. A filter
 * with connections looks for the rest in these only.
 */
export async function validateDefinition(
  db: WorkspaceDb,
  definition: Definition,
): Promise<DefinitionIssue[]> {
  const wrong = [...paramIssues(definition), ...propertyIssues(definition.filter), ...unfitFilter(definition)]
  if (wrong.length > 0) return wrong
  const checks = checksOf(definition)
  if (checks.length === 0) return []
  const statements = checks.map(({ existing: { text, args } }) => ({ sql: text, args: [...args] }))
  const answers = await db.$client.batch(statements, 'read')
  return checks.flatMap(({ code, named }, index) => {
    const there = new Set(answers[index]?.rows.map((row: Row) => String(row.id)))
    return named.filter((id) => !there.has(id)).map((subject) => ({ code, subject }))
  })
}

function paramIssues({ metric, params = {} }: Definition): DefinitionIssue[] {
  const parsed = catalogue[metric].params.safeParse(params)
  if (parsed.success) return []
  const paths = parsed.error.issues.map(({ path }) => path.join('.') || 'params')
  return [...new Set(paths)].map((subject) => ({ code: 'params_invalid', subject }))
}

/** Contracts have no stage and no team: all that can be asked of them is which connection they are from. */
function unfitFilter({ metric, filter = {} }: Definition): DefinitionIssue[] {
  if (!isContractMetric(metric)) return []
  const unfit = Object.entries(filter).filter(
    ([name, value]) => name !== 'connections' && value !== undefined,
  )
  return unfit.map(([name]) => ({ code: 'params_invalid', subject: `filter.${name}` }))
}

/** A comparison needs something to compare with; a quote cannot stand in a JSON path. */
function propertyIssues(filter: Filter | undefined): DefinitionIssue[] {
  return (filter?.properties ?? []).flatMap(({ name, op, values }): DefinitionIssue[] => {
    if (name.includes('"')) return [{ code: 'property_gone', subject: name }]
    const needsValues = op !== 'known' && op !== 'unknown'
    return needsValues && values.length === 0 ? [{ code: 'params_invalid', subject: name }] : []
  })
}

interface Check {
  readonly code: DefinitionIssueCode
  readonly named: readonly string[]
  /** A SELECT of the `id`s that exist. */
  readonly existing: Sql
}

function checksOf({ metric, params, filter = {} }: Definition): Check[] {
  const { connections, pipelines = [], teams = [], properties = [] } = filter
  const within = connections === undefined ? sql`1` : sql`source IN ${list(connections)}`
  const sources = connections === undefined ? sql`1` : sql`id IN ${list(connections)}`
  const inTable = (
    code: DefinitionIssueCode,
    table: 'pipeline' | 'stage' | 'team',
    named: readonly string[],
  ) => {
    const select = { text: `SELECT DISTINCT id FROM ${table} WHERE `, args: [] }
    return { code, named, existing: sql`${select}${within} AND id IN ${list(named)}` }
  }
  const names = properties.map(({ name }) => name)
  const checks = [
    { code: 'connection_gone' as const, named: connections ?? [], existing: sql`SELECT id FROM source` },
    inTable('pipeline_gone', 'pipeline', pipelines),
    inTable('stage_gone', 'stage', [...(filter.stages ?? []), ...stageParams(metric, params)]),
    inTable('team_gone', 'team', teams),
    ...stageOrder(metric, params),
    {
      code: 'property_gone' as const,
      named: names,
      existing: sql`SELECT DISTINCT j.value AS id FROM source, json_each(source.properties) j WHERE ${sources}`,
    },
    {
      code: 'not_found' as const,
      named: coverageKeyResult(metric, params),
      // A target of 50 deals is no amount.
      existing: sql`SELECT id FROM key_result
        WHERE unit = 'money' AND id IN ${list(coverageKeyResult(metric, params))}`,
    },
  ]
  return checks.filter(({ named }) => named.length > 0)
}

function stageParams(metric: Definition['metric'], params: unknown): string[] {
  if (metric !== 'stage_conversion') return []
  const { from, to } = conversionParams.parse(params)
  return [from, to]
}

/** From an open stage to an earlier one is no conversion, unless some pipeline has them the other way round. */
function stageOrder(metric: Definition['metric'], params: unknown): Check[] {
  const [from, to] = stageParams(metric, params)
  if (from === undefined || to === undefined) return []
  const pairs = sql`SELECT a.position < b.position OR b.closed AS fits FROM stage a JOIN stage b
    ON b.source = a.source AND b.pipeline_id = a.pipeline_id AND a.id = ${from} AND b.id = ${to}`
  const existing = sql`SELECT 'to' AS id WHERE (SELECT COUNT(*) = 0 OR MAX(fits) = 1 FROM (${pairs}))`
  return [{ code: 'params_invalid', named: ['to'], existing }]
}

function coverageKeyResult(metric: Definition['metric'], params: unknown): string[] {
  if (metric !== 'pipeline_coverage') return []
  const { target } = coverageParams.parse(params)
  return 'keyResult' in target ? [target.keyResult] : []
}
