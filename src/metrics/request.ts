/** A question about a definition, and the plan that answers it. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { startOfDay } from '../../connectors/values/time.ts'
import type { StateAt } from '../../db/workspace/state.ts'
import { catalogue } from './catalogue.ts'
import { coverageParams } from './catalogue-pipeline.ts'
import type { Plan } from './plan.ts'
import type { Sql } from './sql.ts'
import type { Definition } from './types.ts'
import { type Days, windowDays } from './window.ts'

export interface MetricRequest {
  readonly definition: Definition
  readonly definitionVersion: number
  /** Needed by the window `cycle`. */
  readonly cycle?: Days | undefined
  /** Of the key result that `pipeline_coverage` names, in minor units; looked up where it is not given. */
  readonly target?: number | null | undefined
}

/** How the company counts its days and its money. */
export interface Context {
  /** The local day the value is of: windows are resolved against it. */
  readonly day: Day
  readonly timeZone: string
  readonly currency: string
  readonly fiscalYearStartMonth: number
}

/** Targets of key results by id, for the requests that do not bring theirs. */
export type Targets = ReadonlyMap<string, number | null>

/** Throws on params that `validateDefinition` refuses, and `CycleMissing`. */
export function planOf(
  request: MetricRequest,
  at: StateAt,
  context: Context,
  targets: Targets,
  deals?: Sql,
): Plan {
  const { metric, window, params = {} } = request.definition
  const entry = catalogue[metric]
  const parsed = entry.params.parse(params)
  const days = windowDays(window, { ...context, cycle: request.cycle })
  return entry.plan(
    {
      at,
      days,
      day: context.day,
      startOf: (day) => startOfDay(day, context.timeZone),
      target: targetOf(request, targets),
      ...(deals === undefined ? {} : { deals }),
    },
    parsed,
  )
}

/** The key result whose target has to be looked up; null when none has to. */
export function namedKeyResult({ definition, target }: MetricRequest): string | null {
  if (definition.metric !== 'pipeline_coverage' || target !== undefined) return null
  const { target: named } = coverageParams.parse(definition.params ?? {})
  return 'keyResult' in named ? named.keyResult : null
}

function targetOf({ definition, target }: MetricRequest, targets: Targets): number | null {
  if (definition.metric !== 'pipeline_coverage') return null
  const { target: named } = coverageParams.parse(definition.params ?? {})
  if ('amountMinor' in named) return named.amountMinor
  return target ?? targets.get(named.keyResult) ?? null
}
