/**
 * Between two values the company chose another currency: the opening is told in the new one first, deal by deal, and all lines
 * are of that. A deal is exchanged at the rate the ledger counts it with at the closing, so that no line is the doing of a
 * rate that nobody had chosen yet; one that is gone by then, or in another currency, at what its CRM says today.
 */
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { type HomeChange, homeAt } from '../currency/standing.ts'
import type { Facts, Setup } from '../sync/derive.ts'
import { homeAmount } from '../sync/home-amount.ts'
import { loadSetup } from '../sync/setup.ts'
import type { Ends, State } from './hybrids.ts'
import type { Pair } from './lenses.ts'
import { reworked } from './money.ts'
import type { Exchange, Published } from './types.ts'

/** Null: both values are in one currency. What is no amount is told in the currency of what it is made of. */
export function exchangeOf(
  [opening, closing]: readonly [Published, Published],
  changes: readonly HomeChange[],
  company: string,
): Exchange | null {
  const inOrder = changes.toSorted((a, b) => a.afterSeq - b.afterSeq)
  const [from, into] = [opening, closing].map(
    ({ value: { currency, seq } }) => currency ?? homeAt(inOrder, { kind: 'known', seq }) ?? company,
  )
  if (from === undefined || into === undefined || from === into) return null
  const change = inOrder.findLast(
    ({ currency, afterSeq }) => currency === into && afterSeq < closing.value.seq,
  )
  return { from, into, afterSeq: change?.afterSeq ?? opening.value.seq }
}

export async function exchanged(
  db: WorkspaceDb,
  ends: ReadonlyMap<number, Ends>,
  { closing, exchange, company }: Pair,
): Promise<ReadonlyMap<number, Ends>> {
  if (exchange == null) return ends
  const sources = [...new Set([...ends.values()].flatMap((each) => sourceOf(each)))]
  const setups = new Map<string, Setup>()
  for (const source of sources) setups.set(source, await loadSetup(db, source))
  const context = { homeCurrency: company.currency, today: closing.value.asOf }
  return new Map(
    [...ends].map(([id, each]) => {
      const setup = setups.get(sourceOf(each)[0] ?? '')
      if (setup === undefined) return [id, each]
      const into = (state: State | undefined) =>
        state === undefined || Number(state.seq) > exchange.afterSeq
          ? state
          : inNew(state, each.closing, { ...context, setup })
      return [id, { opening: into(each.opening), learned: into(each.learned), closing: each.closing }]
    }),
  )
}

function sourceOf({ opening, learned, closing }: Ends): string[] {
  const source = (opening ?? learned ?? closing)?.source
  return typeof source === 'string' ? [source] : []
}

interface Context {
  readonly setup: Setup
  readonly homeCurrency: string
  readonly today: Day
}

function inNew(state: State, closing: State | undefined, context: Context): State {
  if (state.amount_minor === null) return state
  const isRated =
    closing !== undefined &&
    closing.deleted !== 1 &&
    closing.currency === state.currency &&
    closing.rate_rule !== null &&
    closing.rate_rule !== 'missing'
  const { rate, rate_rule } = isRated ? closing : rateToday(state, context)
  return reworked({ ...state, rate, rate_rule } as State, isRated ? [closing] : [], context.homeCurrency)
}

function rateToday(state: State, context: Context) {
  const facts: Pick<Facts, 'amountMinor' | 'closeDate' | 'rate'> = {
    amountMinor: Number(state.amount_minor),
    closeDate: typeof state.close_date === 'string' ? state.close_date : null,
    // Only then it is what the CRM keeps on the deal, and not what was made of it.
    rate: state.rate_rule === 'deal' && typeof state.rate === 'string' ? state.rate : null,
  }
  const currency = typeof state.currency === 'string' ? state.currency : null
  const { rate, rule } = homeAmount(facts as Facts, currency, context)
  return { rate, rate_rule: rule }
}
