/** What one deal means for the running key results. Two reads, whatever there is. */
import type { Row } from '@libsql/client/web'
import type { Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import { kind } from '../metrics/parts.ts'
import type { Contract } from '../metrics/retention/ledger.ts'
import type { KeyResultView, SourceView } from '../okr/types.ts'
import type { Workspace } from '../platform.ts'
import { type Question, questionsOf, type Term, wholeOf } from './asked.ts'
import { type ContractPart, contractPart } from './contract-part.ts'
import { contractQueries, contractsOf } from './contracts-of.ts'
import { type DealRow, dealFrom, dealQuery } from './deal-row.ts'
import { type Running, runningQueries, type Shown, shownFrom } from './key-results.ts'
import { isMovable, type Part, valueWith } from './outcome.ts'
import { type DealAt, momentsOf, partsStatement, what } from './states.ts'

export interface Counted {
  readonly keyResult: KeyResultView
  /** Title of its objective. */
  readonly objective: string
  /** What the deal adds as it is, of each term; null: nothing yet. */
  readonly parts: readonly (Part | null)[]
  /** What the contract that came from it adds. */
  readonly contract: ContractPart | null
  /** The key result's value were the deal won, or lost, today; null where nothing can be said. */
  readonly won: number | null
  readonly lost: number | null
  /** It is open, and what becomes of the value in one of the two does not follow from the deal. */
  readonly isUnsaid: boolean
}

export interface DealCard {
  readonly deal: DealRow
  readonly source: SourceView | null
  /** Only those that the deal counts for, or would. */
  readonly counted: readonly Counted[]
  readonly hidden: number
}

/** Null: the mirror does not hold the deal. `source` is the connection that asked. */
export async function readDealCard(
  workspace: Workspace,
  source: string,
  externalId: string,
  now: Instant,
): Promise<DealCard | null> {
  const { db, timeZone, currency } = workspace
  const today = localDay(now, timeZone)
  const asked = { kind: 'deal', source, externalId } as const
  const [found, states, companies, ...rows] = await db.batch([
    dealQuery(db, source, externalId),
    ...contractQueries(db, asked),
    ...runningQueries(db, today),
  ])
  const deal = dealFrom(found)
  if (deal === null || deal.gone) return null

  const running = shownFrom(rows, today)
  const questions = questionsOf(running, deal.id, { day: today, timeZone, currency, now })
  const terms = questions.flatMap((question) => question.terms)
  const at: DealAt = { ...deal, open: deal.status === 'open', today }
  const parts = terms.length === 0 ? [] : (await db.$client.execute(partsStatement(terms, at))).rows
  const look = looker(parts, terms, at)
  const { contracts, ofDeal } = contractsOf([states, companies], asked, timeZone)
  const around = { day: today, timeZone, currency, fiscalYearStartMonth: running.fiscalYearStartMonth }
  const own = { contracts, without: contracts.filter(({ id }) => !ofDeal.has(id)) }
  const counted = questions.flatMap((question): Counted[] =>
    question.ofContracts ? ofContracts(question, own, around) : ofDeals(question, look, at.open),
  )
  return { deal, source: sourceOf(running, source), counted, hidden: running.hidden }
}

export function sourceOf({ sources }: Running, source: string): SourceView | null {
  return sources.find(({ id }) => id === source) ?? null
}

type Look = (term: Term, state: 'now' | 'won' | 'lost' | 'before') => Part | null

/** What a term gets of the deal in a state; `before`: as its value saw it. */
function looker(rows: readonly Row[], terms: readonly Term[], at: DealAt): Look {
  const found = new Map(
    rows.map((row) => [
      `${row.i} ${row.what}`,
      { kind: Number(row.kind), numerator: Number(row.numerator), denominator: Number(row.denominator) },
    ]),
  )
  const moments = momentsOf(terms, at)
  return (term, state) => {
    const moment = moments.indexOf(term.seq)
    const code = state !== 'before' ? what[state] : moment < 0 ? what.now : what.before + moment
    return found.get(`${terms.indexOf(term)} ${code}`) ?? null
  }
}

function ofDeals(question: Question, look: Look, open: boolean): Counted[] {
  const { shown, terms } = question
  const states = open ? (['now', 'won', 'lost'] as const) : (['now'] as const)
  if (!states.some((state) => terms.some((term) => look(term, state) !== null))) return []
  const isSet = shown.view.closing?.override != null
  const valueIn = (state: 'won' | 'lost') =>
    !open || isSet
      ? null
      : wholeOf(
          question,
          terms.map((term) => withDeal(term, look, state)),
        )
  const [won, lost] = [valueIn('won'), valueIn('lost')]
  return [
    {
      ...place(shown),
      parts: terms.map((term) => look(term, 'now')),
      contract: null,
      ...{ won, lost },
      isUnsaid:
        open && !isSet && (won === null || lost === null) && terms.some(({ plan }) => !isMovable(plan)),
    },
  ]
}

/** A term that the deal plays no part in stays what it is, though nothing could be added to it. */
function withDeal(term: Term, look: Look, state: 'won' | 'lost') {
  const { plan, value } = term
  if (value === null) return null
  const [then, will] = [look(term, 'before'), look(term, state)]
  const isOut = then?.kind !== kind.counted && will?.kind !== kind.counted && then === null && will === null
  return isOut && !isMovable(plan) ? value : valueWith(value, plan, then, will)
}

interface OfCustomer {
  readonly contracts: readonly Contract[]
  readonly without: readonly Contract[]
}

/** A composite with a term of contracts is not taken apart here: its own page does that. */
function ofContracts(
  { shown }: Question,
  { contracts, without }: OfCustomer,
  around: Parameters<typeof contractPart>[4],
): Counted[] {
  const { definition } = shown.view
  const part = definition === null ? null : contractPart(definition, contracts, without, shown.cycle, around)
  if (part === null) return []
  return [{ ...place(shown), parts: [], contract: part, won: null, lost: null, isUnsaid: false }]
}

function place({ view, objective }: Shown) {
  return { keyResult: view, objective }
}
