/** A key result's movement between two published values, for whoever may see its evidence. Four round trips. */
import type { Day, Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import { hasMoney } from '../evidence/sides.ts'
import { isContractMetric } from '../metrics/retention/ids.ts'
import { type Hidden, hiddenBy } from '../okr/hidden.ts'
import type { Workspace } from '../platform.ts'
import { explainContracts } from './contracts/explain.ts'
import { exchangeOf } from './exchange.ts'
import { explain } from './explain.ts'
import { canBeJoined, joined } from './joined.ts'
import type { End } from './lenses.ts'
import { madeBy, type Present } from './past.ts'
import { guarded, tooFewBetween } from './privacy.ts'
import { type Asked, readPublished } from './published.ts'
import { RESTATED, readRestated } from './restated.ts'
import { publishedTerm } from './term.ts'
import type { Movement } from './types.ts'

export interface Question extends Omit<Asked, 'to'> {
  /** A day, or what the CRM says by now of a final value: then from that value on, whatever `from`. */
  readonly to?: Day | typeof RESTATED | undefined
  /** Deals to list in each line. */
  readonly limit: number
  /** Of a composite: which of its terms. */
  readonly term?: number | undefined
}

/**
 * `none`: no such key result. `no_metric`: its values are typed or pushed. `no_value`: nothing was published that day, or
 * not two days yet. `untold`: one of the values has no sums, nobody kept what it was counted by, or the company's currency
 * became another, of which contracts and a target keep no past. `terms`: of a composite whose lines do not add up, ask for one of its terms. `contracts`: no deal has a part in what contracts make, and nobody tells yet what moved it.
 */
export type MovementAnswer =
  | { readonly kind: 'movement'; readonly movement: Movement; readonly days: readonly Day[] }
  | ({ readonly kind: 'hidden' } & Hidden)
  | { readonly kind: 'no_value'; readonly field: 'from' | 'to'; readonly days: readonly Day[] }
  | { readonly kind: 'untold' | 'terms'; readonly days: readonly Day[] }
  | { readonly kind: 'none' | 'no_metric' | 'foreign' | 'contracts' }

export async function readMovement(
  workspace: Workspace,
  id: string,
  now: Instant,
  { limit, term, ...asked }: Question,
): Promise<MovementAnswer> {
  const { db, timeZone, currency } = workspace
  const all = asked.to === RESTATED ? await readRestated(workspace, id) : await readPublished(db, id, asked)
  if (all === null) return { kind: 'none' }
  const found = publishedTerm(all, term, currency)
  const { keyResult, cycle, settings, days, values, log, targets, homeChanges } = found
  const { definition, definitionVersion, broken } = keyResult
  const { composite } = keyResult
  // The CRM's own number.
  if (keyResult.native !== undefined) return { kind: 'foreign' }
  if (definition === null && (composite === undefined || term !== undefined)) return { kind: 'no_metric' }
  const hidden = hiddenBy(broken)
  if (hidden !== null) return { kind: 'hidden', ...hidden }
  const [one, other] = values
  if (one === undefined || other === undefined)
    return { kind: 'no_value', field: missing(asked, values), days }
  if (definition === null) {
    if (composite === undefined || !canBeJoined(composite, one.value, other.value))
      return { kind: 'terms', days }
    const own: Movement[] = []
    for (const n of composite.terms.keys()) {
      const days = asked.to === RESTATED ? asked : { from: one.day, to: other.day }
      const answer = await readMovement(workspace, id, now, { ...days, limit, term: n })
      // What cannot be told of one cannot be told of the whole.
      if (answer.kind !== 'movement') return answer
      own.push(answer.movement)
    }
    const movement = joined(composite, own, one, other)
    return movement === null ? { kind: 'terms', days } : { kind: 'movement', movement, days }
  }

  const window = { from: cycle.startsOn, to: cycle.endsOn }
  const present: Present = { id, definition, definitionVersion, cycleId: cycle.id, cycle: window, targets }
  const [opening, closing] = [one, other].map((each): End | null => {
    const made = madeBy(each.value, each.publishedAt, present, log)
    return made === null || each.value.numerator === null ? null : { ...each, made }
  })
  if (opening == null || closing == null) return { kind: 'untold', days }
  const ofContracts = [opening, closing].filter(({ made }) => isContractMetric(made.definition.metric)).length
  // From deals to contracts, or back, lead no steps.
  if (ofContracts === 1) return { kind: 'contracts' }
  const definitions = [opening.made.definition, closing.made.definition] as const
  const few = await tooFewBetween(db, definitions, localDay(now, timeZone), settings.minimumPeople)
  if (few !== null) return { kind: 'hidden', code: few.code, people: String(few.people) }

  const { fiscalYearStartMonth, minimumPeople } = settings
  const exchange = exchangeBetween(opening, closing, homeChanges, currency)
  // Nobody converts a target, and contracts are read whole: what they were in the other currency is not kept.
  if (exchange !== null && (ofContracts > 0 || hasTarget(opening, closing))) return { kind: 'untold', days }
  const company = { timeZone, currency: exchange?.into ?? currency, fiscalYearStartMonth }
  const pair = { opening, closing, company, exchange }
  const { movement, deals } = await (ofContracts === 0 ? explain : explainContracts)(db, pair, limit)
  const lines = guarded(movement.lines, deals, definitions, minimumPeople)
  return { kind: 'movement', movement: { ...movement, lines }, days }
}

/** What is no money at either end has no currency that could have changed. */
function exchangeBetween(
  opening: End,
  closing: End,
  changes: Parameters<typeof exchangeOf>[1],
  currency: string,
) {
  const isOfMoney = [opening, closing].some(({ value, made: { definition } }) => {
    return value.unit === 'money' || hasMoney(definition.metric)
  })
  return isOfMoney ? exchangeOf([opening, closing], changes, currency) : null
}

function hasTarget(...ends: readonly End[]): boolean {
  return ends.some(({ made }) => made.definition.metric === 'pipeline_coverage')
}

function missing(
  { from, to }: Omit<Question, 'limit'>,
  values: readonly { readonly day: Day }[],
): 'from' | 'to' {
  return to !== undefined && (to <= (from ?? '') || values.every(({ day }) => day !== to)) ? 'to' : 'from'
}
