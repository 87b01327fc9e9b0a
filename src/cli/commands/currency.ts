/** `settings currency | rate`: the money values are given in, and rates that no CRM has. Deals are converted at once. */

import { localDay } from '../../../connectors/values/time.ts'
import { changeCurrency, convertDeals } from '../../currency/change.ts'
import { typeRate } from '../../currency/rates.ts'
import { readCurrency } from '../../currency/read.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { issueLine } from '../issue-line.ts'

const ACTOR = 'command line'

export async function currency(cli: Cli, code: string): Promise<void> {
  const { deps, refresh } = cli.runtime
  const { id } = await cli.workspace()
  const context = { actor: ACTOR, now: deps.now() }
  await changeCurrency(deps, id, code, context)
  await refresh()
  await convertDeals(await cli.workspace(), context)
  await show(cli)
}

export async function rate(
  cli: Cli,
  of: string,
  factor: string,
  { from }: { readonly from?: string },
): Promise<void> {
  const workspace = await cli.workspace()
  const context = { actor: ACTOR, now: cli.runtime.deps.now() }
  const input = { currency: of, factor, from: from ?? localDay(context.now, workspace.timeZone) }
  const typed = await typeRate(workspace.db, input, workspace.currency, context)
  if (!typed.ok) throw new CommandFailed(typed.issues.map((issue) => issueLine(issue, cli.locale)).join('\n'))
  await convertDeals(workspace, context)
  await show(cli)
}

async function show(cli: Cli): Promise<void> {
  const found = await readCurrency(await cli.workspace(), cli.runtime.deps.now())
  cli.out(JSON.stringify(found, null, cli.json ? undefined : 2))
}
