/** `doctor`: connections, last nights, what could not be read, and what to do next. */
import { desc, eq, ne } from 'drizzle-orm'
import type { AccountRecord, Failure } from '../../../connectors/contract.ts'
import { connection, schedule } from '../../../db/directory/schema.ts'
import { run, skipped, source, streamState } from '../../../db/workspace/schema.ts'
import { formatters, texts } from '../../i18n/index.ts'
import { kindOf } from '../../okr/sources.ts'
import type { Workspace } from '../../platform.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'

export interface Diagnosis {
  readonly source: string
  readonly status: string
  readonly reason: string | null
  readonly lastDay: string | null
  readonly dataThrough: string | null
  readonly lastRun: {
    readonly status: string
    readonly calls: number
    readonly failure: string | null
  } | null
  readonly skipped: readonly { readonly stream: string; readonly id: string; readonly reason: string }[]
  readonly parked: readonly { readonly stream: string; readonly failure: string | null }[]
  readonly hidden: AccountRecord['hidden']
}

const SHOWN = 20

export async function doctor(cli: Cli): Promise<void> {
  const workspace = await cli.workspace()
  const { directory } = cli.runtime.deps
  const [planned] = await directory.select().from(schedule).where(eq(schedule.workspaceId, workspace.id))
  const connections = await directory
    .select()
    .from(connection)
    .where(eq(connection.workspaceId, workspace.id))
  const found = await Promise.all(connections.map(({ id }) => diagnose(workspace, id)))
  if (cli.json)
    cli.out(
      JSON.stringify({ workspace: workspace.id, nextNight: planned?.nextAt ?? null, connections: found }),
    )
  else show(cli, workspace, planned?.nextAt ?? null, found)
  const sick = found.filter(
    (one) => one.status !== 'active' || one.lastRun?.status === 'failed' || one.parked.length > 0,
  )
  if (found.length === 0) throw new CommandFailed('No CRM is connected. npm run pegel -- connect --help')
  if (sick.length > 0) throw new CommandFailed(`Needs you: ${sick.map((one) => one.source).join(', ')}`)
}

async function diagnose({ db }: Workspace, id: string): Promise<Diagnosis> {
  const [row] = await db.select().from(source).where(eq(source.id, id))
  const runs = await db.select().from(run).where(eq(run.source, id)).orderBy(desc(run.startedAt)).limit(20)
  const unread = await db.select().from(skipped).where(eq(skipped.source, id)).limit(SHOWN)
  const streams = await db.select().from(streamState).where(ne(streamState.status, 'rest'))
  const complete = runs.find(({ status }) => status === 'complete')
  const [last] = runs
  return {
    source: id,
    status: row?.status ?? 'missing',
    reason: kindOf(row?.statusReason ?? null),
    lastDay: complete?.day ?? null,
    dataThrough: complete?.dataThrough ?? null,
    lastRun:
      last === undefined
        ? null
        : { status: last.status, calls: last.calls, failure: failureText(last.failure) },
    skipped: unread.map(({ stream, externalId, reason }) => ({ stream, id: externalId, reason })),
    parked: streams
      .filter((one) => one.source === id && one.status === 'parked')
      .map(({ stream, failure }) => ({ stream, failure: failureText(failure) })),
    hidden: row?.account == null ? [] : (JSON.parse(row.account) as AccountRecord).hidden,
  }
}

function failureText(json: string | null): string | null {
  if (json === null) return null
  const failure = JSON.parse(json) as Failure
  return 'detail' in failure ? `${failure.kind}: ${failure.detail}` : failure.kind
}

function show(
  cli: Cli,
  { timeZone }: Workspace,
  nextNight: string | null,
  found: readonly Diagnosis[],
): void {
  const f = formatters(cli.locale)
  const t = texts(cli.locale)
  const now = cli.runtime.deps.now()
  if (nextNight !== null) cli.out(`next night     ${f.instant(nextNight, timeZone)}`)
  for (const one of found) {
    cli.out(`\n${one.source}`)
    cli.out(`  state        ${one.status}${one.reason === null ? '' : ` (${one.reason})`}`)
    cli.out(
      `  last night   ${one.lastDay ?? '–'}${one.lastRun === null ? '' : `, ${one.lastRun.calls} calls`}`,
    )
    cli.out(`  data         ${one.dataThrough === null ? '–' : f.age(one.dataThrough, now)}`)
    if (one.lastRun?.failure != null) cli.out(`  failure      ${one.lastRun.failure}`)
    for (const { stream, failure } of one.parked) cli.out(`  parked       ${stream}: ${failure ?? ''}`)
    for (const { stream, id, reason } of one.skipped) cli.out(`  not read     ${stream} ${id}: ${reason}`)
    for (const { object, field, effect } of one.hidden)
      cli.out(`  hidden       ${object}.${field}: ${effect}`)
    if (one.status === 'reconnect')
      cli.out(`  next step    ${t('failure.unauthorized')} npm run pegel -- connect ${one.source}`)
  }
}
