/** `kr forecast <id>`: how the cycle may end, in the words of the key result's page. */
import { type ForecastView, readForecast } from '../../forecast/read.ts'
import { forecastLines } from '../../forecast/words.ts'
import { formatters, texts } from '../../i18n/index.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { type Column, table } from '../table.ts'
import { cliTexts } from '../texts.ts'

export async function krForecast(cli: Cli, id: string): Promise<void> {
  const workspace = await cli.workspace()
  const answer = await readForecast(workspace, id, cli.runtime.deps.now(), { evidence: true })
  const words = cliTexts(cli.locale)
  if (answer.kind === 'none') throw new CommandFailed(words.noKeyResult(id))
  if (answer.kind === 'foreign') throw new CommandFailed(texts(cli.locale)('native.foreign'))
  if (answer.kind !== 'forecast') throw new CommandFailed(words.noForecast)
  if (cli.json) return cli.out(JSON.stringify(answer.view))
  const [t, f] = [texts(cli.locale), formatters(cli.locale)]
  const { lead, sum, notes } = forecastLines(answer.view, t, f)
  cli.out(`${lead.name}: ${lead.point}${lead.range === null ? '' : `, ${lead.range}`}`)
  for (const [name, value] of sum) cli.out(`  ${name.padEnd(36)}${value.padStart(18)}`)
  for (const note of notes) cli.out(note)
  takeTable(cli, answer.view)
}

function takeTable(cli: Cli, { take, unit, currency }: ForecastView): void {
  const [t, f] = [texts(cli.locale), formatters(cli.locale)]
  if (take === null || take.rows === null || take.rows.length === 0) return
  const columns: Column[] = [
    { title: t('take.deal'), max: 44 },
    { title: t('take.stage'), max: 24 },
    { title: t('take.closeDate') },
    { title: t('take.chance'), align: 'right' },
    { title: t('take.adds'), align: 'right' },
  ]
  const rows = take.rows.map((deal) => [
    deal.name ?? deal.externalId,
    deal.stage ?? '–',
    deal.closeDate ?? '–',
    f.percent(deal.rate),
    f.value(deal.adds, unit, currency, 'whole'),
  ])
  cli.out(`\n${table(columns, rows)}`)
  if (take.deals > rows.length) cli.say(t('take.more', { n: take.deals - rows.length }))
}
