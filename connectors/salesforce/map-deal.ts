/** An opportunity as our record. What cannot be read is named in `problems` and null in the record, never guessed. */
import type { AccountRecord, DealRecord, ForecastCategory, Problem } from '../contract.ts'
import { ABSURD_MINOR, minorDigits, parseDecimal, toMinor } from '../values/money.ts'
import { twinKey } from '../values/record-id.ts'
import { isDay, parseInstant } from '../values/time.ts'
import type { SalesforceConfig } from './config.ts'
import { extraFields, isHidden, readableProperties } from './fields.ts'
import { fraction, pipelineId } from './map.ts'
import type { OpportunityWire } from './wire.ts'

const forecast: ReadonlyMap<string, ForecastCategory> = new Map([
  ['Omitted', 'omitted'],
  ['Pipeline', 'pipeline'],
  ['BestCase', 'best_case'],
  ['MostLikely', 'most_likely'],
  ['Forecast', 'commit'],
  ['Closed', 'closed'],
])

export interface DealContext {
  readonly account: AccountRecord | null
  /** The company's currency, for an org that does not tell its own. */
  readonly currency: string | null
  readonly properties: readonly string[]
  readonly config: Pick<SalesforceConfig, 'twinProperty'>
}

/** Text: why the row cannot be used at all. */
export function dealRecord(wire: OpportunityWire, context: DealContext): DealRecord | string {
  const version = wire.SystemModstamp == null ? null : parseInstant(wire.SystemModstamp)
  if (version === null) return `SystemModstamp: ${wire.SystemModstamp ?? 'missing'}`
  const createdAt = wire.CreatedDate == null ? null : parseInstant(wire.CreatedDate)
  if (createdAt === null) return `CreatedDate: ${wire.CreatedDate ?? 'missing'}`

  const problems: Problem[] = []
  const hold = (field: Problem['field'], code: Problem['code'], raw: string): null => {
    problems.push({ field, code, raw: raw.slice(0, 80) })
    return null
  }
  const { account } = context
  const several = account?.multiCurrency === true
  const single = account?.currency ?? context.currency

  function currencyOf(code: string | null, amount: string | null): string | null {
    const currency = code ?? (several ? null : single)
    if (currency !== null && minorDigits(currency) !== null) return currency
    if (currency === null && amount === null) return null
    return isHidden(account, 'Opportunity', 'CurrencyIsoCode')
      ? hold('currency', 'hidden', 'Opportunity.CurrencyIsoCode')
      : hold('currency', 'not_a_currency', code ?? '')
  }

  function amountOf(text: string | null, currency: string | null): number | null {
    if (isHidden(account, 'Opportunity', 'Amount')) return hold('amount', 'hidden', 'Opportunity.Amount')
    if (text === null) return null
    if (parseDecimal(text) === null) return hold('amount', 'not_a_number', text)
    // Without a currency nobody knows how many digits are minor; `currency` is the problem then.
    const minor = currency === null ? null : toMinor(text, currency)
    if (minor === null) return null
    return Math.abs(minor) > ABSURD_MINOR ? hold('amount', 'absurd', text) : minor
  }

  function probabilityOf(percent: string | null): string | null {
    return percent === null ? null : (fraction(percent) ?? hold('probability', 'not_a_number', percent))
  }

  function closeDateOf(text: string | null): string | null {
    return text === null || isDay(text) ? text : hold('closeDate', 'not_a_date', text)
  }

  const readable = new Set(readableProperties(account, extraFields(context)))
  const twin = context.config.twinProperty ?? null
  const amount = wire.Amount ?? null
  const currency = currencyOf(wire.CurrencyIsoCode ?? null, amount)
  return {
    id: wire.Id,
    version,
    createdAt,
    name: wire.Name ?? null,
    pipelineId: pipelineId(wire.RecordTypeId),
    stageId: wire.StageName ?? null,
    amountMinor: amountOf(amount, currency),
    currency,
    // Rates stand in the account, never on the record.
    rate: null,
    closeDate: closeDateOf(wire.CloseDate ?? null),
    probability: probabilityOf(wire.Probability ?? null),
    forecastCategory: forecast.get(wire.ForecastCategory ?? '') ?? null,
    type: wire.Type ?? null,
    ownerId: wire.OwnerId ?? null,
    // The team is that of the owner's role.
    teamId: null,
    companyId: wire.AccountId ?? null,
    twinId: twin !== null && readable.has(twin) ? twinKey(propertyText(wire[twin])) : null,
    // Salesforce merges accounts, never opportunities.
    mergedIds: [],
    properties: Object.fromEntries(
      context.properties.map((name) => [name, readable.has(name) ? propertyText(wire[name]) : null]),
    ),
    problems,
  }
}

/** Numbers and checkboxes as the text a filter compares with. */
function propertyText(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return value.trim() === '' ? null : value
    case 'number':
    case 'boolean':
      return String(value)
    default:
      return null
  }
}
