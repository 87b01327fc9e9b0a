/** What a card asks of the metrics for each key result: one question, or one for each term of a composite. */
import type { Instant } from '../../connectors/contract.ts'
import { combine } from '../metrics/composite/combine.ts'
import { termsOf } from '../metrics/index.ts'
import { planOf } from '../metrics/request.ts'
import { isContractMetric } from '../metrics/retention/ids.ts'
import { sql } from '../metrics/sql.ts'
import type { Definition, MetricValue } from '../metrics/types.ts'
import { termValueOf } from '../okr/term.ts'
import type { Running, Shown } from './key-results.ts'
import type { Looked } from './states.ts'

export interface Term extends Looked {
  /** What was measured of it; null where nothing can be set off against it. */
  readonly value: MetricValue | null
}

export interface Question {
  readonly shown: Shown
  /** The value on the board, of the whole. */
  readonly value: MetricValue
  /** One, or those of a composite. */
  readonly terms: readonly Term[]
  /** Made of contracts: no deal is part of it until its contract is. */
  readonly ofContracts: boolean
}

interface Company {
  readonly day: string
  readonly timeZone: string
  readonly currency: string
  readonly now: Instant
}

/** Key results without a value yet are not asked about. */
export function questionsOf(
  { shown, targets, fiscalYearStartMonth }: Running,
  dealId: number,
  { day, timeZone, currency }: Company,
): Question[] {
  const context = { day, timeZone, currency, fiscalYearStartMonth }
  return shown.flatMap((one): Question[] => {
    const { view, cycle } = one
    const value = view.provisional?.value ?? view.latest
    if (value === null) return []
    const days = { from: cycle.startsOn, to: cycle.endsOn }
    const termOf = (definition: Definition, measured: MetricValue | null): Term => {
      const request = { definition, definitionVersion: 0, cycle: days }
      const plan = planOf(request, { kind: 'now' }, context, targets, sql`SELECT ${dealId}`)
      return { definition, plan, seq: value.seq, value: measured }
    }
    const { definition, composite } = view
    const definitions = composite === undefined ? (definition === null ? [] : [definition]) : termsIn(view)
    if (definitions.some(({ metric }) => isContractMetric(metric)))
      return [{ shown: one, value, terms: [], ofContracts: true }]
    const terms = definitions.map((each, n) =>
      termOf(each, composite === undefined ? value : termValueOf(value, n)),
    )
    return terms.length === 0 ? [] : [{ shown: one, value, terms, ofContracts: false }]
  })
}

/** The whole, of values of its terms; null where one of them is not known. */
export function wholeOf(
  { shown: { view }, value }: Question,
  values: readonly (MetricValue | null)[],
): number | null {
  const { composite } = view
  const known = values.flatMap((one) => one ?? [])
  if (known.length < values.length) return null
  if (composite === undefined) return known[0]?.value ?? null
  const { definitionVersion, currency = '' } = value
  return combine(composite, known, { definitionVersion, currency }).value
}

export function termsIn({ composite }: Shown['view']): Definition[] {
  return composite === undefined ? [] : termsOf(composite).map(({ definition }) => definition)
}
