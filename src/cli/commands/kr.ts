/** `kr list` and `kr show <id>`: the board as a table, and one key result with the deals behind it. */

import { shownNumber } from '../../closing/view.ts'
import { formatters, texts } from '../../i18n/index.ts'
import { readEvidence } from '../../okr/evidence.ts'
import { readNative } from '../../okr/native/read.ts'
import { readBoard, readKeyResult } from '../../okr/read.ts'
import { tableOf } from '../board-table.ts'
import { closingFacts } from '../closing-facts.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { nativeWords } from '../native-words.ts'
import { table } from '../table.ts'
import { termFacts } from '../term-facts.ts'
import { cliTexts } from '../texts.ts'

export async function krList(cli: Cli): Promise<void> {
  const workspace = await cli.workspace()
  const board = await readBoard(workspace, cli.runtime.deps.now())
  if (cli.json) return cli.out(JSON.stringify(board))
  const words = cliTexts(cli.locale)
  if (board === null) return cli.say(words.noCycle)
  cli.out(tableOf(board, cli.locale))
  const ids = board.objectives.flatMap((objective) =>
    objective.keyResults.map(({ id, title }) => [id, title]),
  )
  cli.say(`\n${table([{ title: words.id }, { title: words.title }], ids)}`)
}

export interface ShowOptions {
  readonly limit: number
  /** Of a composite: whose deals, the first is 1. */
  readonly part?: number
}

export async function krShow(cli: Cli, id: string, { limit, part = 1 }: ShowOptions): Promise<void> {
  const workspace = await cli.workspace()
  const now = cli.runtime.deps.now()
  const detail = await readKeyResult(workspace, id, now)
  if (detail === null) throw new CommandFailed(cliTexts(cli.locale).noKeyResult(id))
  const evidence = await readEvidence(workspace, id, now, { limit, offset: 0, term: part - 1 })
  const { native } = detail.keyResult
  const asked = native === undefined ? null : ((await readNative(workspace.db, id)) ?? null)
  if (cli.json) {
    const own = native === undefined ? {} : { native: asked }
    cli.out(JSON.stringify({ ...detail, ...own, evidence: evidence.kind === 'page' ? evidence.page : null }))
    return
  }
  const { keyResult } = detail
  const f = formatters(cli.locale)
  const words = cliTexts(cli.locale)
  const value = shownNumber(keyResult)
  const number = (n: number | null) =>
    n === null ? '–' : f.value(n, keyResult.unit, keyResult.currency, 'exact')
  cli.out(`${keyResult.title}\n`)
  const facts: [string, string][] = [
    [words.value, number(value)],
    [words.target, number(keyResult.target ?? keyResult.lower ?? keyResult.upper)],
    [words.progress, keyResult.progress === null ? '–' : f.percent(keyResult.progress, 1)],
    [words.pace, keyResult.expected === null ? '–' : f.percent(keyResult.expected, 1)],
    [words.status, texts(cli.locale)(`status.${keyResult.status}`)],
    [words.day, keyResult.latest?.asOf ?? '–'],
  ]
  const { provisional } = keyResult
  if (provisional !== null) {
    const t = texts(cli.locale)
    const time = t('today.at', { time: f.time(provisional.at, workspace.timeZone) })
    facts.push([t('today.title'), `${number(provisional.value.value)} ${time}`])
  }
  facts.push(...termFacts(keyResult, workspace.currency, cli.locale))
  facts.push(...closingFacts(keyResult, workspace.timeZone, cli.locale))
  for (const [name, text] of facts) cli.out(`${name.padEnd(facts.length > 6 ? 24 : 14)}${text}`)
  for (const line of native === undefined ? [] : nativeWords(native, asked, cli.locale)) cli.out(line)
  if (evidence.kind !== 'page' || evidence.page.total === 0) return
  const { rows, total } = evidence.page
  const amount = (n: number | null, currency: string | null) =>
    n === null ? '–' : f.money(n, currency ?? workspace.currency, 'exact')
  const columns = [
    { title: words.deal, max: 44 },
    { title: 'CRM' },
    { title: words.closeDate },
    { title: words.amount, align: 'right' as const },
    { title: workspace.currency, align: 'right' as const },
  ]
  cli.out(
    `\n${table(
      columns,
      rows.map((row) => [
        row.name ?? row.externalId,
        row.source,
        row.closeDate ?? '–',
        amount(row.amountMinor, row.currency),
        amount(row.homeMinor, workspace.currency),
      ]),
    )}`,
  )
  if (total > rows.length) cli.say(words.moreDeals(rows.length, total))
}
