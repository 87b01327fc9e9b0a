/** Record ids. 15 characters are case-sensitive; 3 more behind them say which are upper case. Pure. */

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
