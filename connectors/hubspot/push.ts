/** HubSpot's webhooks: who sent them, and which deals they are about. */
import type { Notice, Push } from '../contract.ts'
import { parseInstant } from '../values/time.ts'
import { verify } from './signature.ts'
import { type WebhookEventWire, webhookEventWire, webhooksWire } from './wire-webhook.ts'

const DEAL_TYPE = '0-3'
const kinds: ReadonlySet<string> = new Set([
  'creation',
  'deletion',
  'merge',
  'restore',
  'propertyChange',
  'associationChange',
])

export const push: Push = { verify, parse }

/** An event we cannot read costs itself: the night finds what it would have told. */
function parse(body: string): readonly Notice[] | null {
  const events = webhooksWire.safeParse(jsonOf(body)).data
  if (events === undefined) return null
  return events.flatMap((raw) => {
    const event = webhookEventWire.safeParse(raw).data
    return event === undefined ? [] : noticesOf(event)
  })
}

function noticesOf(event: WebhookEventWire): Notice[] {
  const [object, kind] = event.subscriptionType.split('.')
  const deal = object === 'deal' || (object === 'object' && event.objectTypeId === DEAL_TYPE)
  const at = parseInstant(new Date(event.occurredAt).toISOString())
  if (!deal || kind === undefined || !kinds.has(kind) || at === null) return []
  const { portalId, subscriptionType, eventId, occurredAt } = event
  const ids = new Set(kind === 'associationChange' ? dealsOfLink(event) : dealsOf(event))
  return [...ids].map((id) => ({
    account: portalId,
    id,
    key: [portalId, subscriptionType, id, eventId, occurredAt].join(':'),
    at,
  }))
}

/** A merge may make a third record: whoever it names has changed. */
function dealsOf(event: WebhookEventWire): string[] {
  const named = [event.objectId, event.primaryObjectId, event.newObjectId, ...(event.mergedObjectIds ?? [])]
  return named.filter((id) => id != null)
}

/** A link of two deals changes both; one whose type does not say which end is the deal is left to the night. */
function dealsOfLink(event: WebhookEventWire): string[] {
  const ends = (event.associationType ?? '').split('_TO_')
  const from = ends[0]?.startsWith('DEAL') === true ? event.fromObjectId : null
  const to = ends[1]?.startsWith('DEAL') === true ? event.toObjectId : null
  return [event.objectId, from, to].filter((id) => id != null)
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
