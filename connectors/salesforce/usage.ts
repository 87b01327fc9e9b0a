/** How much of the org's day is used: every answer of the data API tells. Pure. */
import type { HttpResponse } from '../contract.ts'

/** `api-usage=5000/100000; per-app-api-usage=17/250(appName=x)`: the org's own, not the share of one app. */
const USAGE = /(?:^|[\s;,])api-usage=(\d+)\/(\d+)/

export interface Usage {
  readonly used: number
  readonly limit: number
}

/** Of all the customer's apps in the last 24 hours; null where an answer does not tell. */
export function usage({ headers }: Pick<HttpResponse, 'headers'>): Usage | null {
  const match = USAGE.exec(headers['sforce-limit-info'] ?? '')
  const [used, limit] = [Number(match?.[1]), Number(match?.[2])]
  return limit > 0 ? { used, limit } : null
}
