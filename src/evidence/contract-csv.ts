/** The rows of an evidence file of contracts. Pure. */
import { minorDigits } from '../../connectors/values/money.ts'
import { decimalText } from '../i18n/decimal.ts'
import { texts } from '../i18n/index.ts'
import type { ContractLine } from '../metrics/retention/lines.ts'
import { type Cell, csvRow } from './csv.ts'
import type { FileOptions } from './csv-file.ts'
import type { Head } from './head.ts'
import { isMoney } from './sides.ts'

const names = [
  ...(['crm', 'id', 'kind', 'customer', 'customerName', 'product', 'standing', 'reason', 'role'] as const),
  ...(['numerator', 'denominator', 'before', 'after', 'starts', 'ends', 'followed', 'pending'] as const),
  ...(['amount', 'currency', 'months', 'rate', 'rateRule', 'home', 'revision'] as const),
  ...(['homeBefore', 'monthsBefore', 'revisionBefore'] as const),
]
type Name = (typeof names)[number]

export function contractColumns({ currency }: Head, options: FileOptions): string {
  const t = texts(options.locale)
  return csvRow(
    names.map((name) => t(`file.column.${name}`, { currency })),
    options,
  )
}

export function contractRow(
  line: ContractLine,
  { definition, currency }: Head,
  options: FileOptions,
): string {
  const t = texts(options.locale)
  const plain = (value: number | null | undefined): Cell => (value == null ? null : { number: String(value) })
  const money = (minor: number | null | undefined, of = currency): Cell =>
    minor == null ? null : { number: decimalText(minor, minorDigits(of) ?? 2) }
  const part = (side: 'numerator' | 'denominator') =>
    isMoney(definition.metric, side) ? money(line[side]) : plain(line[side])
  const { before, after } = line
  // A contract that is gone at the end is shown as it was.
  const state = (after ?? before)?.state
  const opening = before?.state
  const cells: Record<Name, Cell> = {
    crm: line.source,
    id: line.externalId,
    kind: t(`contractKind.${line.kind as 'deal'}`),
    customer: line.customer,
    customerName: line.name,
    product: line.product,
    standing: t(`standing.${line.standing}`),
    reason: line.skipped === null ? null : t(`reason.${line.skipped}`),
    role: t(`contractRole.${line.role}`),
    numerator: part('numerator'),
    denominator: part('denominator'),
    before: money(before?.minor),
    after: money(after?.minor),
    starts: line.startsOn === '' ? null : line.startsOn,
    ends: line.endsOn,
    followed: line.followedOn,
    pending: after?.pending === true ? t('file.yes') : null,
    amount: money(state?.amountMinor, state?.currency ?? currency),
    currency: state?.currency ?? null,
    months: plain(state?.months),
    rate: state?.rate == null ? null : { number: state.rate },
    rateRule: state?.rateRule == null ? null : t(`rateRule.${state.rateRule as 'same'}`),
    home: money(state?.homeMinor),
    // Only an end that counts has one: without a rate its amount is empty, and it counts all the same.
    revision: plain(after?.state.seq),
    homeBefore: money(opening?.homeMinor),
    monthsBefore: plain(opening?.months),
    revisionBefore: plain(opening?.seq),
  }
  return csvRow(
    names.map((name) => cells[name]),
    options,
  )
}
