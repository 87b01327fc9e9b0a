/** The columns of a revision that hold a state: written, copied and compared as one list. */
import type { State } from './derive.ts'

/** Column of `revision` by field of `State`. Two states are the same when all of these are. */
export const columnOf = {
  pipelineId: 'pipeline_id',
  stageId: 'stage_id',
  status: 'status',
  amountMinor: 'amount_minor',
  currency: 'currency',
  homeMinor: 'home_minor',
  rate: 'rate',
  rateRule: 'rate_rule',
  closeDate: 'close_date',
  teamId: 'team_id',
  type: 'type',
  probability: 'probability',
  weightedMinor: 'weighted_minor',
  forecastCategory: 'forecast_category',
  companyId: 'company_id',
  twinId: 'twin_id',
  ownerHash: 'owner_hash',
  properties: 'properties',
  problems: 'problem',
} as const satisfies Record<keyof State, string>

export const stateColumns: readonly string[] = Object.values(columnOf)

/** A state as its columns' values, in their order. Properties sorted by name, so that equal ones are equal text. */
export function stateValues(state: State): (string | number | null)[] {
  const { properties, problems, ...plain } = state
  const values: Record<string, string | number | null> = {
    ...plain,
    properties: propertiesText(properties),
    problems: problems.length === 0 ? null : JSON.stringify(problems),
  }
  return Object.keys(columnOf).map((key) => values[key] ?? null)
}

function propertiesText(properties: State['properties']): string | null {
  const entries = Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.length === 0 ? null : JSON.stringify(Object.fromEntries(entries))
}
