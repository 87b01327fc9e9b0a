/** HubSpot's rows as our records. Pure; every translation table of this connector lives here or in `map-deal.ts`. */
import type {
  AccountRecord,
  CompanyRecord,
  OwnerRecord,
  PipelineRecord,
  RateRecord,
  Removal,
  StageRecord,
  TeamRecord,
} from '../contract.ts'
import { minorDigits, parseDecimal } from '../values/money.ts'
import { instantOf } from './time.ts'
import type {
  AccountWire,
  ObjectWire,
  OwnerWire,
  PipelineWire,
  RateWire,
  StageWire,
  TeamWire,
} from './wire.ts'

/** Where an account does not name its own host. */
const UI_HOST = 'app.hubspot.com'

export function accountRecord(
  wire: AccountWire,
  { hidden, absent }: { hidden: AccountRecord['hidden']; absent: readonly string[] },
): AccountRecord {
  return {
    id: wire.portalId,
    // The details name no company.
    name: null,
    timeZone: wire.timeZone,
    currency: wire.companyCurrency ?? null,
    // A HubSpot account has a fiscal year, but no API of the platform tells it.
    fiscalYearStartMonth: null,
    uiHost: wire.uiDomain ?? UI_HOST,
    apiVersion: '2026-09',
    multiCurrency: (wire.additionalCurrencies ?? []).length > 0,
    hidden,
    absent,
  }
}

export function pipelineRecord(wire: PipelineWire): PipelineRecord {
  return {
    id: wire.id,
    label: wire.label,
    archived: wire.archived === true,
    stages: wire.stages.map(stageRecord),
  }
}

/** HubSpot's own rule: probability 1 is won, 0 is lost, anything between is open. None at all is open. */
function stageRecord(wire: StageWire): StageRecord {
  const probability = wire.metadata.probability ?? null
  const decimal = probability === null ? null : parseDecimal(probability)
  const one = decimal === null ? 0n : 10n ** BigInt(decimal.scale)
  const won = decimal !== null && decimal.units >= one
  return {
    id: wire.id,
    label: wire.label,
    position: wire.displayOrder,
    closed: won || (decimal !== null && decimal.units <= 0n),
    won,
    probability: decimal === null ? null : probability,
    archived: wire.archived === true,
  }
}

export function teamRecord(wire: TeamWire): TeamRecord {
  // The API tells teams flat, though the screens show a tree.
  return { id: wire.id, name: wire.name, parentId: null }
}

/** For an account that hides its team list: what its owners say of their teams. */
export function teamsOfOwner(wire: OwnerWire): TeamRecord[] {
  return (wire.teams ?? []).map((team) => ({ id: team.id, name: team.name ?? team.id, parentId: null }))
}

/** A second team is a guest's: only the primary one counts. */
export function ownerRecord(wire: OwnerWire): OwnerRecord {
  const primary = (wire.teams ?? []).find((team) => team.primary === true)
  return { id: wire.id, teamId: primary?.id ?? null, active: wire.archived !== true }
}

/** The rate of today; deals carry the one they were valued at. Text: why the row cannot be used. */
export function rateRecord(wire: RateWire, currency: string | null): RateRecord | string {
  const factor = parseDecimal(wire.conversionRate)
  if (minorDigits(wire.fromCurrencyCode) === null) return `fromCurrencyCode: ${wire.fromCurrencyCode}`
  if (wire.toCurrencyCode !== currency)
    return `toCurrencyCode: ${wire.toCurrencyCode}, but the company's is ${currency}`
  if (factor === null || factor.units <= 0n) return `conversionRate: ${wire.conversionRate}`
  return { currency: wire.fromCurrencyCode, factor: wire.conversionRate, from: null, to: null }
}

/** The company, and each one that was merged into it. Text: why the row cannot be used. */
export function companyRecords(wire: ObjectWire): CompanyRecord[] | string {
  const version = instantOf(wire.properties.hs_lastmodifieddate)
  if (version === null) return 'hs_lastmodifieddate: missing'
  const merged = mergedIdsOf(wire)
  return [
    { id: wire.id, name: wire.properties.name ?? null, version, mergedInto: null },
    ...merged.map((id) => ({ id, name: null, version, mergedInto: wire.id })),
  ]
}

/** What is gone, and what had been merged into it: nobody else would tell, if it went before we read the merge. */
export function removalsOf(wire: ObjectWire): Removal[] {
  const at = instantOf(wire.archivedAt)
  const merged = mergedIdsOf(wire).map((id) => ({ id, at, mergedInto: wire.id }))
  return [...merged, { id: wire.id, at, mergedInto: null }]
}

/** What went into this record. A record that named itself would be read as merged away. */
export function mergedIdsOf(wire: ObjectWire): string[] {
  return idList(wire.properties.hs_merged_object_ids).filter((id) => id !== wire.id)
}

/** Several ids of one property: separated by semicolons, empty when unset. */
function idList(text: string | null | undefined): string[] {
  return (text ?? '')
    .split(';')
    .map((id) => id.trim())
    .filter((id) => id !== '')
}
