/** The environment of section *Operate* of the README, read once and handed on as arguments. */
import * as z from 'zod'

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
  /** Of the marketplace app: signs the webhooks of every portal that has it. */
  HUBSPOT_CLIENT_SECRET: z.string().min(1).optional(),
  HUBSPOT_API_URL: url.default('https://api.hubapi.com'),
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

/** The demo's sandboxes listen on this machine. */
export function allowHosts(env: Env): readonly string[] {
  const named = env.PEGEL_ALLOW_HOSTS.split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '')
  return env.PEGEL_DEMO === 'on' ? [...named, '127.0.0.1'] : named
}

/** Secrets of our own apps by CRM: they sign pushes for every account. A connection's own is in its config. */
export function pushSecrets(env: Env): Readonly<Record<string, readonly string[]>> {
  return env.HUBSPOT_CLIENT_SECRET === undefined ? {} : { hubspot: [env.HUBSPOT_CLIENT_SECRET] }
}

export function localeOf({ LANG = 'en' }: { readonly LANG?: string | undefined }): 'de' | 'en' {
  return LANG.toLowerCase().startsWith('de') ? 'de' : 'en'
}
