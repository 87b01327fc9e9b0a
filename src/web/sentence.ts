/** The definition of a key result as one sentence, with the names the CRM uses. */
import type { Locale } from '../app-env.ts'
import { describeDefinition, type Names, windowDays } from '../metrics/index.ts'
import type { Definition } from '../metrics/types.ts'
import type { Cycle } from '../okr/types.ts'
import { crmOf, type MirrorNames } from './mirror-names.ts'
import { crmTitle } from './sources.ts'

/** Both CRMs may have a stage of one id: the first is named, as the filter means both. */
export function namesOf(mirror: MirrorNames, currency: string): Names {
  const labelOf = (list: readonly { readonly id: string; readonly label: string }[], id: string) =>
    list.find((one) => one.id === id)?.label ?? id
  return {
    pipeline: (id) => labelOf(mirror.pipelines, id),
    stage: (id) => labelOf(mirror.stages, id),
    team: (id) => mirror.teams.find((one) => one.id === id)?.name ?? id,
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
  definition: Definition | null,
  locale: Locale,
  mirror: MirrorNames,
  { day, currency, fiscalYearStartMonth, cycle }: Counting,
): string | null {
  if (definition === null) return null
  const days = windowDays(definition.window, {
    day,
    fiscalYearStartMonth,
    cycle: { from: cycle.startsOn, to: cycle.endsOn },
  })
  return describeDefinition(definition, locale, namesOf(mirror, currency), days)
}
