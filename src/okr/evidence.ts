/** The deals behind a key result's value, as the value saw them. */
import { eq } from 'drizzle-orm'
import type { Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import { cycle, keyResult, objective } from '../../db/workspace/schema.ts'
import { valueDay } from '../closing/grace.ts'
import { type Context, type EvidencePage, evidence } from '../metrics/index.ts'
import type { At } from '../metrics/types.ts'
import type { Workspace } from '../platform.ts'
import { type Hidden, hiddenBy } from './hidden.ts'
import { keyResultsQuery, measurementFrom } from './measurements.ts'
import { keyResultFrom } from './rows.ts'
import { readSettings } from './settings.ts'
import { asTerm } from './term.ts'

export interface Paging {
  readonly limit: number
  readonly offset: number
  /** Of a composite: whose deals; the first term's by default. */
  readonly term?: number | undefined
}

/** `none`: no such key result. `no_metric`: the value is typed or pushed. `foreign`: the CRM's own. `hidden`: too few people stand behind it. */
export type EvidenceAnswer =
  | { readonly kind: 'page'; readonly page: EvidencePage }
  | ({ readonly kind: 'hidden' } & Hidden)
  | { readonly kind: 'none' | 'no_metric' | 'foreign' }

/**
 * Read at the `seq` of the latest value, so that its parts add up to it. Without a value yet, or when the definition
 * changed since it was measured, the answer is of the state right now.
 */
export async function readEvidence(
  workspace: Workspace,
  id: string,
  now: Instant,
  paging: Paging,
): Promise<EvidenceAnswer> {
  const { db, timeZone, currency } = workspace
  const [found, places] = await db.batch([
    keyResultsQuery(db).where(eq(keyResult.id, id)),
    db
      .select({ cycle })
      .from(keyResult)
      .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
      .innerJoin(cycle, eq(cycle.id, objective.cycleId))
      .where(eq(keyResult.id, id)),
  ])
  const [first, place] = [found[0], places[0]]
  if (first === undefined || place === undefined) return { kind: 'none' }
  const own = asTerm(keyResultFrom(first.row), paging.term ?? 0, currency)
  if (own.native !== undefined) return { kind: 'foreign' }
  if (own.definition === null) return { kind: 'no_metric' }
  const hidden = hiddenBy(own.broken)
  if (hidden !== null) return { kind: 'hidden', ...hidden }

  const latest = measurementFrom(first.latest)
  const matches = latest !== null && latest.value.definitionVersion === own.definitionVersion
  const at: At = matches ? { kind: 'known', seq: latest.value.seq } : { kind: 'now' }
  const { fiscalYearStartMonth } = await readSettings(db)
  const day = valueDay(place.cycle, matches ? latest.day : localDay(now, timeZone))
  const money = (matches ? latest.value.currency : undefined) ?? currency
  const context: Context = { day, timeZone, currency: money, fiscalYearStartMonth }
  const { definition, definitionVersion } = own
  const days = { from: place.cycle.startsOn, to: place.cycle.endsOn }
  const request = { definition, definitionVersion, cycle: days }
  return { kind: 'page', page: await evidence(db, request, at, context, paging) }
}
