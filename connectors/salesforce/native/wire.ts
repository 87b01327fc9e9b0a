/** Answers that hold one number, only what we use. Rows and groups of a report may name people: they end here. */
import * as z from 'zod'

const text = z.string().nullish()
const names = z.array(z.string()).nullish()

export const answerWire = z.object({
  totalSize: z.number().int().nonnegative(),
  done: z.boolean(),
  records: z.array(z.looseObject({})),
})
export type AnswerWire = z.output<typeof answerWire>

const filter = z.object({ column: text, value: z.unknown() })
const dates = z.object({ durationValue: text }).nullish()
const crossFilter = z.looseObject({ criteria: z.array(filter).nullish() })

export const reportWire = z.object({
  allData: z.boolean(),
  /** `T!T` is the grand total in every format. */
  factMap: z.object({
    'T!T': z.object({ aggregates: z.array(z.object({ value: z.unknown() })).nullish() }).nullish(),
  }),
  reportMetadata: z.object({
    name: text,
    reportFormat: z.string(),
    aggregates: names,
    currency: text,
    scope: text,
    standardDateFilter: dates,
    reportFilters: z.array(filter).nullish(),
    standardFilters: z.array(z.looseObject({ name: text, value: z.unknown() })).nullish(),
    crossFilters: z.array(crossFilter).nullish(),
    userOrHierarchyFilterId: text,
  }),
  reportExtendedMetadata: z
    .object({
      aggregateColumnInfo: z.record(z.string(), z.object({ label: text, dataType: text })).nullish(),
    })
    .nullish(),
})
export type ReportWire = z.output<typeof reportWire>

/** One amount may come as a number or with its currency. */
export const amountWire = z.object({ amount: z.number().nullable(), currency: text })

export const userInfoWire = z.object({ user_id: text, preferred_username: text, name: text })
export const profileWire = z.object({ Username: text, Profile: z.object({ Name: text }).nullish() })
