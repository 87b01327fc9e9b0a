/** What every command works with: the opened program, the company, and two streams that are never mixed. */
import { eq } from 'drizzle-orm'
import { workspace as workspaceTable } from '../../db/directory/schema.ts'
import type { Locale } from '../app-env.ts'
import { type DemoFile, demoFile } from '../demo/state.ts'
import { type Env, localeOf } from '../env.ts'
import { openRuntime, type Runtime } from '../node-runtime.ts'
import type { Workspace } from '../platform.ts'
import { CommandFailed } from './exit-line.ts'
import { stderrLog } from './log.ts'
import { cliTexts } from './texts.ts'

export interface Streams {
  /** Data, and nothing else. */
  out(text: string): void
  /** Everything else. */
  say(line: string): void
}

export interface Cli extends Streams {
  readonly env: Env
  readonly json: boolean
  readonly locale: Locale
  readonly runtime: Runtime
  /** The demo company's state; null without one. */
  readonly demo: DemoFile | null
  realNowMs(): number
  /** The one company, or the one named by `--workspace`. Throws `CommandFailed` when there is none or a choice. */
  workspace(): Promise<Workspace>
}

export interface CliOptions {
  readonly env: Env
  readonly json: boolean
  readonly workspaceId: string | undefined
  /** Given by `--now`: the clock stands still there. */
  readonly now: string | undefined
  readonly streams: Streams
}

export async function openCli({ env, json, workspaceId, now, streams }: CliOptions): Promise<Cli> {
  const file = demoFile(env.DATA_DIR)
  const demo = env.PEGEL_DEMO === 'on' && file.read() !== null ? file : null
  const realNowMs = () => Date.now()
  const locale = localeOf(env)
  const runtime = await openRuntime({
    env,
    madeKey: (path) => streams.say(cliTexts(locale).madeKey(path)),
    realNowMs,
    shiftMs: () => demo?.read()?.shiftMs ?? 0,
    ...(now === undefined ? {} : { frozen: now }),
    log: stderrLog(env.LOG_LEVEL),
  })

  async function workspace(): Promise<Workspace> {
    const { directory, open } = runtime.deps
    const words = cliTexts(locale)
    const rows = await directory.select({ id: workspaceTable.id }).from(workspaceTable)
    if (workspaceId !== undefined) {
      if (rows.every((row) => row.id !== workspaceId))
        throw new CommandFailed(words.unknownCompany(workspaceId))
      return open(workspaceId)
    }
    const [only, other] = rows
    if (only === undefined) throw new CommandFailed(words.noCompany)
    if (other !== undefined)
      throw new CommandFailed(words.severalCompanies(rows.map((row) => row.id).join(' | ')))
    return open(only.id)
  }

  return { ...streams, env, json, locale, runtime, demo, realNowMs, workspace }
}

/** True when the directory knows the company. */
export async function hasWorkspace({ runtime }: Cli, id: string): Promise<boolean> {
  const rows = await runtime.deps.directory.select().from(workspaceTable).where(eq(workspaceTable.id, id))
  return rows.length > 0
}
