/** A key result that a CRM's own number feeds. */
import * as z from 'zod'
import type { Instant } from '../../../connectors/contract.ts'
import {
  type NativeAsk,
  type NativeRights,
  type NativeTrouble,
  nativeKinds,
} from '../../../connectors/native.ts'

export const nativeInput = z.strictObject({
  connection: z.string().min(1).describe('Id of the connection that answers'),
  kind: z
    .enum(nativeKinds)
    .describe('soql: one aggregate query; report: the grand total of a summary report'),
  question: z.string().max(20_000).describe('The statement, or the id or address of the report'),
  confirmed: z
    .boolean()
    .default(false)
    .describe('Somebody has made sure that it is not narrowed to few people, where nobody can tell'),
})
export type NativeInput = z.infer<typeof nativeInput>

/** As it is kept: asked in these words each night. */
export interface NativeSource extends NativeInput {
  /** The people behind it are counted with it. */
  readonly people: boolean
}

export function nativeInputOf({ connection, kind, question, confirmed }: NativeSource): NativeInput {
  return { connection, kind, question, confirmed }
}

export const nativeSourceView = nativeInput
  .extend({ people: z.boolean().describe('The owners behind it are counted with each answer') })
  .readonly()

export function askOf({ kind, question, people }: NativeSource): NativeAsk {
  return kind === 'soql' ? { kind, soql: question, people } : { kind, report: question }
}

/** Over what, and with whose rights, it was worked out. */
export interface NativeBasis extends NativeRights {
  readonly title: string | null
  readonly scope: string | null
}

/** The last answer, good or not. */
export interface NativeReading {
  readonly at: Instant
  readonly trouble: NativeTrouble | null
  readonly basis: NativeBasis
  readonly moves: boolean
}

export const noBasis: NativeBasis = { title: null, scope: null, user: null, profile: null }
