/** What pushes of a day wrote and cost goes by one name: they have no run, since nothing of them is ever complete. */
import type { Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'

export function pushRun(source: string, now: Instant, timeZone: string): string {
  return `${source}-${localDay(now, timeZone)}-push`
}
