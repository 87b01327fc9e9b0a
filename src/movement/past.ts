/** By what a published value was counted, from the log of changes: definitions, cycles and targets keep no past. Pure. */
import type { Instant } from '../../connectors/contract.ts'
import { coverageParams } from '../metrics/catalogue-pipeline.ts'
import type { Definition, MetricValue } from '../metrics/types.ts'
import type { Days } from '../metrics/window.ts'
import type { Made } from './types.ts'

/** A change, with what was so before it. Oldest first. */
export interface Logged {
  readonly at: Instant
  readonly subject: string
  readonly before: Readonly<Record<string, unknown>>
}

export interface Present {
  readonly id: string
  readonly definition: Definition
  readonly definitionVersion: number
  readonly cycleId: string
  readonly cycle: Days
  /** Targets of the key results that a coverage names. */
  readonly targets: ReadonlyMap<string, number | null>
}

/** Null: nobody kept the definition of that version. */
export function madeBy(
  value: MetricValue,
  publishedAt: Instant,
  present: Present,
  log: readonly Logged[],
): Made | null {
  const definition = definitionOf(value.definitionVersion, present, log)
  if (definition === null) return null
  const past = (subject: string) =>
    log.find((each) => each.subject === subject && each.at > publishedAt)?.before
  const moved = past(present.cycleId)
  const cycle =
    moved === undefined ? present.cycle : { from: String(moved.startsOn), to: String(moved.endsOn) }
  return { definition, cycle, target: targetOf(definition, present, past) }
}

function definitionOf(version: number, present: Present, log: readonly Logged[]): Definition | null {
  if (version === present.definitionVersion) return present.definition
  const found = log.find(
    ({ subject, before }) => subject === present.id && before.definitionVersion === version,
  )
  return (found?.before.definition as Definition | null | undefined) ?? null
}

function targetOf(
  { metric, params }: Definition,
  { targets }: Present,
  past: (subject: string) => Logged['before'] | undefined,
): number | null {
  if (metric !== 'pipeline_coverage') return null
  const { target } = coverageParams.parse(params ?? {})
  if ('amountMinor' in target) return target.amountMinor
  const before = past(target.keyResult)
  if (before === undefined) return targets.get(target.keyResult) ?? null
  return typeof before.target === 'number' ? before.target : null
}
