/** A HubSpot deal as our record. What cannot be read is named in `problems` and null in the record, never guessed. */
import type { AccountRecord, DealRecord, ForecastCategory, Problem } from '../contract.ts'
import { ABSURD_MINOR, minorDigits, parseDecimal, toMinor } from '../values/money.ts'
import { mergedIdsOf } from './map.ts'
import { dayOf, instantOf } from './time.ts'
import type { ObjectWire } from './wire.ts'

export const dealProperties = [
  'amount',
  'closedate',
  'createdate',
  'deal_currency_code',
  'dealname',
  'dealstage',
  'dealtype',
  'hs_deal_stage_probability',
  'hs_exchange_rate',
  'hs_lastmodifieddate',
  'hs_manual_forecast_category',
  'hs_merged_object_ids',
  'hs_primary_associated_company',
  'hubspot_owner_id',
  'hubspot_team_id',
  'pipeline',
] as const

const forecast: Readonly<Record<string, ForecastCategory>> = {
  OMIT: 'omitted',
  PIPELINE: 'pipeline',
  BEST_CASE: 'best_case',
  MOST_LIKELY: 'most_likely',
  COMMIT: 'commit',
  CLOSED: 'closed',
}

export interface DealContext {
  readonly account: AccountRecord | null
  readonly timeZone: string
  /** The extra properties that were asked for. */
  readonly properties: readonly string[]
}

/** Text: why the row cannot be used at all. */
export function dealRecord(wire: ObjectWire, context: DealContext): DealRecord | string {
  const value = (name: string) => blank(wire.properties[name])
  const version = instantOf(value('hs_lastmodifieddate'))
  if (version === null) return `hs_lastmodifieddate: ${value('hs_lastmodifieddate') ?? 'missing'}`
  const createdAt = instantOf(value('createdate')) ?? instantOf(wire.createdAt)
  if (createdAt === null) return `createdate: ${value('createdate') ?? 'missing'}`

  const problems: Problem[] = []
  const hold = (field: Problem['field'], code: Problem['code'], raw: string): null => {
    problems.push({ field, code, raw: raw.slice(0, 80) })
    return null
  }

  function currencyOf(code: string | null, amount: string | null): string | null {
    // In an account with one currency the code may be empty; with several, none on the deal is a gap.
    const currency =
      code?.toUpperCase() ?? (context.account?.multiCurrency === true ? null : context.account?.currency)
    if (currency != null && minorDigits(currency) !== null) return currency
    return code === null && amount === null ? null : hold('currency', 'not_a_currency', code ?? '')
  }

  function amountOf(text: string | null, currency: string | null): number | null {
    if (text === null) return null
    if (parseDecimal(text) === null) return hold('amount', 'not_a_number', text)
    // Without a currency nobody knows how many digits are minor; `currency` is the problem then.
    const minor = currency === null ? null : toMinor(text, currency)
    if (minor === null) return null
    return Math.abs(minor) > ABSURD_MINOR ? hold('amount', 'absurd', text) : minor
  }

  function rateOf(text: string | null): string | null {
    const decimal = text === null ? null : parseDecimal(text)
    if (text === null || (decimal !== null && decimal.units > 0n)) return text
    return hold('rate', 'not_a_number', text)
  }

  function probabilityOf(text: string | null): string | null {
    const decimal = text === null ? null : parseDecimal(text)
    const fits = decimal !== null && decimal.units >= 0n && decimal.units <= 10n ** BigInt(decimal.scale)
    return text === null || fits ? text : hold('probability', 'not_a_number', text)
  }

  function closeDateOf(text: string | null): string | null {
    return text === null ? null : (dayOf(text, context.timeZone) ?? hold('closeDate', 'not_a_date', text))
  }

  const amount = value('amount')
  const currency = currencyOf(value('deal_currency_code'), amount)
  return {
    id: wire.id,
    version,
    createdAt,
    name: value('dealname'),
    pipelineId: value('pipeline'),
    stageId: value('dealstage'),
    amountMinor: amountOf(amount, currency),
    currency,
    rate: rateOf(value('hs_exchange_rate')),
    closeDate: closeDateOf(value('closedate')),
    probability: probabilityOf(value('hs_deal_stage_probability')),
    // A category we do not know is none: it decides no amount.
    forecastCategory: forecast[value('hs_manual_forecast_category') ?? ''] ?? null,
    type: value('dealtype'),
    ownerId: value('hubspot_owner_id'),
    teamId: value('hubspot_team_id'),
    companyId: value('hs_primary_associated_company'),
    mergedIds: mergedIdsOf(wire),
    properties: Object.fromEntries(context.properties.map((name) => [name, value(name)])),
    problems,
  }
}

/** An unset property is null, absent or empty text; all are the same to us. */
function blank(text: string | null | undefined): string | null {
  return text == null || text.trim() === '' ? null : text
}
