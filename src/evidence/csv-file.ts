/** An evidence file as a spreadsheet: what was counted, an empty line, then a row for each deal. Pure. */
import { minorDigits } from '../../connectors/values/money.ts'
import { addDays } from '../../connectors/values/time.ts'
import type { Locale } from '../app-env.ts'
import { decimalText } from '../i18n/decimal.ts'
import { texts } from '../i18n/index.ts'
import { contractColumns } from './contract-csv.ts'
import { type Cell, type CsvOptions, csvRow } from './csv.ts'
import type { Head } from './head.ts'
import type { NamedLine } from './named.ts'
import { isMoney } from './sides.ts'

export interface FileOptions extends CsvOptions {
  readonly locale: Locale
}

/** Money in major units, every digit kept. */
function money(minor: number | null, currency: string): Cell {
  return minor === null ? null : { number: decimalText(minor, minorDigits(currency) ?? 2) }
}

function plain(value: number | null): Cell {
  return value === null ? null : { number: String(value) }
}

export function csvHead(head: Head, options: FileOptions): string {
  const t = texts(options.locale)
  const { definition, window, unit, currency, compared } = head
  const side = (name: 'numerator' | 'denominator', value: number | null) =>
    isMoney(definition.metric, name) ? money(value, currency) : plain(value)
  const rows: (readonly Cell[])[] = [
    [t('file.company'), head.company],
    [t('file.keyResult'), head.keyResult.title, head.keyResult.id],
    [t('file.sentence'), head.sentence[options.locale]],
    [t('file.definition'), JSON.stringify(definition)],
    [t('basis.version'), plain(head.definitionVersion)],
    [t('file.formula'), head.formula],
    [t('basis.title'), t(`basis.${head.timeBasis}`)],
    [t('file.windowFrom'), window?.from ?? null],
    [t('file.windowLast'), window === null ? null : addDays(window.to, -1)],
    ...(compared === null
      ? []
      : [
          [t('file.opens'), compared.opens],
          [t('file.closes'), compared.closes],
          [t('file.perMonths'), plain(compared.perMonths)],
          [t('file.graceDays'), plain(compared.graceDays)],
        ]),
    [t('basis.timeZone'), head.timeZone],
    [t('file.asOf'), head.asOf],
    [t('basis.dataThrough'), head.dataThrough],
    [t('basis.run'), head.run],
    [t('file.seq'), plain(head.seq)],
    [t('basis.currency'), currency, t('basis.currencyRule', { currency })],
    ...head.rates.map(({ currency: of, rate, rule, deals }) => [
      t('file.rate', { currency: of }),
      rate === null ? null : { number: rate },
      t(compared === null ? 'file.rateUse' : 'file.rateUse.contracts', {
        ...{ rule: t(`rateRule.${rule === null ? 'missing' : (rule as 'same')}`), n: deals },
      }),
    ]),
    [t('file.unit'), t(`unit.${unit}`)],
    [t('file.value'), unit === 'money' ? money(head.value, currency) : plain(head.value)],
    [t('file.numerator'), side('numerator', head.numerator)],
    [t('file.denominator'), side('denominator', head.denominator)],
    [t('file.denominatorBase'), side('denominator', head.denominatorBase)],
    [t(compared === null ? 'file.deals' : 'file.counted'), plain(head.deals)],
    [t('file.skipped'), plain(head.skipped)],
    [t('file.leftOut'), plain(head.leftOut)],
    [t('file.complete'), t(head.complete ? 'file.yes' : 'file.no')],
    [t('file.reason'), head.reason === null ? null : t(`reason.${head.reason}`)],
  ]
  return rows.map((row) => csvRow(row, options)).join('') + csvRow([], options) + titles(head, options)
}

function titles(head: Head, options: FileOptions): string {
  return head.compared === null ? columns(head, options) : contractColumns(head, options)
}

const names = [
  ...(['crm', 'id', 'name', 'standing', 'reason', 'numerator', 'denominator', 'amount', 'currency'] as const),
  ...(['rate', 'rateRule', 'home', 'probability', 'created', 'close', 'entered', 'dateBefore'] as const),
  ...(['status', 'pipeline', 'stage', 'link', 'revision'] as const),
]

function columns({ currency }: Head, options: FileOptions): string {
  const t = texts(options.locale)
  return csvRow(
    names.map((name) => t(`file.column.${name}`, { currency })),
    options,
  )
}

export function csvLine(line: NamedLine, { definition, currency }: Head, options: FileOptions): string {
  const t = texts(options.locale)
  const part = (side: 'numerator' | 'denominator') =>
    isMoney(definition.metric, side) ? money(line[side], currency) : plain(line[side])
  const cells: Record<(typeof names)[number], Cell> = {
    crm: line.source,
    id: line.externalId,
    name: line.name,
    standing: t(`standing.${line.standing}`),
    reason: line.skipped === null ? null : t(`reason.${line.skipped}`),
    numerator: part('numerator'),
    denominator: part('denominator'),
    amount: money(line.amountMinor, line.currency ?? currency),
    currency: line.currency,
    rate: line.rate === null ? null : { number: line.rate },
    rateRule: line.rateRule === null ? null : t(`rateRule.${line.rateRule as 'same'}`),
    home: money(line.homeMinor, currency),
    probability: line.probability === null ? null : { number: line.probability },
    created: line.createdDay,
    close: line.closeDate,
    entered: line.enteredOn ?? null,
    dateBefore: line.closeDateBefore ?? null,
    status: t(`deal.${line.status ?? 'unknown'}`),
    pipeline: line.pipeline,
    stage: line.stage,
    link: line.url,
    revision: plain(line.revision),
  }
  return csvRow(
    names.map((name) => cells[name]),
    options,
  )
}
