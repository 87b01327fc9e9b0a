/** Which fields we want of each object, and what is missing from the numbers where an org hides one. Pure. */
import type { AccountRecord } from '../contract.ts'
import type { SalesforceConfig } from './config.ts'
import type { FieldWire } from './wire.ts'

type Hidden = AccountRecord['hidden'][number]
type Account = Pick<AccountRecord, 'hidden' | 'absent'>

/** Said of what must not be hidden, because nothing could be told without it. */
const NEEDED = 'Without it no deal can be read.'
const NO_COMPANY = 'Deals are shown without their company.'
const NO_TEAM = 'Deals have no team, and nobody is counted behind them.'
const ONE_PIPELINE = 'All deals belong to one pipeline.'

/** `*` is the object as a whole. Each with what its absence means. */
const wanted = {
  Opportunity: {
    '*': NEEDED,
    Id: NEEDED,
    SystemModstamp: NEEDED,
    CreatedDate: NEEDED,
    StageName: NEEDED,
    CloseDate: NEEDED,
    Name: 'Deals are shown by their id.',
    RecordTypeId: ONE_PIPELINE,
    Amount: 'Every deal is held, because its amount cannot be read.',
    CurrencyIsoCode: 'Every deal with an amount is held, because its currency cannot be read.',
    Probability: 'Probability is that of the stage.',
    ForecastCategory: 'Forecast metrics are 0.',
    Type: 'Deals have no type.',
    OwnerId: NO_TEAM,
    AccountId: NO_COMPANY,
  },
  OpportunityStage: {
    '*': NEEDED,
    ApiName: NEEDED,
    IsClosed: NEEDED,
    IsWon: NEEDED,
    MasterLabel: 'Stages are shown by their API name.',
    IsActive: 'All stages count as active.',
    DefaultProbability: 'Stages have no probability.',
    SortOrder: 'Stages are shown in no order.',
  },
  RecordType: {
    '*': ONE_PIPELINE,
    Id: ONE_PIPELINE,
    Name: 'Pipelines are shown by their id.',
    IsActive: 'All pipelines count as active.',
  },
  Account: {
    '*': NO_COMPANY,
    Id: NO_COMPANY,
    SystemModstamp: NO_COMPANY,
    IsDeleted: 'A deleted company stays.',
    MasterRecordId: 'Companies that were merged stay apart.',
    Name: NO_COMPANY,
    IsPersonAccount: 'Companies that are people are shown with their name.',
  },
  User: {
    '*': NO_TEAM,
    Id: NO_TEAM,
    IsActive: 'All owners count as active.',
    UserRoleId: 'Owners have no team.',
    UserType: 'Users of customer portals are read too.',
  },
  UserRole: {
    '*': 'There are no teams: the connected user lacks "View Roles and Role Hierarchy".',
    Id: 'There are no teams.',
    Name: 'Teams are shown by their id.',
    ParentRoleId: 'Teams are shown without their tree.',
  },
  CurrencyType: {
    '*': 'Deals in foreign currencies are held, because there are no rates.',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>

export type WantedObject = keyof typeof wanted

/** What an org lets us see: the fields of each object by name, null for an object that is not there. */
export type Described = Readonly<Record<string, ReadonlyMap<string, FieldWire> | null | undefined>>

/** The kinds of field that can be mirrored as text. No notes, no addresses, no contact data. */
const PLAIN = new Set(
  'string picklist multipicklist combobox boolean currency percent double int long date datetime time id url reference'.split(
    ' ',
  ),
)
const PEOPLE = new Set(['User', 'Group', 'Contact', 'Lead', 'Individual'])
/** Counted by the vendor as days go by, and described like any other field. */
const AGES = new Set(['AgeInDays', 'LastActivityInDays', 'LastStageChangeInDays'])

/** Orgs with one currency have neither `CurrencyIsoCode` nor `CurrencyType`, which hides nothing. */
export function hasSeveralCurrencies(described: Described): boolean {
  return described.CurrencyType != null || described.Opportunity?.has('CurrencyIsoCode') === true
}

/** What is not there because the org has no use for it, which costs nothing. `types`: there are record types in use. */
export function absentFields({ Account, Opportunity, RecordType }: Described, types: boolean): string[] {
  const untyped = Opportunity?.has('RecordTypeId') === false && !types
  return [
    ...(Account?.has('IsPersonAccount') === false ? [name('Account', 'IsPersonAccount')] : []),
    ...(untyped ? [name('Opportunity', 'RecordTypeId')] : []),
    ...(untyped && RecordType == null ? [name('RecordType', '*')] : []),
  ]
}

export function hiddenFields(
  described: Described,
  extra: readonly string[],
  absent: readonly string[] = [],
): readonly Hidden[] {
  const several = hasSeveralCurrencies(described)
  const irrelevant = (object: string, field: string) =>
    absent.includes(name(object, field)) ||
    (!several && (object === 'CurrencyType' || field === 'CurrencyIsoCode'))
  const missing = Object.entries(wanted).flatMap(([object, fields]) =>
    Object.entries(fields)
      .filter(([field]) => !irrelevant(object, field) && !isThere(described, object, field))
      .map(([field, effect]): Hidden => ({ object, field, effect })),
  )
  return [...missing, ...refusedProperties(described, extra)]
}

function name(object: string, field: string): string {
  return `${object}.${field}`
}

/** Of an object that is not there, only the object is told and not each of its fields. */
function isThere(described: Described, object: string, field: string): boolean {
  const known = described[object]
  if (field === '*' || known == null) return field !== '*' || known != null
  // Without the list of record types nobody knows what one means.
  if (field === 'RecordTypeId' && described.RecordType == null) return false
  return known.has(field)
}

function refusedProperties({ Opportunity }: Described, extra: readonly string[]): Hidden[] {
  return [...new Set(extra)].flatMap((field) => {
    const effect = Opportunity == null ? null : refusal(Opportunity.get(field), field)
    return effect === null ? [] : [{ object: 'Property', field, effect }]
  })
}

function refusal(known: FieldWire | undefined, field: string): string | null {
  if (known === undefined) return `Deals are read without ${field}: it is hidden, or there is no such field.`
  if ((known.referenceTo ?? []).some((object) => PEOPLE.has(object)))
    return `Deals are read without ${field}: it names a person.`
  // It would be mirrored once and stay as it was that night.
  if (known.calculated === true || AGES.has(field))
    return `Deals are read without ${field}: its value changes and nothing tells when.`
  return PLAIN.has(known.type)
    ? null
    : `Deals are read without ${field}: fields of its kind are not mirrored.`
}

/** Something without which no number could be told; null when all of it is there. */
export function missingField(hidden: readonly Hidden[]): string | null {
  const one = hidden.find(({ effect }) => effect === NEEDED)
  if (one === undefined) return null
  return one.field === '*' ? one.object : `${one.object}.${one.field}`
}

/** What to select of an object: the wanted fields, less those that are not there. */
export function visibleFields(account: Account | null, object: WantedObject): string[] {
  return Object.keys(wanted[object]).filter((field) => field !== '*' && !isLeftOut(account, object, field))
}

/** With the extra properties that may be read, each field once. */
export function opportunityFields(
  account: (Account & Pick<AccountRecord, 'multiCurrency'>) | null,
  extra: readonly string[],
): string[] {
  const several = account?.multiCurrency === true
  const own = visibleFields(account, 'Opportunity').filter((field) => several || field !== 'CurrencyIsoCode')
  return [...new Set([...own, ...readableProperties(account, extra)])]
}

/** For statements that read the recycle bin too, and tell its rows from the others. */
export function withDeleted(fields: readonly string[]): string[] {
  return [...new Set([...fields, 'IsDeleted'])]
}

/** Of OpportunityHistory, whose fields are hidden with those of the opportunity. */
export function historyFields(account: (Account & Pick<AccountRecord, 'multiCurrency'>) | null): string[] {
  const kept = new Set(opportunityFields(account, []))
  const values = ['StageName', 'Amount', 'CurrencyIsoCode', 'CloseDate', 'Probability']
  return ['Id', 'OpportunityId', 'CreatedDate', ...values.filter((field) => kept.has(field))]
}

/** The extra properties that are asked for, and the field that names the deal in the other CRM. */
export function extraFields(pull: {
  readonly config: Pick<SalesforceConfig, 'twinProperty'>
  readonly properties: readonly string[]
}): string[] {
  const twin = pull.config.twinProperty ?? null
  return [...new Set([...pull.properties, ...(twin === null ? [] : [twin])])]
}

export function readableProperties(account: Account | null, extra: readonly string[]): string[] {
  return extra.filter((field) => !isHidden(account, 'Property', field))
}

/** Hidden, or nothing that this org has: either way it can stand in no statement. */
export function isLeftOut(account: Account | null, object: WantedObject, field = '*'): boolean {
  return account?.absent?.includes(name(object, field)) === true || isHidden(account, object, field)
}

export function isHidden(account: Account | null, object: WantedObject | 'Property', field = '*'): boolean {
  return (account?.hidden ?? []).some((hidden) => hidden.object === object && hidden.field === field)
}
