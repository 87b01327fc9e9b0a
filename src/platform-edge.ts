/** The program at the edge, put together from a Worker's bindings, anew for each request and each message. */
import type { Queue } from '@cloudflare/workers-types'
import { toInstant } from '../connectors/values/time.ts'
import { directoryDb } from '../db/client.ts'
import { openWeb } from '../db/open-web.ts'
import { givenProvisioner, libsqlServerProvisioner, type Provisioner } from '../db/provision.ts'
import type { AppDeps } from './app-env.ts'
import { companySealer, keyMemory } from './company-keys.ts'
import { allowHosts, type Env, EnvError, oauthApps, parseEnv, pushSecrets } from './env.ts'
import { delaySeconds } from './jobs/edge-queue.ts'
import type { EndDeps } from './leaving/end.ts'
import { parseMasterKeys } from './master-keys.ts'
import type { Message, Platform } from './platform.ts'
import { type Rewrapped, rewrap } from './rewrap.ts'
import { createSealer } from './secrets.ts'
import { openDirectory, openWorkspaces } from './workspaces.ts'

/** Bindings of `wrangler.toml`; the settings are those of the README, as variables and secrets. */
export interface EdgeEnv {
  readonly WORK: Queue<Message>
  readonly [setting: string]: unknown
}

/** Directories this isolate has seen at the program's schema. Plain text: nothing of another request may be awaited. */
const upToDate = new Set<string>()
/** Messages of a connection follow each other faster than its rate bucket fills again. */
const isolate = {}
/** Keys of companies, for a minute: a card call costs no look into the directory for them. */
const keys = keyMemory()

/** What the platform takes in one batch. */
const SENT_AT_ONCE = 100

export interface EdgeDeps extends AppDeps {
  readonly ends: EndDeps
  rewrap(): Promise<Rewrapped>
}

/** Throws `EnvError` when a setting is missing or cannot be used. */
export async function openEdge(bindings: EdgeEnv): Promise<EdgeDeps> {
  const env = edgeSettings(bindings)
  const directoryUrl = required(env, 'DIRECTORY_DB_URL')
  const publicUrl = required(env, 'PUBLIC_URL')
  const master = await createSealer(parseMasterKeys(required(env, 'PEGEL_MASTER_KEY')))
  const now = () => toInstant(Date.now())
  const open = (url: string) => openWeb(url, env.DB_AUTH_TOKEN)
  const directory = upToDate.has(directoryUrl)
    ? directoryDb(await open(directoryUrl))
    : await openDirectory(open, directoryUrl, now())
  upToDate.add(directoryUrl)
  const sealer = companySealer({ directory, master, memory: keys, nowMs: () => Date.now() })
  const { open: openWorkspace, forget } = openWorkspaces(directory, open, now)
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
  return {
    directory,
    open: openWorkspace,
    now,
    sleep,
    queue: {
      async send(message, delayMs = 0) {
        await bindings.WORK.send(message, { delaySeconds: delaySeconds(delayMs) })
      },
      async sendAll(messages) {
        for (let from = 0; from < messages.length; from += SENT_AT_ONCE)
          await bindings.WORK.sendBatch(messages.slice(from, from + SENT_AT_ONCE).map((body) => ({ body })))
      },
    },
    sealer,
    // Called without a receiver: workerd refuses it as a method of anything.
    fetch: (input, init) => fetch(input, init),
    lifetime: isolate,
    serverClock: true,
    allowHosts: allowHosts(env),
    apps: oauthApps(env),
    log: edgeLog,
    publicUrl,
    sessionSecret: await sealer.hash('session cookies'),
    pushSecrets: pushSecrets(env),
    openToAll: env.PEGEL_INSTALL === 'open',
    ends: { directory, sleep, log: edgeLog, provisioner: provisionerOf(env), forget, openDatabase: open },
    rewrap: () => rewrap(directory, master, sealer),
  }
}

/** A libSQL server whose admin API is named drops databases; any other is the operator's, and emptied. */
function provisionerOf(env: Env): Provisioner {
  const template = env.WORKSPACE_DB_URL ?? ''
  if (env.LIBSQL_ADMIN_URL === undefined) return givenProvisioner(template)
  return libsqlServerProvisioner(template, {
    adminUrl: env.LIBSQL_ADMIN_URL,
    fetch: (input, init) => fetch(input, init),
  })
}

/** One line of JSON: what the platform's log search reads. */
export const edgeLog: Platform['log'] = (event, fields) => {
  console.log(JSON.stringify({ event, ...fields }))
}

/** An empty variable is an unset one. There is no demo here, so no machine of its own that may be called. */
function edgeSettings(bindings: EdgeEnv): Env {
  const set = Object.entries(bindings).filter(([, value]) => typeof value === 'string' && value !== '')
  return parseEnv({ ...Object.fromEntries(set), PEGEL_DEMO: 'off' })
}

function required(env: Env, name: 'DIRECTORY_DB_URL' | 'PUBLIC_URL' | 'PEGEL_MASTER_KEY'): string {
  const value = env[name]
  if (value === undefined) throw new EnvError(`${name}: not set`)
  return value
}
