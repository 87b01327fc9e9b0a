/** What HubSpot sends, only the fields we use. Every field but ids is optional in practice; enums stay text. */
import * as z from 'zod'

const text = z.string().nullish()
/** Ids and numbers come as either; inside they are text. */
const idText = z.union([z.string().min(1), z.number().int()]).transform(String)
const decimalText = z.union([z.string(), z.number()]).transform(String)

/** Rows are read one by one, so that a broken one costs itself and not the page. */
export const pageWire = z.object({
  results: z.array(z.unknown()),
  total: z.number().int().nonnegative().optional(),
  paging: z
    .object({ next: z.object({ after: z.union([z.string(), z.number()]).transform(String) }).nullish() })
    .nullish(),
})
export type PageWire = z.output<typeof pageWire>

/** A part of a batch may fail beside the rest, with 207. */
export const batchWire = z.object({
  results: z.array(z.unknown()),
  errors: z.array(z.object({ category: text, message: text })).nullish(),
})

export const objectWire = z.object({
  id: idText,
  /** Every value is text or null, whatever the property's type. */
  properties: z.record(z.string(), z.string().nullish()),
  createdAt: text,
  updatedAt: text,
  archived: z.boolean().nullish(),
  archivedAt: text,
})
export type ObjectWire = z.output<typeof objectWire>

export const stageWire = z.object({
  id: idText,
  label: z.string(),
  displayOrder: z.number(),
  metadata: z.object({ probability: decimalText.nullish() }),
  archived: z.boolean().nullish(),
})
export type StageWire = z.output<typeof stageWire>

export const pipelineWire = z.object({
  id: idText,
  label: z.string(),
  archived: z.boolean().nullish(),
  stages: z.array(stageWire),
})
export type PipelineWire = z.output<typeof pipelineWire>

const ownerTeamWire = z.object({ id: idText, name: z.string().nullish(), primary: z.boolean().nullish() })

export const ownerWire = z.object({
  id: idText,
  archived: z.boolean().nullish(),
  teams: z.array(ownerTeamWire).nullish(),
})
export type OwnerWire = z.output<typeof ownerWire>

export const teamWire = z.object({ id: idText, name: z.string() })
export type TeamWire = z.output<typeof teamWire>

export const accountWire = z.object({
  portalId: idText,
  timeZone: z.string().min(1),
  companyCurrency: text,
  additionalCurrencies: z.array(z.string()).nullish(),
  uiDomain: text,
})
export type AccountWire = z.output<typeof accountWire>

export const rateWire = z.object({
  fromCurrencyCode: z.string(),
  toCurrencyCode: z.string(),
  conversionRate: decimalText,
})
export type RateWire = z.output<typeof rateWire>

export const propertyWire = z.object({ name: z.string() })

/** Bodies of failures: JSON of several dialects, all optional. */
export const errorWire = z.object({
  /** Token endpoint. */
  error: text,
  error_description: text,
  /** `error` on API calls, `BAD_...` at the token endpoint. */
  status: text,
  message: text,
  category: text,
  errorType: text,
  policyName: text,
  errors: z
    .array(
      z.object({ context: z.object({ requiredGranularScopes: z.array(z.string()).nullish() }).nullish() }),
    )
    .nullish(),
})
export type ErrorWire = z.output<typeof errorWire>
