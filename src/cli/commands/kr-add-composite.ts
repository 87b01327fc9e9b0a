/** `kr add --composite`: a key result made of metrics, from the JSON that `metric` takes too. */
import { parseInput } from '../../okr/input.ts'
import { type Issue, keyResultInput } from '../../okr/types.ts'
import { createKeyResult } from '../../okr/write.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { issueLine } from '../issue-line.ts'
import { cliTexts } from '../texts.ts'
import type { AddOptions } from './kr-add.ts'

const ACTOR = 'command line'

export async function krAddComposite(cli: Cli, json: string, options: AddOptions): Promise<void> {
  const workspace = await cli.workspace()
  const fail = (issues: readonly Issue[]): never => {
    throw new CommandFailed(issues.map((issue) => issueLine(issue, cli.locale)).join('\n'))
  }
  const { objective: objectiveId, title, baseline, target = null, lower = null, upper = null } = options
  const parsed = parseInput(keyResultInput, {
    ...{ objectiveId, title, origin: 'composite', composite: compositeIn(json, cli), target, lower, upper },
    kind: lower === null && upper === null ? 'reach' : 'hold',
    baseline: baseline ?? (target === null ? null : 0),
  })
  if (!parsed.ok) return fail(parsed.issues)
  const context = { actor: ACTOR, now: cli.runtime.deps.now(), workspace }
  const written = await createKeyResult(workspace.db, parsed.value, context)
  if (!written.ok) return fail(written.issues)
  cli.out(cli.json ? JSON.stringify({ id: written.id }) : written.id)
}

function compositeIn(json: string, { locale }: Cli): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new CommandFailed(cliTexts(locale).noJson)
  }
}
