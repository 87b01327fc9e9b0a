/** `sync`: the night of the last local day that is over; once it is done, a sync by hand. */
import { and, eq } from 'drizzle-orm'
import { run } from '../../../db/workspace/schema.ts'
import { startSandboxes } from '../../demo/sandboxes.ts'
import { lastEndedDay } from '../../jobs/schedule.ts'
import type { Workspace } from '../../platform.ts'
import { type NightResult, runNight } from '../../sync/run-night.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { progressView } from '../progress.ts'
import { table } from '../table.ts'

export async function sync(cli: Cli): Promise<void> {
  const workspace = await cli.workspace()
  const now = cli.runtime.deps.now()
  const day = lastEndedDay(now, workspace.timeZone)
  const kind = (await isNightDone(workspace, day)) ? 'manual' : 'night'
  await withSandboxes(cli, async () => {
    const progress = progressView(process.stderr, cli.realNowMs)
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
  const sandboxes = cli.demo === null ? null : await startSandboxes(cli.demo, cli.realNowMs)
  try {
    await work()
  } finally {
    await sandboxes?.close()
  }
}

/** Throws when a connection's run did not complete: a command that did half is none that succeeded. */
export function report(cli: Cli, { day, runs, dead }: NightResult): void {
  const columns = ['connection', 'day', 'status', 'calls', 'pages', 'records', 'skipped', 'reason']
  cli.out(
    cli.json
      ? JSON.stringify({ day, runs })
      : table(
          columns.map((title) => ({ title })),
          runs.map((r) => [
            r.source,
            day,
            r.status,
            ...[r.calls, r.pages, r.records, r.skipped].map(String),
            r.failure === null ? '' : failureText(r.failure),
          ]),
        ),
  )
  const failed = runs.filter(({ status }) => status !== 'complete').map(({ source }) => source)
  if (failed.length > 0 || dead.length > 0 || runs.length === 0)
    throw new CommandFailed(
      runs.length === 0
        ? 'No CRM is connected. npm run pegel -- connect --help'
        : `Not complete: ${failed.join(', ') || dead.map(({ reason }) => reason).join(', ')}. npm run pegel -- doctor says what to do.`,
    )
}

function failureText(failure: NonNullable<NightResult['runs'][number]['failure']>): string {
  return 'detail' in failure ? `${failure.kind}: ${failure.detail}` : failure.kind
}

async function isNightDone({ db }: Workspace, day: string): Promise<boolean> {
  const done = await db
    .select({ id: run.id })
    .from(run)
    .where(and(eq(run.day, day), eq(run.kind, 'night'), eq(run.status, 'complete')))
  const open = await db.select({ id: run.id }).from(run).where(eq(run.status, 'running'))
  return done.length > 0 && open.length === 0
}
