/** The environment of section *Operate* of the README, read once and handed on as arguments. */
import * as z from 'zod'
import type { OAuthApp } from '../connectors/oauth.ts'

const HUBSPOT_API = 'https://api.hubapi.com'
const HUBSPOT_APP = 'https://app.hubspot.com'
const SALESFORCE_LOGIN = 'https://login.salesforce.com'

const url = z.url({ protocol: /^https?$/ })

export const envSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8787),
  DATA_DIR: z.string().min(1).default('data'),
  DIRECTORY_DB_URL: z.string().min(1).optional(),
  WORKSPACE_DB_URL: z.string().min(1).optional(),
  /** Sent to a libSQL server with every request. */
  DB_AUTH_TOKEN: z.string().min(1).optional(),
  LIBSQL_ADMIN_URL: url.optional(),
  PUBLIC_URL: url.optional(),
  /** `<id>:<base64 of 32 bytes>`, several joined by commas; the first seals, all open. */
  PEGEL_MASTER_KEY: z.string().min(1).optional(),
  /** Hosts a connection may name beyond the vendors' own, joined by commas. */
  PEGEL_ALLOW_HOSTS: z.string().default(''),
  PEGEL_DEMO: z.enum(['on', 'off']).default('on'),
  /** First day of a new demo company's life, for a repeatable start; default: the day before yesterday. */
  PEGEL_DEMO_ANCHOR: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
  /** Language of the command line and of the demo company; German when it begins with `de`. */
  LANG: z.string().default('en'),
  LOG_LEVEL: z.enum(['quiet', 'info']).default('quiet'),
  /** Who may connect the first CRM of a new company: anybody whom their CRM lets install, or only people we know. */
  PEGEL_INSTALL: z.enum(['open', 'members']).default('members'),
  HUBSPOT_CLIENT_ID: z.string().min(1).optional(),
  /** Of the marketplace app: signs the webhooks of every portal that has it. */
  HUBSPOT_CLIENT_SECRET: z.string().min(1).optional(),
  HUBSPOT_API_URL: url.default(HUBSPOT_API),
  /** Where administrators let the app in. */
  HUBSPOT_APP_URL: url.default(HUBSPOT_APP),
  SALESFORCE_LOGIN_URL: url.default(SALESFORCE_LOGIN),
  /** `{host}` stands for the login host of the org. */
  SALESFORCE_TOKEN_URL: url.optional(),
  SALESFORCE_CLIENT_ID: z.string().optional(),
  SALESFORCE_CLIENT_SECRET: z.string().optional(),
})
export type Env = z.infer<typeof envSchema>

/** A setting that cannot be used: names the variable and what is wrong with it. */
export class EnvError extends Error {
  override readonly name = 'EnvError'
}

export function parseEnv(source: Readonly<Record<string, unknown>>): Env {
  const parsed = envSchema.safeParse(source)
  if (parsed.success) return parsed.data
  const first = parsed.error.issues[0]
  throw new EnvError(`${first?.path.join('.') ?? 'environment'}: ${first?.message ?? 'invalid'}`)
}

/** The demo's sandboxes listen on this machine; what stands in for a vendor was named by whoever runs this. */
export function allowHosts(env: Env): readonly string[] {
  const named = env.PEGEL_ALLOW_HOSTS.split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '')
  const standIns = [
    ...(env.HUBSPOT_API_URL === HUBSPOT_API ? [] : [env.HUBSPOT_API_URL]),
    ...(env.SALESFORCE_LOGIN_URL === SALESFORCE_LOGIN ? [] : [env.SALESFORCE_LOGIN_URL]),
    ...(env.SALESFORCE_TOKEN_URL === undefined ? [] : [env.SALESFORCE_TOKEN_URL]),
  ].map((address) => new URL(address).origin)
  return [...named, ...standIns, ...(env.PEGEL_DEMO === 'on' ? ['127.0.0.1'] : [])]
}

/** Our own apps by CRM; one that is not set up cannot be installed. */
export function oauthApps(env: Env): Readonly<Record<string, OAuthApp>> {
  const bare = (address: string) => address.replace(/\/+$/, '')
  const { HUBSPOT_CLIENT_ID: hubspotId, HUBSPOT_CLIENT_SECRET: hubspotSecret } = env
  const { SALESFORCE_CLIENT_ID: salesforceId, SALESFORCE_CLIENT_SECRET: salesforceSecret } = env
  const hubspot =
    hubspotId === undefined || hubspotSecret === undefined
      ? {}
      : {
          hubspot: {
            ...{ clientId: hubspotId, clientSecret: hubspotSecret, tokenUrl: null },
            ...{ loginUrl: bare(env.HUBSPOT_APP_URL), apiUrl: bare(env.HUBSPOT_API_URL) },
          },
        }
  const salesforce =
    salesforceId === undefined || salesforceSecret === undefined
      ? {}
      : {
          salesforce: {
            ...{ clientId: salesforceId, clientSecret: salesforceSecret, apiUrl: null },
            ...{ loginUrl: bare(env.SALESFORCE_LOGIN_URL), tokenUrl: env.SALESFORCE_TOKEN_URL ?? null },
          },
        }
  return { ...hubspot, ...salesforce }
}

/** Secrets of our own apps by CRM: they sign pushes for every account. A connection's own is in its config. */
export function pushSecrets(env: Env): Readonly<Record<string, readonly string[]>> {
  return env.HUBSPOT_CLIENT_SECRET === undefined ? {} : { hubspot: [env.HUBSPOT_CLIENT_SECRET] }
}

export function localeOf({ LANG = 'en' }: { readonly LANG?: string | undefined }): 'de' | 'en' {
  return LANG.toLowerCase().startsWith('de') ? 'de' : 'en'
}
