/** A HubSpot deal as our record. What cannot be read is named in `problems` and null in the record, never guessed. */
import type { AccountRecord, DealRecord, ForecastCategory, Problem } from '../contract.ts'
import { parseDecimal } from '../values/money.ts'
import { twinKey } from '../values/record-id.ts'
import { type HubspotConfig, twinProperty } from './config.ts'
import { mergedIdsOf } from './map.ts'
import { amountValue, blank, currencyValue, probabilityValue } from './map-values.ts'
import { dayOf, instantOf } from './time.ts'
import type { ObjectWire } from './wire.ts'

export const PRIMARY_COMPANY = 'hs_primary_associated_company'

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
  PRIMARY_COMPANY,
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
  readonly config: Pick<HubspotConfig, 'twinProperty'>
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
    const currency = currencyValue(code, context.account)
    if (currency !== null || (code === null && amount === null)) return currency
    return hold('currency', 'not_a_currency', code ?? '')
  }

  function amountOf(text: string | null, currency: string | null): number | null {
    if (text === null) return null
    if (parseDecimal(text) === null) return hold('amount', 'not_a_number', text)
    // Without a currency nobody knows how many digits are minor; `currency` is the problem then.
    const minor = currency === null ? null : amountValue(text, currency)
    return typeof minor === 'string' ? hold('amount', minor, text) : minor
  }

  function rateOf(text: string | null): string | null {
    const decimal = text === null ? null : parseDecimal(text)
    if (text === null || (decimal !== null && decimal.units > 0n)) return text
    return hold('rate', 'not_a_number', text)
  }

  function probabilityOf(text: string | null): string | null {
    return text === null ? null : (probabilityValue(text) ?? hold('probability', 'not_a_number', text))
  }

  function closeDateOf(text: string | null): string | null {
    return text === null ? null : (dayOf(text, context.timeZone) ?? hold('closeDate', 'not_a_date', text))
  }

  const twin = twinProperty(context.config)
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
    companyId: value(PRIMARY_COMPANY),
    twinId: twin === null ? null : twinKey(value(twin)),
    mergedIds: mergedIdsOf(wire),
    properties: Object.fromEntries(context.properties.map((name) => [name, value(name)])),
    problems,
  }
}
