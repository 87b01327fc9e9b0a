/** The program in Node: the databases are files, or namespaces of a libSQL server. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { libsqlServerProvisioner } from '../../db/provision.ts'
import { createApp } from '../../src/app.ts'
import { parseEnv } from '../../src/env.ts'
import { planNights } from '../../src/jobs/schedule.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { openRuntime } from '../../src/node-runtime.ts'
import { type LibsqlServer, startLibsqlServer } from '../support/libsql-server.ts'
import type { Deployment } from './deployment.ts'

export interface Place extends Deployment {
  close(): Promise<void>
}

const common = { PEGEL_DEMO: 'off', PEGEL_ALLOW_HOSTS: '127.0.0.1' }

export async function openFiles(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'pegel-engines-'))
  return open({ DATA_DIR: folder }, async () => rmSync(folder, { recursive: true, force: true }))
}

export async function openServer(): Promise<Place> {
  const server = await startLibsqlServer()
  const folder = mkdtempSync(join(tmpdir(), 'pegel-engines-'))
  // The folder holds the master key and no database.
  return open({ ...(await settings(server)), DATA_DIR: folder }, async () => {
    rmSync(folder, { recursive: true, force: true })
    await server.stop()
  })
}

async function settings({ adminUrl, template }: LibsqlServer) {
  const directory = await libsqlServerProvisioner(template, { adminUrl, fetch }).create('directory')
  return { DIRECTORY_DB_URL: directory, WORKSPACE_DB_URL: template, LIBSQL_ADMIN_URL: adminUrl }
}

async function open(named: Readonly<Record<string, string>>, gone: () => Promise<void>): Promise<Place> {
  const runtime = await openRuntime({
    env: parseEnv({ ...common, ...named }),
    ...{ madeKey() {}, log() {}, realNowMs: () => Date.now(), shiftMs: () => 0 },
  })
  const { deps, queue, provisioner } = runtime
  const app = createApp(deps)
  return {
    provisioner,
    platform: async () => deps,
    http: async (path, init) => app.fetch(new Request(new URL(path, deps.publicUrl), init)),
    async cron() {
      await planNights(deps)
      await sweep(deps)
    },
    async settle() {
      await queue.idle()
      if (queue.dead.length > 0) throw new Error(`given up: ${JSON.stringify(queue.dead)}`)
    },
    async close() {
      await runtime.close()
      await gone()
    },
  }
}
