/** Period and FiscalYearSettings of an org with standard fiscal years. */
import { fiscalPeriods, type PeriodRow } from '../fiscal.ts'
import { prefixes, recordId } from '../id.ts'
import { fiscalRule, ORG_BORN, type Org } from '../org.ts'
import { field, reference, smallTable, type Table } from '../table.ts'

const FIRST_YEAR = 2010

function all(org: Org): PeriodRow[] {
  return fiscalPeriods(FIRST_YEAR, Number(org.now.slice(0, 4)) + 2, fiscalRule(org))
}

export function periods(org: Org): Table<PeriodRow> {
  const id = (row: PeriodRow) => recordId('Period', row.number)
  const label = (row: PeriodRow) => `${row.type} ${row.position} FY ${row.fiscalYear}`
  return smallTable('Period', prefixes.Period, all(org), id, [
    field('Id', 'id', 'FGS', id, { nillable: false }),
    reference('FiscalYearSettingsId', 'FGS', 'FiscalYearSettings', (row) =>
      recordId('FiscalYearSettings', row.yearNumber),
    ),
    field('Type', 'picklist', 'FGS', (row) => row.type),
    field('StartDate', 'date', 'FGS', (row) => row.start, { nillable: false }),
    field('EndDate', 'date', 'FGS', (row) => row.end, { nillable: false }),
    field('Number', 'int', 'FGS', (row) => row.position),
    field('PeriodLabel', 'picklist', 'FGS', () => null),
    field('QuarterLabel', 'picklist', 'FGS', () => null),
    field('FullyQualifiedLabel', 'string', '', label),
    field('IsForecastPeriod', 'boolean', 'FGS', (row) => row.type === 'Month', { nillable: false }),
    field('SystemModstamp', 'datetime', 'FS', () => ORG_BORN, { nillable: false }),
  ])
}

export function fiscalYearSettings(org: Org): Table<PeriodRow> {
  const rows = all(org).filter((row) => row.type === 'Year')
  const id = (row: PeriodRow) => recordId('FiscalYearSettings', row.number)
  return smallTable('FiscalYearSettings', prefixes.FiscalYearSettings, rows, id, [
    field('Id', 'id', 'FGS', id, { nillable: false }),
    field('Name', 'string', 'FGS', (row) => String(row.fiscalYear)),
    field('StartDate', 'date', 'FGS', (row) => row.start, { nillable: false }),
    field('EndDate', 'date', 'FGS', (row) => row.end, { nillable: false }),
    field('IsStandardYear', 'boolean', 'FGS', () => true, { nillable: false }),
    field('YearType', 'picklist', 'FGS', () => 'Standard'),
    field('WeekStartDay', 'int', 'FGS', () => 2),
    field('SystemModstamp', 'datetime', 'FS', () => ORG_BORN, { nillable: false }),
  ])
}
