import * as z from 'zod'

export const configSchema = z.strictObject({
  token: z.string().trim().min(1).describe('Access token of a private app, as HubSpot shows it'),
  apiUrl: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://api.hubapi.com')
    .describe('Base URL of the API; only a sandbox or a relay needs another one'),
})
export type HubspotConfig = z.output<typeof configSchema>
