/** The card of our package: Apex says who asks, and signs it. */
import * as z from 'zod'
import type { CardCall, CardDoor } from '../card.ts'
import type { Received } from '../contract.ts'
import { verify } from './signature.ts'
import { idWire } from './wire.ts'

/** `for`: what is signed for the card is of no use as a push, and the other way round. */
const body = z.object({
  for: z.literal('card'),
  orgId: idWire,
  userEmail: z.email().max(320),
  recordId: idWire,
  locale: z.string().max(35).optional(),
})
/** By the first three digits of a record's id. */
const kinds: Readonly<Record<string, 'deal' | 'company'>> = { '006': 'deal', '001': 'company' }

export const card: CardDoor = { verify, call }

function call({ body: text }: Received): CardCall | null {
  const parsed = body.safeParse(jsonOf(text)).data
  if (parsed === undefined) return null
  const { orgId, userEmail, recordId, locale } = parsed
  const kind = kinds[recordId.slice(0, 3)]
  return {
    account: orgId,
    email: userEmail.toLowerCase(),
    record: kind === undefined ? null : { kind, id: recordId },
    // Salesforce writes `de_DE`.
    locale: locale?.replace('_', '-') ?? null,
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
