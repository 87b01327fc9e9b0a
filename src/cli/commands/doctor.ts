/** `doctor`: connections, last nights, what could not be read, and what to do next. */
import { eq } from 'drizzle-orm'
import { connection, schedule } from '../../../db/directory/schema.ts'
import { formatters } from '../../i18n/index.ts'
import type { Cli } from '../context.ts'
import { type Diagnosis, diagnose, isSick } from '../diagnosis.ts'
import { CommandFailed } from '../exit-line.ts'
import { failureWords } from '../failure-words.ts'
import { cliTexts } from '../texts.ts'

export async function doctor(cli: Cli): Promise<void> {
  const workspace = await cli.workspace()
  const words = cliTexts(cli.locale)
  const { directory } = cli.runtime.deps
  const [planned] = await directory.select().from(schedule).where(eq(schedule.workspaceId, workspace.id))
  const rows = await directory.select().from(connection).where(eq(connection.workspaceId, workspace.id))
  const found = await Promise.all(rows.map(({ id }) => diagnose(workspace, id)))
  const nextNight = planned?.nextAt ?? null
  if (cli.json) cli.out(JSON.stringify({ workspace: workspace.id, nextNight, connections: found }))
  else {
    if (nextNight !== null)
      cli.out(row(words.nextNight, formatters(cli.locale).instant(nextNight, workspace.timeZone)))
    for (const one of found) cli.out(`\n${one.source}\n${linesOf(one, cli).join('\n')}`)
  }
  if (found.length === 0) throw new CommandFailed(words.noCrm)
  const sick = found.filter(isSick)
  if (sick.length > 0) throw new CommandFailed(words.needsYou(sick.map((one) => one.source).join(', ')))
}

function row(name: string, text: string): string {
  return `${name.padEnd(16)}${text}`
}

function linesOf(one: Diagnosis, cli: Cli): readonly string[] {
  const words = cliTexts(cli.locale)
  const { status, reason, lastDay, lastRun, dataThrough } = one
  const age = dataThrough === null ? '–' : formatters(cli.locale).age(dataThrough, cli.runtime.deps.now())
  const why = reason === null ? '' : `: ${failureWords(reason, cli.locale)}`
  const facts: [string, string][] = [
    [words.state, `${words[`state.${status}`]}${why}`],
    [words.lastNight, `${lastDay ?? '–'}${lastRun === null ? '' : `, ${words.callsMade(lastRun.calls)}`}`],
    [words.data, age],
  ]
  if (lastRun?.failure != null && status === 'active')
    facts.push([words.failure, failureWords(lastRun.failure, cli.locale)])
  for (const { stream, failure } of one.parked)
    facts.push([words.parked, `${stream}${failure === null ? '' : `: ${failureWords(failure, cli.locale)}`}`])
  facts.push(...unreadOf(one, cli))
  for (const { object, field, effect } of one.hidden)
    facts.push([words.hidden, `${object}.${field}: ${effect}`])
  const step = nextStep(one, cli)
  if (step !== null) facts.push([words.nextStep, step])
  return facts.map(([name, text]) => `  ${row(name, text)}`)
}

function unreadOf({ skipped, held }: Diagnosis, { locale }: Cli): [string, string][] {
  const words = cliTexts(locale)
  const lines = [
    ...skipped.first.map(({ stream, id, reason }) => `${stream} ${id}: ${reason}`),
    ...held.first.map(
      ({ id, problems }) =>
        `deals ${id}: ${problems.map(({ field, code, raw }) => `${field} ${words[`problem.${code}`]} (${raw})`).join(', ')}`,
    ),
  ]
  const total = skipped.total + held.total
  if (total === 0) return []
  const more = total - lines.length
  return [
    [words.skipped, words.countedNotRead(total)],
    ...lines.map((line): [string, string] => ['', line]),
    ...(more > 0 ? [['', words.andMore(more)] as [string, string]] : []),
  ]
}

function nextStep(one: Diagnosis, { locale }: Cli): string | null {
  const words = cliTexts(locale)
  if (one.status === 'reconnect') return words.reconnect(one.crm, one.source)
  if (isSick(one)) return words.waitForNight
  return one.skipped.total + one.held.total > 0 ? words.mendDeals : null
}
