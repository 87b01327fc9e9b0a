/** The embedded program, put together: databases in files, the real clock, a queue in memory. Used by server and CLI. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Instant } from '../connectors/contract.ts'
import type { OAuthApp } from '../connectors/oauth.ts'
import { toInstant } from '../connectors/values/time.ts'
import { openNode, removeFile } from '../db/open-node.ts'
import {
  fileProvisioner,
  givenProvisioner,
  libsqlServerProvisioner,
  type Provisioner,
} from '../db/provision.ts'
import type { AppDeps } from './app-env.ts'
import { companySealer, keyMemory } from './company-keys.ts'
import { allowHosts, type Env, oauthApps, pushSecrets } from './env.ts'
import { createLocalQueue, type LocalQueue } from './jobs/local-queue.ts'
import { masterKeys } from './master-key-file.ts'
import type { Platform } from './platform.ts'
import { type Rewrapped, rewrap } from './rewrap.ts'
import { createSealer } from './secrets.ts'
import { handle } from './sync/handle.ts'
import { park } from './sync/park.ts'
import { openDirectory, openWorkspaces } from './workspaces.ts'

export interface Runtime {
  readonly env: Env
  readonly deps: AppDeps
  readonly queue: LocalQueue
  readonly provisioner: Provisioner
  /** Those of `deps`; the demo adds its own. */
  readonly apps: Record<string, OAuthApp>
  /** Wraps anew what an older master key has wrapped. */
  rewrap(): Promise<Rewrapped>
  /** What another process has changed of the companies: their time zone. */
  refresh(): Promise<void>
  close(): Promise<void>
}

export interface RuntimeOptions {
  readonly env: Env
  /** For people: where a new master key lies. */
  madeKey(path: string): void
  /** Milliseconds of the real clock. */
  realNowMs(): number
  /** What the virtual clock is ahead of the real one; 0 without a demo. */
  shiftMs(): number
  /** An instant that stands still, where a command was given one. */
  readonly frozen?: Instant
  log: Platform['log']
}

export async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { env, log } = options
  const now = () => options.frozen ?? toInstant(options.realNowMs() + options.shiftMs())
  const open = (url: string) => openNode(url, env.DB_AUTH_TOKEN)
  const directory = await openDirectory(
    open,
    env.DIRECTORY_DB_URL ?? `file:${env.DATA_DIR}/directory.db`,
    now(),
  )
  // After the database: a start that cannot use it leaves no key behind.
  const master = await createSealer(masterKeys(env.PEGEL_MASTER_KEY, env.DATA_DIR, options.madeKey))
  const sealer = companySealer({ directory, master, memory: keyMemory(), nowMs: options.realNowMs })
  const workspaces = openWorkspaces(directory, open, now)
  const sleep = async (ms: number) => {
    await wait(ms)
  }
  const apps: Runtime['apps'] = { ...oauthApps(env) }
  const platform: Omit<Platform, 'queue'> = {
    directory,
    open: workspaces.open,
    now,
    sleep,
    sealer,
    fetch: globalThis.fetch,
    allowHosts: allowHosts(env),
    apps,
    log,
  }
  const queue: LocalQueue = createLocalQueue({
    handle: (message) => handle({ ...platform, queue }, message),
    sleep,
    log,
    onDead: (message, reason) => park({ ...platform, queue }, message, reason),
  })
  const provisioner = provisionerOf(env)
  return {
    env,
    deps: {
      ...platform,
      queue,
      publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
      sessionSecret: await sealer.hash('session cookies'),
      pushSecrets: pushSecrets(env),
      openToAll: env.PEGEL_INSTALL === 'open',
      ends: { directory, sleep, log, provisioner, forget: workspaces.forget, openDatabase: open },
    },
    queue,
    provisioner,
    apps,
    rewrap: () => rewrap(directory, master, sealer),
    refresh: workspaces.refresh,
    async close() {
      await queue.stop()
      await workspaces.close()
      directory.$client.close()
    },
  }
}

/** Files by default; a libSQL server where its admin API is named; else databases that an operator makes. */
function provisionerOf(env: Env): Provisioner {
  const template = env.WORKSPACE_DB_URL ?? `file:${env.DATA_DIR}/{workspace}.db`
  if (template.startsWith('file:')) return fileProvisioner(template, removeFile)
  if (env.LIBSQL_ADMIN_URL === undefined) return givenProvisioner(template)
  return libsqlServerProvisioner(template, { adminUrl: env.LIBSQL_ADMIN_URL, fetch: globalThis.fetch })
}
