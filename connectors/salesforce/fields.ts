/** Which fields we want of each object, and what is missing from the numbers where an org hides one. Pure. */
import type { AccountRecord } from '../contract.ts'

type Hidden = AccountRecord['hidden'][number]

/** Effect of a hidden field; null where it must not be hidden, because nothing could be said without it. */
type Wanted = Readonly<Record<string, string | null>>

const opportunity: Wanted = {
  Id: null,
  SystemModstamp: null,
  CreatedDate: null,
  StageName: null,
  CloseDate: null,
  Name: 'Deals are shown by their id.',
  RecordTypeId: 'All deals belong to one pipeline.',
  Amount: 'Every deal is held, because its amount cannot be read.',
  CurrencyIsoCode: 'Every deal with an amount is held, because its currency cannot be read.',
  Probability: 'Probability is that of the stage.',
  ForecastCategory: 'Forecast metrics are 0.',
  Type: 'Deals have no type.',
  OwnerId: 'Deals have no team, and nobody is counted behind them.',
  AccountId: 'Deals are shown without their company.',
}

/** Objects that may be hidden as a whole. */
const objects = {
  Account: 'Deals are shown without their company.',
  User: 'Deals have no team, and nobody is counted behind them.',
  UserRole: 'There are no teams: the connected user lacks "View Roles and Role Hierarchy".',
} as const

/** What an org lets us see: the fields of each object, null for an object that is not there. */
export type Described = Readonly<Record<string, ReadonlySet<string> | null>>

/** `*`: the object itself. Orgs with one currency have no `CurrencyIsoCode`, which hides nothing. */
export function hiddenFields(described: Described, extra: readonly string[]): readonly Hidden[] {
  const known = described.Opportunity ?? new Set<string>()
  const several = described.CurrencyType != null
  const wanted = Object.entries(opportunity).filter(([field]) => several || field !== 'CurrencyIsoCode')
  const fields = wanted
    .filter(([field]) => !known.has(field))
    .map(([field, effect]) => ({ object: 'Opportunity', field, effect: effect ?? MUST }))
  const asked = extra
    .filter((field) => !known.has(field))
    .map((field) => ({ object: 'Opportunity', field, effect: `Deals are read without ${field}.` }))
  const whole = Object.entries(objects)
    .filter(([object]) => described[object] == null)
    .map(([object, effect]) => ({ object, field: '*', effect }))
  return [...fields, ...asked, ...whole]
}

const MUST = 'Without it no deal can be read.'

/** A field without which no number could be told; null when all are there. */
export function missingField(hidden: readonly Hidden[]): string | null {
  const one = hidden.find(({ object, field }) => object === 'Opportunity' && opportunity[field] === null)
  return one === undefined ? null : `${one.object}.${one.field}`
}

/** What to select: the wanted fields and the extra ones, less those that are not there. */
export function opportunityFields(
  account: Pick<AccountRecord, 'hidden' | 'multiCurrency'> | null,
  extra: readonly string[],
): readonly string[] {
  const several = account?.multiCurrency === true
  const wanted = Object.keys(opportunity).filter((field) => several || field !== 'CurrencyIsoCode')
  return [...wanted, ...extra].filter((field) => !isHidden(account, 'Opportunity', field))
}

export function isHidden(
  account: Pick<AccountRecord, 'hidden'> | null,
  object: string,
  field = '*',
): boolean {
  return (account?.hidden ?? []).some((hidden) => hidden.object === object && hidden.field === field)
}
