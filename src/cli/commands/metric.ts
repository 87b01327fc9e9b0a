/** `metric '<definition json>'`: one value, on a past day, or day by day. */
import { addDays, isDay } from '../../../connectors/values/time.ts'
import { formatters, texts } from '../../i18n/index.ts'
import { definitionSchema, type MetricValue } from '../../metrics/types.ts'
import { askMetric } from '../../okr/ask.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { issueLine } from '../issue-line.ts'
import { table } from '../table.ts'

export interface MetricOptions {
  readonly at?: string
  /** `<from>..<to>`, both included. */
  readonly series?: string
}

const LONGEST_SERIES = 1000

export async function metric(cli: Cli, json: string, { at, series }: MetricOptions): Promise<void> {
  const definition = parse(json)
  const workspace = await cli.workspace()
  const now = cli.runtime.deps.now()

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
  const values: MetricValue[] = []
  for (const day of daysOf(series)) values.push(await ask(day))
  cli.out(
    cli.json
      ? JSON.stringify(values)
      : table(
          [{ title: 'day' }, { title: 'value', align: 'right' }],
          values.map((v) => [v.asOf, line(v, cli)]),
        ),
  )
}

function parse(json: string) {
  let raw: unknown
  try {
    raw = JSON.parse(json)
  } catch {
    throw new CommandFailed(
      'The definition is no JSON. Example: {"metric":"win_rate","window":{"fiscal":"quarter"}}',
    )
  }
  const parsed = definitionSchema.safeParse(raw)
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  throw new CommandFailed(
    `The definition does not fit: ${first?.path.join('.') || 'metric'}: ${first?.message ?? ''}`,
  )
}

function daysOf(series: string): string[] {
  const [from = '', to = ''] = series.split('..')
  if (!isDay(from) || !isDay(to) || to < from)
    throw new CommandFailed('--series takes <from>..<to>, days as YYYY-MM-DD')
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (days.length >= LONGEST_SERIES)
      throw new CommandFailed(`--series takes ${LONGEST_SERIES} days at most`)
    days.push(day)
  }
  return days
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
