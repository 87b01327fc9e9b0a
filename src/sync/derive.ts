/** What a deal's record means by the company's set-up: its state, as one revision of the ledger holds it. Pure. */
import type { Day, DealRecord, ForecastCategory, Problem } from '../../connectors/contract.ts'
import { ABSURD_MINOR, minorDigits, multiplyMinor, parseDecimal } from '../../connectors/values/money.ts'

export interface StageFlags {
  readonly closed: boolean
  readonly won: boolean
  /** Decimal text 0..1. */
  readonly probability: string | null
}

/** One unit of the currency is `factor` units of the account's, on days `[from, to)`. */
export interface Rate {
  readonly factor: string
  readonly from: Day | null
  readonly to: Day | null
}

/** All that gives a record its meaning, as the mirror holds it. */
export interface Setup {
  /** The CRM's own currency; null when it does not tell or was not read yet. */
  readonly accountCurrency: string | null
  readonly multiCurrency: boolean
  /** By `stageKey`. */
  readonly stages: ReadonlyMap<string, StageFlags>
  /** By currency. */
  readonly rates: ReadonlyMap<string, readonly Rate[]>
  /** Team by the hash of the owner's id. */
  readonly ownerTeams: ReadonlyMap<string, string | null>
}

export function stageKey(pipelineId: string | null, stageId: string): string {
  return JSON.stringify([pipelineId, stageId])
}

export interface StageProblem {
  readonly field: 'stage'
  readonly code: 'unknown_stage'
  readonly raw: string
}
export type HeldFor = Problem | StageProblem

export const rateRules = ['same', 'deal', 'account', 'missing'] as const
export type RateRule = (typeof rateRules)[number]
export type Status = 'open' | 'won' | 'lost'

/** What the CRM told and a state does not show by itself. Kept beside the deal, to derive it again. */
export interface Told {
  readonly teamId: string | null
  readonly probability: string | null
  readonly currency: string | null
  readonly rate: string | null
  readonly problems: readonly Problem[]
}

/** The fields a state is derived from. */
export interface Facts extends Told {
  readonly pipelineId: string | null
  readonly stageId: string | null
  readonly amountMinor: number | null
  readonly closeDate: Day | null
  readonly ownerHash: string | null
}

/** Follows from facts and set-up; changes when either does. */
export interface Derived {
  /** null: the stage is unknown, `problems` says so. */
  readonly status: Status | null
  readonly currency: string | null
  readonly homeMinor: number | null
  readonly rate: string | null
  /** null without an amount: nothing was to be converted. */
  readonly rateRule: RateRule | null
  readonly teamId: string | null
  readonly probability: string | null
  readonly weightedMinor: number | null
  /** Not empty: the deal is held, counted as skipped, and adds nothing. */
  readonly problems: readonly HeldFor[]
}

/** A state without what only the ledger knows (deleted, merged). */
export interface State extends Derived {
  readonly pipelineId: string | null
  readonly stageId: string | null
  readonly amountMinor: number | null
  readonly closeDate: Day | null
  readonly type: string | null
  readonly forecastCategory: ForecastCategory | null
  readonly companyId: string | null
  readonly ownerHash: string | null
  readonly properties: Readonly<Record<string, string | null>>
}

export interface DeriveContext {
  readonly setup: Setup
  /** The company's currency, in which every money value is given. */
  readonly homeCurrency: string
  /** The local day: a deal without close date is converted at today's rate. */
  readonly today: Day
}

/** `ownerHash` is the keyed hash of `record.ownerId`: the id itself goes no further. */
export function derive(record: DealRecord, ownerHash: string | null, context: DeriveContext): State {
  const { pipelineId, stageId, amountMinor, closeDate } = record
  return {
    ...deriveFacts({ ...factsOf(record), pipelineId, stageId, amountMinor, closeDate, ownerHash }, context),
    pipelineId,
    stageId,
    amountMinor,
    closeDate,
    type: record.type,
    forecastCategory: record.forecastCategory,
    companyId: record.companyId,
    ownerHash,
    properties: record.properties,
  }
}

export function factsOf(record: DealRecord): Told {
  const { teamId, probability, currency, rate, problems } = record
  return { teamId, probability, currency, rate, problems }
}

/** The part that is derived, from facts as they were told now or earlier. */
export function deriveFacts(facts: Facts, context: DeriveContext): Derived {
  const { setup } = context
  const problems: HeldFor[] = [...facts.problems]
  const stage = stageOf(facts, setup)
  if (stage === 'unknown')
    problems.push({ field: 'stage', code: 'unknown_stage', raw: shorten(facts.stageId) })
  const flags = typeof stage === 'string' ? null : stage
  const currency = currencyOf(facts, context)
  const home = homeAmount(facts, currency, context)
  problems.push(...home.problems)
  const probability = facts.probability ?? flags?.probability ?? null
  return {
    status: stage === 'unknown' ? null : statusOf(flags),
    currency,
    homeMinor: home.minor,
    rate: home.rate,
    rateRule: home.rule,
    teamId:
      facts.teamId ?? (facts.ownerHash === null ? null : (setup.ownerTeams.get(facts.ownerHash) ?? null)),
    probability,
    weightedMinor:
      home.minor === null || probability === null ? null : multiplyMinor(home.minor, probability, 0, 0),
    problems,
  }
}

/** A deal without stage is open; a flag, never a label, says that it is won. */
export function statusOf(flags: StageFlags | null): Status {
  if (flags === null || !flags.closed) return 'open'
  return flags.won ? 'won' : 'lost'
}

function stageOf(facts: Facts, setup: Setup): StageFlags | 'none' | 'unknown' {
  if (facts.stageId === null) return 'none'
  return setup.stages.get(stageKey(facts.pipelineId, facts.stageId)) ?? 'unknown'
}

/** A deal says its currency, unless the whole account has only one. */
function currencyOf(facts: Facts, { setup, homeCurrency }: DeriveContext): string | null {
  if (facts.currency !== null) return facts.currency
  return setup.multiCurrency ? null : (setup.accountCurrency ?? homeCurrency)
}

interface Home {
  readonly minor: number | null
  readonly rate: string | null
  readonly rule: RateRule | null
  readonly problems: readonly HeldFor[]
}
const MISSING: Home = { minor: null, rate: null, rule: 'missing', problems: [] }

function homeAmount(facts: Facts, currency: string | null, context: DeriveContext): Home {
  if (facts.amountMinor === null) return { minor: null, rate: null, rule: null, problems: [] }
  if (currency === null) return MISSING
  if (currency === context.homeCurrency)
    return { minor: facts.amountMinor, rate: '1', rule: 'same', problems: [] }
  // The CRM converts to its own currency: where that is another than the company's, its factors do not help.
  const account = context.setup.accountCurrency ?? context.homeCurrency
  if (account !== context.homeCurrency) return MISSING
  if (facts.rate !== null) return converted(facts.amountMinor, currency, facts.rate, 'deal', context)
  const rate = rateOn(context.setup.rates.get(currency) ?? [], facts.closeDate, context.today)
  return rate === null ? MISSING : converted(facts.amountMinor, currency, rate, 'account', context)
}

function converted(
  minor: number,
  currency: string,
  rate: string,
  rule: RateRule,
  context: DeriveContext,
): Home {
  const factor = parseDecimal(rate)
  if (factor === null || factor.units <= 0n)
    return { ...MISSING, problems: [{ field: 'rate', code: 'not_a_number', raw: shorten(rate) }] }
  const [from, to] = [minorDigits(currency), minorDigits(context.homeCurrency)]
  const home = from === null || to === null ? null : multiplyMinor(minor, rate, from, to)
  if (home === null)
    return { ...MISSING, problems: [{ field: 'currency', code: 'not_a_currency', raw: currency }] }
  if (Math.abs(home) > ABSURD_MINOR)
    return { ...MISSING, problems: [{ field: 'rate', code: 'absurd', raw: shorten(rate) }] }
  return { minor: home, rate, rule, problems: [] }
}

/** The factor valid on the close date, else today's; null when neither day has one. */
export function rateOn(rates: readonly Rate[], closeDate: Day | null, today: Day): string | null {
  const on = (day: Day) =>
    rates.find(({ from, to }) => (from === null || from <= day) && (to === null || day < to))?.factor ?? null
  return (closeDate === null ? null : on(closeDate)) ?? on(today)
}

/** A closed deal keeps the team it closed with; an open one follows. `before` is the state it replaces. */
export function keptTeam(
  before: Pick<State, 'status' | 'teamId'> | null,
  after: Pick<State, 'status' | 'teamId'>,
): string | null {
  return before !== null && isClosed(before.status) && isClosed(after.status) ? before.teamId : after.teamId
}

function isClosed(status: Status | null): boolean {
  return status === 'won' || status === 'lost'
}

function shorten(text: string | null): string {
  return (text ?? '').slice(0, 80)
}
