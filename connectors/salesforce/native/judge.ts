/** An answer as exactly one number, or what it is instead. Pure. */
import type { NativeAnswer, NativeAsk, NativeCode, NativeNumber } from '../../native.ts'
import { isBareCount, isMoving, isOfPersons, namesMovingDays, PEOPLE } from './door.ts'
import { type AnswerWire, amountWire, type ReportWire } from './wire.ts'

const none = (code: NativeCode, found?: string): NativeAnswer => ({
  ok: false,
  trouble: found === undefined ? { code } : { code, found },
})

type Rest = Omit<NativeNumber, 'number' | 'currency'>

/** A JSON number is a binary one: fifteen digits of it are meant, the rest is noise. */
const DIGITS = 15

export function numberOf(value: unknown, currency: string | null, rest: Rest): NativeAnswer {
  if (value === null || value === undefined) return none('null')
  if (typeof value !== 'number') return none('text')
  return { ok: true, value: { ...rest, number: String(Number(value.toPrecision(DIGITS))), currency } }
}

/** Sums of an org with several currencies come in its corporate one. */
export function judgeRows(
  { soql, people }: Extract<NativeAsk, { kind: 'soql' }>,
  { records, totalSize, done }: AnswerWire,
  corporate: string | null,
): NativeAnswer {
  const rest = { people: null, title: null, scope: null, moves: isMoving(soql) }
  if (isBareCount(soql) && !people) return numberOf(totalSize, null, rest)
  const [row, ...more] = records
  if (row === undefined) return none('nothing')
  if (more.length > 0 || !done || totalSize > 1)
    return none('rows', String(Math.max(totalSize, records.length)))
  const columns = Object.entries(row).filter(([name]) => name !== 'attributes')
  const counted = columns.find(([name]) => name.toLowerCase() === PEOPLE)
  const [own, ...others] = columns.filter((column) => column !== counted)
  if (own === undefined) return none('nothing')
  if (others.length > 0) return none('several_columns', String(others.length + 1))
  const owners = typeof counted?.[1] === 'number' ? counted[1] : null
  return numberOf(own[1], corporate, { ...rest, people: people ? (owners ?? 0) : null })
}

const COUNT = 'RowCount'
/** Names of columns that tell who: the standard's, however a report type writes them. */
const WHO = /owner|full_?name|user|created_?by|(modified|update[d]?)_?by|alias|manager|role|sales_?rep/i
/** What a user sees of their own. */
const OWN_SCOPE = /^(user|team|mine|my|queue)|role|territor/i

export function judgeReport(report: ReportWire): NativeAnswer {
  const { reportMetadata: about, reportExtendedMetadata: more, factMap, allData } = report
  if (about.reportFormat.toUpperCase() !== 'SUMMARY') return none('not_summary', about.reportFormat)
  const scope = about.scope ?? null
  if (scope !== null && OWN_SCOPE.test(scope)) return none('own_scope', scope)
  const filters = [
    ...(about.reportFilters ?? []),
    ...(about.crossFilters ?? []).flatMap(({ criteria }) => criteria ?? []),
  ]
  const who = filters.find(({ column }) => column != null && (WHO.test(column) || isOfPersons(column)))
  if (who !== undefined) return none('persons', who.column ?? '')
  if (about.userOrHierarchyFilterId != null) return none('persons', 'userOrHierarchyFilterId')
  // With rows missing, the total may be one of those that came.
  if (!allData) return none('incomplete')

  const columns = about.aggregates ?? []
  const totals = factMap['T!T']?.aggregates ?? []
  if (columns.length === 0 || totals.length === 0) return none('no_total')
  // The count of records stands in nearly every report, whether anybody asked for it or not.
  const meant = columns.length === 1 ? columns : columns.filter((name) => name !== COUNT)
  const labels = meant.map((name) => more?.aggregateColumnInfo?.[name]?.label ?? name)
  const [column] = meant
  if (column === undefined || meant.length > 1) return none('several_totals', labels.join(', '))
  const place = columns.indexOf(column)
  if (totals.length !== columns.length) return none('several_totals', String(totals.length))
  const given = totals[place]?.value
  const amount = amountWire.safeParse(given).data
  const isMoney = amount !== undefined || more?.aggregateColumnInfo?.[column]?.dataType === 'currency'
  return numberOf(
    amount === undefined ? given : amount.amount,
    isMoney ? (amount?.currency ?? about.currency ?? null) : null,
    { people: null, title: about.name ?? null, scope, moves: movesWithTime(about, filters) },
  )
}

/** A range that is not one of fixed days is one of the calendar's. */
function movesWithTime(
  { standardDateFilter, standardFilters }: ReportWire['reportMetadata'],
  filters: readonly { readonly value: unknown }[],
): boolean {
  const duration = standardDateFilter?.durationValue ?? 'CUSTOM'
  const named = [...filters, ...(standardFilters ?? [])].some(
    ({ value }) => typeof value === 'string' && namesMovingDays(value),
  )
  return named || !/^(CUSTOM|)$/i.test(duration)
}
