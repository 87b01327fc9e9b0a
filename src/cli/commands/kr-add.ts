/** `kr add`: a key result that a CRM's own number feeds, or that is made of metrics. It is asked first, and saved only when it gives one number. */
import { formatters, texts } from '../../i18n/index.ts'
import type { Unit } from '../../metrics/types.ts'
import { parseInput } from '../../okr/input.ts'
import { nativeAsker } from '../../okr/native/ask.ts'
import { nativeIssue } from '../../okr/native/issue.ts'
import { rightsWords } from '../../okr/native/rights-words.ts'
import { nativeInput } from '../../okr/native/types.ts'
import { type Issue, keyResultInput } from '../../okr/types.ts'
import { createKeyResult } from '../../okr/write.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { issueLine } from '../issue-line.ts'
import { krAddComposite } from './kr-add-composite.ts'

export interface AddOptions {
  readonly objective?: string
  readonly title?: string
  readonly composite?: string
  readonly soql?: string
  readonly report?: string
  readonly connection: string
  readonly unit: Unit
  readonly baseline?: number
  readonly target?: number
  readonly lower?: number
  readonly upper?: number
  readonly confirmed?: boolean
  readonly check?: boolean
}

const ACTOR = 'command line'

export async function krAdd(cli: Cli, options: AddOptions): Promise<void> {
  if (options.composite !== undefined) return krAddComposite(cli, options.composite, options)
  const workspace = await cli.workspace()
  const fail = (issues: readonly Issue[]): never => {
    throw new CommandFailed(issues.map((issue) => issueLine(issue, cli.locale)).join('\n'))
  }
  const { soql, report, connection, unit, confirmed = false } = options
  if ((soql === undefined) === (report === undefined)) return fail([{ field: 'soql', code: 'required' }])
  const native = nativeInput.parse({
    ...{ connection, confirmed, kind: soql === undefined ? 'report' : 'soql', question: soql ?? report },
  })
  const askNative = nativeAsker(cli.runtime.deps, workspace)
  if (options.check === true) {
    const answer = await askNative(native, unit)
    if (!answer.ok) return fail([nativeIssue(answer.trouble)])
    const { value, people, moves, basis } = answer.checked
    if (cli.json) return cli.out(JSON.stringify({ value, unit, people, moves, basis }))
    const t = texts(cli.locale)
    cli.out(formatters(cli.locale).value(value, unit, workspace.currency, 'exact'))
    for (const line of rightsWords({ basis, moves, people }, t)) cli.say(line)
    return
  }
  const {
    objective: objectiveId,
    title,
    baseline = null,
    target = null,
    lower = null,
    upper = null,
  } = options
  const parsed = parseInput(keyResultInput, {
    ...{ objectiveId, title, origin: 'native', unit, native, target, lower, upper },
    kind: lower === null && upper === null ? 'reach' : 'hold',
    baseline: baseline ?? (target === null ? null : 0),
  })
  if (!parsed.ok) return fail(parsed.issues)
  const context = { actor: ACTOR, now: cli.runtime.deps.now(), workspace, askNative }
  const written = await createKeyResult(workspace.db, parsed.value, context)
  if (!written.ok) return fail(written.issues)
  cli.out(cli.json ? JSON.stringify({ id: written.id }) : written.id)
}
