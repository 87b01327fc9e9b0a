/** `kr override <id>`: sets a value by hand for a while, or withdraws it. The number is in the unit's smallest parts. */
import { setOverride, withdrawOverride } from '../../closing/override.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { issueLine } from '../issue-line.ts'
import { cliTexts } from '../texts.ts'
import { krShow } from './kr.ts'

export interface OverrideOptions {
  readonly value?: number
  readonly reason?: string
  readonly until?: string
  readonly withdraw?: boolean
}

const ACTOR = 'command line'

export async function krOverride(cli: Cli, id: string, options: OverrideOptions): Promise<void> {
  const workspace = await cli.workspace()
  const context = { actor: ACTOR, now: cli.runtime.deps.now(), workspace }
  if (options.withdraw === true) {
    if (!(await withdrawOverride(workspace.db, id, context)))
      throw new CommandFailed(cliTexts(cli.locale).noOverride(id))
  } else {
    const { value, reason = '', until = '' } = options
    const missing = value === undefined ? 'value' : reason.trim() === '' ? 'reason' : null
    if (value === undefined || missing !== null)
      throw new CommandFailed(issueLine({ field: missing ?? 'value', code: 'required' }, cli.locale))
    const input = { keyResultId: id, value, reason: reason.trim(), expiresOn: until }
    const set = await setOverride(workspace.db, input, context)
    if (!set.ok) throw new CommandFailed(set.issues.map((issue) => issueLine(issue, cli.locale)).join('\n'))
  }
  await krShow(cli, id, { limit: 0 })
}
