/** `held confirm | read-again`: decides on deals of which a CRM has no record any more. */
import { type HeldDecision, heldRemovals } from '../../sync/held-removals.ts'
import { runNight } from '../../sync/run-night.ts'
import { settleHeld } from '../../sync/settle-held.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { reconcileTexts } from '../reconcile-texts.ts'
import { notComplete, withSandboxes } from './sync.ts'

/** Of one connection, or of all that hold some. What follows from it is read at once. */
export async function held(
  cli: Cli,
  decision: HeldDecision,
  { connection }: { readonly connection?: string },
): Promise<void> {
  const words = reconcileTexts(cli.locale)
  const workspace = await cli.workspace()
  const sources = connection === undefined ? await holding(cli) : [connection]
  if (sources.length === 0) {
    cli.out(cli.json ? JSON.stringify({ decided: [] }) : words.nothingHeld)
    return
  }
  const decided: { source: string; deals: number }[] = []
  // The queue of the command's own process is the one the run below works through.
  const platform = { ...cli.runtime.deps, queue: { send: () => Promise.resolve() } }
  for (const source of sources) {
    const settled = await settleHeld(platform, workspace, source, decision, 'cli')
    if (settled === null) throw new CommandFailed(words.unknownConnection(source))
    decided.push({ source, deals: settled.decided })
  }
  cli.out(
    cli.json
      ? JSON.stringify({ decided })
      : decided.map(({ source, deals }) => words.decided(deals, source)).join('\n'),
  )
  const result = await withSandboxes(cli, () => runNight(cli.runtime.deps, workspace.id, { kind: 'manual' }))
  const failed = notComplete(result, cli)
  if (failed !== null) throw failed
}

async function holding(cli: Cli): Promise<string[]> {
  const { db } = await cli.workspace()
  return [...new Set((await heldRemovals(db)).map(({ source }) => source))]
}
