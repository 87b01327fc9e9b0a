/** `kr evidence <id>`: the deals behind a published value as CSV or JSON, to work it out again. */
import { type FileQuery, fileOptions } from '../../evidence/answer.ts'
import { evidenceFile, type FileFormat, keepTaken } from '../../evidence/file.ts'
import { readQuestion } from '../../evidence/question.ts'
import { texts } from '../../i18n/index.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { cliTexts } from '../texts.ts'

export interface EvidenceOptions extends FileQuery {
  readonly format: FileFormat
}

const ACTOR = 'command line'

export async function krEvidence(cli: Cli, id: string, options: EvidenceOptions): Promise<void> {
  const workspace = await cli.workspace()
  const now = cli.runtime.deps.now()
  const t = texts(cli.locale)
  const answer = await readQuestion(workspace, id, now, options.day)
  switch (answer.kind) {
    case 'question':
      break
    case 'none':
      throw new CommandFailed(cliTexts(cli.locale).noKeyResult(id))
    case 'foreign':
      throw new CommandFailed(t('native.foreign'))
    case 'no_metric':
      throw new CommandFailed(t('file.noMetric'))
    case 'no_value':
      throw new CommandFailed(t('file.noValue'))
    case 'untold':
      throw new CommandFailed(t('file.untold'))
    case 'hidden':
      throw new CommandFailed(t('file.hidden'))
    default:
      return answer satisfies never
  }
  const format = cli.json ? 'json' : options.format
  await keepTaken(workspace.db, answer.question, format, { actor: ACTOR, now })
  const pieces = evidenceFile(workspace, answer.question, format, fileOptions(options, cli.locale))
  // `out` ends each line itself.
  for await (const piece of pieces) if (piece !== '') cli.out(piece.replace(/\r?\n$/, ''))
}
