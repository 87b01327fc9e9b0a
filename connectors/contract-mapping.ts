/** Where a company's contracts stand in its CRM: chosen by a person, one choice a connection. Plain data. */
import type { ContractRecord } from './records.ts'

/** `deals` are mirrored anyway, and a contract follows from each; the others are a stream of their own. */
export const contractSources = [
  'none',
  'deals',
  'line_items',
  'subscriptions',
  'contracts',
  'assets',
] as const
export type ContractSource = (typeof contractSources)[number]

/** Fields by the CRM's own names. */
export interface ContractMapping {
  readonly source: ContractSource
  /** Recurring money; null where the source has a field of its own for it. A record without any is a one-off. */
  readonly amount: string | null
  /** Months that the amount is for; null: the whole term. */
  readonly months: number | null
  /** Length in months; null where the end is told, or no end is. */
  readonly term: string | null
  /** First day; null: the close date of a deal, else the source's own. */
  readonly start: string | null
  /** Last day, or the day after it; null: start and term tell. */
  readonly end: string | null
  /** The end is the last day and not the day after it. */
  readonly endInclusive: boolean
  readonly product: string | null
  /** Pipelines and types of deals whose contracts end their predecessor, and those that come on top. */
  readonly replaces: readonly string[]
  readonly adds: readonly string[]
}

export const noContracts: ContractMapping = {
  source: 'none',
  amount: null,
  months: null,
  term: null,
  start: null,
  end: null,
  endInclusive: false,
  product: null,
  replaces: [],
  adds: [],
}

/** True where contracts are asked of the CRM and do not follow from its deals. */
export function isStreamed({ source }: Pick<ContractMapping, 'source'>): boolean {
  return source !== 'none' && source !== 'deals'
}

/** The fields of a deal that the mapping reads, beside those that are mirrored anyway. */
export function fieldsOfDeals(mapping: ContractMapping): string[] {
  if (mapping.source !== 'deals') return []
  const { amount, term, start, end, product } = mapping
  const named = [amount, term, start, end, product].filter((field) => field !== null)
  // The amount of the deal itself is no extra property.
  return [...new Set(named)].filter((field) => field.toLowerCase() !== 'amount')
}

/** Something the CRM has that contracts could be read from. */
export interface ContractOffer {
  readonly mapping: ContractMapping
  /** Records it would be read from, before one-offs are left out; null where the CRM does not tell. */
  readonly count: number | null
  /** A few of them as they would be read. */
  readonly sample: readonly ContractRecord[]
}
