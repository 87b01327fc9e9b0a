/** What a card is told, in words: the three hosts that draw it add none of their own. At most 12 kB. */
import type { Instant } from '../../connectors/contract.ts'
import type { Locale } from '../app-env.ts'
import type { Status } from '../okr/types.ts'

/** An expected condition is an answer like any other: HubSpot hides what is not 200. */
export const refusals = [
  'no_member',
  'no_right',
  'unknown_company',
  'not_mirrored',
  'unknown_customer',
  'wrong_record',
  'bad_link',
  'old_link',
  'failed',
] as const
export type RefusalCode = (typeof refusals)[number]

export interface CardRefusal {
  readonly ok: false
  readonly code: RefusalCode
  readonly locale: Locale
  readonly title: string
  readonly text: string
}

/** A key result's value and progress were the deal closed today. */
export interface Outcome {
  readonly value: string
  /** Unclamped; null: a hold, or no value. */
  readonly progress: number | null
  readonly progressText: string | null
  /** By how much the value changes, signed; null where it stays. */
  readonly change: string | null
}

export interface CardKeyResult {
  readonly id: string
  readonly title: string
  readonly objective: string
  /** Our page of it. */
  readonly url: string
  readonly status: { readonly code: Status; readonly text: string }
  readonly value: string
  readonly aim: string
  readonly progress: number | null
  readonly progressText: string | null
  /** What the record adds as it is. */
  readonly part: string
  readonly counts: boolean
  readonly won: Outcome | null
  readonly lost: Outcome | null
  readonly note: string | null
}

interface Base {
  readonly ok: true
  readonly locale: Locale
  readonly keyResults: readonly CardKeyResult[]
  /** Said in place of the list when it is empty. */
  readonly empty: { readonly title: string; readonly text: string } | null
  readonly url: string
  readonly dataThrough: Instant | null
  readonly age: string | null
  readonly stale: boolean
  /** Whole sentences below the list. */
  readonly notes: readonly string[]
}

export interface CardAnswer extends Base {
  readonly kind: 'deal'
  /** Headings, in the person's language. */
  readonly words: Readonly<Record<'title' | 'part' | 'now' | 'won' | 'lost' | 'same' | 'open', string>>
}

export interface CardRenewal {
  readonly title: string
  readonly value: string
  /** It has ended, and nothing follows yet. */
  readonly pending: boolean
  /** With its day. */
  readonly state: string
}

export interface CompanyAnswer extends Base {
  readonly kind: 'company'
  readonly words: Readonly<
    Record<'title' | 'part' | 'now' | 'open' | 'recurring' | 'renewals' | 'keyResults', string>
  >
  /** Null: no contract counts today, or did when the cycle began. */
  readonly recurring: {
    /** Of a year. */
    readonly value: string
    /** Against the day before the cycle began, as a sentence. */
    readonly change: string
    readonly contracts: string
  } | null
  readonly renewals: readonly CardRenewal[]
}

export type AnyCard = CardAnswer | CompanyAnswer
