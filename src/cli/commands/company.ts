/** `company`: how long it stays without a CRM, and its end. */
import { chooseDays, keepCompany, readClock } from '../../leaving/clock.ts'
import { endCompany } from '../../leaving/end.ts'
import { auditRow } from '../../okr/context.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { cliTexts } from '../texts.ts'

const ACTOR = 'command line'

export async function laterThan(cli: Cli, days: number): Promise<void> {
  const { directory, now } = cli.runtime.deps
  const { id, db } = await cli.workspace()
  const { days: before } = await readClock(directory, id)
  await chooseDays(directory, id, days)
  await auditRow(db, { actor: ACTOR, now: now() }, 'company.days', 'company', { before, after: days })
  await show(cli, id)
}

export async function keep(cli: Cli): Promise<void> {
  const { directory, now } = cli.runtime.deps
  const { id, db } = await cli.workspace()
  if (!(await keepCompany(directory, id, ACTOR, now()))) throw new CommandFailed(cliTexts(cli.locale).noClock)
  await auditRow(db, { actor: ACTOR, now: now() }, 'company.kept', 'company', {})
  await show(cli, id)
}

export async function end(cli: Cli, name: string): Promise<void> {
  const words = cliTexts(cli.locale)
  const workspace = await cli.workspace()
  if (name !== workspace.name) throw new CommandFailed(words.otherName(workspace.name))
  const { ends } = cli.runtime.deps
  if (ends === undefined) throw new Error('This program cannot end a company.')
  await endCompany(ends, workspace.id)
  cli.say(words.ended(workspace.name))
}

async function show(cli: Cli, id: string): Promise<void> {
  cli.out(JSON.stringify(await readClock(cli.runtime.deps.directory, id), null, cli.json ? undefined : 2))
}
