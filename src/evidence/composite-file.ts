/**
 * The evidence file of a composite: first how its value is made of its terms, then for each term a file of its own, so that
 * an auditor works out the terms from their deals and the whole from the terms.
 */
import { minorDigits } from '../../connectors/values/money.ts'
import { decimalText } from '../i18n/decimal.ts'
import { texts } from '../i18n/index.ts'
import { type Composite, describeComposite, type Names, termsOf } from '../metrics/index.ts'
import type { MetricValue, TermValue } from '../metrics/types.ts'
import type { Workspace } from '../platform.ts'
import { BYTE_ORDER_MARK, type Cell, csvRow } from './csv.ts'
import type { FileOptions } from './csv-file.ts'
import type { FileFormat } from './file.ts'
import type { Question } from './question.ts'

/** A value of which each term has its own question. */
export interface WholeQuestion extends Question {
  readonly whole: { readonly composite: Composite; readonly terms: readonly Question[] }
}

export async function* compositeFile(
  workspace: Pick<Workspace, 'name'>,
  question: WholeQuestion,
  names: Names,
  format: FileFormat,
  options: FileOptions,
  fileOf: (term: Question) => AsyncGenerator<string>,
): AsyncGenerator<string> {
  const { terms } = question.whole
  yield format === 'csv'
    ? BYTE_ORDER_MARK + csvHead(workspace.name, question, names, options)
    : `{"head":${JSON.stringify(headOf(workspace.name, question, names))},"terms":[\n`
  for (const [n, term] of terms.entries()) {
    if (format === 'csv') yield csvRow([], options) + csvRow([titleOf(n, question, options)], options)
    else if (n > 0) yield ',\n'
    // One mark of the byte order is enough.
    for await (const piece of fileOf(term)) yield piece.replace(BYTE_ORDER_MARK, '')
  }
  if (format === 'json') yield ']}\n'
}

function headOf(company: string, { keyResult, value, whole, context, cycle }: WholeQuestion, names: Names) {
  const counting = { ...context, cycle: { from: cycle.startsOn, to: cycle.endsOn } }
  const said = (locale: 'de' | 'en') => describeComposite(whole.composite, locale, names, counting)
  const { definitionVersion, asOf, dataThrough, run, seq, unit, numerator, denominator, complete } = value
  return {
    format: 'pegel-composite-1',
    company,
    keyResult: { id: keyResult.id, title: keyResult.title },
    sentence: { de: said('de'), en: said('en') },
    ...{
      composite: whole.composite,
      definitionVersion,
      timeZone: context.timeZone,
      asOf,
      dataThrough,
      run,
      seq,
    },
    ...{ unit, currency: context.currency, value: value.value, numerator, denominator, complete },
    reason: value.reason ?? null,
    terms: value.terms ?? [],
  }
}

function csvHead(company: string, question: WholeQuestion, names: Names, options: FileOptions): string {
  const t = texts(options.locale)
  const head = headOf(company, question, names)
  const { currency } = head
  const rows: (readonly Cell[])[] = [
    [t('file.company'), head.company],
    [t('file.keyResult'), head.keyResult.title, head.keyResult.id],
    [t('file.sentence'), head.sentence[options.locale]],
    [t('file.definition'), JSON.stringify(head.composite)],
    [t('basis.version'), { number: String(head.definitionVersion) }],
    [t('basis.timeZone'), head.timeZone],
    [t('file.asOf'), head.asOf],
    [t('basis.dataThrough'), head.dataThrough],
    [t('basis.run'), head.run],
    [t('file.seq'), { number: String(head.seq) }],
    [t('file.unit'), t(`unit.${head.unit}`)],
    [t('file.value'), cellOf(question.value, currency)],
    [t('file.complete'), t(head.complete ? 'file.yes' : 'file.no')],
    [t('file.reason'), head.reason === null ? null : t(`reason.${head.reason}`)],
    ...head.terms.map((term, n) => [
      titleOf(n, question, options),
      cellOf(term, currency),
      t('composite.weight', { weight: term.weight }),
    ]),
  ]
  return rows.map((row) => csvRow(row, options)).join('')
}

function titleOf(n: number, { whole }: WholeQuestion, { locale }: FileOptions): string {
  const definition = termsOf(whole.composite)[n]?.definition
  return texts(locale)('composite.term', { n: n + 1, title: definition?.metric ?? '' })
}

/** Money in major units, every digit kept. */
function cellOf({ value, unit }: Pick<MetricValue | TermValue, 'value' | 'unit'>, currency: string): Cell {
  if (value === null) return null
  return { number: unit === 'money' ? decimalText(value, minorDigits(currency) ?? 2) : String(value) }
}
