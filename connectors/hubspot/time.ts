/** HubSpot's times: instants with or without milliseconds, and days where a person typed one. Pure. */
import type { Day, Instant } from '../contract.ts'
import { isDay, localDay, parseInstant } from '../values/time.ts'

export function instantOf(text: string | null | undefined): Instant | null {
  return parseInstant(text ?? '')
}

/** A day stays that day; an instant is the local day it falls on. null when it is neither. */
export function dayOf(text: string, timeZone: string): Day | null {
  if (isDay(text)) return text
  const instant = instantOf(text)
  return instant === null ? null : localDay(instant, timeZone)
}
