/**
 * Stands in, at the edge, for what the sign-in library loads and we never use: forty ready-made providers, of which an
 * OpenID Connect issuer by its address needs none, and a report to its makers, which is off. See `wrangler.toml`.
 */
import * as z from 'zod'

/** By name, as the library asks for them. A provider that is set up by name fails here, loudly. */
export const socialProviders: Readonly<Record<string, never>> = {}
export const SocialProviderListEnum = z.string()

export async function createTelemetry() {
  return { publish: async () => undefined }
}
