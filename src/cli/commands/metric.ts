/** `metric '<definition json>'`: one value, on a past day, or day by day. */
import { daysBetween, isDay } from '../../../connectors/values/time.ts'
import { formatters, texts } from '../../i18n/index.ts'
import type { MetricValue } from '../../metrics/types.ts'
import { askMetric } from '../../okr/ask.ts'
import { measurableSchema } from '../../okr/measurable.ts'
import { askSeries, MOST_DAYS } from '../../series/index.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { issueLine } from '../issue-line.ts'
import { table } from '../table.ts'
import { cliTexts } from '../texts.ts'

export interface MetricOptions {
  readonly at?: string
  /** `<from>..<to>`, both included. */
  readonly series?: string
}

export async function metric(cli: Cli, json: string, { at, series }: MetricOptions): Promise<void> {
  const definition = parse(json, cli)
  const workspace = await cli.workspace()
  const now = cli.runtime.deps.now()
  const words = cliTexts(cli.locale)
  if (at !== undefined && !isDay(at)) throw new CommandFailed(words.noDay(at))

  async function ask(day: string | undefined): Promise<MetricValue> {
    const answer = await askMetric(workspace, { definition, ...(day === undefined ? {} : { day }) }, now)
    if (!answer.ok)
      throw new CommandFailed(answer.issues.map((issue) => issueLine(issue, cli.locale)).join('\n'))
    return answer.value
  }

  if (series === undefined) {
    const value = await ask(at)
    cli.out(cli.json ? JSON.stringify(value) : line(value, cli))
    return
  }
  const { from, to } = rangeOf(series, cli)
  const answer = await askSeries(workspace, { definition, from, to }, now)
  if (!answer.ok)
    throw new CommandFailed(answer.issues.map((issue) => issueLine(issue, cli.locale)).join('\n'))
  const { values, step } = answer
  if (step > 1) cli.say(words.everyDays(step))
  cli.out(
    cli.json
      ? JSON.stringify(values)
      : table(
          [{ title: words.dayColumn }, { title: words.value, align: 'right' }],
          values.map((v) => [v.asOf, line(v, cli)]),
        ),
  )
}

function parse(json: string, { locale }: Cli) {
  const words = cliTexts(locale)
  let raw: unknown
  try {
    raw = JSON.parse(json)
  } catch {
    throw new CommandFailed(words.noJson)
  }
  const parsed = measurableSchema.safeParse(raw)
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  throw new CommandFailed(words.definition(`${first?.path.join('.') || 'metric'} (${first?.message ?? ''})`))
}

function rangeOf(series: string, { locale }: Cli): { readonly from: string; readonly to: string } {
  const [from = '', to = ''] = series.split('..')
  if (!isDay(from) || !isDay(to) || to < from) throw new CommandFailed(cliTexts(locale).series)
  if (daysBetween(from, to) >= MOST_DAYS) throw new CommandFailed(cliTexts(locale).longSeries(MOST_DAYS))
  return { from, to }
}

function line({ value, unit, currency, reason, since, complete }: MetricValue, { locale }: Cli): string {
  const t = texts(locale)
  const f = formatters(locale)
  const told = reason === 'unknown_before' && since !== undefined
  const why =
    reason === undefined
      ? ''
      : told
        ? t('reason.unknown_before_day', { day: f.day(since) })
        : t(`reason.${reason}`)
  const number = value === null ? '–' : f.value(value, unit, currency ?? null, 'exact')
  return complete && value !== null ? number : `${number}  ${why}`
}
