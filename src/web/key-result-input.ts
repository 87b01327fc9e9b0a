/** From what was typed to what `createKeyResult` takes: numbers in the unit of the metric, in the person's language. Pure. */
import { addDays, isDay } from '../../connectors/values/time.ts'
import type { Locale } from '../app-env.ts'
import { parseTyped, parseValue, typedValue } from '../i18n/decimal.ts'
import type { Definition, Unit } from '../metrics/types.ts'
import type { Issue } from '../okr/types.ts'
import { fieldOfComposite, typedComposite } from './composite-input.ts'
import { all, type Entered, first, type TypedIssue } from './form-state.ts'
import { fiscalWindows, type KeyResultOptions, TYPED_AMOUNT } from './key-result-options.ts'
import { fieldOfNative, typedNative } from './native-input.ts'
import { typedPace } from './pace-field.ts'
import { conditionsFrom, propertyRows } from './property-rows.ts'

export interface TypedKeyResult {
  /** For `keyResultInput` of the OKR core, which decides whether it is one. */
  readonly raw: Readonly<Record<string, unknown>>
  readonly issues: readonly (Issue | TypedIssue)[]
}

/** Fields of the definition in which something may be typed wrong: a preview is refused for them alone. */
export const typedInDefinition: readonly string[] = [
  'coverageTarget',
  'stalledDays',
  'minAmount',
  'windowFrom',
  'windowTo',
]

const examples: Record<Unit, number> = { money: 125_000_000, count: 40, ratio: 0.325, days: 45 }

const lists = ['connections', 'pipelines', 'stages', 'teams', 'dealTypes'] as const

/** `stored`: the definition as it was, whose details are kept where the form has no field for them. */
export function typedKeyResult(
  entered: Entered,
  options: KeyResultOptions,
  locale: Locale,
  stored: Definition | null = null,
): TypedKeyResult {
  const issues: (Issue | TypedIssue)[] = []
  const { currency } = options
  const text = (name: string) => first(entered, name).trim()

  /** Null when left empty; what is no number is refused and never guessed. */
  function number(name: string, unit: Unit, field = name): number | null {
    if (text(name) === '') return null
    const value = parseValue(text(name), unit, currency, locale)
    if (value !== null) return value
    const example = typedValue(examples[unit], unit, currency, locale)
    issues.push({ field, code: 'invalid_number', example })
    return null
  }

  function plain(name: string): number | null {
    const parsed = text(name) === '' ? null : parseTyped(text(name), locale)
    if (parsed === null && text(name) !== '')
      issues.push({ field: name, code: 'invalid_number', example: '1' })
    return parsed === null ? null : Number(parsed)
  }

  function params(metric: string): unknown {
    switch (metric) {
      case 'sales_cycle_days':
        return { statistic: text('statistic') }
      case 'stalled_deals':
        return { days: plain('stalledDays') }
      case 'pipeline_coverage': {
        const of = text('coverageOf')
        if (of !== '' && of !== TYPED_AMOUNT) return { target: { keyResult: of } }
        const amountMinor = number('coverageTarget', 'money')
        if (text('coverageTarget') === '') issues.push({ field: 'coverageTarget', code: 'required' })
        return { target: { amountMinor } }
      }
      default:
        return stored?.metric === metric ? stored.params : undefined
    }
  }

  /** People name the last day; inside, the window ends on the day after it. */
  function fixedWindow(): unknown {
    const [from, last] = [text('windowFrom'), text('windowTo')]
    for (const [field, day] of Object.entries({ windowFrom: from, windowTo: last }))
      if (!isDay(day)) issues.push({ field, code: day === '' ? 'required' : 'day' })
    if (!isDay(from) || !isDay(last)) return null
    if (last < from) issues.push({ field: 'windowTo', code: 'cycle_ends_before_start' })
    return { from, to: addDays(last, 1) }
  }

  function window(): unknown {
    const [kind, of] = text('window').split('-')
    if (kind === 'fixed') return fixedWindow()
    if (kind === 'fiscal') return { fiscal: fiscalWindows.find((w) => w === of) }
    if (kind === 'trailing') return { trailingDays: Number(of) }
    return text('window')
  }

  function definition(): unknown {
    const metric = text('metric')
    // A stage that several pipelines share can be chosen in each of them.
    const filled = lists
      .map((name) => [name, [...new Set(all(entered, name))]] as const)
      .filter(([, ids]) => ids.length > 0)
    const minAmountMinor = number('minAmount', 'money')
    const properties = conditionsFrom(propertyRows(entered, []))
    const filter = {
      ...Object.fromEntries(filled),
      ...(properties.length === 0 ? {} : { properties }),
      ...(minAmountMinor === null ? {} : { minAmountMinor }),
    }
    const given = params(metric)
    return {
      metric,
      window: window(),
      ...(given === undefined ? {} : { params: given }),
      ...(Object.keys(filter).length === 0 ? {} : { filter }),
    }
  }

  const origin = text('origin')
  const measured = origin === 'metric'
  const chosen = options.metrics.find((m) => m.value === text('metric'))
  const units: Record<string, Unit> = { money: 'money', count: 'count', ratio: 'ratio', days: 'days' }
  const composite = origin === 'composite' ? typedComposite(entered, locale) : null
  issues.push(...(composite?.issues ?? []))
  const unit = composite?.unit ?? (measured ? chosen?.unit : units[text('unit')]) ?? 'count'
  const hold = text('kind') === 'hold'
  const share = number('requiredShare', 'ratio')
  const raw = {
    objectiveId: text('objectiveId'),
    title: text('title'),
    kind: text('kind'),
    origin,
    definition: measured ? definition() : null,
    composite: composite?.raw ?? null,
    native: origin === 'native' ? typedNative(entered) : null,
    ...(measured || composite !== null ? {} : { unit }),
    baseline: hold ? null : number('baseline', unit),
    target: hold ? null : number('target', unit),
    lower: hold ? number('lower', unit) : null,
    upper: hold ? number('upper', unit) : null,
    ...(hold && share !== null ? { requiredShare: share } : {}),
    ...typedPace(entered, hold),
    weight: plain('weight') ?? 1,
    cadenceDays: origin === 'manual' ? plain('cadenceDays') : null,
  }
  return { raw, issues }
}

const fields = new Set([
  'pace',
  'objectiveId',
  'title',
  'unit',
  'baseline',
  'target',
  'lower',
  'upper',
  'requiredShare',
  'weight',
  'cadenceDays',
  'metric',
  'window',
  ...typedInDefinition,
  'coverageOf',
])

/** Where a refusal of the core is shown in the form. */
export function fieldOfKeyResult(field: string): string | null {
  if (fields.has(field) || field.startsWith('term-')) return field
  const ofComposite = fieldOfComposite(field)
  if (ofComposite !== null) return ofComposite
  const ofNative = fieldOfNative(field)
  if (ofNative !== null) return ofNative
  if (field.startsWith('definition.window')) return 'window'
  if (field.startsWith('definition.params.days')) return 'stalledDays'
  if (field.startsWith('definition.params.target')) return 'coverageTarget'
  if (field.startsWith('definition.filter.minAmountMinor')) return 'minAmount'
  if (field.startsWith('definition.filter')) return 'filter'
  return field.startsWith('definition') ? 'metric' : null
}

/** The core names the field that lacks a number; when the number was there but none, only that is told. */
export function joinIssues(
  typed: readonly (Issue | TypedIssue)[],
  core: readonly Issue[],
): readonly (Issue | TypedIssue)[] {
  const told = new Set(typed.map(({ field }) => (field.startsWith('window') ? 'window' : field)))
  return [...typed, ...core.filter((issue) => !told.has(fieldOfKeyResult(issue.field) ?? issue.field))]
}
