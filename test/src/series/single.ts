/** The end of a local day, written here once more: what a series is compared with must not be its own arithmetic. */
import { addDays, atLocalTime } from '../../../connectors/values/time.ts'

export function endOf(day: string, timeZone: string): string {
  // Where the clock skips midnight, the day begins an hour later.
  return atLocalTime(addDays(day, 1), '00:00', timeZone)
}
