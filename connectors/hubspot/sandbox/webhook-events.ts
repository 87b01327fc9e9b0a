/** An edit of the neutral CRM as the events that a HubSpot app is told of it (section 7). */
import type { CrmDeal } from '../../demo/types.ts'
import { dealProperty } from './deal-properties.ts'
import { PORTAL_ID, type Portal } from './portal.ts'

/** Only these fire: a property nobody subscribed to changes in silence. */
export const subscribedProperties: readonly string[] = [
  'dealstage',
  'amount',
  'closedate',
  'pipeline',
  'hubspot_owner_id',
  'deal_currency_code',
  'dealtype',
  'hs_manual_forecast_category',
  'dealname',
]

export interface WebhookEvent {
  /** Not unique: the key is portal, type, object, event and time together. */
  readonly eventId: number
  readonly subscriptionId: number
  readonly portalId: number
  readonly appId: number
  /** Epoch milliseconds of the CRM's clock. */
  readonly occurredAt: number
  readonly subscriptionType: string
  readonly changeSource: string
  readonly objectTypeId?: string
  readonly [detail: string]: unknown
}

/** `object.*` deliveries name the type of the object, `deal.*` ones have it in their own (section 7). */
export type EventForm = 'object' | 'deal'

export interface EventSource {
  /** What the edit that just happened to this deal is told as; nothing where nobody subscribed. */
  of(id: string, form: EventForm): readonly WebhookEvent[]
}

/** Keeps what every deal looked like, because the store tells which deal was edited and not how. */
export function createEventSource(
  portal: Portal,
  { portalId = PORTAL_ID, properties = subscribedProperties },
): EventSource {
  for (const name of properties)
    if (dealProperty(name, portal)?.calculated !== false)
      throw new Error(`Property ${name} is calculated or unknown: it cannot be subscribed`)
  const known = new Map<string, CrmDeal>()
  const keep = (deal: CrmDeal) => known.set(deal.id, { ...deal, properties: { ...deal.properties } })
  for (const deal of portal.crm.deals.values()) keep(deal)
  let told = 0

  function of(id: string, form: EventForm): readonly WebhookEvent[] {
    const deal = portal.crm.deals.get(id)
    if (deal === undefined) return []
    const before = known.get(id)
    keep(deal)
    told += 1
    const event = (type: string, detail: Readonly<Record<string, unknown>>): WebhookEvent => ({
      // Few numbers for many events: who takes them for unique loses some.
      eventId: 1 + (told % 97),
      subscriptionId: 7_000_001,
      portalId,
      appId: 600_100,
      occurredAt: Date.parse(deal.updatedAt),
      subscriptionType: `${form}.${type}`,
      attemptNumber: 0,
      changeSource: 'CRM_UI',
      ...(form === 'object' ? { objectTypeId: '0-3' } : {}),
      ...detail,
    })
    const objectId = Number(id)
    if (before === undefined) return [event('creation', { objectId, changeFlag: 'NEW' })]
    if (deal.mergedInto !== before.mergedInto && deal.mergedInto !== null) {
      const survivor = Number(deal.mergedInto)
      const merged = {
        objectId: survivor,
        primaryObjectId: survivor,
        mergedObjectIds: [objectId],
        newObjectId: survivor,
        numberOfPropertiesMoved: 1,
      }
      return [event('merge', merged)]
    }
    if (deal.deletedAt !== before.deletedAt)
      return [
        deal.deletedAt === null
          ? event('restore', { objectId, changeFlag: 'RESTORED' })
          : event('deletion', { objectId, changeFlag: 'DELETED' }),
      ]
    return [...changes(deal, before), ...links(deal, before)]

    function changes(now: CrmDeal, old: CrmDeal): WebhookEvent[] {
      return properties.flatMap((propertyName) => {
        const property = dealProperty(propertyName, portal)
        const value = property?.read(now, portal) ?? null
        if (value === (property?.read(old, portal) ?? null)) return []
        const instant = property?.type === 'datetime' && value !== null ? String(Date.parse(value)) : value
        return [event('propertyChange', { objectId, propertyName, propertyValue: instant ?? '' })]
      })
    }

    /** Told from either end, without an object id: nobody promises from which. */
    function links(now: CrmDeal, old: CrmDeal): WebhookEvent[] {
      if (now.companyId === old.companyId) return []
      const link = (companyId: string | null, associationRemoved: boolean) => {
        if (companyId === null) return []
        const company = Number(companyId)
        const ends = associationRemoved
          ? { associationType: 'COMPANY_TO_DEAL', fromObjectId: company, toObjectId: objectId }
          : { associationType: 'DEAL_TO_COMPANY', fromObjectId: objectId, toObjectId: company }
        return [event('associationChange', { ...ends, associationRemoved, isPrimaryAssociation: true })]
      }
      return [...link(old.companyId, true), ...link(now.companyId, false)]
    }
  }

  return { of }
}
