/** Salesforce's set-up rows as our records. Pure; every translation table lives here or in `map-deal.ts`. */
import type {
  AccountRecord,
  CompanyRecord,
  OwnerRecord,
  PipelineRecord,
  RateRecord,
  StageRecord,
  TeamRecord,
} from '../contract.ts'
import { divideHalfEven, minorDigits, parseDecimal } from '../values/money.ts'
import { isDay, parseInstant } from '../values/time.ts'
import type {
  AccountWire,
  CurrencyWire,
  DatedRateWire,
  OrganizationWire,
  RecordTypeWire,
  RoleWire,
  StageWire,
  UserWire,
} from './wire.ts'

/** Opportunities without a record type; Salesforce calls it so itself. */
export const MASTER_PIPELINE = 'master'
/** What some orgs write where there is no record type. */
export const NO_RECORD_TYPE = '012000000000000AAA'

export function pipelineId(recordTypeId: string | null | undefined): string {
  return recordTypeId == null || recordTypeId === NO_RECORD_TYPE ? MASTER_PIPELINE : recordTypeId
}

export function accountRecord(
  wire: OrganizationWire,
  facts: Pick<AccountRecord, 'hidden' | 'absent' | 'multiCurrency'> & {
    readonly baseUrl: string
    readonly apiVersion: string
    /** Of the corporate currency, in an org with several. */
    readonly corporate: string | null
  },
): AccountRecord {
  return {
    id: wire.Id,
    name: wire.Name ?? null,
    timeZone: wire.TimeZoneSidKey,
    currency: facts.corporate ?? wire.DefaultCurrencyIsoCode ?? null,
    fiscalYearStartMonth: wire.FiscalYearStartMonth ?? 1,
    uiHost: uiHost(facts.baseUrl),
    apiVersion: facts.apiVersion,
    multiCurrency: facts.multiCurrency,
    hidden: facts.hidden,
    absent: facts.absent ?? [],
  }
}

/** The screens live beside the API: `x.my.salesforce.com` is seen at `x.lightning.force.com`. */
function uiHost(baseUrl: string): string {
  return new URL(baseUrl).host.replace(/\.my\.salesforce\.com$/, '.lightning.force.com')
}

/** Stages are one list for the whole org, so every pipeline has all of them. */
export function pipelineRecords(
  recordTypes: readonly RecordTypeWire[],
  stages: readonly StageRecord[],
): PipelineRecord[] {
  const master = { id: MASTER_PIPELINE, label: 'Master', archived: false, stages }
  const typed = recordTypes.map(({ Id, Name, IsActive }) => ({
    id: Id,
    label: Name ?? Id,
    archived: IsActive === false,
    stages,
  }))
  return [master, ...typed]
}

export function stageRecord(wire: StageWire): StageRecord {
  return {
    id: wire.ApiName,
    label: wire.MasterLabel ?? wire.ApiName,
    position: wire.SortOrder ?? 0,
    closed: wire.IsClosed,
    won: wire.IsClosed && wire.IsWon,
    probability: wire.DefaultProbability == null ? null : fraction(wire.DefaultProbability),
    archived: wire.IsActive === false,
  }
}

/** Percent as 0..1, exactly; null when it is no number or none of these. */
export function fraction(percent: string): string | null {
  const decimal = parseDecimal(percent)
  if (decimal === null || decimal.units < 0n || decimal.units > 100n * 10n ** BigInt(decimal.scale))
    return null
  return decimalText(decimal.units, decimal.scale + 2)
}

export function teamRecord({ Id, Name, ParentRoleId }: RoleWire): TeamRecord {
  return { id: Id, name: Name ?? Id, parentId: ParentRoleId ?? null }
}

export function ownerRecord({ Id, UserRoleId, IsActive }: UserWire): OwnerRecord {
  return { id: Id, teamId: UserRoleId ?? null, active: IsActive !== false }
}

/** Text: why the row cannot be used. */
export function rateRecord({ IsoCode, ConversionRate }: CurrencyWire): RateRecord | string {
  return rate(IsoCode, ConversionRate, null, null)
}

/** Valid from its day until the next one starts. */
export function datedRateRecord(wire: DatedRateWire): RateRecord | string {
  const { IsoCode, ConversionRate, StartDate, NextStartDate } = wire
  if (!isDay(StartDate)) return `StartDate: ${StartDate}`
  // The last one ends nowhere; some orgs write that as the end of the calendar.
  const to = NextStartDate == null || NextStartDate.startsWith('9999-') ? null : NextStartDate
  return to === null || isDay(to) ? rate(IsoCode, ConversionRate, StartDate, to) : `NextStartDate: ${to}`
}

function rate(
  currency: string,
  conversion: string | null | undefined,
  from: string | null,
  to: string | null,
): RateRecord | string {
  if (minorDigits(currency) === null) return `IsoCode: ${currency}`
  const factor = conversion == null ? null : reciprocal(conversion)
  return factor === null ? `ConversionRate: ${conversion ?? 'missing'}` : { currency, factor, from, to }
}

/** Enough for any amount we hold; one more would show the dust of the binary number that the vendor sends. */
const FACTOR_DIGITS = 15
const WORKING_SCALE = 60

/** Salesforce says units of the currency for one corporate unit; we keep what one unit of the currency is worth. */
function reciprocal(conversion: string): string | null {
  const decimal = parseDecimal(conversion)
  if (decimal === null || decimal.units <= 0n) return null
  const exact = divideHalfEven(10n ** BigInt(decimal.scale + WORKING_SCALE), decimal.units)
  const extra = exact.toString().length - FACTOR_DIGITS
  // A rate beyond all currencies: 45 digits and more on either side of the point.
  if (extra < 0 || extra > WORKING_SCALE) return null
  return decimalText(divideHalfEven(exact, 10n ** BigInt(extra)), WORKING_SCALE - extra)
}

function decimalText(units: bigint, scale: number): string {
  if (scale === 0) return units.toString()
  const digits = units.toString().padStart(scale + 1, '0')
  const text = `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return text.replace(/\.?0+$/, '')
}

export function companyRecord({
  Id,
  Name,
  SystemModstamp,
  MasterRecordId,
  IsPersonAccount,
}: AccountWire): CompanyRecord | string {
  const version = SystemModstamp == null ? null : parseInstant(SystemModstamp)
  if (version === null) return `SystemModstamp: ${SystemModstamp ?? 'missing'}`
  // People are only ever counted, also where they are customers.
  const name = IsPersonAccount === true ? null : (Name ?? null)
  return { id: Id, name, version, mergedInto: MasterRecordId ?? null }
}
