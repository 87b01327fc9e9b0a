/** What a contract is at a time: as the ledger of contracts holds it, in the company's currency too. Pure. */
import type { ContractRecord, Day } from '../../connectors/contract.ts'
import { minorDigits, multiplyMinor } from '../../connectors/values/money.ts'
import { type DeriveContext, deriveFacts, type RateRule } from './derive.ts'

/** The columns of a contract's revision, in the order of `stateOf`. */
export const contractColumns = [
  'company_id',
  'product',
  'deal_id',
  'starts_on',
  'ends_on',
  'amount_minor',
  'period_months',
  'currency',
  'home_minor',
  'rate',
  'rate_rule',
  'overlap',
  'problem',
] as const

export type ContractValues = readonly (string | number | null)[]

export interface Converted {
  readonly rate: string | null
  readonly rule: RateRule | null
}

/** `as`: the rate at which the deal itself was converted, where it was. */
export function valuesOf(
  contract: ContractRecord,
  context: DeriveContext,
  as: Converted | null = null,
): ContractValues {
  const home = homeOf(contract, context, as)
  const problems = [...contract.problems, ...home.problems]
  return [
    ...[contract.companyId, contract.product, contract.dealId, contract.startsOn, contract.endsOn],
    ...[contract.amountMinor, contract.periodMonths, contract.currency],
    ...[home.minor, home.rate, home.rule, contract.overlap],
    problems.length === 0 ? null : JSON.stringify(problems),
  ]
}

interface Home {
  readonly minor: number | null
  readonly rate: string | null
  readonly rule: RateRule | null
  readonly problems: readonly unknown[]
}

function homeOf(
  { amountMinor, currency, rate, startsOn }: ContractRecord,
  context: DeriveContext,
  as: Converted | null,
): Home {
  const minor = amountMinor === null || currency === null ? null : amountMinor
  const [from, to] = [minorDigits(currency ?? ''), minorDigits(context.homeCurrency)]
  if (minor !== null && as?.rate != null && as.rule !== 'missing' && from !== null && to !== null)
    return { minor: multiplyMinor(minor, as.rate, from, to), rate: as.rate, rule: as.rule, problems: [] }
  const facts = { amountMinor: minor, currency, rate, closeDate: startsOn as Day | null, problems: [] }
  const none = { pipelineId: null, stageId: null, ownerHash: null, teamId: null, probability: null }
  const derived = deriveFacts({ ...facts, ...none }, context)
  return {
    ...{ minor: derived.homeMinor, rate: derived.rate, rule: derived.rateRule },
    problems: derived.problems,
  }
}
