/** What the dated token endpoints answer. */
import * as z from 'zod'

export const tokenWire = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  /** Seconds. */
  expires_in: z.number().int().positive(),
  hub_id: z.union([z.number(), z.string()]).transform(String).nullish(),
})
export type TokenWire = z.output<typeof tokenWire>

export const introspectionWire = z.object({
  active: z.boolean(),
  hub_id: z.union([z.number(), z.string()]).transform(String).nullish(),
  /** The customer's website. */
  hub_domain: z.string().nullish(),
  /** An e-mail address: who signs in to HubSpot has confirmed it. */
  user: z.string().nullish(),
  user_id: z.union([z.number(), z.string()]).transform(String).nullish(),
})
