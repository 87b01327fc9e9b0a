/** The evidence file of a metric of contracts: a line a contract, each as it counts at both ends. */
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { evidenceOfContracts } from '../metrics/index.ts'
import { isContractRequest } from '../metrics/retention/answer.ts'
import { countingOf } from '../metrics/retention/counting.ts'
import type { ContractLine } from '../metrics/retention/lines.ts'
import { endsOfWindow } from '../metrics/retention/movement.ts'
import { windowDays } from '../metrics/window.ts'
import type { Question } from './question.ts'
import type { UsedRate } from './rates.ts'

/** What beside the definition decides what recurs. */
export interface Compared {
  /** The two days that are compared, the first of them null where one day alone counts. */
  readonly opens: Day | null
  readonly closes: Day
  readonly perMonths: 1 | 12
  readonly graceDays: number
}

/** Null: the value is of deals. */
export function comparedIn({ request, context }: Question): Compared | null {
  if (!isContractRequest(request)) return null
  const { metric, params, window } = request.definition
  const counting = countingOf(metric, params)
  if (metric === 'recurring_revenue' || metric === 'active_customers')
    return { opens: null, closes: context.day, ...counting }
  const days = windowDays(window, { ...context, cycle: request.cycle })
  const { opens, closes } = endsOfWindow(days, context.day)
  return { opens: metric.startsWith('renewal') ? null : opens, closes, ...counting }
}

/** Read whole: a company has far fewer contracts than deals. */
export async function readContractLines(
  db: WorkspaceDb,
  { request, context, value }: Question,
): Promise<ContractLine[]> {
  if (!isContractRequest(request)) return []
  return evidenceOfContracts(db, request, { kind: 'known', seq: value.seq }, context)
}

/** The rates of the lines, each once, with the number of contracts. */
export function ratesOfContracts(lines: readonly ContractLine[]): UsedRate[] {
  const states = lines
    .filter(({ role }) => role !== 'aside')
    .flatMap(({ after, before }) => after?.state ?? before?.state ?? [])
    .filter(({ currency }) => currency !== null)
  const key = ({ currency, rate, rateRule }: (typeof states)[number]) =>
    JSON.stringify([currency, rate, rateRule])
  return [...Map.groupBy(states, key).values()]
    .flatMap((same) => {
      const [first] = same
      if (first?.currency == null) return []
      return [{ currency: first.currency, rate: first.rate, rule: first.rateRule, deals: same.length }]
    })
    .sort((a, b) => (a.currency < b.currency ? -1 : a.currency > b.currency ? 1 : b.deals - a.deals))
}
