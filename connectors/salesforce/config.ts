import * as z from 'zod'
import { LOOPBACK } from '../hosts.ts'

/** A host as people copy it from the browser: the screens live beside the API. */
const origin = z
  .url({ protocol: /^https?$/ })
  .refine(isBare, { message: 'only the host, without a path' })
  .refine(isSafe, { message: 'only https, and without a port' })
  .transform((text) => new URL(text).origin.replace(/\.lightning\.force\.com$/, '.my.salesforce.com'))

function isBare(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && `${url.origin}/` === url.href
}

/** The secret is sent there. Only a sandbox on this machine has plain http and a port; which hosts, the transport rules. */
function isSafe(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && (LOOPBACK.has(url.hostname) || (url.protocol === 'https:' && url.port === ''))
}

export const configSchema = z.strictObject({
  instanceUrl: origin.describe('My Domain of the org, https://<name>.my.salesforce.com'),
  clientId: z.string().trim().min(1).describe('Consumer key of the External Client App'),
  clientSecret: z.string().trim().min(1).describe('Consumer secret of the External Client App'),
  tokenUrl: origin
    .optional()
    .describe('Host that gives tokens; only a relay needs another than the instance'),
  twinProperty: z
    .string()
    .trim()
    .min(1)
    .nullable()
    .optional()
    .describe('Field of the opportunity with the id of the same deal in the other CRM; by default none'),
})
export type SalesforceConfig = z.output<typeof configSchema>
