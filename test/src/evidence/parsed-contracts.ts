/** A spreadsheet's view of an evidence file of contracts: amounts as whole minor units, nothing of the writer reused. */
import { cells } from './parsed-csv.ts'

export interface ContractRow {
  /** Contracts of one customer have the same. */
  readonly customer: string
  readonly counts: boolean
  readonly flow: string
  readonly followed: boolean
  readonly numerator: bigint
  readonly denominator: bigint
  readonly before: End | null
  readonly after: End | null
}
interface End {
  readonly recurring: bigint | null
  readonly home: bigint | null
  readonly months: bigint
}

/** Titles of the columns that matter, in both languages. */
const titles = {
  de: 'Verbindung,Nummer im CRM,Art,Nummer des Kunden,Rolle,Bewegung,Zähler,Nenner,Wiederkehrend am ersten Tag in EUR,Wiederkehrend am letzten Tag in EUR,Gefolgt am,Betrag für Monate,Betrag in EUR,Eintrag im Journal,Betrag am ersten Tag in EUR,für Monate am ersten Tag,Eintrag im Journal am ersten Tag',
  en: 'Connection,Id in the CRM,Kind,Id of the customer,Role,Flow,Numerator,Denominator,Recurring on the first day in EUR,Recurring on the last day in EUR,Followed on,Amount is for months,Amount in EUR,Entry in the ledger,Amount on the first day in EUR,for months on the first day,Entry in the ledger on the first day',
}
const words: Record<string, string> = { neu: 'new', zurückgewonnen: 'reactivated' }

export function parsedContracts(
  text: string,
  { locale, separator }: { readonly locale: 'de' | 'en'; readonly separator: string },
) {
  const all = cells(text.slice(1), separator)
  const blank = all.findIndex((row) => row.every((cell) => cell === ''))
  const places = titles[locale].split(',').map((title) => (all[blank + 1] ?? []).indexOf(title))
  if (places.some((place) => place < 0)) throw new Error(`titles: ${all[blank + 1]?.join('|')}`)
  const head = new Map(all.slice(0, blank).map(([key, value]) => [key, value]))
  const money = ['Geldbetrag', 'Amount of money', 'Money', 'money'].includes(
    head.get(locale === 'de' ? 'Einheit' : 'Unit') ?? '',
  )
  const formula = head.get(locale === 'de' ? 'Rechenweg' : 'Formula') ?? ''
  const minor = (cell: string): bigint | null => {
    if (cell === '') return null
    const [, sign = '', whole = '0', part = ''] = /^(-?)(\d+)(?:[.,](\d+))?$/.exec(cell) ?? []
    return BigInt(`${sign}${whole}${part.padEnd(2, '0')}`)
  }
  // Parts are amounts where the formula is about recurring revenue.
  const amounts = money || /recurring revenue|start/.test(formula.replace('active at the start', ''))
  const side = (cell: string) => (amounts ? (minor(cell) ?? 0n) : BigInt(cell === '' ? 0 : cell))
  const rows = all.slice(blank + 2).map((row): ContractRow => {
    const of = places.map((place) => row[place] ?? '')
    const [crm, id, kind, customer, role, flow = '', above = '', below = '', before = '', after = ''] = of
    const [followed, months = '', home = '', entry, homeBefore = '', monthsBefore = '', entryBefore] =
      of.slice(10)
    return {
      customer: customer === '' ? `${crm} ${kind} ${id}` : `${crm} customer ${customer}`,
      counts: !['zurückgehalten', 'held back', 'ausgelassen', 'left out'].includes(role ?? ''),
      ...{
        flow: words[flow] ?? flow,
        followed: followed !== '',
        numerator: side(above),
        denominator: side(below),
      },
      before:
        entryBefore === ''
          ? null
          : { recurring: minor(before), home: minor(homeBefore), months: BigInt(monthsBefore) },
      after: entry === '' ? null : { recurring: minor(after), home: minor(home), months: BigInt(months) },
    }
  })
  const label = locale === 'de' ? 'Wiederkehrend für so viele Monate' : 'Recurring for so many months'
  return { rows, perMonths: BigInt(head.get(label) ?? '0') }
}
