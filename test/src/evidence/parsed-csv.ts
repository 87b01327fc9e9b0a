/** A spreadsheet's view of an evidence file: RFC 4180 read character by character, nothing of the writer reused. */

export interface Table {
  readonly head: { readonly sentence: string; readonly base: number; readonly money: boolean }
  readonly rows: readonly Readonly<Record<string, string>>[]
}

interface Options {
  readonly locale: 'de' | 'en'
  readonly separator: string
  readonly decimal: string
}

/** Titles of the columns in both languages, in their order. */
const columns = {
  de: 'Verbindung,Nummer im CRM,Deal,Rolle,Grund,Zähler,Nenner,Betrag,Währung,Kurs,Kursregel,Betrag in EUR,Wahrscheinlichkeit,Angelegt am,Abschlussdatum,In der Phase ab,Früheres Abschlussdatum,Status,Pipeline,Phase,Im CRM,Eintrag im Journal',
  en: 'Connection,Id in the CRM,Deal,Role,Reason,Numerator,Denominator,Amount,Currency,Rate,Rate rule,Amount in EUR,Probability,Created on,Close date,In the stage since,Earlier close date,Status,Pipeline,Stage,In the CRM,Entry in the ledger',
}
const words: Record<string, string> = {
  gezählt: 'counted',
  zurückgehalten: 'held',
  'held back': 'held',
  'without a rate': 'no_rate',
  'ohne Kurs': 'no_rate',
  offen: 'open',
  gewonnen: 'won',
  verloren: 'lost',
}

export function cells(text: string, separator: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let inside = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? ''
    if (inside) {
      if (char !== '"') cell += char
      else if (text[i + 1] === '"') {
        cell += '"'
        i++
      } else inside = false
    } else if (char === '"') inside = true
    else if (char === separator || char === '\r') {
      rows.at(-1)?.push(cell)
      cell = ''
      if (char === '\r' && text[++i] === '\n') rows.push([])
    } else cell += char
  }
  return rows.slice(0, -1)
}

export function parsedCsv(text: string, { locale, separator, decimal }: Options): Table {
  if (!text.startsWith('\ufeff')) throw new Error('no byte order mark')
  const all = cells(text.slice(1), separator)
  const blank = all.findIndex((row) => row.every((cell) => cell === ''))
  const titles = columns[locale].split(',')
  if (JSON.stringify(all[blank + 1]) !== JSON.stringify(titles)) throw new Error(`titles: ${all[blank + 1]}`)
  const keys = columns.en.split(',')
  const number = (cell: string) => (decimal === ',' ? cell.replace(',', '.') : cell)
  const rows = all.slice(blank + 2).map((row) => {
    const of = Object.fromEntries(keys.map((key, n) => [key, row[n] ?? '']))
    const text = (key: string) => of[key] ?? ''
    const word = (key: string) => words[text(key)] ?? text(key)
    return {
      ...{ name: text('Deal'), standing: word('Role'), status: word('Status') },
      ...{ numerator: number(text('Numerator')), denominator: number(text('Denominator')) },
      ...{ home: text('Amount in EUR'), created: text('Created on'), close: text('Close date') },
    }
  })
  const value = (label: string) => all.slice(0, blank).find(([key]) => key === label)?.[1] ?? ''
  const unit = value(locale === 'de' ? 'Einheit' : 'Unit')
  return {
    head: {
      sentence: value('Definition'),
      base: Number(
        number(value(locale === 'de' ? 'Im Nenner ohne Deal' : 'In the denominator without a deal')),
      ),
      money: ['Geldbetrag', 'Amount of money', 'Money'].includes(unit),
    },
    rows,
  }
}
