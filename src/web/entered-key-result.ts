/** A key result as its form shows it: what is stored, written the way the language writes it. Pure. */
import { addDays } from '../../connectors/values/time.ts'
import type { Locale } from '../app-env.ts'
import { typedValue } from '../i18n/decimal.ts'
import type { Definition, Unit } from '../metrics/types.ts'
import type { KeyResult } from '../okr/types.ts'
import { compositeEntered } from './composite-input.ts'
import type { Entered } from './form-state.ts'
import { startOf, TYPED_AMOUNT } from './key-result-options.ts'
import { nativeEntered } from './native-input.ts'
import { paceEntered } from './pace-field.ts'
import { enteredProperties } from './property-rows.ts'

function windowEntered(window: Definition['window']): Entered {
  if (window === 'cycle') return { window: [window] }
  if ('fiscal' in window) return { window: [`fiscal-${window.fiscal}`] }
  if ('trailingDays' in window) return { window: [`trailing-${window.trailingDays}`] }
  // People name the last day.
  return { window: ['fixed'], windowFrom: [window.from], windowTo: [addDays(window.to, -1)] }
}

/** The params of the metrics that the form has fields for; what is stored was checked when it was saved. */
function paramsEntered({ params = {} }: Definition, money: (minor: number) => string): Entered {
  const { statistic, days, target } = params as {
    readonly statistic?: string
    readonly days?: number
    readonly target?: { readonly amountMinor?: number; readonly keyResult?: string }
  }
  return {
    ...(statistic === undefined ? {} : { statistic: [statistic] }),
    ...(days === undefined ? {} : { stalledDays: [String(days)] }),
    ...(target?.keyResult === undefined ? {} : { coverageOf: [target.keyResult] }),
    ...(target?.amountMinor === undefined
      ? {}
      : { coverageOf: [TYPED_AMOUNT], coverageTarget: [money(target.amountMinor)] }),
  }
}

function definitionEntered(definition: Definition, currency: string, locale: Locale): Entered {
  const { metric, window, filter = {} } = definition
  const { connections = [], pipelines = [], stages = [], teams = [], dealTypes = [] } = filter
  const money = (minor: number) => typedValue(minor, 'money', currency, locale, 'grouped')
  return {
    metric: [metric],
    ...{ connections, pipelines, stages, teams, dealTypes },
    ...enteredProperties(filter.properties ?? []),
    ...(filter.minAmountMinor === undefined ? {} : { minAmount: [money(filter.minAmountMinor)] }),
    ...windowEntered(window),
    ...paramsEntered(definition, money),
  }
}

/** `currency` is the company's. */
export function enteredKeyResult(keyResult: KeyResult, currency: string, locale: Locale): Entered {
  const { title, objectiveId, origin, kind, unit, definition, weight, cadenceDays } = keyResult
  const written = (value: number | null, of: Unit = unit) =>
    value === null ? [] : [typedValue(value, of, currency, locale, 'grouped')]
  return {
    ...startOf(objectiveId),
    ...{ title: [title], origin: [origin], kind: [kind], unit: [unit] },
    ...(definition === null ? {} : definitionEntered(definition, currency, locale)),
    ...(keyResult.composite === undefined ? {} : compositeEntered(keyResult.composite, locale)),
    ...(keyResult.native === undefined ? {} : nativeEntered(keyResult.native)),
    baseline: written(keyResult.baseline),
    target: written(keyResult.target),
    lower: written(keyResult.lower),
    upper: written(keyResult.upper),
    requiredShare: written(keyResult.requiredShare, 'ratio'),
    weight: written(weight, 'count'),
    ...paceEntered(keyResult.pace),
    cadenceDays: cadenceDays === null ? [] : [String(cadenceDays)],
  }
}
