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

const twinProperty = z
  .string()
  .trim()
  .min(1)
  .nullable()
  .optional()
  .describe('Field of the opportunity with the id of the same deal in the other CRM; by default none')
const text = z.string().trim().min(1)
const instanceUrl = origin.describe('My Domain of the org, https://<name>.my.salesforce.com')
const clientId = text.describe('Consumer key of the External Client App')
const tokenUrl = origin
  .optional()
  .describe('Host that gives tokens; only a relay needs another than the instance')

/** A user of the org stands behind the app: no person has to agree, and nothing is renewed by a token. */
const credentials = z.strictObject({
  by: z.undefined().optional(),
  ...{ instanceUrl, clientId, tokenUrl, twinProperty },
  clientSecret: text.describe('Consumer secret of the External Client App'),
})
export type CredentialsConfig = z.output<typeof credentials>

/** An administrator let our app in: its tokens are kept by themselves. */
const installed = z.strictObject({
  by: z.literal('app'),
  loginUrl: origin.describe('Where the org signs in; the refresh token is good there'),
  clientSecret: text
    .optional()
    .describe('Our package in the org signs with it; without it nothing is believed'),
  twinProperty,
})
export type InstalledConfig = z.output<typeof installed>

/** The org trusts a certificate of the app for a user that it has approved. */
const bearer = z.strictObject({
  by: z.literal('jwt'),
  ...{ instanceUrl, clientId, tokenUrl, twinProperty },
  username: text.describe('User of the org that the app works as'),
  privateKey: text.describe('PKCS #8 key, as PEM, of the certificate that the app was given'),
})
export type BearerConfig = z.output<typeof bearer>

export const configSchema = z.discriminatedUnion('by', [credentials, installed, bearer])
export type SalesforceConfig = z.output<typeof configSchema>
