/** A contract or an asset as our contract, by the fields the company chose. Pure. */
import type { AccountRecord, ContractMapping, ContractProblem, ContractRecord } from '../contract.ts'
import { ABSURD_MINOR, minorDigits, parseDecimal, toMinor } from '../values/money.ts'
import { endDay, firstDay, monthsOf } from '../values/term.ts'
import { addMonths } from '../values/time.ts'
import type { ContractWire } from './wire-contract.ts'

export interface ContractContext {
  readonly account: AccountRecord | null
  readonly timeZone: string
  /** The company's, for an org that does not tell its own. */
  readonly currency: string | null
  readonly mapping: ContractMapping
  readonly object: 'Contract' | 'Asset'
}

/** A draft is no contract. One that has ended keeps its status. */
const IN_FORCE = 'Activated'

/** Null for what was never in force, or has no recurring money. */
export function contractRecord(wire: ContractWire, context: ContractContext): ContractRecord | null | string {
  const { account, timeZone, mapping, object } = context
  if (object === 'Contract' && wire.StatusCode !== IN_FORCE) return null
  const problems: ContractProblem[] = []
  const hold = (field: ContractProblem['field'], code: ContractProblem['code'], raw: string): null => {
    problems.push({ field, code, raw: raw.slice(0, 80) })
    return null
  }
  const text = (field: string | null): string | null => {
    const value = field === null ? null : wire[field]
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() || null : null
  }

  const money = text(mapping.amount)
  const decimal = money === null ? null : parseDecimal(money)
  if (money === null || decimal?.units === 0n) return null
  const single = account?.multiCurrency === true ? null : (account?.currency ?? context.currency)
  const code = wire.CurrencyIsoCode ?? single
  const currency = code !== null && minorDigits(code) !== null ? code : null
  if (currency === null) hold('currency', code === null ? 'missing' : 'not_a_currency', code ?? '')
  const minor = currency === null ? null : toMinor(money, currency)
  const absurd = minor !== null && Math.abs(minor) > ABSURD_MINOR
  if (decimal === null || absurd) hold('amount', absurd ? 'absurd' : 'not_a_number', money)

  const length = text(mapping.term)
  const months = length === null ? null : (monthsOf(length) ?? hold('term', 'not_a_number', length))
  const start = text(mapping.start)
  const startsOn =
    start === null
      ? hold('startsOn', 'missing', '')
      : (firstDay(start, timeZone) ?? hold('startsOn', 'not_a_date', start))
  const end = text(mapping.end)
  const byTerm = startsOn === null || months === null ? null : addMonths(startsOn, months)
  const endsOn =
    end === null ? byTerm : (endDay(end, mapping.endInclusive, timeZone) ?? hold('endsOn', 'not_a_date', end))
  if (startsOn !== null && endsOn !== null && endsOn < startsOn) hold('endsOn', 'before_start', endsOn)
  return {
    ...{ id: wire.Id, kind: object === 'Contract' ? 'contract' : 'asset', version: wire.SystemModstamp },
    ...{ companyId: wire.AccountId ?? null, product: text(mapping.product), dealId: null, startsOn, endsOn },
    ...{ amountMinor: absurd ? null : minor, periodMonths: mapping.months ?? months ?? 12, currency },
    ...{ rate: null, overlap: null, problems },
  }
}
