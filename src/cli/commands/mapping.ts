/** `mapping`: which CRM counts where both hold a deal; with `--leading` the decision of whoever operates Pegel. */
import { nameLeading, readMapping } from '../../okr/mapping.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { issueLine } from '../issue-line.ts'
import { mappingWords } from '../mapping-words.ts'
import { table } from '../table.ts'

export interface MappingOptions {
  readonly leading?: string
}

const ACTOR = 'command line'

export async function mapping(cli: Cli, { leading }: MappingOptions): Promise<void> {
  const { db } = await cli.workspace()
  if (leading !== undefined) {
    const written = await nameLeading(db, leading, { actor: ACTOR, now: cli.runtime.deps.now() })
    if (!written.ok)
      throw new CommandFailed(written.issues.map((issue) => issueLine(issue, cli.locale)).join('\n'))
  }
  const found = await readMapping(db)
  if (cli.json) {
    cli.out(JSON.stringify(found))
    return
  }
  const words = mappingWords(cli.locale)
  const columns = [
    { title: words.connection },
    { title: words.deals, align: 'right' },
    { title: words.originals, align: 'right' },
  ] as const
  cli.out(
    table(
      columns,
      found.sides.map(({ id, deals, originals }) => [id, String(deals), String(originals)]),
    ),
  )
  cli.out(words.sentence(found))
}
