/** The forecast in sentences: the same on screen and on the command line. Pure. */
import type { Formatters, Translate } from '../i18n/index.ts'
import type { ForecastView, TakeView } from './read.ts'

export interface ForecastLines {
  readonly lead: { readonly name: string; readonly point: string; readonly range: string | null }
  /** What the lead adds up from; empty for a straight line. */
  readonly sum: readonly (readonly [string, string])[]
  /** Whether to trust it, and what the other way says. */
  readonly notes: readonly string[]
  readonly take: string | null
}

export function forecastLines(view: ForecastView, t: Translate, f: Formatters): ForecastLines {
  const { outlook, unit, currency, reason, target, take } = view
  // A forecast to the last digit would pretend; what adds up has to add up to it.
  const number = (value: number) => f.value(rounded(value, unit), unit, currency, 'short')
  const exact = (value: number) => f.value(rounded(value, unit), unit, currency, 'whole')
  if (outlook === null) {
    const notes = reason === 'too_many' ? [t('forecast.tooMany')] : []
    return { lead: { name: '', point: '', range: null }, sum: [], notes, take: null }
  }
  const { model, line, first } = outlook
  const shown = first === 'model' && model !== null ? model : line
  const range = (one: typeof shown) =>
    one.low === null || one.high === null
      ? null
      : t('forecast.between', { low: number(one.low), high: number(one.high) })
  const sum: [string, string][] =
    shown !== model || model === null
      ? []
      : [
          [t('forecast.sum.won'), exact(outlook.wonSoFar)],
          [t('forecast.sum.open', { n: outlook.openDeals }), exact(model.fromOpen)],
          [t('forecast.sum.later'), exact(model.fromLater)],
          [t('forecast.sum.total'), exact(model.point)],
        ]
  const missing = take === null && target !== null && outlook.wonSoFar >= target
  const said = missing ? t('take.reached') : take === null ? null : takeSentence(take, number, t)
  return {
    lead: {
      name: t(`forecast.lead.${shown === model ? 'model' : 'line'}`),
      point: number(shown.point),
      range: range(shown),
    },
    sum,
    notes: [...otherWay(view, number, t), ...trust(view, number, t, f), ...(said === null ? [] : [said])],
    take: said,
  }
}

function otherWay({ outlook }: ForecastView, number: (n: number) => string, t: Translate): string[] {
  if (outlook === null) return []
  const { model, line, first } = outlook
  if (first === 'model') return [t('forecast.other.line', { point: number(line.point) })]
  if (model === null) return line.low === null ? [t('forecast.noInterval')] : []
  const { point, low, high } = model
  return [t('forecast.other.model', { point: number(point), low: number(low), high: number(high) })]
}

/** How wrong it was: never a forecast without it. */
function trust(
  { outlook }: ForecastView,
  number: (n: number) => string,
  t: Translate,
  f: Formatters,
): string[] {
  if (outlook === null) return []
  const { tested, model, history, first } = outlook
  if (model === null && history < 4) return [t('forecast.few', { n: history })]
  if (model === null || tested === null) return [t('forecast.untested')]
  const { near, cycles, all } = tested
  const errors = { model: number(near.model.error), line: number(near.line.error), n: cycles }
  const inside =
    all.model.inside === null ? [] : [t('forecast.inside', { inside: f.percent(all.model.inside) })]
  return [t(`forecast.trust.${first}`, errors), ...inside]
}

function takeSentence(
  { gap, deals, adds, enough }: TakeView,
  number: (n: number) => string,
  t: Translate,
): string {
  return t(enough ? 'take.enough' : 'take.notEnough', { gap: number(gap), n: deals, adds: number(adds) })
}

/** An expectation has no cents, and a number of deals one digit at most. */
export function rounded(value: number, unit: ForecastView['unit']): number {
  return unit === 'count' ? Math.round(value * 10) / 10 : Math.round(value)
}
