/** What HubSpot's answers tell of the budget: the ten seconds of our app in this account. None on searches. Pure. */
import type { HttpResponse, Limits } from '../contract.ts'

/** Null where the headers are missing or make no sense. */
export function limits({ headers }: Pick<HttpResponse, 'headers'>): Limits | null {
  const [calls, perMs, remaining] = [
    countOf(headers['x-hubspot-ratelimit-max']),
    countOf(headers['x-hubspot-ratelimit-interval-milliseconds']),
    countOf(headers['x-hubspot-ratelimit-remaining']),
  ]
  if (calls === null || calls === 0 || perMs === null || remaining === null) return null
  return { bucket: 'api', calls, perMs, remaining }
}

function countOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null
}
