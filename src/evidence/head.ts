/** What stands above the deals of an evidence file: what was counted, when, by which rules, and what came out. */
import type { Day, Instant } from '../../connectors/contract.ts'
import type { Locale } from '../app-env.ts'
import { catalogue, describeDefinition, type Names, type TimeBasis, windowDays } from '../metrics/index.ts'
import type { Definition, Reason, Unit } from '../metrics/types.ts'
import type { Workspace } from '../platform.ts'
import { type Compared, comparedIn } from './contract-file.ts'
import type { Question } from './question.ts'
import type { UsedRate } from './rates.ts'

export interface Head {
  readonly format: 'pegel-evidence-1'
  readonly company: string
  readonly keyResult: { readonly id: string; readonly title: string }
  /** The definition in one sentence. */
  readonly sentence: Readonly<Record<Locale, string>>
  readonly definition: Definition
  readonly definitionVersion: number
  readonly formula: string
  readonly timeBasis: TimeBasis
  /** Local days, `to` the first that is outside; null where the state of a day is counted. */
  readonly window: { readonly from: Day; readonly to: Day } | null
  /** Of contracts: the days that are compared, and what recurs; null where deals are counted. */
  readonly compared: Compared | null
  readonly timeZone: string
  readonly asOf: Day
  readonly dataThrough: Instant | null
  readonly run: string | null
  /** The revision up to which the ledger was read. */
  readonly seq: number
  readonly unit: Unit
  readonly currency: string
  readonly rates: readonly UsedRate[]
  readonly value: number | null
  readonly numerator: number | null
  readonly denominator: number | null
  /** Part of the denominator that no deal brings: the target of a coverage. */
  readonly denominatorBase: number
  readonly deals: number
  readonly skipped: number
  readonly leftOut: number
  readonly complete: boolean
  readonly reason: Reason | null
}

export function headOf(
  question: Question,
  workspace: Pick<Workspace, 'name'>,
  names: Names,
  rates: readonly UsedRate[],
): Head {
  const { keyResult, request, context, value } = question
  const { definition, definitionVersion } = request
  const { formula, timeBasis, unit } = catalogue[definition.metric]
  const days = windowDays(definition.window, { ...context, cycle: request.cycle })
  const said = (locale: Locale) => describeDefinition(definition, locale, names, days)
  return {
    format: 'pegel-evidence-1',
    company: workspace.name,
    keyResult: { id: keyResult.id, title: keyResult.title },
    sentence: { de: said('de'), en: said('en') },
    ...{ definition, definitionVersion, formula, timeBasis },
    window: timeBasis === 'day' ? null : days,
    compared: comparedIn(question),
    ...{ timeZone: context.timeZone, asOf: context.day },
    ...{ dataThrough: value.dataThrough, run: value.run, seq: value.seq },
    ...{ unit, currency: context.currency, rates },
    ...{ value: value.value, numerator: value.numerator, denominator: value.denominator },
    denominatorBase: request.target ?? 0,
    ...{ deals: value.sampleSize, skipped: value.skipped, leftOut: value.leftOut ?? 0 },
    ...{ complete: value.complete, reason: value.reason ?? null },
  }
}
