/** Which definitions a change of the set-up touches, and how they would follow it. Pure. */
import { conversionParams } from '../metrics/catalogue-pipeline.ts'
import { type Composite, termsOf } from '../metrics/index.ts'
import type { Definition, Filter } from '../metrics/types.ts'
import type { Change } from './detect.ts'
import type { SetUp } from './set-up.ts'

/** Fewer than two of a kind are a choice, not a list of siblings that a new one might belong to. */
const SIBLINGS = 2

export function touchesDefinition(
  definition: Definition,
  change: Change,
  source: string,
  { pipelines, stages }: Pick<SetUp, 'pipelines' | 'stages'>,
): boolean {
  const { filter = {}, metric, params } = definition
  if (filter.connections !== undefined && !filter.connections.includes(source)) return false
  const { subject, within } = change
  switch (change.kind) {
    case 'pipeline_renamed':
    case 'pipeline_archived':
      return named(filter.pipelines, subject)
    case 'pipeline_new':
      return !named(filter.pipelines, subject) && inList(filter.pipelines, pipelines) >= SIBLINGS
    case 'stage_renamed':
    case 'stage_archived': {
      if (named(filter.stages, subject)) return narrowedTo(filter, within)
      if (metric !== 'stage_conversion') return false
      const { from, to } = conversionParams.parse(params)
      return (from === subject || to === subject) && narrowedTo(filter, within)
    }
    case 'stage_new': {
      const siblings = stages.filter(({ pipelineId }) => pipelineId === within)
      return !named(filter.stages, subject) && inList(filter.stages, siblings) >= SIBLINGS
    }
    case 'team_renamed':
    case 'team_archived':
    case 'team_empty':
      return named(filter.teams, subject)
    case 'property_gone':
      return filter.properties?.some(({ name }) => name === subject) ?? false
    default:
      return change.kind satisfies never
  }
}

function named(ids: readonly string[] | undefined, id: string): boolean {
  return ids?.includes(id) ?? false
}

function narrowedTo({ pipelines }: Filter, pipeline: string | null): boolean {
  return pipelines === undefined || pipeline === null || pipelines.includes(pipeline)
}

function inList(ids: readonly string[] | undefined, there: readonly { readonly id: string }[]): number {
  return there.filter(({ id }) => named(ids, id)).length
}

/**
 * The definition as it would be after following; null where only a person can say how. What was named stays named: deals
 * that were closed in it still count, and only those to come are added.
 */
export function followed(
  definition: Definition,
  { kind, subject, successor }: Pick<Change, 'kind' | 'subject'> & { readonly successor: string | null },
): Definition | null {
  const { filter = {} } = definition
  const added = (field: 'pipelines' | 'stages' | 'teams', id: string | null): Definition | null => {
    const ids = filter[field]
    if (id === null || ids === undefined || ids.includes(id)) return null
    return { ...definition, filter: { ...filter, [field]: [...ids, id] } }
  }
  switch (kind) {
    case 'pipeline_archived':
      return added('pipelines', successor)
    case 'pipeline_new':
      return added('pipelines', subject)
    case 'stage_archived':
      return added('stages', successor)
    case 'stage_new':
      return added('stages', subject)
    case 'team_archived':
    case 'team_empty':
      return added('teams', successor)
    case 'pipeline_renamed':
    case 'stage_renamed':
    case 'team_renamed':
    case 'property_gone':
      return null
    default:
      return kind satisfies never
  }
}

/**
 * The composite with the terms that the change touches as they would be after following; null where none of them can. The others
 * stay: what is new beside the stages of one term is no business of its neighbour.
 */
export function compositeFollowed(
  composite: Composite,
  change: Change & { readonly successor: string | null },
  source: string,
  setUp: Pick<SetUp, 'pipelines' | 'stages'>,
): Composite | null {
  const after = termsOf(composite).map(({ definition }) =>
    touchesDefinition(definition, change, source, setUp) ? followed(definition, change) : null,
  )
  if (after.every((one) => one === null)) return null
  const terms = composite.terms.map((term, n) => {
    const filter = after[n]?.filter
    return filter === undefined ? term : { ...term, filter }
  })
  return { ...composite, terms }
}
