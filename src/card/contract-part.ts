/** What some contracts of a customer add to a metric: the customer with them, less the customer without. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { countingOf } from '../metrics/retention/counting.ts'
import { isContractMetric } from '../metrics/retention/ids.ts'
import type { Contract } from '../metrics/retention/ledger.ts'
import { partsOf } from '../metrics/retention/parts.ts'
import type { Definition } from '../metrics/types.ts'
import { windowDays } from '../metrics/window.ts'
import type { Cycle } from '../okr/types.ts'

export interface ContractPart {
  readonly numerator: number
  /** Null: the metric is no ratio. */
  readonly denominator: number | null
}

export interface Around {
  readonly day: Day
  readonly fiscalYearStartMonth: number
  readonly timeZone: string
  readonly currency: string
}

/** Null: the metric is of no contract, or they add nothing to it. */
export function contractPart(
  { metric, window, filter, params }: Definition,
  contracts: readonly Contract[],
  without: readonly Contract[],
  { startsOn, endsOn }: Cycle,
  around: Around,
): ContractPart | null {
  if (!isContractMetric(metric)) return null
  const days = windowDays(window, { ...around, cycle: { from: startsOn, to: endsOn } })
  const asked = { metric, days, day: around.day, counting: countingOf(metric, params) }
  const within = ({ source }: Contract) => filter?.connections?.includes(source) ?? true
  const [all, rest] = [contracts, without].map((some) => partsOf(some.filter(within), asked))
  const sum = (side: 'numerator' | 'denominator') =>
    (all ?? []).reduce((total, part) => total + (part[side] ?? 0), 0) -
    (rest ?? []).reduce((total, part) => total + (part[side] ?? 0), 0)
  const isRatio = all?.some(({ denominator }) => denominator !== null) ?? false
  const [numerator, denominator] = [sum('numerator'), isRatio ? sum('denominator') : null]
  return numerator === 0 && (denominator ?? 0) === 0 ? null : { numerator, denominator }
}
