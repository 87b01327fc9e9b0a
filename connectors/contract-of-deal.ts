/** The contract that follows from a won deal, by the fields a person chose. What has no recurring money is none. Pure. */
import { type ContractMapping, fieldsOfDeals } from './contract-mapping.ts'
import type { ContractKind, ContractProblem, ContractRecord, DealRecord } from './records.ts'
import { ABSURD_MINOR, parseDecimal, toMinor } from './values/money.ts'
import { endDay, firstDay, monthsOf } from './values/term.ts'
import { addMonths } from './values/time.ts'

/** Of a deal's state, as it was read or as the ledger holds it. */
export type DealState = Pick<
  DealRecord,
  | 'id'
  | 'version'
  | 'amountMinor'
  | 'currency'
  | 'rate'
  | 'closeDate'
  | 'pipelineId'
  | 'type'
  | 'companyId'
  | 'properties'
>

export interface DealContext {
  readonly kind: Extract<ContractKind, 'deal' | 'opportunity'>
  readonly timeZone: string
}

export function contractOfDeal(
  deal: DealState,
  mapping: ContractMapping,
  { kind, timeZone }: DealContext,
): ContractRecord | null {
  const problems: ContractProblem[] = []
  const hold = (field: ContractProblem['field'], code: ContractProblem['code'], raw: string): null => {
    problems.push({ field, code, raw: raw.slice(0, 80) })
    return null
  }
  const value = (field: string | null): string | null => {
    const text = field === null ? null : (deal.properties[field] ?? null)
    return text === null || text.trim() === '' ? null : text
  }

  function amountOf(): number | null | 'none' {
    const { amount } = mapping
    if (amount === null || !fieldsOfDeals(mapping).includes(amount)) return deal.amountMinor ?? 'none'
    const text = value(amount)
    if (text === null) return 'none'
    const decimal = parseDecimal(text)
    if (decimal === null) return hold('amount', 'not_a_number', text)
    if (decimal.units === 0n) return 'none'
    // Without a currency nobody knows how many digits are minor.
    if (deal.currency === null) return hold('currency', 'missing', '')
    const minor = toMinor(text, deal.currency)
    if (minor === null) return hold('currency', 'not_a_currency', deal.currency)
    return Math.abs(minor) > ABSURD_MINOR ? hold('amount', 'absurd', text) : minor
  }

  function termOf(): number | null {
    const text = value(mapping.term)
    return text === null ? null : (monthsOf(text) ?? hold('term', 'not_a_number', text))
  }

  function startOf(): string | null {
    const text = value(mapping.start)
    if (text === null) return deal.closeDate ?? hold('startsOn', 'missing', '')
    return firstDay(text, timeZone) ?? hold('startsOn', 'not_a_date', text)
  }

  function endOf(startsOn: string | null, months: number | null): string | null {
    const text = value(mapping.end)
    if (text !== null)
      return endDay(text, mapping.endInclusive, timeZone) ?? hold('endsOn', 'not_a_date', text)
    return startsOn === null || months === null ? null : addMonths(startsOn, months)
  }

  const amountMinor = amountOf()
  if (amountMinor === 'none' || amountMinor === 0) return null
  const months = termOf()
  // Money for a term of which nobody knows the length is a one-off, as far as anybody can tell.
  if (mapping.months === null && months === null && problems.length === 0) return null
  const startsOn = startOf()
  const endsOn = endOf(startsOn, months)
  if (startsOn !== null && endsOn !== null && endsOn < startsOn) hold('endsOn', 'before_start', endsOn)
  return {
    ...{ id: deal.id, kind, version: deal.version, companyId: deal.companyId, dealId: deal.id },
    ...{ product: value(mapping.product), startsOn, endsOn, amountMinor },
    ...{ periodMonths: mapping.months ?? months ?? 12, currency: deal.currency, rate: deal.rate },
    ...{ overlap: overlapOf(deal, mapping), problems },
  }
}

/** For whatever no other name was found. */
export const ALL = '*'

/** A type is named more narrowly than a pipeline: it is asked first. */
export function overlapOf(
  { type, pipelineId }: Pick<DealState, 'type' | 'pipelineId'>,
  { replaces, adds }: Pick<ContractMapping, 'replaces' | 'adds'>,
): ContractRecord['overlap'] {
  for (const name of [type, pipelineId, ALL]) {
    if (name === null) continue
    if (replaces.includes(name)) return 'replaces'
    if (adds.includes(name)) return 'adds'
  }
  return null
}
