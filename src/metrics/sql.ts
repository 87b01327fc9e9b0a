/** SQL text with its bound values: pieces are composed, values are never written into the text. Pure. */

export type Bound = string | number
export interface Sql {
  readonly text: string
  readonly args: readonly Bound[]
}

/** Template tag: a nested `Sql` is spliced in, everything else becomes a bound parameter. */
export function sql(strings: TemplateStringsArray, ...values: readonly (Sql | Bound)[]): Sql {
  let text = strings[0] ?? ''
  const args: Bound[] = []
  values.forEach((value, index) => {
    const bound = typeof value !== 'object'
    text += (bound ? '?' : value.text) + (strings[index + 1] ?? '')
    args.push(...(bound ? [value] : value.args))
  })
  return { text, args }
}

/** For column and table names of ours; never for a value. */
export function raw(text: string, args: readonly Bound[] = []): Sql {
  return { text, args }
}

export function join(pieces: readonly Sql[], separator: string): Sql {
  return {
    text: pieces.map((piece) => piece.text).join(separator),
    args: pieces.flatMap((piece) => piece.args),
  }
}

/** `a AND b`; true without any. */
export function all(pieces: readonly Sql[]): Sql {
  return pieces.length === 0 ? sql`1` : join(pieces, ' AND ')
}

export function list(values: readonly Bound[]): Sql {
  return { text: `(${values.map(() => '?').join(', ')})`, args: values }
}
