/** A movement ready to be drawn: names and addresses resolved. */
import type { Day } from '../../connectors/contract.ts'
import type { Movement } from '../movement/types.ts'

export type MovementView =
  | {
      readonly kind: 'movement'
      readonly movement: Movement
      /** Days with a published value, newest first. */
      readonly days: readonly Day[]
      /** A deal's page in its CRM, by `dealKey`. */
      readonly urls: Readonly<Record<string, string>>
    }
  | { readonly kind: 'hidden' | 'untold'; readonly days: readonly Day[] }

export function dealKey({ source, externalId }: { readonly source: string; readonly externalId: string }) {
  return JSON.stringify([source, externalId])
}

/** A customer has no page of a deal, and a contract one where it came from a deal. */
export function isDeal({ kind = 'deal' }: { readonly kind?: string }): boolean {
  return kind === 'deal' || kind === 'opportunity'
}
