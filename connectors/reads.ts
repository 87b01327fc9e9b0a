/** What a connector reads of its CRM, told to people who want to know: nothing else is ever asked for. */
import type { ContractMapping } from './contract-mapping.ts'
import type { AccountRecord } from './records.ts'

export const purposes = [
  'account',
  'pipeline',
  'team',
  'owner',
  'currency',
  'customer',
  'deal',
  'history',
  'contract',
] as const
export type Purpose = (typeof purposes)[number]

export interface ReadObject {
  readonly purpose: Purpose
  /** Object and fields by the CRM's own names. */
  readonly object: string
  readonly fields: readonly string[]
}

/** Of a connection; without its secrets. */
export interface ReadConnection {
  readonly account: AccountRecord | null
  readonly properties: readonly string[]
  readonly contracts: ContractMapping
}

export type Reads = (connection: ReadConnection) => readonly ReadObject[]
