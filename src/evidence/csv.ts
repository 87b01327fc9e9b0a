/**
 * Rows of an evidence file as CSV (RFC 4180). Twenty lines of our own: the libraries that run in workerd take all rows at once
 * or know text only, and what is a number decides here both about the decimal sign and about what a spreadsheet may run.
 */

export interface CsvOptions {
  readonly separator: ',' | ';' | '\t'
  readonly decimal: '.' | ','
}

/** A number is decimal text with a point, written by us and never by a CRM. */
export type Cell = string | null | { readonly number: string }

/** Spreadsheets that read UTF-8 look for it. */
export const BYTE_ORDER_MARK = '\ufeff'

export function csvRow(cells: readonly Cell[], { separator, decimal }: CsvOptions): string {
  const text = (cell: Cell) => {
    if (cell === null) return ''
    return typeof cell === 'string' ? harmless(cell) : cell.number.replace('.', decimal)
  }
  return `${cells.map((cell) => quoted(text(cell), separator)).join(separator)}\r\n`
}

/** A name that begins like a formula is text for a spreadsheet once an apostrophe stands in front. */
function harmless(text: string): string {
  return /^[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|]/u.test(text) || /^[\t\r\n]/.test(text)
    ? `'${text}`
    : text
}

function quoted(text: string, separator: string): string {
  return /["\r\n]/.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text
}
