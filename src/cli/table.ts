/** A plain table for a terminal: columns as wide as their content, numbers to the right. */

export interface Column {
  readonly title: string
  readonly align?: 'right'
  /** Longer cells are cut with an ellipsis. */
  readonly max?: number
}

export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => columns.map((column, i) => shorten(row[i] ?? '', column.max)))
  const widths = columns.map((column, i) =>
    Math.max(width(column.title), ...cells.map((row) => width(row[i] ?? ''))),
  )
  const line = (row: readonly string[]) =>
    columns
      .map((column, i) => pad(row[i] ?? '', widths[i] ?? 0, column.align))
      .join('  ')
      .trimEnd()
  const rule = widths.map((w) => '─'.repeat(w)).join('  ')
  return [line(columns.map((column) => column.title)), rule, ...cells.map(line)].join('\n')
}

function width(text: string): number {
  return [...text].length
}

function shorten(text: string, max: number | undefined): string {
  return max === undefined || width(text) <= max
    ? text
    : `${[...text]
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`
}

function pad(text: string, to: number, align: 'right' | undefined): string {
  const gap = ' '.repeat(Math.max(0, to - width(text)))
  return align === 'right' ? gap + text : text + gap
}
