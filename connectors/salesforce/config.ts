import * as z from 'zod'

const origin = z
  .url({ protocol: /^https?$/ })
  .refine((text) => URL.parse(text)?.pathname === '/', { message: 'only the host, without a path' })
  .transform((text) => text.replace(/\/+$/, ''))

export const configSchema = z.strictObject({
  instanceUrl: origin.describe('My Domain of the org, https://<name>.my.salesforce.com'),
  clientId: z.string().trim().min(1).describe('Consumer key of the External Client App'),
  clientSecret: z.string().trim().min(1).describe('Consumer secret of the External Client App'),
  tokenUrl: origin
    .optional()
    .describe('Host that gives tokens; only a relay needs another than the instance'),
})
export type SalesforceConfig = z.output<typeof configSchema>
