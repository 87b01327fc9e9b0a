/** Pushes as HubSpot and our Salesforce package sign them, written from the vendors' rules and not from our verifier. */
import { createHmac } from 'node:crypto'

export const SECRET = 'f6e94c08-85d0-4608-bcc6-e1850176e7b8'

export interface Sent {
  readonly body: string
  readonly headers: Record<string, string>
}

/** v3: method, address, body and time, one after the other. */
export function hubspot(
  events: unknown,
  { secret = SECRET, at, url }: { secret?: string; at: string; url: string },
): Sent {
  const body = typeof events === 'string' ? events : JSON.stringify(events)
  const timestamp = String(Date.parse(at))
  const signature = createHmac('sha256', secret).update(`POST${url}${body}${timestamp}`).digest('base64')
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-hubspot-signature-v3': signature,
      'x-hubspot-request-timestamp': timestamp,
    },
  }
}

export function salesforce(told: unknown, { secret, at }: { secret: string; at: string }): Sent {
  const body = JSON.stringify(told)
  const time = String(Date.parse(at))
  const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('base64')
  return {
    body,
    headers: { 'content-type': 'application/json', 'x-pegel-signature': `t=${time},v1=${signature}` },
  }
}

export function changeOf(portalId: number, objectId: number, over: object = {}) {
  return {
    eventId: objectId * 7,
    subscriptionId: 1,
    portalId,
    appId: 9,
    occurredAt: 1_764_000_000_000,
    subscriptionType: 'deal.propertyChange',
    attemptNumber: 0,
    objectId,
    propertyName: 'amount',
    propertyValue: '4711',
    ...over,
  }
}
