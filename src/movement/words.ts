/** Numbers and changes of a movement in the words of a person, for screen and terminal. Pure. */
import { addDays } from '../../connectors/values/time.ts'
import { isMoney } from '../evidence/sides.ts'
import type { Formatters, Translate } from '../i18n/index.ts'
import { isContractMetric } from '../metrics/retention/ids.ts'
import type { MetricId, Unit } from '../metrics/types.ts'
import type { Change, Moved, Movement } from './types.ts'

/** Units of numerator and denominator; null: the value has none. */
export function sideUnits(metric: MetricId | null, unit: Unit): readonly [Unit, Unit | null] {
  if (metric === 'average_deal_size') return ['money', 'count']
  if (metric === 'sales_velocity') return ['money', 'days']
  if (unit === 'days') return ['days', 'count']
  if (unit !== 'ratio') return [unit, null]
  const money = metric !== null && isMoney(metric, 'denominator')
  return money ? ['money', 'money'] : ['count', 'count']
}

/** What stands behind a line, counted. */
export function countedAs({ closing }: Pick<Movement, 'closing'>) {
  const { metric } = closing.value
  return metric !== null && isContractMetric(metric)
    ? ('movement.behind' as const)
    : ('movement.deals' as const)
}

export interface Writers {
  numerator(n: number): string
  /** Null: the value is the numerator. */
  readonly denominator: ((n: number) => string) | null
  effect(n: number): string
  value(n: number | null): string
  /** The opening as published: maybe in another currency than all the rest. */
  opening(n: number | null): string
}

/** Differences with their sign. */
export function writersOf(
  { closing, exchanged }: Pick<Movement, 'closing' | 'exchanged'>,
  company: string,
  f: Formatters,
): Writers {
  const { metric, unit } = closing.value
  const [above, below] = sideUnits(metric, unit)
  // What was published once stays in its own currency, whatever the company has now.
  const currency = exchanged?.into ?? closing.value.currency ?? company
  const value = (n: number | null, of: string) => (n === null ? '–' : f.value(n, unit, of, 'exact'))
  return {
    numerator: (n) => f.difference(n, above, currency, 'exact'),
    denominator: below === null ? null : (n) => f.difference(n, below, currency, 'exact'),
    effect: (n) => f.difference(n, unit, currency, 'exact'),
    value: (n) => value(n, currency),
    opening: (n) => value(n, exchanged?.from ?? currency),
  }
}

/** What happened to the deal in this step, a piece each. */
export function happened({ coming, changes }: Moved, t: Translate, f: Formatters): string[] {
  if (coming !== null) return [t(`movement.coming.${coming}`)]
  // A status says more than the stage behind it.
  const told = changes.some(({ field }) => field === 'status')
    ? changes.filter(({ field }) => field !== 'stageId')
    : changes
  return told.map((change) => changeWords(change, t, f))
}

function changeWords(change: Change, t: Translate, f: Formatters): string {
  const { field, name = '' } = change
  if (field === 'property') return t('movement.field.property', { name })
  if (field === 'recurring') return recurringWords(change, t, f)
  const [before, after] = [sideWords(change, 'before', t, f), sideWords(change, 'after', t, f)]
  const words = t('movement.changed', { field: t(`movement.field.${field}`), before, after })
  return name === '' ? words : t('movement.ofContract', { name, words })
}

/** What one contract brings, in the company's currency. */
function recurringWords(
  { name = '', before, after, currencyAfter }: Change,
  t: Translate,
  f: Formatters,
): string {
  const side = (value: Change['before']) =>
    value === null ? t('movement.noRevenue') : f.money(Number(value), currencyAfter ?? 'EUR', 'exact')
  return t('movement.changed', { field: name, before: side(before), after: side(after) })
}

function sideWords(change: Change, side: 'before' | 'after', t: Translate, f: Formatters): string {
  const value = change[side]
  if (value === null) return t('movement.nothing')
  switch (change.field) {
    case 'amountMinor': {
      const currency = side === 'before' ? change.currencyBefore : change.currencyAfter
      return f.money(Number(value), currency ?? 'EUR', 'exact')
    }
    case 'endsOn':
      // The last day it runs, as people write contracts.
      return f.dayNumeric(addDays(String(value), -1))
    case 'startsOn':
    case 'closeDate':
      return f.dayNumeric(String(value))
    case 'probability':
      return f.percent(Number(value), 1)
    case 'overlap':
      return t(value === 'replaces' ? 'contracts.replaces' : 'contracts.adds')
    case 'rate':
      return f.number(Number(value), 6)
    case 'status':
      return value === 'open' || value === 'won' || value === 'lost' ? t(`deal.${value}`) : String(value)
    default:
      return String(value)
  }
}
