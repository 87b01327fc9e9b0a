/** HubSpot's cards: `hubspot.fetch` appends who asks to the address, and HubSpot signs it. */
import * as z from 'zod'
import type { CardCall, CardDoor } from '../card.ts'
import type { Received } from '../contract.ts'
import { verify } from './signature.ts'

const idText = z.string().regex(/^\d{1,20}$/)
const query = z.object({
  portalId: idText,
  userEmail: z.email().max(320),
  objectId: idText,
  objectTypeId: z.string().max(40),
  locale: z.string().max(35).optional(),
})
const kinds: Readonly<Record<string, 'deal' | 'company'>> = { '0-3': 'deal', '0-2': 'company' }

export const card: CardDoor = { verify, call }

function call({ url }: Received): CardCall | null {
  const given = new URL(url).searchParams
  const names = Object.keys(query.shape)
  // Said twice, the second may be what somebody wrote into the address before HubSpot added its own.
  if (names.some((name) => given.getAll(name).length > 1)) return null
  const parsed = query.safeParse(Object.fromEntries(given)).data
  if (parsed === undefined) return null
  const { portalId, userEmail, objectId, objectTypeId, locale = null } = parsed
  const kind = kinds[objectTypeId]
  return {
    account: portalId,
    email: userEmail.toLowerCase(),
    record: kind === undefined ? null : { kind, id: objectId },
    locale,
  }
}
