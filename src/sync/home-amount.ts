/** A deal's amount in the company's currency, by the first rule that applies (`src/currency/README.md`). Pure. */
import type { Day } from '../../connectors/contract.ts'
import { ABSURD_MINOR, minorDigits, multiplyMinor, parseDecimal } from '../../connectors/values/money.ts'
import { crossRate } from '../currency/cross-rate.ts'
import type { DeriveContext, Facts, HeldFor, Rate, RateRule } from './derive.ts'

export function pairKey(from: string, into: string): string {
  return `${from} ${into}`
}

export interface Home {
  readonly minor: number | null
  readonly rate: string | null
  readonly rule: RateRule | null
  readonly problems: readonly HeldFor[]
}
const MISSING: Home = { minor: null, rate: null, rule: 'missing', problems: [] }

export function homeAmount(facts: Facts, currency: string | null, context: DeriveContext): Home {
  if (facts.amountMinor === null) return { minor: null, rate: null, rule: null, problems: [] }
  if (currency === null) return MISSING
  if (currency === context.homeCurrency)
    return { minor: facts.amountMinor, rate: '1', rule: 'same', problems: [] }
  const account = context.setup.accountCurrency ?? context.homeCurrency
  if (account !== context.homeCurrency) return crossed(facts, currency, account, context)
  if (facts.rate !== null) return converted(facts.amountMinor, currency, facts.rate, 'deal', context)
  const rate = rateOn(context.setup.rates.get(currency) ?? [], facts.closeDate, context.today)
  return rate === null ? MISSING : converted(facts.amountMinor, currency, rate, 'account', context)
}

/**
 * The CRM converts to its own currency, and that is another than the company's: on from there by the CRM's own rate of the
 * company's currency, else by one that a person typed.
 */
function crossed(facts: Facts, currency: string, account: string, context: DeriveContext): Home {
  const { setup, homeCurrency, today } = context
  const on = (rates: readonly Rate[] | undefined) => rateOn(rates ?? [], facts.closeDate, today)
  const first = currency === account ? '1' : (facts.rate ?? on(setup.rates.get(currency)))
  if (first === null) return MISSING
  const own = on(setup.rates.get(homeCurrency))
  const typed = own === null ? on(setup.typed?.get(pairKey(account, homeCurrency))) : null
  if (own === null && typed === null) return MISSING
  const rate = own === null ? crossRate([first, typed ?? ''], []) : crossRate([first], [own])
  const raw = own === null ? `${first} ${typed}` : `${first} / ${own}`
  if (rate === null)
    return { ...MISSING, problems: [{ field: 'rate', code: 'not_a_number', raw: shorten(raw) }] }
  return converted(facts.amountMinor ?? 0, currency, rate, own === null ? 'typed' : 'cross', context)
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

export function shorten(text: string | null): string {
  return (text ?? '').slice(0, 80)
}
