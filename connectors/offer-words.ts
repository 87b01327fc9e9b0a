/** How people name the fields that tell of recurring money. Pure; only ever a proposal that a person looks at. */

/** Best first; each alone names the months that the amount is for. */
const amounts: readonly (readonly [RegExp, number])[] = [
  [/(^|_)arr(_|$)/, 12],
  [/annual_?recurring|recurring_?(annual|year)|jahres(wert|umsatz|betrag)/, 12],
  [/(^|_)mrr(_|$)|monthly_?recurring|monats(wert|umsatz|betrag)/, 1],
  [/(^|_)acv(_|$)|annual_?(contract_?)?value/, 12],
  [/recurring|wiederkehr/, 12],
]
const terms = /(^|_)(term|laufzeit|contract_?length|vertragsdauer)(_|$)/
const starts =
  /(contract|vertrag|subscription|service)s?_?(start|beginn)|(start|beginn)_?(of_?)?(contract|vertrag)/
const ends =
  /(contract|vertrag|subscription|service)s?_?(end|ende|expir)|(end|ende)_?(of_?)?(contract|vertrag)/
const products = /(^|_)(product(_line)?|produkt(linie)?)(_|$)/

/** Without what Salesforce puts behind, in small letters. */
const plain = (name: string) => name.replace(/__c$/, '').toLowerCase()

export interface AmountField {
  readonly name: string
  readonly months: number
}

export function recurringFields(names: readonly string[]): AmountField[] {
  return amounts.flatMap(([pattern, months]) =>
    names.filter((name) => pattern.test(plain(name))).map((name) => ({ name, months })),
  )
}

const one = (pattern: RegExp) => (names: readonly string[]) =>
  names.find((name) => pattern.test(plain(name))) ?? null
export const termField = one(terms)
export const startField = one(starts)
export const endField = one(ends)
export const productField = one(products)

/** Types of deals that renew, by how they are called. */
export function renewing(names: readonly string[]): string[] {
  return names.filter((name) => /renew|verläng|verlaeng/i.test(name))
}
