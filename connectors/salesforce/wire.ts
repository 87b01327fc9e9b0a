/** What Salesforce sends, only the fields we use. A field that field security hides is absent; enums stay text. */
import * as z from 'zod'
import { fullId, ID } from './id.ts'

const text = z.string().nullish()
const flag = z.boolean().nullish()
/** JSON numbers as decimal text: 15 digits survive, and an amount of more is absurd anyway. */
const decimal = z.union([z.number(), z.string()]).transform(String).nullish()
export const idWire = z.string().regex(ID).transform(fullId)

/** Rows are read one by one, so that a broken one costs itself and not the page. */
export const pageWire = z.object({
  totalSize: z.number().int().nonnegative(),
  done: z.boolean(),
  /** The way to the rest, below the org's own address. */
  nextRecordsUrl: z
    .string()
    .regex(/^\/services\/data\/v\d+\.\d\/query(?:All)?\/[\w-]+$/)
    .nullish(),
  records: z.array(z.unknown()),
})
export type PageWire = z.output<typeof pageWire>

export const versionsWire = z.array(z.object({ version: z.string().regex(/^\d+\.\d$/) })).min(1)

const part = z.object({ referenceId: z.string(), httpStatusCode: z.number().int(), body: z.unknown() })
export type Part = z.output<typeof part>
export const compositeWire = z.object({ compositeResponse: z.array(part) })
export const fieldWire = z.object({
  name: z.string(),
  type: z.string(),
  /** A formula or a roll-up: its value changes without a change of the record. */
  calculated: flag,
  referenceTo: z.array(z.string()).nullish(),
})
export type FieldWire = z.output<typeof fieldWire>
export const describeWire = z.object({ fields: z.array(fieldWire) })

export const organizationWire = z.object({
  Id: idWire,
  Name: text,
  TimeZoneSidKey: z.string().min(1),
  FiscalYearStartMonth: z.number().int().min(1).max(12).nullish(),
  DefaultCurrencyIsoCode: text,
})
export type OrganizationWire = z.output<typeof organizationWire>

export const stageWire = z.object({
  ApiName: z.string().min(1),
  MasterLabel: text,
  IsActive: flag,
  IsClosed: z.boolean(),
  IsWon: z.boolean(),
  DefaultProbability: decimal,
  SortOrder: z.number().nullish(),
})
export type StageWire = z.output<typeof stageWire>

export const recordTypeWire = z.object({ Id: idWire, Name: text, IsActive: flag })
export type RecordTypeWire = z.output<typeof recordTypeWire>

export const roleWire = z.object({ Id: idWire, Name: text, ParentRoleId: idWire.nullish() })
export type RoleWire = z.output<typeof roleWire>

export const userWire = z.object({ Id: idWire, UserRoleId: idWire.nullish(), IsActive: flag })
export type UserWire = z.output<typeof userWire>

export const currencyWire = z.object({ IsoCode: z.string(), ConversionRate: decimal, IsCorporate: flag })
export type CurrencyWire = z.output<typeof currencyWire>

export const datedRateWire = z.object({
  IsoCode: z.string(),
  ConversionRate: decimal,
  StartDate: z.string(),
  NextStartDate: text,
})
export type DatedRateWire = z.output<typeof datedRateWire>

export const accountWire = z.object({
  Id: idWire,
  Name: text,
  SystemModstamp: text,
  IsDeleted: flag,
  MasterRecordId: idWire.nullish(),
  IsPersonAccount: flag,
})
export type AccountWire = z.output<typeof accountWire>

/** Beside these a row has the extra properties that were asked for. */
export const opportunityWire = z.looseObject({
  Id: idWire,
  SystemModstamp: text,
  CreatedDate: text,
  Name: text,
  StageName: text,
  RecordTypeId: idWire.nullish(),
  Amount: decimal,
  CurrencyIsoCode: text,
  CloseDate: text,
  Probability: decimal,
  ForecastCategory: text,
  Type: text,
  OwnerId: idWire.nullish(),
  AccountId: idWire.nullish(),
})
export type OpportunityWire = z.output<typeof opportunityWire>

/** One row for each change, holding all values of that moment. */
export const historyWire = z.object({
  OpportunityId: idWire,
  CreatedDate: text,
  StageName: text,
  Amount: decimal,
  CurrencyIsoCode: text,
  CloseDate: text,
  Probability: decimal,
})
export type HistoryWire = z.output<typeof historyWire>

/** Opportunities of a group; without record types all are in one. */
export const groupWire = z.object({
  pipeline: idWire.nullish(),
  closed: z.boolean(),
  won: z.boolean(),
  deals: z.number().int().nonnegative(),
  /** A JSON number, so a binary one of 15 digits; null where no deal of the group has an amount. */
  total: z.number().nullish(),
})
export type GroupWire = z.output<typeof groupWire>

export const deletedWire = z.object({ Id: idWire, SystemModstamp: text })
export type DeletedWire = z.output<typeof deletedWire>

export const tokenWire = z.object({
  access_token: z.string().min(1),
  instance_url: z.string().min(1),
  /** With rotation another one each time; absent without it. */
  refresh_token: z.string().min(1).nullish(),
  /** Address of who agreed, in their org; `signature` holds it and `issued_at`. */
  id: text,
  issued_at: text,
  signature: text,
})
export type TokenWire = z.output<typeof tokenWire>

/** What the address in `id` tells. */
export const identityWire = z.object({
  user_id: z.string().regex(ID),
  organization_id: z.string().regex(ID),
  display_name: text,
  email: text,
  email_verified: flag,
})

/** The token endpoint answers an object, the data API a list. */
export const oauthErrorWire = z.object({ error: z.string(), error_description: text })
export const restErrorsWire = z.array(z.object({ message: text, errorCode: text })).min(1)
