/** The board as a plain table: what `npm start` and `kr list` print. */
import type { Instant } from '../../connectors/contract.ts'
import type { Locale } from '../app-env.ts'
import { shownNumber } from '../closing/view.ts'
import { formatters, texts } from '../i18n/index.ts'
import { readBoard } from '../okr/read.ts'
import type { BoardView, KeyResultView } from '../okr/types.ts'
import type { Workspace } from '../platform.ts'
import { closingMarks } from '../web/closing-words.ts'
import { table } from './table.ts'
import { cliTexts } from './texts.ts'

export async function boardTable(workspace: Workspace, locale: Locale, now: Instant): Promise<string> {
  const board = await readBoard(workspace, now)
  return board === null ? cliTexts(locale).noCycle : tableOf(board, locale)
}

export function tableOf(board: BoardView, locale: Locale): string {
  const words = cliTexts(locale)
  const head = [
    { title: words.title, max: 50 },
    { title: words.value, align: 'right' as const },
    { title: words.target, align: 'right' as const },
    { title: words.progress, align: 'right' as const },
    { title: words.pace, align: 'right' as const },
    { title: words.status },
    { title: words.change, align: 'right' as const },
  ]
  const rows = board.objectives.flatMap((objective) => [
    [objective.title],
    ...objective.keyResults.flatMap((keyResult) => [
      rowOf(keyResult, locale),
      ...closingRow(keyResult, locale),
      ...todayRow(keyResult, locale, board.timeZone),
    ]),
  ])
  return `${board.cycle.name}\n\n${table(head, rows)}`
}

function rowOf(keyResult: KeyResultView, locale: Locale): string[] {
  const f = formatters(locale)
  const { unit, currency, progress, expected, change } = keyResult
  const number = (value: number | null) => (value === null ? '–' : f.value(value, unit, currency, 'short'))
  return [
    `  ${keyResult.title}`,
    number(shownNumber(keyResult)),
    targetOf(keyResult, number),
    progress === null ? '–' : f.percent(progress),
    expected === null ? '–' : f.percent(expected),
    texts(locale)(`status.${keyResult.status}`),
    change === null ? '–' : f.difference(change, unit, currency, 'short'),
  ]
}

/** Final, or set by hand with what is measured. */
function closingRow(keyResult: KeyResultView, locale: Locale): string[][] {
  const marks = closingMarks(keyResult, { t: texts(locale), f: formatters(locale) })
  return marks.length === 0 ? [] : [[`    ${marks.join(', ')}`]]
}

/** Below the official one, where pushes have moved it since. */
function todayRow(
  { provisional, unit, currency }: KeyResultView,
  locale: Locale,
  timeZone: string,
): string[][] {
  if (provisional === null) return []
  const [f, t] = [formatters(locale), texts(locale)]
  const { value, at, progress, change } = provisional
  return [
    [
      `    ${t('today.title')}, ${t('today.at', { time: f.time(at, timeZone) })}`,
      value.value === null ? '–' : f.value(value.value, unit, currency, 'short'),
      '',
      progress === null ? '' : f.percent(progress),
      '',
      '',
      change === null ? '' : f.difference(change, unit, currency, 'short'),
    ],
  ]
}

function targetOf(
  { kind, target, lower, upper }: KeyResultView,
  number: (value: number | null) => string,
): string {
  if (kind === 'reach') return number(target)
  if (lower !== null && upper !== null) return `${number(lower)} – ${number(upper)}`
  return lower !== null ? `≥ ${number(lower)}` : `≤ ${number(upper)}`
}
