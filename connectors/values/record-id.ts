/** Salesforce record ids, also as other systems keep them. 15 characters are case-sensitive; 3 more behind them say which are upper case. Pure. */

const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'
export const ID = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/

/** The form of 18 characters, so that one record has one id. Takes what `ID` matches. */
export function fullId(id: string): string {
  if (id.length !== 15) return id
  const check = [0, 5, 10].map((from) => CHECK.charAt(upperCaseBits(id.slice(from, from + 5))))
  return id + check.join('')
}

/** Bit n is set when character n is an upper-case letter. */
function upperCaseBits(group: string): number {
  return [...group].reduce((bits, char, n) => bits + (char >= 'A' && char <= 'Z' ? 2 ** n : 0), 0)
}

/**
 * The id of a deal in the company's other CRM, as an integration or a person wrote it down: in the one form in which that
 * CRM's connector gives it. Null when nothing is written.
 */
export function twinKey(text: string | null | undefined): string | null {
  const written = text?.trim() ?? ''
  if (written === '') return null
  // A number field shows an id of digits with a decimal point.
  const bare = written.replace(/^(\d+)\.0+$/, '$1')
  return /^006/.test(bare) && ID.test(bare) ? fullId(bare) : bare
}
