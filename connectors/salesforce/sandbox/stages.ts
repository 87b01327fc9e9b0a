/**
 * The stages of all pipelines as Salesforce keeps them: one list for the whole org. Stages that agree in name, flags
 * and probability are one; a name that means two things gets its pipeline's name behind it.
 */
import type { Crm, CrmStage } from '../../demo/types.ts'

export interface OrgStage {
  /** What stands on the record; a later change of the label leaves it as it is. */
  readonly apiName: string
  readonly label: string
  readonly active: boolean
  readonly closed: boolean
  readonly won: boolean
  /** 0 to 100. */
  readonly probability: number
  /** Ascending with gaps. */
  readonly sortOrder: number
  readonly forecast: Forecast
}

export const forecasts = {
  omitted: { code: 'Omitted', name: 'Omitted' },
  pipeline: { code: 'Pipeline', name: 'Pipeline' },
  best_case: { code: 'BestCase', name: 'Best Case' },
  commit: { code: 'Forecast', name: 'Commit' },
  closed: { code: 'Closed', name: 'Closed' },
} as const
export type Forecast = keyof typeof forecasts

export interface Stages {
  readonly list: readonly OrgStage[]
  /** A stage nobody defined keeps its neutral id as its name and is in no list. */
  nameOf(pipelineId: string | null, stageId: string | null): string | null
  find(apiName: string | null): OrgStage | null
}

/** Decimal text 0..1 as percent, without the dust of binary fractions. */
export function percent(probability: string): number {
  return Number((Number(probability) * 100).toFixed(6))
}

/** `names` remembers the API name of each stage from the first time it was seen. */
export function orgStages(crm: Crm, names: Map<string, string>): Stages {
  const byName = new Map<string, { stage: CrmStage; active: boolean }>()
  for (const pipeline of crm.pipelines) {
    for (const stage of pipeline.stages) {
      const key = `${pipeline.id}/${stage.id}`
      const name = names.get(key) ?? freeName(byName, stage, pipeline.label)
      names.set(key, name)
      const known = byName.get(name)
      const active = !stage.archived && !pipeline.archived
      byName.set(name, known === undefined ? { stage, active } : { ...known, active: known.active || active })
    }
  }
  const entries = [...byName].toSorted(([, a], [, b]) => Number(a.stage.closed) - Number(b.stage.closed))
  const list = entries.map(
    ([apiName, { stage, active }], index): OrgStage => ({
      apiName,
      label: stage.label,
      active,
      closed: stage.closed,
      won: stage.won,
      probability: percent(stage.probability),
      sortOrder: index * 5 + 1,
      forecast: defaultForecast(stage),
    }),
  )
  const found = new Map(list.map((stage) => [stage.apiName, stage]))
  return {
    list,
    nameOf(pipelineId, stageId) {
      return names.get(`${pipelineId}/${stageId}`) ?? stageId
    },
    find: (apiName) => (apiName === null ? null : (found.get(apiName) ?? null)),
  }
}

function freeName(
  taken: ReadonlyMap<string, { stage: CrmStage }>,
  stage: CrmStage,
  pipeline: string,
): string {
  for (const name of [
    stage.label,
    `${stage.label} (${pipeline})`,
    `${stage.label} (${pipeline}, ${stage.id})`,
  ]) {
    const other = taken.get(name)?.stage
    if (other === undefined || sameMeaning(other, stage)) return name
  }
  return stage.id
}

function sameMeaning(a: CrmStage, b: CrmStage): boolean {
  return a.closed === b.closed && a.won === b.won && Number(a.probability) === Number(b.probability)
}

/** Only what the stage itself says: a finer category stands on the deal. */
function defaultForecast(stage: CrmStage): Forecast {
  if (!stage.closed) return 'pipeline'
  return stage.won ? 'closed' : 'omitted'
}
