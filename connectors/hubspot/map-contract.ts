/** A line item or a subscription as our contract. What is billed once is none. Pure. */
import type { AccountRecord, ContractProblem, ContractRecord, Day } from '../contract.ts'
import { ABSURD_MINOR } from '../values/money.ts'
import { afterDuration, endDay, firstDay } from '../values/term.ts'
import { localDay } from '../values/time.ts'
import { amountValue, blank, currencyValue } from './map-values.ts'
import { instantOf } from './time.ts'
import type { ObjectWire } from './wire.ts'

export const lineItemProperties = [
  'amount',
  'hs_lastmodifieddate',
  'hs_line_item_currency_code',
  'hs_mrr',
  'hs_product_id',
  'hs_recurring_billing_end_date',
  'hs_recurring_billing_period',
  'hs_recurring_billing_start_date',
  'hs_sku',
  'name',
  'recurringbillingfrequency',
] as const

export const subscriptionProperties = [
  'hs_currency_code',
  'hs_last_payment_amount',
  'hs_lastmodifieddate',
  'hs_name',
  'hs_next_payment_amount',
  'hs_recurring_billing_end_date',
  'hs_recurring_billing_frequency',
  'hs_recurring_billing_start_date',
  'hs_status',
] as const

/** `[payments, months]`: a year has 52 weeks. */
const frequencies: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['weekly', [52, 12]],
  ['biweekly', [26, 12]],
  ['monthly', [1, 1]],
  ['quarterly', [1, 3]],
  ['per_six_months', [1, 6]],
  ['annually', [1, 12]],
  ['per_two_years', [1, 24]],
  ['per_three_years', [1, 36]],
  ['per_four_years', [1, 48]],
  ['per_five_years', [1, 60]],
])

export interface ContractContext {
  readonly account: AccountRecord | null
  readonly timeZone: string
}

/** Null for a one-off; text: why the row cannot be used at all. */
export function lineItemContract(wire: ObjectWire, context: ContractContext): ContractRecord | null | string {
  const value = (name: string) => blank(wire.properties[name])
  const frequency = value('recurringbillingfrequency')
  if (frequency === null) return null
  const [payments, months] = frequencies.get(frequency.toLowerCase()) ?? [0, 0]
  const monthly = value('hs_mrr')
  // A frequency we do not know leaves what HubSpot itself makes of it for a month.
  if (payments === 0 && monthly === null) return `recurringbillingfrequency: ${frequency}`
  const money =
    payments === 0 || value('amount') === null
      ? { text: monthly, payments: 1, months: 1 }
      : { text: value('amount'), payments, months }
  return contract(wire, context, {
    kind: 'line_item',
    product: value('hs_product_id') ?? value('hs_sku') ?? value('name'),
    ...{ money, currency: value('hs_line_item_currency_code') },
    cancelled: false,
  })
}

/** Over, whatever the dates say. */
const ENDED = new Set(['canceled', 'cancelled', 'expired'])

export function subscriptionContract(
  wire: ObjectWire,
  context: ContractContext,
): ContractRecord | null | string {
  const value = (name: string) => blank(wire.properties[name])
  const frequency = value('hs_recurring_billing_frequency')
  if (frequency === null) return null
  const [payments, months] = frequencies.get(frequency.toLowerCase()) ?? [0, 0]
  if (payments === 0) return `hs_recurring_billing_frequency: ${frequency}`
  const text = value('hs_next_payment_amount') ?? value('hs_last_payment_amount')
  return contract(wire, context, {
    ...{ kind: 'subscription', product: value('hs_name'), money: { text, payments, months } },
    currency: value('hs_currency_code'),
    cancelled: ENDED.has(value('hs_status')?.toLowerCase() ?? ''),
  })
}

interface Told {
  readonly kind: 'line_item' | 'subscription'
  readonly product: string | null
  readonly money: { readonly text: string | null; readonly payments: number; readonly months: number }
  readonly currency: string | null
  readonly cancelled: boolean
}

function contract(wire: ObjectWire, { account, timeZone }: ContractContext, told: Told) {
  const value = (name: string) => blank(wire.properties[name])
  const version = instantOf(value('hs_lastmodifieddate'))
  if (version === null) return `hs_lastmodifieddate: ${value('hs_lastmodifieddate') ?? 'missing'}`
  const problems: ContractProblem[] = []
  const hold = (field: ContractProblem['field'], code: ContractProblem['code'], raw: string): null => {
    problems.push({ field, code, raw: raw.slice(0, 80) })
    return null
  }

  function amountOf(currency: string | null): number | null {
    const { text, payments } = told.money
    if (text === null || currency === null) return null
    const minor = amountValue(text, currency)
    if (typeof minor === 'string') return hold('amount', minor, text)
    return Math.abs(minor * payments) > ABSURD_MINOR ? hold('amount', 'absurd', text) : minor * payments
  }

  function currencyOf(): string | null {
    const currency = currencyValue(told.currency, account)
    return currency !== null || told.money.text === null
      ? currency
      : hold('currency', 'not_a_currency', told.currency ?? '')
  }

  function startOf(): Day | null {
    const text = value('hs_recurring_billing_start_date')
    return text === null ? null : (firstDay(text, timeZone) ?? hold('startsOn', 'not_a_date', text))
  }

  /** Whether HubSpot's end counts as a day is not told: the length decides, unless the end is earlier. */
  function endOf(start: Day | null): Day | null {
    const [end, period] = [value('hs_recurring_billing_end_date'), value('hs_recurring_billing_period')]
    const day = end === null ? null : (endDay(end, true, timeZone) ?? hold('endsOn', 'not_a_date', end))
    const length = start === null || period === null ? null : afterDuration(start, period)
    if (period !== null && start !== null && length === null) hold('term', 'not_a_number', period)
    const [first = null] = [day, length].filter((each) => each !== null).sort()
    return first ?? (told.cancelled ? localDay(version ?? '', timeZone) : null)
  }

  const currency = currencyOf()
  const startsOn = startOf()
  const endsOn = endOf(startsOn)
  if (startsOn !== null && endsOn !== null && endsOn < startsOn) hold('endsOn', 'before_start', endsOn)
  return {
    ...{ id: wire.id, kind: told.kind, version, companyId: null, product: told.product, dealId: null },
    ...{ startsOn, endsOn, amountMinor: amountOf(currency), periodMonths: told.money.months, currency },
    // The rates of the account convert it.
    ...{ rate: null, overlap: null, problems },
  }
}
