/** Instants as HubSpot's property values write them. */
import type { Day, Instant } from '../../contract.ts'
import { atLocalTime, isDay } from '../../values/time.ts'
import type { Switches } from './switches.ts'

/** Where on the day people and imports leave a close date: midnight, mid-day, last minute. */
const closeTimes = ['00:00', '09:17', '14:42', '23:59'] as const

const cache = new Map<string, Instant>()

/**
 * A close date is an instant in HubSpot. The time of day hangs on the deal's id, so that days near midnight occur
 * on both sides of it. Text that is no day is passed on as it stands: bad input has to reach the reader.
 */
export function closeInstant(day: Day, dealId: string, timeZone: string): string {
  if (!isDay(day)) return day
  const time = closeTimes[Number(BigInt(dealId) % 4n)] ?? '00:00'
  const key = `${day} ${time} ${timeZone}`
  const known = cache.get(key)
  if (known !== undefined) return known
  const instant = atLocalTime(day, time, timeZone)
  cache.set(key, instant)
  return instant
}

export function writeInstant(instant: string, switches: Switches): string {
  return switches.zeroMs === 'dropped' ? instant.replace('.000Z', 'Z') : instant
}
