/** Cohorts of a company's customers, for screen, API and command line: one batch, and the minimum of customers held. */
import * as z from 'zod'
import type { Day, Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import { answerStatements, type Contracts, readContracts } from '../metrics/retention/answer.ts'
import { cohortsOf } from '../metrics/retention/cohorts.ts'
import { countingOf } from '../metrics/retention/counting.ts'
import { isContractMetric, moneyParams } from '../metrics/retention/ids.ts'
import { readSettings } from '../okr/settings.ts'
import type { KeyResult } from '../okr/types.ts'
import type { Workspace } from '../platform.ts'

/** Four years. */
const QUARTERS = 16

export const cohortQuestion = moneyParams.extend({
  connections: z.array(z.string().min(1)).min(1).optional().describe('Without it customers of all'),
})
export type CohortQuestion = z.infer<typeof cohortQuestion>

export interface CohortEndView {
  readonly day: Day
  readonly isRunning: boolean
  readonly customers: number
  readonly minor: number
  /** Of the customers that began, and of what they began with; null where that is nothing. */
  readonly logo: number
  readonly revenue: number | null
}

export interface CohortView {
  readonly from: Day
  readonly to: Day
  /** Null: fewer than the minimum, and nothing of it is told. */
  readonly customers: number | null
  readonly minor: number | null
  readonly ends: readonly CohortEndView[]
}

export interface CohortsView {
  readonly day: Day
  readonly perMonths: 1 | 12
  readonly currency: string
  readonly minimum: number
  /** Somebody chose where contracts come from. */
  readonly chosen: boolean
  /** Contracts that cannot be read, and those without a rate: they add nothing. */
  readonly held: number
  readonly unrated: number
  readonly cohorts: readonly CohortView[]
}

export async function readCohorts(
  { db, timeZone, currency }: Workspace,
  { view, graceDays, connections }: CohortQuestion,
  now: Instant,
): Promise<CohortsView> {
  const { fiscalYearStartMonth, minimumPeople: minimum } = await readSettings(db)
  const results = await db.$client.batch(answerStatements({ kind: 'now' }), 'read')
  const { contracts: all, chosen }: Contracts = readContracts(results, timeZone)
  const contracts = all.filter(({ source }) => connections?.includes(source) ?? true)
  const day = localDay(now, timeZone)
  const perMonths = view === 'monthly' ? 1 : 12
  const question = {
    day,
    counting: { perMonths, graceDays },
    fiscalYearStartMonth,
    quarters: QUARTERS,
  } as const
  const isChosen = connections === undefined ? chosen.size > 0 : connections.some((id) => chosen.has(id))
  const readable = contracts.filter(({ held, deleted }) => !held && !deleted)
  return {
    ...{ day, perMonths, currency, minimum, chosen: isChosen },
    held: contracts.filter(({ held, deleted }) => held && !deleted).length,
    unrated: readable.filter(
      ({ revisions }) => (revisions.at(-1)?.amountMinor ?? 0) > 0 && revisions.at(-1)?.homeMinor == null,
    ).length,
    cohorts: cohortsOf(contracts, question).map(({ from, to, customers, minor, ends }): CohortView => {
      if (customers < minimum) return { from, to, customers: null, minor: null, ends: [] }
      const shown = ends.map((end) => ({
        ...end,
        logo: end.customers / customers,
        revenue: minor === 0 ? null : end.minor / minor,
      }))
      return { from, to, customers, minor, ends: shown }
    }),
  }
}

/** Beside a key result of contracts, counted as it counts; null beside others. */
export async function cohortsBeside(
  workspace: Workspace,
  { definition, broken }: Pick<KeyResult, 'definition' | 'broken'>,
  now: Instant,
): Promise<CohortsView | null> {
  if (definition === null || broken !== null || !isContractMetric(definition.metric)) return null
  const { perMonths, graceDays } = countingOf(definition.metric, definition.params)
  const connections = definition.filter?.connections
  const view = perMonths === 1 ? 'monthly' : 'yearly'
  return readCohorts(
    workspace,
    { view, graceDays, ...(connections === undefined ? {} : { connections }) },
    now,
  )
}
