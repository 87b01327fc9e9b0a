/** The definition of a key result as one sentence, with the names the CRM uses. */
import type { Locale } from '../app-env.ts'
import { describeComposite, describeDefinition, type Names, windowDays } from '../metrics/index.ts'
import { isOneMetric, type Measurable } from '../okr/measurable.ts'
import type { Cycle } from '../okr/types.ts'
import { crmOf, type MirrorNames } from './mirror-names.ts'
import { crmTitle } from './sources.ts'

interface Named {
  readonly source: string
  readonly id: string
  readonly label: string
}

/** Where both CRMs have one of the same name, the CRM is told with it. */
function nameOf(list: readonly Named[], id: string, mirror: MirrorNames): string {
  const found = list.find((one) => one.id === id)
  if (found === undefined) return id
  const twin = list.some((one) => one.label === found.label && one.source !== found.source)
  return twin ? `${found.label} (${crmTitle(crmOf(mirror, found.source))})` : found.label
}

export function namesOf(mirror: MirrorNames, currency: string): Names {
  const teams = mirror.teams.map((one) => ({ ...one, label: one.name }))
  return {
    pipeline: (id) => nameOf(mirror.pipelines, id, mirror),
    stage: (id) => nameOf(mirror.stages, id, mirror),
    team: (id) => nameOf(teams, id, mirror),
    connection: (id) => crmTitle(crmOf(mirror, id)),
    keyResult: (id) => mirror.keyResults.find((one) => one.id === id)?.title ?? id,
    currency,
  }
}

export interface Counting {
  readonly day: string
  readonly currency: string
  readonly fiscalYearStartMonth: number
  readonly cycle: Cycle
}

export function sentenceOf(
  definition: Measurable | null,
  locale: Locale,
  mirror: MirrorNames,
  { day, currency, fiscalYearStartMonth, cycle }: Counting,
): string | null {
  if (definition === null) return null
  const context = { day, fiscalYearStartMonth, cycle: { from: cycle.startsOn, to: cycle.endsOn } }
  if (!isOneMetric(definition))
    return describeComposite(definition, locale, namesOf(mirror, currency), context)
  const days = windowDays(definition.window, context)
  return describeDefinition(definition, locale, namesOf(mirror, currency), days)
}
