/** The org of one moment: the neutral company, the switches and the clock, with what must outlive a request. */
import type { Day, Instant } from '../../contract.ts'
import type { Crm, CrmDeal } from '../../demo/types.ts'
import { type Commits, followCommits } from './commits.ts'
import type { FiscalRule } from './fiscal.ts'
import { orgStages, type Stages } from './stages.ts'
import type { Switches } from './switches.ts'
import type { Stamps, Value } from './table.ts'

/** Older than any record: set-up that was there when the sandbox started. */
export const ORG_BORN: Instant = '2015-01-01T00:00:00.000Z'
const BIN_DAYS = 15

/** What one sandbox remembers between requests. */
export interface Memory {
  readonly stageNames: Map<string, string>
  /** Last content and time of change of rows whose neutral form has no times. */
  readonly seen: Map<string, { readonly content: string; readonly stamps: Stamps }>
  /** All deals by ascending id, as of that generation of the store. */
  deals: readonly CrmDeal[]
  generation: number
  /** Kept from the first moment that transactions commit late. */
  commits: Commits | null
  /** Statements run so far. */
  statements: number
}

export function createMemory(): Memory {
  return { stageNames: new Map(), seen: new Map(), deals: [], generation: 0, commits: null, statements: 0 }
}

export interface Org {
  readonly crm: Crm
  readonly switches: Switches
  readonly now: Instant
  readonly stages: Stages
  /** By ascending id, the ones in no recycle bin left out. */
  deals(): readonly CrmDeal[]
  /** Those behind a neutral id; null: all. */
  dealsAfter(id: string | null): Iterable<CrmDeal>
  /** One of `deals` by its neutral id. */
  deal(id: string): CrmDeal | null
  readonly multiCurrency: boolean
  readonly datedRates: boolean
  /** An instant as the org stores it. */
  stamp(instant: Instant): Instant
  /** Times of a row that has none of its own: it changed when somebody first sees it changed. */
  watch(key: string, content: unknown): Stamps
  /** In the recycle bin or alive. */
  kept(deletedAt: Instant | null): boolean
  /** Corporate units of one unit; null without a rate. `day` null takes today's. */
  factor(currency: string, day: Day | null): number | null
}

export function orgAt(crm: Crm, switches: Switches, now: Instant, memory: Memory): Org {
  const multiCurrency = switches.multiCurrency ?? crm.rates.length > 0
  const datedRates = multiCurrency && (switches.datedRates ?? crm.rates.some((rate) => rate.from !== null))
  const binStart = new Date(Date.parse(now) - BIN_DAYS * 86_400_000).toISOString()

  function watch(key: string, content: unknown): Stamps {
    const text = JSON.stringify(content)
    const known = memory.seen.get(key)
    if (known?.content === text) return known.stamps
    const stamps = {
      created: known?.stamps.created ?? ORG_BORN,
      modified: known === undefined ? ORG_BORN : stamp(now),
    }
    memory.seen.set(key, { content: text, stamps })
    return stamps
  }

  function stamp(instant: Instant): Instant {
    return switches.wholeSeconds ? `${instant.slice(0, 19)}.000Z` : instant
  }

  function kept(deletedAt: Instant | null): boolean {
    if (deletedAt === null) return true
    return deletedAt >= binStart && (switches.binEmptiedAt === null || deletedAt > switches.binEmptiedAt)
  }

  if (switches.commitLagMs > 0) memory.commits ??= followCommits(crm)
  const committedBy = new Date(Date.parse(now) - switches.commitLagMs).toISOString()

  /** As it was when the last transaction on it ended; null in no bin, or while its first is under way. */
  function seen(deal: CrmDeal): CrmDeal | null {
    const late = switches.commitLagMs > 0 ? memory.commits : null
    const version = late === null ? deal : late.deal(deal.id, committedBy)
    return version !== null && kept(version.deletedAt) ? version : null
  }

  function* dealsAfter(id: string | null): Generator<CrmDeal> {
    if (memory.generation !== crm.deals.generation) {
      memory.deals = [...crm.deals.values()].sort(byNumber)
      memory.generation = crm.deals.generation
    }
    for (let at = id === null ? 0 : placeAfter(memory.deals, id); at < memory.deals.length; at += 1) {
      const deal = memory.deals[at]
      const version = deal === undefined ? null : seen(deal)
      if (version !== null) yield version
    }
  }

  return {
    crm,
    switches,
    now,
    stages: orgStages(crm, memory.stageNames),
    deals: () => [...dealsAfter(null)],
    dealsAfter,
    deal(id) {
      const deal = crm.deals.get(id)
      return deal === undefined ? null : seen(deal)
    },
    multiCurrency,
    datedRates,
    stamp,
    watch,
    kept,
    factor(currency, day) {
      if (currency === crm.currency) return 1
      const wanted = day ?? now.slice(0, 10)
      const rates = crm.rates.filter((rate) => rate.currency === currency)
      const valid = rates
        .filter((rate) => rate.from === null || rate.from <= wanted)
        .toSorted((a, b) => (a.from ?? '').localeCompare(b.from ?? ''))
      const rate = valid.at(-1)
      return rate === undefined ? null : Number(rate.factor)
    },
  }
}

/** Text of an amount as the number Salesforce sends; text that is none is sent as it stands, to be refused. */
export function amountOf(deal: Pick<CrmDeal, 'amount'>): Value {
  if (deal.amount === null) return null
  const number = Number(deal.amount)
  return deal.amount.trim() === '' || Number.isNaN(number) ? deal.amount : number
}

export function fiscalRule(org: Org): FiscalRule {
  return { startMonth: org.crm.fiscalYearStartMonth, namedByStart: org.switches.fiscalYearByStart }
}

/** The first place behind an id, in a list by ascending ids. */
function placeAfter(deals: readonly CrmDeal[], id: string): number {
  let [from, to] = [0, deals.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const deal = deals[middle]
    if (deal !== undefined && byNumber(deal, { id }) <= 0) from = middle + 1
    else to = middle
  }
  return from
}

/** Decimal text without leading zeros. */
function byNumber(a: Pick<CrmDeal, 'id'>, b: Pick<CrmDeal, 'id'>): number {
  return a.id.length - b.id.length || (a.id < b.id ? -1 : 1)
}
