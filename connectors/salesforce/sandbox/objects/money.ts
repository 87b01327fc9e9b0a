/** CurrencyType and DatedConversionRate: both exist only where the org has more than one currency. */
import { minorDigits } from '../../../values/money.ts'
import { prefixes, recordId } from '../id.ts'
import type { Org } from '../org.ts'
import { field, type Stamps, smallTable, type Table, timeFields } from '../table.ts'

interface CurrencyRow {
  readonly id: string
  readonly code: string
  /** Units of this currency for one corporate unit. */
  readonly rate: number
  readonly corporate: boolean
  readonly stamps: Stamps
}

export function currencyTypes(org: Org): Table<CurrencyRow> {
  const codes = [...new Set([org.crm.currency, ...org.crm.rates.map((rate) => rate.currency)])]
  const rows = codes.map((code, index): CurrencyRow => {
    const rate = conversionRate(org, org.factor(code, null))
    return {
      id: recordId('CurrencyType', String(index + 1)),
      code,
      rate,
      corporate: code === org.crm.currency,
      stamps: org.watch(`CurrencyType ${code}`, rate),
    }
  })
  return smallTable('CurrencyType', prefixes.CurrencyType, rows, (row) => row.id, [
    field('Id', 'id', 'F', (row) => row.id, { nillable: false }),
    ...timeFields<CurrencyRow>((row) => row.stamps),
    field('IsoCode', 'picklist', 'F', (row) => row.code, { nillable: false }),
    field('ConversionRate', 'double', 'F', (row) => row.rate, { nillable: false }),
    field('DecimalPlaces', 'int', 'F', (row) => minorDigits(row.code) ?? 2, { nillable: false }),
    field('IsActive', 'boolean', 'F', () => true, { nillable: false }),
    field('IsCorporate', 'boolean', 'F', (row) => row.corporate, { nillable: false }),
  ])
}

interface DatedRow {
  readonly id: string
  readonly code: string
  readonly rate: number
  readonly start: string
  readonly next: string | null
  readonly stamps: Stamps
}

export function datedRates(org: Org): Table<DatedRow> {
  const rows: DatedRow[] = []
  for (const [code, rates] of Map.groupBy(org.crm.rates, (rate) => rate.currency)) {
    const ordered = rates.toSorted((a, b) => (a.from ?? '').localeCompare(b.from ?? ''))
    for (const [index, rate] of ordered.entries()) {
      const start = rate.from ?? '0001-01-01'
      const next = ordered[index + 1]?.from ?? org.switches.lastRateEnds
      const value = conversionRate(org, Number(rate.factor))
      const id = recordId('DatedConversionRate', String(rows.length + 1))
      const stamps = org.watch(`DatedConversionRate ${code} ${start}`, [value, next])
      rows.push({ id, code, rate: value, start, next, stamps })
    }
  }
  return smallTable('DatedConversionRate', prefixes.DatedConversionRate, rows, (row) => row.id, [
    field('Id', 'id', 'F', (row) => row.id, { nillable: false }),
    ...timeFields<DatedRow>((row) => row.stamps),
    field('IsoCode', 'picklist', 'F', (row) => row.code, { nillable: false }),
    field('ConversionRate', 'double', 'F', (row) => row.rate, { nillable: false }),
    field('StartDate', 'date', 'F', (row) => row.start),
    field('NextStartDate', 'date', 'F', (row) => row.next),
  ])
}

function conversionRate(org: Org, factor: number | null): number {
  const rate = 1 / (factor ?? 1)
  return org.switches.rateDigits === null ? rate : Number(rate.toFixed(org.switches.rateDigits))
}
