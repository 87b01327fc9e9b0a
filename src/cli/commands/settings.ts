/** `settings time-zone | fiscal-year | closing-days`: what the company counts by, from the next night on; what was published stays. */
import { changeTimeZone } from '../../change-time-zone.ts'
import { chooseClosingDays } from '../../closing/settings.ts'
import { chooseFiscalYear, readSettings } from '../../okr/settings.ts'
import type { Cli } from '../context.ts'

const ACTOR = 'command line'

export async function timeZone(cli: Cli, zone: string): Promise<void> {
  const { deps, refresh } = cli.runtime
  const { id } = await cli.workspace()
  await changeTimeZone(deps, id, zone, { actor: ACTOR, now: deps.now() })
  await refresh()
  await show(cli)
}

export async function fiscalYear(cli: Cli, startMonth: number | null): Promise<void> {
  const { db } = await cli.workspace()
  await chooseFiscalYear(db, startMonth, { actor: ACTOR, now: cli.runtime.deps.now() })
  await show(cli)
}

export async function closing(cli: Cli, days: number): Promise<void> {
  const { db } = await cli.workspace()
  await chooseClosingDays(db, days, { actor: ACTOR, now: cli.runtime.deps.now() })
  await show(cli)
}

async function show(cli: Cli): Promise<void> {
  const { db, timeZone: zone } = await cli.workspace()
  const { fiscalYearStartMonth, closingDays } = await readSettings(db)
  const settings = { timeZone: zone, fiscalYearStartMonth, closingDays }
  cli.out(JSON.stringify(settings, null, cli.json ? undefined : 2))
}
