/** What the program tells a card: as `src/card/types.ts` says, looked at before it is believed. */

export interface Outcome {
  readonly value: string
  readonly progressText: string | null
  readonly change: string | null
}

export interface KeyResult {
  readonly id: string
  readonly title: string
  readonly objective: string
  readonly url: string
  readonly status: { readonly code: string; readonly text: string }
  readonly value: string
  readonly aim: string
  /** Unclamped. */
  readonly progress: number | null
  readonly progressText: string | null
  readonly part: string
  readonly won: Outcome | null
  readonly lost: Outcome | null
  readonly note: string | null
}

export interface Card {
  readonly ok: true
  readonly kind: 'deal' | 'company'
  readonly words: Readonly<Record<string, string>>
  readonly keyResults: readonly KeyResult[]
  readonly empty: { readonly title: string; readonly text: string } | null
  readonly url: string
  readonly age: string | null
  readonly stale: boolean
  readonly notes: readonly string[]
  /** Of a company alone. */
  readonly recurring?: { readonly value: string; readonly change: string; readonly contracts: string } | null
  readonly renewals?: readonly {
    readonly title: string
    readonly value: string
    readonly state: string
    readonly pending: boolean
  }[]
}

export interface Refused {
  readonly ok: false
  readonly code: string
  readonly title: string
  readonly text: string
}

/** Null: no answer of ours, whatever stands between HubSpot and us has said instead. */
export function answerFrom(raw: unknown): Card | Refused | null {
  if (!isRecord(raw)) return null
  if (raw.ok === false)
    return isText(raw.code) && isText(raw.title) && isText(raw.text) ? (raw as unknown as Refused) : null
  const { kind, words, keyResults, notes, url } = raw
  const whole =
    raw.ok === true &&
    (kind === 'deal' || kind === 'company') &&
    isRecord(words) &&
    Array.isArray(keyResults) &&
    keyResults.every(isKeyResult) &&
    Array.isArray(notes) &&
    notes.every(isText) &&
    isText(url)
  return whole ? (raw as unknown as Card) : null
}

function isKeyResult(raw: unknown): boolean {
  return (
    isRecord(raw) &&
    ['id', 'title', 'url', 'value', 'part'].every((name) => isText(raw[name])) &&
    isRecord(raw.status)
  )
}

function isRecord(raw: unknown): raw is Record<string, unknown> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
}

function isText(raw: unknown): raw is string {
  return typeof raw === 'string'
}
