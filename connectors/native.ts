/** Numbers that a CRM works out by itself: one aggregate query, or the grand total of one of its reports. */
import type { Pull } from './contract.ts'

export const nativeKinds = ['soql', 'report'] as const
export type NativeKind = (typeof nativeKinds)[number]

/** What is asked; kept as it is, and asked again each night. */
export type NativeAsk =
  | {
      readonly kind: 'soql'
      readonly soql: string
      /** Beside the number the people behind it are asked for: it is narrowed, and the records have owners. */
      readonly people: boolean
    }
  | {
      readonly kind: 'report'
      /** Its id. */
      readonly report: string
    }

/** Why there is not exactly one number, or none that may be shown. Each has its sentence in the texts. */
export const nativeCodes = [
  // At the door, before anything is asked.
  'empty',
  'too_long',
  'not_a_read',
  'no_aggregate',
  'several_columns',
  'fields_all',
  'persons',
  'own_scope',
  'no_report_id',
  // What came back.
  'nothing',
  'rows',
  'text',
  'null',
  'too_big',
  'not_whole',
  'not_summary',
  'no_total',
  'several_totals',
  'incomplete',
  'currency',
  'few_people',
  'unconfirmed',
  // What the CRM refused.
  'malformed',
  'timeout',
  'no_rights',
  'report_gone',
  'unavailable',
  'not_offered',
  'not_connected',
] as const
export type NativeCode = (typeof nativeCodes)[number]

export interface NativeTrouble {
  readonly code: NativeCode
  /** What came instead: a count of rows, a field, labels, the CRM's own message. Never a name of a person. */
  readonly found?: string
}

export interface NativeNumber {
  /** Decimal text. */
  readonly number: string
  /** Of an amount; null where the CRM does not say, or where it is none. */
  readonly currency: string | null
  /** Owners behind it; null where nobody asked. */
  readonly people: number | null
  /** What the CRM calls it. */
  readonly title: string | null
  /** The range of records it was worked out over, as the CRM names it. */
  readonly scope: string | null
  /** The question names days that go with the calendar ("this quarter"): tomorrow it may be another question. */
  readonly moves: boolean
}

export type NativeAnswer =
  | { readonly ok: true; readonly value: NativeNumber }
  | { readonly ok: false; readonly trouble: NativeTrouble }

/** With whose rights the CRM answers; null where it does not say. */
export interface NativeRights {
  readonly user: string | null
  readonly profile: string | null
}

/** Optional of a connector: without it the answer is "not offered". */
export interface Native<Config> {
  /** Pure: what a person typed, as something that may be asked. */
  ask(kind: NativeKind, typed: string): NativeAsk | { readonly trouble: NativeTrouble }
  /** Parts that are each answered by one call. Pure. */
  calls(asks: readonly NativeAsk[]): readonly (readonly NativeAsk[])[]
  /** One such part. Throws where the CRM as a whole does not answer; what is wrong with one ask is its own answer. */
  read(pull: Pull<Config>, asks: readonly NativeAsk[]): Promise<readonly NativeAnswer[]>
  /** At most two calls. */
  rights(pull: Pull<Config>): Promise<NativeRights>
}
