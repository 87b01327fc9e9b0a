/** Ids in a movement's changes by the names the CRM gives them. */
import type { Change, Moved, Movement } from '../movement/types.ts'
import type { MirrorNames } from './mirror-names.ts'

export function withNames(movement: Movement, names: MirrorNames): Movement {
  const lines = movement.lines.map((line) => ({
    ...line,
    deals: line.deals.map((deal) => ({
      ...deal,
      changes: deal.changes.map((change) => named(change, deal, names)),
    })),
  }))
  return { ...movement, lines }
}

function named(change: Change, { source }: Moved, { pipelines, teams, stages }: MirrorNames): Change {
  const label = (id: string | number | null) => {
    if (id === null) return null
    const is = (one: { readonly source: string; readonly id: string }) =>
      one.source === source && one.id === id
    if (change.field === 'pipelineId') return pipelines.find(is)?.label ?? id
    if (change.field === 'teamId') return teams.find(is)?.name ?? id
    if (change.field === 'stageId') return stages.find(is)?.label ?? id
    return id
  }
  return { ...change, before: label(change.before), after: label(change.after) }
}
