/** What a webhook of HubSpot tells, only what says which record it is about: the event itself is not believed. */
import * as z from 'zod'

// Read before the signature is: keys are made of these, so that each is short and there are few.
const idText = z.union([z.string().regex(/^\d{1,20}$/), z.number().int().nonnegative()]).transform(String)

/** HubSpot sends a hundred at most; more is somebody else. */
export const webhooksWire = z.array(z.unknown()).max(100)

export const webhookEventWire = z.object({
  eventId: idText,
  portalId: idText,
  /** Epoch milliseconds, within what a date can hold. */
  occurredAt: z.number().int().min(0).max(8.64e15),
  subscriptionType: z.string().max(100),
  objectId: idText.nullish(),
  objectTypeId: z.string().nullish(),
  primaryObjectId: idText.nullish(),
  /** A record of HubSpot takes part in 250 merges at most. */
  mergedObjectIds: z.array(idText).max(250).nullish(),
  newObjectId: idText.nullish(),
  associationType: z.string().nullish(),
  fromObjectId: idText.nullish(),
  toObjectId: idText.nullish(),
})
export type WebhookEventWire = z.output<typeof webhookEventWire>
