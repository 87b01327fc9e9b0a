/** `doctor`: connections, last nights, what could not be read, and what to do next. */

import { readHealth } from '../../health/read.ts'
import { recountText } from '../../health/recount-words.ts'
import { isSick, nextStep } from '../../health/sick.ts'
import type { ConnectionHealth } from '../../health/types.ts'
import { formatters, texts } from '../../i18n/index.ts'
import { readFindings } from '../../mapping/read.ts'
import { sentenceOf } from '../../mapping/words.ts'
import { readCheck } from '../../metrics/sample.ts'
import type { Cli } from '../context.ts'
import { factsOf } from '../doctor-facts.ts'
import { CommandFailed } from '../exit-line.ts'
import { cliTexts } from '../texts.ts'

export async function doctor(cli: Cli): Promise<void> {
  const workspace = await cli.workspace()
  const words = cliTexts(cli.locale)
  const { deps } = cli.runtime
  const health = await readHealth(deps, workspace, deps.now())
  const { nextNight, connections: found } = health
  const setUp = await readFindings(workspace.db)
  const recount = await readCheck(workspace.db)
  if (cli.json) cli.out(JSON.stringify({ ...health, setUp, recount }))
  else {
    if (nextNight !== null)
      cli.out(row(words.nextNight, formatters(cli.locale).instant(nextNight, workspace.timeZone)))
    for (const one of found) cli.out(`\n${one.source}\n${linesOf(one, workspace.timeZone, cli).join('\n')}`)
    const t = texts(cli.locale)
    if (recount !== null)
      cli.out(`\n${row(t('recount.title'), recountText(recount, t, formatters(cli.locale)))}`)
    for (const one of setUp) {
      const n = one.keyResults.length
      const who = n === 0 ? t('setUp.noKeyResult') : t('setUp.keyResults', { n })
      const titles = one.keyResults.map(({ title }) => title).join(', ')
      cli.out(
        `\n${row(one.source, sentenceOf(one, t))}\n  ${row(t('setUp.deals', { n: one.deals }), `  ${who} ${titles}`)}`,
      )
    }
  }
  if (found.length === 0) throw new CommandFailed(words.noCrm)
  const sick = found.filter(isSick)
  if (sick.length > 0) throw new CommandFailed(words.needsYou(sick.map((one) => one.source).join(', ')))
}

/** A CRM's own text may hold what moves a terminal's cursor or its colours. */
function row(name: string, text: string): string {
  return `${name.padEnd(16)}${text.replaceAll(/\p{Cc}/gu, ' ')}`
}

function linesOf(one: ConnectionHealth, timeZone: string, cli: Cli): readonly string[] {
  const step = stepOf(one, cli)
  const facts = factsOf(one, timeZone, cli)
  const all = step === null ? facts : [...facts, [cliTexts(cli.locale).nextStep, step] as const]
  return all.map(([name, text]) => `  ${row(name, text)}`)
}

function stepOf(one: ConnectionHealth, { locale }: Cli): string | null {
  const words = cliTexts(locale)
  const step = nextStep(one)
  switch (step) {
    case 'reconnect':
      return words.reconnect(one.crm, one.source)
    case 'decide':
      return words.decideHeld
    case 'wait':
      return words.waitForNight
    case 'drift':
      return words.driftHeals
    case 'mend':
      return words.mendDeals
    case null:
      return null
    default:
      return step satisfies never
  }
}
