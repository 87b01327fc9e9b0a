/** How Salesforce says no: a status, a code, a sentence. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export function malformed(message: string): Refusal {
  return new Refusal(400, 'MALFORMED_QUERY', message)
}

export function invalidField(message: string): Refusal {
  return new Refusal(400, 'INVALID_FIELD', message)
}

export function invalidFilter(message: string): Refusal {
  return new Refusal(400, 'INVALID_QUERY_FILTER_OPERATOR', message)
}

/** The vendor quotes the statement around the word and points at it. */
export function pointAt(soql: string, word: string, message: string): string {
  const plain = word.replace(/[^\w]/g, '\\$&')
  const found = soql.search(new RegExp(`(?<![\\w.])${plain}(?!\\w)`, 'i'))
  if (found < 0) return message
  const from = Math.max(0, found - 40)
  const excerpt = soql.slice(from, found + word.length + 30)
  const caret = ' '.repeat(found - from)
  return `\n${excerpt}\n${caret}^\nERROR at Row:1:Column:${found + 1}\n${message}`
}
