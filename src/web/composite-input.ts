/** Terms of a composite between the form and what is stored. What the form has no field for goes along, term by term. Pure. */
import type { Locale } from '../app-env.ts'
import { parseTyped, typedValue } from '../i18n/decimal.ts'
import { type Composite, compositeSchema, unitOfComposite } from '../metrics/index.ts'
import type { Filter, Unit } from '../metrics/types.ts'
import type { Issue } from '../okr/types.ts'
import { type Entered, first, type TypedIssue } from './form-state.ts'
import { fiscalWindows } from './key-result-options.ts'

/** Slots of the form; a stored composite with more terms shows all of them. */
export const SLOTS = 4
/** Beside a connection or pipeline: several, which only the API chooses. */
export const SEVERAL = '='

export const field = (slot: number, name: 'metric' | 'connection' | 'pipeline' | 'weight' | 'kept') =>
  `term-${slot}-${name}`

export function slotsOf(entered: Entered): number[] {
  const filled = Object.keys(entered).flatMap((name) => Number(/^term-(\d)-metric$/.exec(name)?.[1] ?? 0))
  return Array.from({ length: Math.max(SLOTS, ...filled) }, (_, n) => n + 1)
}

type Term = Composite['terms'][number]

const one = (ids: readonly string[] | undefined) =>
  ids === undefined ? '' : ids.length === 1 ? (ids[0] ?? '') : SEVERAL

export function compositeEntered({ operation, window, terms }: Composite, locale: Locale): Entered {
  const slots = terms.flatMap(({ weight, ...kept }, n): [string, string[]][] => {
    const { metric, filter = {} } = kept
    const written = weight === undefined ? '' : typedWeight(weight, locale)
    return [
      [field(n + 1, 'metric'), [metric]],
      [field(n + 1, 'connection'), [one(filter.connections)]],
      [field(n + 1, 'pipeline'), [one(filter.pipelines)]],
      [field(n + 1, 'weight'), [written]],
      [field(n + 1, 'kept'), [JSON.stringify(kept)]],
    ]
  })
  return { operation: [operation], compositeWindow: [windowText(window)], ...Object.fromEntries(slots) }
}

function typedWeight(weight: string | number, locale: Locale): string {
  return locale === 'de' ? String(weight).replace('.', ',') : String(weight)
}

/** Days that were fixed through the API stand as they are. */
function windowText(window: Composite['window']): string {
  if (window === 'cycle') return window
  if ('fiscal' in window) return `fiscal-${window.fiscal}`
  return 'trailingDays' in window ? `trailing-${window.trailingDays}` : JSON.stringify(window)
}

function windowFrom(text: string): unknown {
  const [kind, of] = text.split('-')
  if (text.startsWith('{')) return parsed(text)
  if (kind === 'fiscal') return { fiscal: fiscalWindows.find((w) => w === of) }
  return kind === 'trailing' ? { trailingDays: Number(of) } : text || 'cycle'
}

export interface TypedComposite {
  readonly raw: unknown
  /** Of the numbers that are compared with it; a guess while the terms do not fit. */
  readonly unit: Unit
  readonly issues: readonly (Issue | TypedIssue)[]
}

export function typedComposite(entered: Entered, locale: Locale): TypedComposite {
  const issues: TypedIssue[] = []
  const operation = first(entered, 'operation')
  const terms = slotsOf(entered).flatMap((slot) => {
    const metric = first(entered, field(slot, 'metric'))
    if (metric === '') return []
    const typed = first(entered, field(slot, 'weight')).trim()
    const weight = typed === '' ? null : parseTyped(typed, locale)
    if (typed !== '' && weight === null) {
      const example = typedValue(0.5, 'count', 'EUR', locale)
      issues.push({ field: field(slot, 'weight'), code: 'invalid_number', example })
    }
    const weighted = operation === 'weighted' && weight !== null ? { weight } : {}
    return [{ ...termFrom(entered, slot, metric), ...weighted }]
  })
  const raw = { operation, window: windowFrom(first(entered, 'compositeWindow')), terms }
  const checked = compositeSchema.safeParse(raw)
  return { raw, unit: (checked.success ? unitOfComposite(checked.data) : null) ?? 'count', issues }
}

/** Another metric is another term: then nothing of the old one is kept. */
function termFrom(entered: Entered, slot: number, metric: string): object {
  const before = parsed(first(entered, field(slot, 'kept'))) as Partial<Term> | null
  const kept = before?.metric === metric ? before : null
  const { connections, pipelines, ...others } = (kept?.filter ?? {}) as Filter
  const chosen = (name: 'connection' | 'pipeline', stored: readonly string[] | undefined) => {
    const id = first(entered, field(slot, name))
    return id === SEVERAL ? stored : id === '' ? undefined : [id]
  }
  const [from, of] = [chosen('connection', connections), chosen('pipeline', pipelines)]
  const filter = {
    ...others,
    ...(from === undefined ? {} : { connections: from }),
    ...(of === undefined ? {} : { pipelines: of }),
  }
  const { filter: _, ...rest } = kept ?? {}
  return { ...rest, metric, ...(Object.keys(filter).length === 0 ? {} : { filter }) }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return null
  }
}

/** Where a refusal of the core is shown; null where it is about no composite. */
export function fieldOfComposite(name: string): string | null {
  const [, n, of] = /^(?:composite|definition)\.terms\.(\d)\.?(\w*)/.exec(name) ?? []
  if (n !== undefined) return field(Number(n) + 1, of === 'weight' ? of : 'metric')
  if (name === 'composite.window') return 'compositeWindow'
  return name.startsWith('composite') || name.startsWith('definition.terms') ? 'operation' : null
}
