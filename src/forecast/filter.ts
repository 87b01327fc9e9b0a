/**
 * The filter of a definition on one state, for the walk that serves many definitions: the same meaning as the SQL of
 * `../metrics/filter.ts`, held by a test that asks both. Pure.
 */
import type { Filter } from '../metrics/types.ts'

export interface Fields {
  readonly source: string
  readonly pipelineId: string | null
  readonly stageId: string | null
  readonly teamId: string | null
  readonly type: string | null
  /** The company's currency; null: no amount, or no rate. */
  readonly amount: number | null
  readonly properties: Readonly<Record<string, unknown>>
  /** The connection whose side of the same deal counts instead; null: this deal counts. */
  readonly leading: string | null
}

export function passes(filter: Filter | undefined, fields: Fields): boolean {
  const { connections, pipelines, stages, teams, dealTypes, properties = [], minAmountMinor } = filter ?? {}
  return (
    !countsElsewhere(fields.leading, connections) &&
    oneOf(fields.source, connections) &&
    oneOf(fields.pipelineId, pipelines) &&
    oneOf(fields.stageId, stages) &&
    oneOf(fields.teamId, teams) &&
    oneOf(fields.type, dealTypes) &&
    properties.every((condition) => holds(condition, fields.properties[condition.name])) &&
    (minAmountMinor === undefined || (fields.amount !== null && fields.amount >= minAmountMinor))
  )
}

/** Where a filter names one side, or sides that do not lead, those count whole. */
function countsElsewhere(leading: string | null, connections: readonly string[] | undefined): boolean {
  if (leading === null) return false
  return connections === undefined || (new Set(connections).size > 1 && connections.includes(leading))
}

function oneOf(value: string | null, values: readonly string[] | undefined): boolean {
  return values === undefined || (value !== null && values.includes(value))
}

function holds({ op, values }: NonNullable<Filter['properties']>[number], raw: unknown): boolean {
  const value = raw === null || raw === undefined || raw === '' ? null : String(raw)
  switch (op) {
    case 'eq':
    case 'in':
      return value !== null && values.includes(value)
    case 'neq':
    case 'not_in':
      return value === null || !values.includes(value)
    case 'known':
      return value !== null
    case 'unknown':
      return value === null
    default:
      return op satisfies never
  }
}
