/** `npm start`: the embedded program. With the demo on it brings two sandbox CRMs and plays two nights first. */
import { serve } from '@hono/node-server'
import { createApp } from './app.ts'
import { issueSignInLink } from './auth/link.ts'
import { boardTable } from './cli/board-table.ts'
import { exitLine } from './cli/exit-line.ts'
import { stderrLog } from './cli/log.ts'
import { progressView } from './cli/progress.ts'
import { cliTexts } from './cli/texts.ts'
import { DEMO_WORKSPACE, turnDays } from './demo/play.ts'
import { startSandboxes } from './demo/sandboxes.ts'
import { prepareDemo, startDemo } from './demo/start.ts'
import { demoFile } from './demo/state.ts'
import { localeOf } from './env.ts'
import { nodeEnv } from './env-node.ts'
import { planNights } from './jobs/schedule.ts'
import { sweep } from './jobs/sweep.ts'
import { openRuntime, type Runtime } from './node-runtime.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)
const realNowMs = () => Date.now()
/** Nights are looked for this often; a stuck one is revived then too. */
const TICK_MS = 60_000

async function main(): Promise<void> {
  const env = nodeEnv()
  const locale = localeOf(env)
  const demo = env.PEGEL_DEMO === 'on' ? demoFile(env.DATA_DIR) : null
  if (demo !== null) prepareDemo({ file: demo, realNowMs }, env.PEGEL_DEMO_ANCHOR)
  const runtime = await openRuntime({
    env,
    say,
    realNowMs,
    shiftMs: () => demo?.read()?.shiftMs ?? 0,
    log: stderrLog(env.LOG_LEVEL),
  })
  const sandboxes = demo === null ? null : await startSandboxes(demo, realNowMs)
  if (demo !== null) {
    if (sandboxes === null) throw new Error('Pegel is running already: its sandbox CRMs hold their ports.')
    const progress = progressView(process.stderr, realNowMs)
    const play = { runtime, file: demo, realNowMs, onProgress: progress.update }
    await startDemo(play, sandboxes.urls, locale).finally(progress.stop)
  }
  const port = await listen(runtime)
  if (demo !== null) {
    const workspace = await runtime.deps.open(DEMO_WORKSPACE)
    process.stdout.write(`${await boardTable(workspace, locale, runtime.deps.now())}\n\n`)
    const publicUrl = env.PUBLIC_URL ?? `http://localhost:${port}`
    const link = await issueSignInLink({ ...runtime.deps, publicUrl }, demoUser)
    process.stdout.write(`${cliTexts(locale).signIn}: ${link}\n`)
  }
  keepSyncing(runtime, () => demo !== null && turnDays({ file: demo, realNowMs }))

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      Promise.all([runtime.close(), sandboxes?.close()]).then(() => process.exit(0))
    })
  }
}

const demoUser = {
  email: 'demo@nordwerk.example',
  name: 'Demo',
  workspaceId: DEMO_WORKSPACE,
  role: 'administrator',
} as const

/** Resolves with the port that was bound; rejects with the system's error when it is taken. */
function listen({ env, deps }: Runtime): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: createApp(deps).fetch, port: env.PORT }, ({ port }) => {
      say(`Pegel listens at ${env.PUBLIC_URL ?? `http://localhost:${port}`}`)
      resolve(port)
    })
    server.once('error', reject)
  })
}

function keepSyncing({ deps }: Runtime, turnDay: () => boolean): void {
  async function tick(): Promise<void> {
    turnDay()
    await planNights(deps)
    await sweep(deps)
  }
  const guarded = () => {
    tick().catch((error: unknown) =>
      deps.log('tick_failed', { reason: error instanceof Error ? error.name : 'unknown' }),
    )
  }
  guarded()
  setInterval(guarded, TICK_MS).unref()
}

main().catch((error: unknown) => {
  say(exitLine(error))
  process.exit(1)
})
