/** Changes that our package in the org sends: who signed them, and which opportunities they are about. */
import type { Notice, Push } from '../contract.ts'
import { parseInstant } from '../values/time.ts'
import { verify } from './signature.ts'
import { eventWire, pushWire } from './wire-push.ts'

export const push: Push = { verify, parse }

const OPPORTUNITY = '006'

/** An event that cannot be read is left to the night, as is one that names no record: `GAP_OVERFLOW` asks for all. */
function parse(body: string): readonly Notice[] | null {
  const told = pushWire.safeParse(jsonOf(body)).data
  if (told === undefined) return null
  return told.events.flatMap((raw) => {
    const event = eventWire.safeParse(raw).data
    const at = event === undefined ? null : parseInstant(event.at)
    if (event === undefined || at === null || event.change === 'GAP_OVERFLOW') return []
    return event.id.startsWith(OPPORTUNITY) ? [{ account: told.orgId, id: event.id, key: event.key, at }] : []
  })
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
