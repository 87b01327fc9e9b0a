/** `npm start`: the embedded program. With the demo on it brings two sandbox CRMs and plays two nights first. */
import { serve } from '@hono/node-server'
import { workspace as workspaceTable } from '../db/directory/schema.ts'
import { createApp } from './app.ts'
import type { Locale } from './app-env.ts'
import { issueSignInLink } from './auth/link.ts'
import { boardTable } from './cli/board-table.ts'
import { CommandFailed, exitLine } from './cli/exit-line.ts'
import { stderrLog } from './cli/log.ts'
import { progressView } from './cli/progress.ts'
import { cliTexts } from './cli/texts.ts'
import { DEMO_WORKSPACE, kept, turnDays } from './demo/play.ts'
import { type DemoSandboxes, demoApps, startSandboxes } from './demo/sandboxes.ts'
import { prepareDemo, startDemo } from './demo/start.ts'
import { type DemoFile, demoFile } from './demo/state.ts'
import { nodeEnv, nodeLocale } from './env-node.ts'
import { plainHeaders } from './guard/headers.ts'
import { heartbeat } from './install/heartbeat.ts'
import { planNights } from './jobs/schedule.ts'
import { sweep } from './jobs/sweep.ts'
import { upkeep } from './leaving/upkeep.ts'
import { openRuntime, type Runtime } from './node-runtime.ts'
import { LEASE_MS } from './sync/stream-lease.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)
const realNowMs = () => Date.now()
/** Nights are looked for this often; a stuck one is revived then too. */
const TICK_MS = 60_000

async function main(): Promise<void> {
  const given = nodeEnv()
  const locale = nodeLocale()
  const words = cliTexts(locale)
  // First of all: a port that is taken must be told before anything is made or changed.
  const door = await openDoor(given.PORT, words.starting)
  const env = { ...given, PORT: door.port }
  const demo = env.PEGEL_DEMO === 'on' ? demoFile(env.DATA_DIR) : null
  const runtime = await openRuntime({
    env,
    madeKey: (path) => say(words.madeKey(path)),
    realNowMs,
    shiftMs: () => demo?.read()?.shiftMs ?? 0,
    log: stderrLog(env.LOG_LEVEL),
  })
  await openCompanies(runtime)
  const sandboxes = demo === null ? null : await bringUp(runtime, demo, locale)
  door.serve(createApp(runtime.deps).fetch)
  say(`${words.listens} ${runtime.deps.publicUrl}`)
  if (demo !== null) {
    const workspace = await runtime.deps.open(DEMO_WORKSPACE)
    process.stdout.write(`${await boardTable(workspace, locale, runtime.deps.now())}\n\n`)
    const link = await issueSignInLink(runtime.deps, demoUser)
    process.stdout.write(`${words.signIn}: ${link}\n`)
  }
  keepSyncing(runtime, () => demo !== null && turnDays({ file: demo, realNowMs }))

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      Promise.all([runtime.close(), sandboxes?.close()]).then(() => process.exit(0), stop)
    })
  }
}

/** A database that a newer program has used stops the start here, before a night writes anything. */
async function openCompanies({ deps }: Runtime): Promise<void> {
  const rows = await deps.directory.select({ id: workspaceTable.id }).from(workspaceTable)
  for (const { id } of rows) await deps.open(id)
}

async function bringUp(runtime: Runtime, file: DemoFile, locale: Locale): Promise<DemoSandboxes> {
  prepareDemo({ file, realNowMs }, runtime.env.PEGEL_DEMO_ANCHOR)
  const { publicUrl } = runtime.deps
  const sandboxes = await startSandboxes(file, realNowMs, `${publicUrl}/webhooks`, publicUrl)
  if (sandboxes === null) throw new CommandFailed(cliTexts(locale).runsAlready)
  Object.assign(runtime.apps, demoApps(sandboxes.urls, kept(file)))
  const progress = progressView(process.stderr, realNowMs, locale)
  const play = { runtime, file, realNowMs, onProgress: progress.update }
  await startDemo(play, sandboxes.urls, locale).finally(progress.stop)
  return sandboxes
}

const demoUser = {
  email: 'demo@nordwerk.example',
  name: 'Demo',
  workspaceId: DEMO_WORKSPACE,
  role: 'administrator',
} as const

interface Door {
  /** The one that was bound. */
  readonly port: number
  serve(fetch: Fetch): void
}
type Fetch = (request: Request, env: object) => Response | Promise<Response>

/** Whoever comes too early is told so, and the browser asks again. Rejects with the system's error when it is taken. */
function openDoor(wanted: number, starting: string): Promise<Door> {
  const headers = { ...plainHeaders, refresh: '2', 'retry-after': '2' }
  let inside: Fetch = () => new Response(`${starting}\n`, { status: 503, headers })
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: (request, env) => inside(request, env), port: wanted }, ({ port }) =>
      resolve({
        port,
        serve(fetch) {
          inside = fetch
        },
      }),
    )
    server.once('error', reject)
  })
}

function keepSyncing({ deps, refresh, rewrap }: Runtime, turnDay: () => boolean): void {
  async function tick(quietMs?: number): Promise<void> {
    turnDay()
    await refresh()
    await planNights(deps)
    await sweep(deps, quietMs === undefined ? {} : { quietMs })
    await upkeep({ ...deps, rewrap })
    await heartbeat(deps)
  }
  const guarded = (quietMs?: number) => {
    tick(quietMs).catch((error: unknown) =>
      deps.log('tick_failed', { reason: error instanceof Error ? error.name : 'unknown' }),
    )
  }
  // Our own queue is empty now: what a killed process left lying is taken up at once.
  guarded(0)
  // And what it held when it was killed, as soon as its lease is over: the usual quiet would be minutes.
  setTimeout(() => guarded(LEASE_MS), LEASE_MS + 1_000).unref()
  setInterval(() => guarded(), TICK_MS).unref()
}

function stop(error: unknown): never {
  say(exitLine(error, nodeLocale()))
  process.exit(1)
}

main().catch(stop)
