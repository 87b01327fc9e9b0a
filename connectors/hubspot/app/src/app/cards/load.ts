/** Asks the program for the card of a record. HubSpot adds who asks and signs the address: nothing here is believed. */
import { hubspot } from '@hubspot/ui-extensions'
import { answerFrom, type Card, type Refused } from './answer.ts'
import { BACKEND } from './backend.ts'

export type Loaded =
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'refused'; readonly refused: Refused }
  /** The signature is nobody's: the app is not installed any more, or not set up. */
  | { readonly kind: 'unconnected' }
  | { readonly kind: 'failed' }

/** Shorter than HubSpot waits, so that it is we who say so. */
const TIMEOUT_MS = 12_000

export async function load(record: {
  readonly objectId: number | string
  readonly objectTypeId: string
  readonly locale: string
}): Promise<Loaded> {
  const asked = new URLSearchParams({
    objectId: String(record.objectId),
    objectTypeId: record.objectTypeId,
    locale: record.locale,
  })
  try {
    const response = await hubspot.fetch(`${BACKEND}/card/hubspot?${asked}`, {
      method: 'GET',
      timeout: TIMEOUT_MS,
    })
    if (response.status === 401 || response.status === 404) return { kind: 'unconnected' }
    const raw: unknown = await response.json()
    if (saidByHubspot(raw) === '401') return { kind: 'unconnected' }
    const answer = answerFrom(raw)
    if (answer === null) return { kind: 'failed' }
    return answer.ok ? { kind: 'card', card: answer } : { kind: 'refused', refused: answer }
  } catch {
    return { kind: 'failed' }
  }
}

/** What our server said may come wrapped in an answer of HubSpot's own, with status 200. */
function saidByHubspot(raw: unknown): string | null {
  const { context } = (raw ?? {}) as { context?: { appServerStatusCode?: readonly unknown[] } }
  const code = context?.appServerStatusCode?.[0]
  return code === undefined ? null : String(code)
}
