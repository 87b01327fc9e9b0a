/** `sync`: the night of the last local day that is over; once it is done, a sync by hand. */
import { and, eq } from 'drizzle-orm'
import { run } from '../../../db/workspace/schema.ts'
import { startSandboxes } from '../../demo/sandboxes.ts'
import { ensureConnections } from '../../demo/start.ts'
import { lastEndedDay } from '../../jobs/schedule.ts'
import type { Workspace } from '../../platform.ts'
import { type NightResult, runNight } from '../../sync/run-night.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { failureWords } from '../failure-words.ts'
import { progressView } from '../progress.ts'
import { table } from '../table.ts'
import { cliTexts } from '../texts.ts'

export async function sync(cli: Cli): Promise<void> {
  const workspace = await cli.workspace()
  const now = cli.runtime.deps.now()
  const day = lastEndedDay(now, workspace.timeZone)
  const kind = (await isNightDone(workspace, day)) ? 'manual' : 'night'
  await withSandboxes(cli, async () => {
    const progress = progressView(process.stderr, cli.realNowMs, cli.locale)
    const result = await runNight(cli.runtime.deps, workspace.id, {
      kind,
      day,
      onProgress: progress.update,
    }).finally(progress.stop)
    report(cli, result)
  })
}

/** The demo's CRMs are in the server's process; without a server they are brought up for the command. */
export async function withSandboxes(cli: Cli, work: () => Promise<void>): Promise<void> {
  const { demo, runtime } = cli
  const sandboxes = demo === null ? null : await startSandboxes(demo, cli.realNowMs)
  try {
    if (demo !== null && sandboxes !== null) await ensureConnections({ runtime, file: demo }, sandboxes.urls)
    await work()
  } finally {
    await sandboxes?.close()
  }
}

/** Throws when a connection's run did not complete: a command that did half is none that succeeded. */
export function report(cli: Cli, { day, runs, dead }: NightResult): void {
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
  const failed = runs.filter(({ status }) => status !== 'complete').map(({ source }) => source)
  if (failed.length > 0 || dead.length > 0 || runs.length === 0)
    throw new CommandFailed(
      runs.length === 0
        ? words.noCrm
        : words.notComplete(failed.join(', ') || dead.map((letter) => letter.reason).join(', ')),
    )
}

async function isNightDone({ db }: Workspace, day: string): Promise<boolean> {
  const done = await db
    .select({ id: run.id })
    .from(run)
    .where(and(eq(run.day, day), eq(run.kind, 'night'), eq(run.status, 'complete')))
  const open = await db.select({ id: run.id }).from(run).where(eq(run.status, 'running'))
  return done.length > 0 && open.length === 0
}
