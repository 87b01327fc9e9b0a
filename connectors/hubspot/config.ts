import * as z from 'zod'

const settings = z.strictObject({
  token: z.string().trim().min(1).optional().describe('Access token of a private app, as HubSpot shows it'),
  by: z.literal('app').optional().describe('Our own app was let in: its tokens are kept by themselves'),
  apiUrl: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://api.hubapi.com')
    .describe('Base URL of the API; only a sandbox or a relay needs another one'),
  twinProperty: z
    .string()
    .trim()
    .min(1)
    .nullable()
    .optional()
    .describe('Deal property with the id of the same deal in the other CRM; null: there is none'),
  clientSecret: z
    .string()
    .trim()
    .min(1)
    .optional()
    .describe('Client secret of the private app: signs its webhooks; without it none of them is believed'),
})
export const configSchema = settings.refine(({ token, by }) => (token === undefined) === (by === 'app'), {
  message: 'a token, unless our own app was installed',
  path: ['token'],
})
export type HubspotConfig = z.output<typeof configSchema>

/** What HubSpot's own integration with Salesforce writes the id of the opportunity to. */
export const INTEGRATION_PROPERTY = 'hs_salesforceopportunityid'

export function twinProperty({ twinProperty: chosen }: Pick<HubspotConfig, 'twinProperty'>): string | null {
  return chosen === undefined ? INTEGRATION_PROPERTY : chosen
}
