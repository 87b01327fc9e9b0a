/** `sync`: the night of the last local day that is over; once it is done, a sync by hand. */
import { and, eq, inArray } from 'drizzle-orm'
import { run } from '../../../db/workspace/schema.ts'
import { startSandboxes } from '../../demo/sandboxes.ts'
import { ensureConnections } from '../../demo/start.ts'
import { lastEndedDay } from '../../jobs/schedule.ts'
import type { Workspace } from '../../platform.ts'
import { nightKinds } from '../../sync/run-kinds.ts'
import { type NightResult, runNight } from '../../sync/run-night.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { failureWords } from '../failure-words.ts'
import { progressView } from '../progress.ts'
import { table } from '../table.ts'
import { cliTexts } from '../texts.ts'

export async function sync(cli: Cli): Promise<void> {
  report(cli, await runDue(cli))
}

/** The night that is due, or a sync by hand. */
export async function runDue(cli: Cli): Promise<NightResult> {
  const workspace = await cli.workspace()
  const now = cli.runtime.deps.now()
  const day = lastEndedDay(now, workspace.timeZone)
  const kind = (await isNightDone(workspace, day)) ? 'manual' : 'night'
  return withSandboxes(cli, () => {
    const progress = progressView(process.stderr, cli.realNowMs, cli.locale)
    const asked = { kind, day, onProgress: progress.update } as const
    return runNight(cli.runtime.deps, workspace.id, asked).finally(progress.stop)
  })
}

/** The demo's CRMs are in the server's process; without a server they are brought up for the command. */
export async function withSandboxes<Result>(cli: Cli, work: () => Promise<Result>): Promise<Result> {
  const { demo, runtime } = cli
  const sandboxes = demo === null ? null : await startSandboxes(demo, cli.realNowMs)
  try {
    if (demo !== null && sandboxes !== null) await ensureConnections({ runtime, file: demo }, sandboxes.urls)
    return await work()
  } finally {
    await sandboxes?.close()
  }
}

/** Throws when a connection's run did not complete: a command that did half is none that succeeded. */
export function report(cli: Cli, result: NightResult): void {
  const { day, runs } = result
  const words = cliTexts(cli.locale)
  const { connection, dayColumn, status, calls, pages, records, skipped, reason } = words
  const columns = [connection, dayColumn, status, calls, pages, records, skipped, reason]
  cli.out(
    cli.json
      ? JSON.stringify({ day, runs })
      : table(
          columns.map((title) => ({ title })),
          runs.map((r) => [
            r.source,
            day,
            words[`run.${r.status}`],
            ...[r.calls, r.pages, r.records, r.skipped].map(String),
            r.failure === null ? '' : failureWords(r.failure, cli.locale),
          ]),
        ),
  )
  const failed = notComplete(result, cli)
  if (failed !== null) throw failed
}

/** Null when every connection's run is complete. */
export function notComplete({ runs, dead }: NightResult, { locale }: Cli): CommandFailed | null {
  const words = cliTexts(locale)
  const failed = runs.filter(({ status }) => status !== 'complete').map(({ source }) => source)
  if (runs.length === 0) return new CommandFailed(words.noCrm)
  if (failed.length === 0 && dead.length === 0) return null
  return new CommandFailed(
    words.notComplete(failed.join(', ') || dead.map((letter) => letter.reason).join(', ')),
  )
}

async function isNightDone({ db }: Workspace, day: string): Promise<boolean> {
  const done = await db
    .select({ id: run.id })
    .from(run)
    .where(and(eq(run.day, day), eq(run.kind, 'night'), eq(run.status, 'complete')))
  const open = await db
    .select({ id: run.id })
    .from(run)
    .where(and(eq(run.status, 'running'), inArray(run.kind, nightKinds)))
  return done.length > 0 && open.length === 0
}
