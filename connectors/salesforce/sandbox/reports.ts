/**
 * Summary reports: their grand total is worked out by the org's own engine, so that it moves with the deals. A report is a
 * switch: put another list there, and one is changed, added or deleted.
 */
import { json, type Response } from './http.ts'
import { fullId } from './id.ts'
import { Refusal } from './refusal.ts'
import type { Schema } from './schema.ts'
import { runSoql } from './soql/run.ts'
import type { Switches } from './switches.ts'

export interface SandboxReport {
  /** 15 or 18 characters. */
  readonly id: string
  readonly name: string
  /** SUMMARY, TABULAR, MATRIX, and what else an org has. */
  readonly format: string
  readonly columns: readonly SandboxColumn[]
  /** All records, or those of whoever runs it. */
  readonly scope?: string | null
  readonly filters?: readonly { readonly column: string; readonly operator: string; readonly value: string }[]
  /** As the report builder names its range of days; without it all time. */
  readonly duration?: string
  /** More rows than the API gives at once. */
  readonly incomplete?: boolean
  /** Refused to this user, in the words of the org. */
  readonly refused?: { readonly status: number; readonly code: string; readonly message: string }
}

export interface SandboxColumn {
  /** `s!AMOUNT`, `RowCount`. */
  readonly name: string
  readonly label: string
  /** currency, int, double, percent. */
  readonly type: string
  /** One aggregate and its conditions; what it gives stands in the grand total. */
  readonly soql: string
}

const CLOSED = 'FROM Opportunity WHERE IsWon = true AND CloseDate = THIS_QUARTER'

export const defaultReports: readonly SandboxReport[] = [
  {
    id: '00OgL0000000001',
    name: 'Gewonnen in diesem Quartal',
    format: 'SUMMARY',
    scope: 'organization',
    duration: 'THIS_FISCAL_QUARTER',
    columns: [
      { name: 's!AMOUNT', label: 'Summe von Betrag', type: 'currency', soql: `SELECT SUM(Amount) ${CLOSED}` },
      { name: 'RowCount', label: 'Anzahl Datensätze', type: 'int', soql: `SELECT COUNT(Id) ${CLOSED}` },
    ],
  },
]

/** Only run at once; `describe` and instances are not asked for. */
export function report(
  schema: Schema,
  { reports, reportAmounts, reportGone }: Switches,
  [id = '', ...steps]: readonly string[],
  run: { readonly version: string; readonly salt: number },
): Response {
  const wanted = fullId(id)
  const found = reports.find((one) => fullId(one.id) === wanted)
  if (wanted === null || found === undefined || steps.length > 0)
    throw new Refusal(reportGone.status, reportGone.errorCode, reportGone.message)
  if (found.refused !== undefined)
    throw new Refusal(found.refused.status, found.refused.code, found.refused.message)
  const money = schema.org.crm.currency
  const totals = found.columns.map(({ soql, type }) => {
    const value = totalOf(schema, soql, run)
    const amount = type === 'currency' && reportAmounts === 'with currency'
    return { label: String(value ?? '-'), value: amount ? { amount: value, currency: money } : value }
  })
  const columnInfo = found.columns.map(({ name, label, type }) => [
    name,
    { label, dataType: type, acrossGroupingContext: null, downGroupingContext: null },
  ])
  return json(200, {
    attributes: { type: 'Report', reportId: wanted, reportName: found.name },
    allData: found.incomplete !== true,
    factMap: { 'T!T': { aggregates: totals } },
    groupingsAcross: { groupings: [] },
    groupingsDown: { groupings: [] },
    hasDetailRows: false,
    reportExtendedMetadata: {
      aggregateColumnInfo: Object.fromEntries(columnInfo),
      detailColumnInfo: {},
      groupingColumnInfo: {},
    },
    reportMetadata: {
      id: wanted,
      name: found.name,
      developerName: found.name.replace(/\W+/g, '_'),
      reportFormat: found.format,
      reportType: { type: 'Opportunity', label: 'Opportunities' },
      aggregates: found.columns.map(({ name }) => name),
      currency: schema.org.multiCurrency ? money : null,
      scope: found.scope ?? null,
      standardDateFilter: {
        column: 'CLOSE_DATE',
        durationValue: found.duration ?? 'CUSTOM',
        startDate: null,
        endDate: null,
      },
      reportFilters: found.filters ?? [],
      reportBooleanFilter: null,
      crossFilters: [],
      groupingsDown: [{ name: 'STAGE_NAME', sortOrder: 'Asc', dateGranularity: 'None' }],
      groupingsAcross: [],
      detailColumns: [],
    },
  })
}

function totalOf(schema: Schema, soql: string, run: { readonly version: string; readonly salt: number }) {
  const found = runSoql(soql, { schema, ...run, all: false, nest: () => null })
  const [row] = found.rows.map(found.write)
  if (row === undefined || row === null || typeof row !== 'object') return found.totalSize
  return Object.entries(row).find(([name]) => name !== 'attributes')?.[1] ?? null
}
