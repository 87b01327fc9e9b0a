/** Through which plan a state is looked at: a definition on a day, and the moment its past is read at. Pure. */
import type { Day } from '../../connectors/contract.ts'
import type { StateAt } from '../../db/workspace/state.ts'
import type { Plan } from '../metrics/plan.ts'
import { type Context, planOf } from '../metrics/request.ts'
import type { Sql } from '../metrics/sql.ts'
import type { Definition } from '../metrics/types.ts'
import type { Past } from './hybrids.ts'
import { pastStep, type Step } from './steps.ts'
import type { Exchange, Made, Published } from './types.ts'

export interface End extends Published {
  readonly made: Made
}

export interface Pair {
  readonly opening: End
  readonly closing: End
  readonly company: Omit<Context, 'day'>
  /** Where the company's currency is another at the closing, which is then the company's here. */
  readonly exchange?: Exchange | null
}

/** `defined`: by the closing's definition on the opening's day. */
export type Era = 'opening' | 'defined' | 'closing'

export function eraOf(step: 'opening' | Step): Era {
  if (step === 'opening' || step === 'learned_later') return 'opening'
  return step === 'time' ? 'closing' : 'defined'
}

export interface Lens {
  readonly era: Era
  readonly past: Past
}

/** What was told later counts as learned where it had been so before the data of the opening ended. */
export function momentOf(past: Past, { opening, closing }: Pair): StateAt {
  const { seq, dataThrough } = opening.value
  if (past === 'closing') return { kind: 'known', seq: closing.value.seq }
  if (past === 'opening' || dataThrough === null) return { kind: 'known', seq }
  return { kind: 'known', seq, late: { seq: closing.value.seq, instant: dataThrough } }
}

export function definitionIn(era: Era, { opening, closing }: Pair): Definition {
  return (era === 'opening' ? opening : closing).made.definition
}

/** The day a value is about: those published after their cycle, while it closes, are about its last day. */
export function aboutOf({ value }: End): Day {
  return value.asOf
}

/** `deals`: a SELECT of the only ones asked about. */
export function planIn({ era, past }: Lens, pair: Pair, deals?: Sql): Plan {
  const { definition, cycle, target } = (era === 'opening' ? pair.opening : pair.closing).made
  const day = aboutOf(era === 'closing' ? pair.closing : pair.opening)
  const request = { definition, definitionVersion: 0, cycle, target }
  return planOf(request, momentOf(past, pair), { ...pair.company, day }, new Map(), deals)
}

/** Two lenses of one name see the same in every state. */
export function lensName(lens: Lens, pair: Pair): string {
  const definition = definitionIn(lens.era, pair)
  const { where, numerator, denominator } = planIn(lens, pair)
  const past = pastStep(definition.metric) === null ? null : lens.past
  // A path holds its window in its own text, which is made of the same days as the plan's conditions.
  const path = planIn({ ...lens, past: 'closing' }, pair).path?.map((select) =>
    select({ text: '', args: [] }),
  )
  return JSON.stringify([definition, where, numerator, denominator, path, past])
}
