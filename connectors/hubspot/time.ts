/** HubSpot's times: instants with or without milliseconds, and days where a person typed one. Pure. */
import type { Day, Instant } from '../contract.ts'
import { isDay, localDay, parseInstant } from '../values/time.ts'

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$/

/** null for nothing, for text without a zone, and for the 30th of February, which a lenient parser moves to March. */
export function instantOf(text: string | null | undefined): Instant | null {
  const day = INSTANT.exec(text ?? '')?.[1]
  return day !== undefined && isDay(day) ? parseInstant(text ?? '') : null
}

/** A day stays that day; an instant is the local day it falls on. null when it is neither. */
export function dayOf(text: string, timeZone: string): Day | null {
  if (isDay(text)) return text
  const instant = instantOf(text)
  return instant === null ? null : localDay(instant, timeZone)
}
