/** A row of OpportunityHistory as the state its opportunity was in. Pure; what cannot be known is left out. */
import type { HistoryRecord, HistoryValues } from '../contract.ts'
import { ABSURD_MINOR, minorDigits, toMinor } from '../values/money.ts'
import { isDay, parseInstant } from '../values/time.ts'
import { isHidden, isLeftOut } from './fields.ts'
import { fraction, MASTER_PIPELINE } from './map.ts'
import type { DealContext } from './map-deal.ts'
import type { HistoryWire } from './wire.ts'

type Context = Omit<DealContext, 'properties' | 'config'>

/** Text: why the row cannot be used at all. */
export function historyRecord(wire: HistoryWire, context: Context): HistoryRecord | string {
  const at = wire.CreatedDate == null ? null : parseInstant(wire.CreatedDate)
  if (at === null) return `CreatedDate: ${wire.CreatedDate ?? 'missing'}`
  return { id: wire.OpportunityId, at, values: valuesOf(wire, context) }
}

function valuesOf(wire: HistoryWire, context: Context): HistoryValues {
  const { account } = context
  const percent = wire.Probability ?? null
  const probability = percent === null ? null : fraction(percent)
  const day = wire.CloseDate ?? null
  return {
    // Steps do not tell the record type. Where an org has none, every opportunity was on the one pipeline.
    ...(isLeftOut(account, 'Opportunity', 'RecordTypeId') ? { pipelineId: MASTER_PIPELINE } : {}),
    stageId: wire.StageName ?? null,
    ...(day === null || isDay(day) ? { closeDate: day } : {}),
    ...money(wire, context),
    ...(isHidden(account, 'Opportunity', 'Probability') || (percent !== null && probability === null)
      ? {}
      : { probability }),
  }
}

/** An amount and the currency it is of: nothing of either where one of them cannot be read. */
function money(wire: HistoryWire, { account, currency: home }: Context): HistoryValues {
  if (isHidden(account, 'Opportunity', 'Amount') || isHidden(account, 'Opportunity', 'CurrencyIsoCode'))
    return {}
  const single = account?.multiCurrency === true ? null : (account?.currency ?? home)
  const currency = wire.CurrencyIsoCode ?? single
  const told = wire.Amount ?? null
  if (currency === null) return told === null ? { amountMinor: null, currency: null } : {}
  if (minorDigits(currency) === null) return {}
  const amountMinor = told === null ? null : toMinor(told, currency)
  const unreadable = told !== null && (amountMinor === null || Math.abs(amountMinor) > ABSURD_MINOR)
  return unreadable ? {} : { amountMinor, currency }
}
