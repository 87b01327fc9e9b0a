/** What a key result was before: for its page, and for the form before it is saved. */
import { eq } from 'drizzle-orm'
import type { Instant } from '../../connectors/contract.ts'
import { cycle, deal, objective } from '../../db/workspace/schema.ts'
import { catalogue, termsOf } from '../metrics/index.ts'
import { isOneMetric, type Measurable } from '../okr/measurable.ts'
import type { KeyResultDetail } from '../okr/types.ts'
import type { Workspace } from '../platform.ts'
import { type PastView, readPast } from '../series/index.ts'

/** A walk over more deals than these would keep a page waiting: it is made when somebody asks for it. */
const AT_ONCE = 30_000
/** What deals went through is asked day by day, and costs far more. */
const PATHS_AT_ONCE = 1_000

async function takesLong({ db }: Workspace, asked: Measurable): Promise<boolean> {
  const definitions = isOneMetric(asked) ? [asked] : termsOf(asked).map((term) => term.definition)
  const path = definitions.some(
    ({ metric }) => catalogue[metric].timeBasis === 'history' || metric === 'stalled_deals',
  )
  return (await db.$count(deal)) > (path ? PATHS_AT_ONCE : AT_ONCE)
}

/** Null for typed and pushed values, and where the number may not be given. `asked`: whatever it takes. */
export async function pastOf(
  workspace: Workspace,
  { keyResult, cycle: { startsOn: from, endsOn: to } }: KeyResultDetail,
  now: Instant,
  asked: boolean,
): Promise<PastView | 'ask' | null> {
  const { broken } = keyResult
  const definition = keyResult.composite ?? keyResult.definition
  if (definition === null || broken !== null) return null
  if (!asked && (await takesLong(workspace, definition))) return 'ask'
  return readPast(workspace, definition, { from, to }, now)
}

/** Of a definition that was checked. Null when the objective is gone, or it would keep the form waiting. */
export async function pastBefore(
  workspace: Workspace,
  definition: Measurable,
  objectiveId: string,
  now: Instant,
): Promise<PastView | null> {
  if (await takesLong(workspace, definition)) return null
  const [place] = await workspace.db
    .select({ from: cycle.startsOn, to: cycle.endsOn })
    .from(objective)
    .innerJoin(cycle, eq(cycle.id, objective.cycleId))
    .where(eq(objective.id, objectiveId))
  return place === undefined ? null : readPast(workspace, definition, place, now)
}
