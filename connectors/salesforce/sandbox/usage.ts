/** The daily allowance: calls of the last 24 hours on the virtual clock. */
import type { Switches } from './switches.ts'

const DAY_MS = 86_400_000

export interface Usage {
  /** False when the allowance is used up; such a call is not counted. */
  take(nowMs: number, switches: Switches): boolean
  used(nowMs: number, switches: Switches): number
  /** Value of `Sforce-Limit-Info`. */
  header(nowMs: number, switches: Switches): string
}

export function createUsage(): Usage {
  let times: number[] = []

  function own(nowMs: number): number {
    if (times[0] !== undefined && times[0] <= nowMs - DAY_MS)
      times = times.filter((time) => time > nowMs - DAY_MS)
    return times.length
  }

  const used = (nowMs: number, switches: Switches) => own(nowMs) + switches.requestsByOthers

  return {
    used,
    take(nowMs, switches) {
      if (used(nowMs, switches) >= switches.dailyRequests) return false
      times.push(nowMs)
      return true
    },
    header(nowMs, switches) {
      const total = `api-usage=${used(nowMs, switches)}/${switches.dailyRequests}`
      return switches.perAppUsage ? `${total}; per-app-api-usage=${own(nowMs)}/250(appName=Pegel)` : total
    },
  }
}
