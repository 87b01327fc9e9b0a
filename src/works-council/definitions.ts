/** Which definitions are in force and how many people stand behind each, in words without a number of sales. */
import { asc, eq, gt } from 'drizzle-orm'
import type { Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import { cycle, keyResult, objective } from '../../db/workspace/schema.ts'
import type { Locale } from '../app-env.ts'
import { certainPeople } from '../metrics/index.ts'
import { followPeople, selectionKey } from '../metrics/people-carried.ts'
import type { Definition } from '../metrics/types.ts'
import { definitionsOf } from '../okr/origin.ts'
import { isCompanyTotal } from '../okr/privacy.ts'
import { keyResultFrom } from '../okr/rows.ts'
import { readSettings } from '../okr/settings.ts'
import type { Broken, KeyResult } from '../okr/types.ts'
import type { Workspace } from '../platform.ts'
import { readNames } from '../web/mirror-names.ts'
import { sentenceOf } from '../web/sentence.ts'

export interface DefinitionLine {
  readonly id: string
  readonly team: string
  /** Null where the CRM works it out itself, in words of its own. */
  readonly sentence: string | null
  /** The fewest behind any part of it; null where they are not counted here. */
  readonly people: number | null
  /** The company as a whole: nothing is narrowed, so no minimum is asked. */
  readonly total: boolean
  readonly broken: Broken | null
}

export interface Definitions {
  /** How many people stand behind the company's total; null where that could not be counted just now. */
  readonly people: number | null
  readonly lines: readonly DefinitionLine[]
}

/** Of cycles that have not ended. */
export async function readDefinitions(
  workspace: Workspace,
  now: Instant,
  locale: Locale,
): Promise<Definitions> {
  const { db, timeZone, currency } = workspace
  const today = localDay(now, timeZone)
  const [rows, names, { fiscalYearStartMonth }] = await Promise.all([
    db
      .select({ keyResult, team: objective.team, cycle })
      .from(keyResult)
      .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
      .innerJoin(cycle, eq(cycle.id, objective.cycleId))
      .where(gt(cycle.endsOn, today))
      .orderBy(asc(objective.team), asc(keyResult.position), asc(keyResult.id)),
    readNames(db),
    readSettings(db),
  ])
  const all = rows
    .map((row) => ({ ...row, own: keyResultFrom(row.keyResult) }))
    .filter(({ own }) => own.native !== undefined || definitionsOf(own).length > 0)
  const filters = all.flatMap(({ own }) => definitionsOf(own).map(({ filter }) => filter))
  const { people } = await followPeople(db, [undefined, ...filters], today, now)
  const behind = (filter: Definition['filter']): number | null => {
    const found = people.get(selectionKey(filter))
    return found === undefined ? null : certainPeople(found)
  }
  return {
    people: behind(undefined),
    lines: all.map(({ own, team, cycle: shown }) => {
      const counted = definitionsOf(own).map(({ filter }) => behind(filter))
      const counting = { day: today, currency, fiscalYearStartMonth, cycle: shown }
      return {
        ...{ id: own.id, team, broken: own.broken },
        sentence: sentenceOf(withoutTargets(own), locale, names, counting),
        people: counted.length === 0 || counted.includes(null) ? null : Math.min(...(counted as number[])),
        total: counted.length > 0 && definitionsOf(own).every(isCompanyTotal),
      }
    }),
  }
}

/** A coverage names the target it is of, and that is a number of a key result. */
function withoutTargets({ definition, composite }: KeyResult) {
  const quiet = <Known extends Pick<Definition, 'metric' | 'params'>>(known: Known): Known =>
    known.metric === 'pipeline_coverage' ? { ...known, params: undefined } : known
  if (composite !== undefined) return { ...composite, terms: composite.terms.map(quiet) }
  return definition === null ? null : quiet(definition)
}
